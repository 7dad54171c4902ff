export const id = 106;
export const ids = [106];
export const modules = {

/***/ 106:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  runTokenCommand: () => (/* binding */ runTokenCommand)
});

;// CONCATENATED MODULE: ./node_modules/@actions/http-client/lib/proxy.js
function getProxyUrl(reqUrl) {
    const usingSsl = reqUrl.protocol === 'https:';
    if (checkBypass(reqUrl)) {
        return undefined;
    }
    const proxyVar = (() => {
        if (usingSsl) {
            return process.env['https_proxy'] || process.env['HTTPS_PROXY'];
        }
        else {
            return process.env['http_proxy'] || process.env['HTTP_PROXY'];
        }
    })();
    if (proxyVar) {
        try {
            return new DecodedURL(proxyVar);
        }
        catch (_a) {
            if (!proxyVar.startsWith('http://') && !proxyVar.startsWith('https://'))
                return new DecodedURL(`http://${proxyVar}`);
        }
    }
    else {
        return undefined;
    }
}
function checkBypass(reqUrl) {
    if (!reqUrl.hostname) {
        return false;
    }
    const reqHost = reqUrl.hostname;
    if (isLoopbackAddress(reqHost)) {
        return true;
    }
    const noProxy = process.env['no_proxy'] || process.env['NO_PROXY'] || '';
    if (!noProxy) {
        return false;
    }
    // Determine the request port
    let reqPort;
    if (reqUrl.port) {
        reqPort = Number(reqUrl.port);
    }
    else if (reqUrl.protocol === 'http:') {
        reqPort = 80;
    }
    else if (reqUrl.protocol === 'https:') {
        reqPort = 443;
    }
    // Format the request hostname and hostname with port
    const upperReqHosts = [reqUrl.hostname.toUpperCase()];
    if (typeof reqPort === 'number') {
        upperReqHosts.push(`${upperReqHosts[0]}:${reqPort}`);
    }
    // Compare request host against noproxy
    for (const upperNoProxyItem of noProxy
        .split(',')
        .map(x => x.trim().toUpperCase())
        .filter(x => x)) {
        if (upperNoProxyItem === '*' ||
            upperReqHosts.some(x => x === upperNoProxyItem ||
                x.endsWith(`.${upperNoProxyItem}`) ||
                (upperNoProxyItem.startsWith('.') &&
                    x.endsWith(`${upperNoProxyItem}`)))) {
            return true;
        }
    }
    return false;
}
function isLoopbackAddress(host) {
    const hostLower = host.toLowerCase();
    return (hostLower === 'localhost' ||
        hostLower.startsWith('127.') ||
        hostLower.startsWith('[::1]') ||
        hostLower.startsWith('[0:0:0:0:0:0:0:1]'));
}
class DecodedURL extends URL {
    constructor(url, base) {
        super(url, base);
        this._decodedUsername = decodeURIComponent(super.username);
        this._decodedPassword = decodeURIComponent(super.password);
    }
    get username() {
        return this._decodedUsername;
    }
    get password() {
        return this._decodedPassword;
    }
}
//# sourceMappingURL=proxy.js.map
;// CONCATENATED MODULE: ./build/src/action/http/node-modules.js
/** The modules of the running Node. */
function nodeModules() {
    return {
        http: () => process.getBuiltinModule('node:http'),
        https: () => process.getBuiltinModule('node:https'),
        tls: () => process.getBuiltinModule('node:tls'),
    };
}
//# sourceMappingURL=node-modules.js.map
;// CONCATENATED MODULE: ./build/src/wire.js
const PATHS = {
    leases: '/api/v1/leases',
    lease: (id) => `/api/v1/leases/${encodeURIComponent(id)}`,
    report: (id) => `/api/v1/leases/${encodeURIComponent(id)}/report`,
    renew: (id) => `/api/v1/leases/${encodeURIComponent(id)}/renew`,
    /** The mise-versions contract, kept so that its clients work unchanged. */
    legacyToken: '/api/token',
    legacyRateLimit: '/api/token/rate-limit',
    legacyStats: '/api/stats',
    legacyHealth: '/health',
};
/** No request of a client is larger than this, and no answer is larger than `MAX_ANSWER_BYTES`. */
const MAX_REQUEST_BYTES = (/* unused pure expression or super */ null && (64 * 1024));
const MAX_ANSWER_BYTES = 1024 * 1024;
/** The audience that a pool expects in an OIDC token unless it is configured otherwise. */
const DEFAULT_OIDC_AUDIENCE = 'fetch-token';
const count = (maximum) => ({ type: 'integer', minimum: 0, maximum });
const wire_text = (maxLength) => ({ type: 'string', maxLength });
const instant = { type: 'string', format: 'date-time', maxLength: 40 };
const instantOrNull = { anyOf: [instant, { type: 'null' }] };
/** GitHub's highest hourly budget is 15,000; the ceiling leaves room and still stops absurd numbers. */
const requests = count(1_000_000);
const BUCKET_SCHEMA = { type: 'string', pattern: '^[a-z][a-z_]{0,39}$', maxLength: 40 };
const LABEL_SCHEMA = { type: 'string', pattern: '^[a-z0-9][a-z0-9-]{0,39}$', maxLength: 40 };
const OWNER_REF_SCHEMA = { type: 'string', pattern: '^[A-Za-z0-9_-]{1,64}$', maxLength: 64 };
const JOB_SCHEMA = {
    type: 'object',
    additionalProperties: false,
    required: ['repository', 'workflow', 'job', 'run_id', 'run_attempt', 'event_name'],
    properties: {
        repository: { type: 'string', pattern: '^[^\\s/]{1,100}/[^\\s/]{1,100}$', maxLength: 201 },
        workflow: wire_text(255),
        job: wire_text(255),
        run_id: { type: 'string', pattern: '^[0-9]{1,20}$', maxLength: 20 },
        run_attempt: { type: 'integer', minimum: 1, maximum: 100_000 },
        event_name: { type: 'string', pattern: '^[a-z_]{0,40}$', maxLength: 40 },
    },
};
const LEASE_REQUEST_SCHEMA = {
    type: 'object',
    additionalProperties: false,
    required: ['job'],
    properties: {
        job: JOB_SCHEMA,
        count: { type: 'integer', minimum: 1, maximum: 20, description: 'Tokens of distinct owners wanted.' },
        bucket: BUCKET_SCHEMA,
        expected_requests: requests,
        min_remaining: requests,
        min_ttl_seconds: count(86_400),
        label: LABEL_SCHEMA,
        exclude: { type: 'array', maxItems: 100, items: OWNER_REF_SCHEMA, description: 'Owners not to choose.' },
    },
};
const TOKEN_KINDS = ['oauth', 'pat', 'app_user', 'installation'];
const RATE_LIMIT_SCHEMA = {
    type: 'object',
    required: ['bucket', 'limit', 'remaining', 'reset_at'],
    properties: {
        bucket: BUCKET_SCHEMA,
        limit: requests,
        remaining: requests,
        reset_at: { ...instantOrNull, description: 'Null while no window is open.' },
    },
};
const LEASE_SCHEMA = {
    type: 'object',
    required: [
        'lease_id',
        'token',
        'token_id',
        'kind',
        'owner',
        'expires_at',
        'lease_expires_at',
        'rate_limit',
    ],
    properties: {
        lease_id: { type: 'string', pattern: '^[A-Za-z0-9_-]{1,64}$', maxLength: 64 },
        token: { type: 'string', minLength: 1, maxLength: 4096 },
        token_id: count(Number.MAX_SAFE_INTEGER),
        kind: { type: 'string', enum: TOKEN_KINDS },
        owner: OWNER_REF_SCHEMA,
        expires_at: instantOrNull,
        lease_expires_at: instant,
        rate_limit: RATE_LIMIT_SCHEMA,
    },
};
const LEASES_SCHEMA = {
    type: 'object',
    required: ['leases', 'requested'],
    properties: {
        leases: { type: 'array', minItems: 1, maxItems: 20, items: LEASE_SCHEMA },
        requested: { type: 'integer', minimum: 1, maximum: 20, description: 'How many were asked for.' },
    },
};
const OUTCOMES = ['ok', 'unauthorized', 'exhausted', 'secondary_limited'];
const BUCKET_REPORT_SCHEMA = {
    type: 'object',
    additionalProperties: false,
    required: ['limit', 'remaining', 'reset_at'],
    properties: {
        limit: requests,
        remaining: requests,
        used: requests,
        reset_at: instant,
        remaining_at_start: { ...requests, description: 'What the job saw when it got the token.' },
    },
};
const observed = {
    buckets: { type: 'object', maxProperties: 30, additionalProperties: BUCKET_REPORT_SCHEMA },
    outcome: { type: 'string', enum: OUTCOMES },
};
const REPORT_SCHEMA = {
    type: 'object',
    additionalProperties: false,
    required: ['buckets', 'outcome', 'release'],
    properties: {
        ...observed,
        release: { type: 'boolean' },
        retry_after_seconds: { ...count(86_400), description: 'What GitHub asked for with a secondary limit.' },
    },
};
const REPORT_ANSWER_SCHEMA = {
    type: 'object',
    required: ['lease_id', 'state', 'requests_spent'],
    properties: {
        lease_id: wire_text(64),
        state: { type: 'string', enum: ['open', 'settled', 'expired'] },
        requests_spent: { anyOf: [requests, { type: 'null' }] },
    },
};
const RENEW_REQUEST_SCHEMA = {
    type: 'object',
    additionalProperties: false,
    required: [],
    properties: { ...observed, min_remaining: requests, min_ttl_seconds: count(86_400) },
};
const RENEW_ANSWER_SCHEMA = {
    type: 'object',
    required: ['decision', 'lease_id', 'lease_expires_at'],
    properties: {
        decision: { type: 'string', enum: ['keep', 'replace'] },
        lease_id: wire_text(64),
        lease_expires_at: instant,
        lease: LEASE_SCHEMA,
    },
};
/** What went wrong, for programs to branch on; the message beside it is for people. */
const ERROR_CODES = [
    'invalid_request',
    'unauthorized',
    'forbidden',
    'not_found',
    'method_not_allowed',
    'lease_ended',
    'payload_too_large',
    'unsupported_media_type',
    'rate_limited',
    'pool_exhausted',
    'unavailable',
    'internal',
];
const ERROR_SCHEMA = {
    type: 'object',
    required: ['error'],
    properties: {
        error: {
            type: 'object',
            required: ['code', 'message'],
            properties: {
                code: { type: 'string', maxLength: 64 },
                message: wire_text(2000),
                retry_after_seconds: count(86_400),
            },
        },
    },
};
/** mise-versions: `GET /api/token`. Clients fall back to `installation_id`, which always equals `token_id`. */
const LEGACY_TOKEN_SCHEMA = {
    type: 'object',
    required: ['token'],
    properties: {
        token: { type: 'string', minLength: 1, maxLength: 4096 },
        installation_id: count(Number.MAX_SAFE_INTEGER),
        token_id: count(Number.MAX_SAFE_INTEGER),
        expires_at: { anyOf: [wire_text(40), { type: 'null' }] },
        rate_limit_remaining: { type: 'integer' },
    },
};
//# sourceMappingURL=wire.js.map
;// CONCATENATED MODULE: ./build/src/action/http/types.js
/** The message names the host and says what happened in one line; never a header, a body or a query. */
class HttpFailure extends Error {
    code;
    constructor(code, message, options) {
        super(message, options);
        this.name = 'HttpFailure';
        this.code = code;
    }
}
//# sourceMappingURL=types.js.map
;// CONCATENATED MODULE: ./build/src/action/http/address.js

/** Node and the URL parser bring every spelling of these to one form; `127.example.com` is a name, no address. */
function isLoopback(hostname) {
    return (hostname === 'localhost' || hostname === '[::1]' || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(hostname));
}
/** What is wrong with an address as a base for requests that carry secrets; null when it will do. */
function addressFault(text) {
    const url = URL.parse(text);
    if (!url || (url.protocol !== 'https:' && url.protocol !== 'http:')) {
        return 'write a complete address such as https://pool.example.com';
    }
    if (url.username !== '' || url.password !== '')
        return 'leave user name and password out of the address';
    if (url.protocol === 'http:' && !isLoopback(url.hostname)) {
        return 'write https:// (plain http would show the secrets to the network; it is for loopback only)';
    }
    return null;
}
/** The address to ask, or a failure that names what is wrong with it. */
function checkedUrl(text) {
    const fault = addressFault(text);
    if (fault === null)
        return new URL(text);
    const code = fault.includes('plain http') ? 'plain_http' : 'bad_url';
    throw new HttpFailure(code, `An address cannot be used: ${fault}.`);
}
/** A path below a base address, whether or not the base ends with a slash. */
function joinUrl(base, path) {
    return `${base.replace(/\/+$/, '')}${path}`;
}
//# sourceMappingURL=address.js.map
;// CONCATENATED MODULE: ./build/src/action/http/failures.js

const TLS_CODE = /^(ERR_TLS|ERR_SSL|CERT_|SELF_SIGNED|DEPTH_ZERO|UNABLE_TO_|HOSTNAME_|EPROTO|CRL_|INVALID_CA)/;
/** Turns what Node throws into one line; only Node's error code is quoted, since messages may carry foreign text. */
function failureFrom(error, host) {
    if (error instanceof HttpFailure)
        return error;
    const code = errorCode(error);
    if (TLS_CODE.test(code)) {
        return new HttpFailure('tls', `${host} does not prove its identity by TLS (${code}). Correct its certificate, or name your own ` +
            'authority in NODE_EXTRA_CA_CERTS.', { cause: error });
    }
    return new HttpFailure('network', `${host} cannot be reached (${code}).`, { cause: error });
}
function errorCode(error) {
    const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
    return typeof code === 'string' && /^[A-Z0-9_]{1,60}$/.test(code) ? code : 'no reason given';
}
//# sourceMappingURL=failures.js.map
;// CONCATENATED MODULE: ./build/src/action/http/tunnel.js

/**
 * Opens a connection to an https address through a proxy (`CONNECT`) and speaks TLS with the target inside it, so
 * that the proxy sees the target's name and nothing else.
 */
async function openTunnel(modules, tunnel) {
    const socket = await connect(modules, tunnel);
    const host = unbracketed(tunnel.target.hostname);
    // An IP address cannot be announced as a server name; it is checked against the certificate all the same.
    const name = /^[\d.]+$|:/.test(host) ? {} : { servername: host };
    return modules.tls().connect({ socket, host, ...name, ALPNProtocols: ['http/1.1'] });
}
function connect(modules, { proxy, target, hold }) {
    const request = proxy.protocol === 'https:' ? modules.https().request : modules.http().request;
    const name = `The proxy ${proxy.host}`;
    return new Promise((resolve, reject) => {
        const asking = request(connectOptions(proxy, target));
        hold(asking);
        asking.once('connect', (answer, socket, head) => {
            hold(socket);
            if (answer.statusCode === 200 && head.length === 0)
                return resolve(socket);
            socket.destroy();
            const advice = answer.statusCode === 407 ? ' Put its user and password into the proxy variable.' : '';
            reject(new HttpFailure('proxy', `${name} answered ${answer.statusCode} to CONNECT.${advice}`));
        });
        asking.once('response', () => reject(new HttpFailure('proxy', `${name} does not understand CONNECT.`)));
        // Stays for good: a late error without a listener would end the process.
        asking.on('error', (cause) => {
            reject(new HttpFailure('proxy', `${name} cannot be reached. Correct https_proxy or no_proxy.`, { cause }));
        });
        asking.end();
    });
}
function connectOptions(proxy, target) {
    const authority = `${target.hostname}:${target.port || '443'}`;
    const headers = { host: authority };
    if (proxy.username !== '' || proxy.password !== '') {
        const credentials = Buffer.from(`${proxy.username}:${proxy.password}`).toString('base64');
        headers['proxy-authorization'] = `Basic ${credentials}`;
    }
    const port = proxy.port || (proxy.protocol === 'https:' ? '443' : '80');
    return {
        method: 'CONNECT',
        host: unbracketed(proxy.hostname),
        port,
        path: authority,
        agent: false,
        headers,
    };
}
function unbracketed(hostname) {
    return hostname.replace(/^\[|\]$/g, '');
}
//# sourceMappingURL=tunnel.js.map
;// CONCATENATED MODULE: ./build/src/action/http/transport.js





/**
 * HTTP as an action needs it: one deadline for the whole exchange, a bound on the body, no redirects, no plain
 * http, and every promise settles, whatever the peer does.
 */
function createHttp(deps) {
    return async (request) => {
        const url = checkedUrl(request.url);
        return leashed({ request, host: url.host }, (hold) => exchange(deps, { request, url, hold }));
    };
}
/**
 * Settles by the deadline or the signal, even where Node leaves a promise open because a peer vanished at the wrong
 * moment. `AbortSignal.any` and Node's own `signal` option would do most of it and take 2 ms more.
 */
function leashed({ request, host }, work) {
    return new Promise((resolve, reject) => {
        const held = [];
        let failure = null;
        const giveUp = (why) => {
            loosen();
            failure = why;
            reject(why);
            for (const one of held)
                one.destroy();
        };
        const cancel = () => giveUp(new HttpFailure('cancelled', `The request to ${host} was cancelled.`));
        const timer = setTimeout(() => giveUp(lateFailure(host, request.timeoutMs)), Math.max(1, request.timeoutMs));
        const loosen = () => {
            clearTimeout(timer);
            request.signal?.removeEventListener('abort', cancel);
        };
        if (request.signal?.aborted)
            return cancel();
        request.signal?.addEventListener('abort', cancel, { once: true });
        const hold = (one) => {
            if (failure)
                one.destroy();
            else
                held.push(one);
        };
        work(hold).then((result) => {
            loosen();
            resolve(result);
        }, (error) => giveUp(failure ?? failureFrom(error, host)));
    });
}
function lateFailure(host, timeoutMs) {
    const seconds = Math.round(timeoutMs / 100) / 10;
    return new HttpFailure('timeout', `${host} did not answer completely within ${seconds} s.`);
}
async function exchange(deps, { request, url, hold }) {
    const options = { method: request.method, headers: headersOf(request) };
    const proxy = url.protocol === 'https:' ? deps.proxyFor(url) : undefined;
    if (proxy) {
        const socket = await openTunnel(deps.modules, { proxy, target: url, hold });
        // Only without any agent, not even `false`, does Node use a connection that it is given.
        options.createConnection = () => socket;
    }
    const module = url.protocol === 'https:' ? deps.modules.https() : deps.modules.http();
    const sent = module.request(url, options);
    hold(sent);
    const answer = await answerTo(sent, request.body);
    return readAnswer(answer, { host: url.host, maxBytes: request.maxBytes ?? MAX_ANSWER_BYTES });
}
function headersOf(request) {
    const length = request.body === undefined ? undefined : String(Buffer.byteLength(request.body));
    return {
        accept: 'application/json',
        'user-agent': 'fetch-token',
        ...(length === undefined ? {} : { 'content-type': 'application/json', 'content-length': length }),
        ...request.headers,
    };
}
function answerTo(sent, body) {
    return new Promise((resolve, reject) => {
        sent.once('response', resolve);
        // Stays for good: a late error without a listener would end the process.
        sent.on('error', reject);
        sent.end(body);
    });
}
async function readAnswer(answer, bounds) {
    const status = answer.statusCode ?? 0;
    if (status >= 300 && status < 400 && status !== 304) {
        throw new HttpFailure('redirect', `${bounds.host} answered ${status}, a redirect, which is not followed because it could carry the secret ` +
            'elsewhere. Configure the final address.');
    }
    const body = await readBody(answer, bounds);
    const headers = {};
    for (const [name, value] of Object.entries(answer.headers)) {
        headers[name] = Array.isArray(value) ? value[0] : value;
    }
    return { status, headers, body };
}
function readBody(answer, { host, maxBytes }) {
    const tooLarge = () => new HttpFailure('too_large', `${host} sent more than ${maxBytes} bytes.`);
    if (Number(answer.headers['content-length'] ?? 0) > maxBytes)
        return Promise.reject(tooLarge());
    return new Promise((resolve, reject) => {
        const chunks = [];
        let size = 0;
        answer.on('data', (chunk) => {
            size += chunk.length;
            if (size > maxBytes)
                reject(tooLarge());
            else
                chunks.push(chunk);
        });
        // `close` without `complete` is the peer hanging up half-way; Node does not always raise an error for it.
        const truncated = () => reject(new HttpFailure('truncated', `${host} broke off in the middle of its answer.`));
        answer.on('error', truncated);
        answer.on('close', () => (answer.complete ? undefined : truncated()));
        answer.on('end', () => (answer.complete ? resolve(Buffer.concat(chunks).toString('utf8')) : truncated()));
    });
}
//# sourceMappingURL=transport.js.map
;// CONCATENATED MODULE: ./build/src/action/sources/types.js
/** Why no token can be had; the message is one line for people and tells what to do. */
class types_SourceFailure extends Error {
    code;
    constructor(code, message, options) {
        super(message, options);
        this.name = 'SourceFailure';
        this.code = code;
    }
}
//# sourceMappingURL=types.js.map
;// CONCATENATED MODULE: ./build/src/action/refresh/command.js





/** The real world of a process of the job that is no action. It is told to end by SIGTERM or SIGINT. */
function commandDeps(env, say) {
    const end = new AbortController();
    for (const signal of ['SIGTERM', 'SIGINT'])
        process.once(signal, () => end.abort());
    return {
        env,
        http: createHttp({ modules: nodeModules(), proxyFor: getProxyUrl }),
        say,
        sleep: (ms, signal) => abortableSleep(ms, signal),
        random: Math.random,
        signal: end.signal,
    };
}
function abortableSleep(ms, signal) {
    return new Promise((resolve, reject) => {
        const timer = setTimeout(() => {
            signal?.removeEventListener('abort', onAbort);
            resolve();
        }, ms);
        const onAbort = () => {
            clearTimeout(timer);
            reject(new HttpFailure('cancelled', 'This process was told to end.'));
        };
        if (signal?.aborted)
            onAbort();
        else
            signal?.addEventListener('abort', onAbort, { once: true });
    });
}
/** Only faults of our own making are quoted: the message of any other error could hold anything. */
function messageOf(error) {
    if (error instanceof types_SourceFailure || error instanceof HttpFailure)
        return error.message;
    return `An unexpected fault (${error instanceof Error ? error.name : typeof error}).`;
}
//# sourceMappingURL=command.js.map
// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __webpack_require__(24);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(760);
;// CONCATENATED MODULE: ./build/src/action/refresh/process-identity.js

/** Reads `/proc/<pid>/stat`; null where there is no such process or no such system. */
function readStat(pid) {
    try {
        const text = (0,external_node_fs_.readFileSync)(`/proc/${pid}/stat`, 'utf8');
        // The second field is the program's name in parentheses, which may hold spaces and parentheses itself.
        const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
        return { state: fields[0] ?? '', startTicks: fields[19] ?? '' };
    }
    catch {
        return null;
    }
}
function ownNamespace() {
    try {
        return (0,external_node_fs_.readlinkSync)('/proc/self/ns/pid');
    }
    catch {
        return null;
    }
}
/** Names a living process; null for one that is not there, such as the parent of a container's first process. */
function identify(pid) {
    if (pid <= 0 || !isRunning(pid))
        return null;
    return { pid, startTicks: readStat(pid)?.startTicks ?? null, pidNamespace: ownNamespace() };
}
function isRunning(pid) {
    try {
        process.kill(pid, 0);
        return true;
    }
    catch (error) {
        return error instanceof Error && 'code' in error && error.code === 'EPERM';
    }
}
/** What has become of a process that was identified earlier. */
function process_identity_livenessOf(identity) {
    if (identity.pidNamespace !== ownNamespace())
        return 'elsewhere';
    const stat = readStat(identity.pid);
    if (stat === null) {
        if (identity.startTicks !== null)
            return 'gone';
        return isRunning(identity.pid) ? 'unknown' : 'gone';
    }
    if (identity.startTicks !== null && stat.startTicks !== identity.startTicks)
        return 'gone';
    // Z and X: dead, and only waiting for its parent to notice.
    if (stat.state === 'Z' || stat.state === 'X')
        return 'gone';
    return stat.state === 'T' || stat.state === 't' ? 'stopped' : 'running';
}
//# sourceMappingURL=process-identity.js.map
;// CONCATENATED MODULE: ./build/src/action/refresh/announce.js


/**
 * Masks a token that was minted after a step began, in the middle of that step. Only a process's own output can
 * carry a command to the runner, so the lines are written into the pipe that the running step writes to, and only
 * after `/proc` has shown that the runner's worker, and no other process, reads it.
 *
 * The lines carry every other part of the token. Should the step have switched commands off, the runner prints
 * them as text: half of a token opens nothing. Where they are obeyed, a printed token lacks just that half.
 */
function announceMask(worker, token) {
    if (worker === null || process.platform !== 'linux')
        return 'impossible';
    if (process_identity_livenessOf(worker) !== 'running')
        return 'impossible';
    const lines = halfMasks(token).map((mask) => `::add-mask::${mask}\n`);
    // Starts with a line break because the step may be in the midst of a line.
    const text = `\n${lines.join('')}`;
    const steps = childrenOf(worker.pid);
    if (steps.length === 0)
        return 'later';
    const reached = runnerPipes(worker.pid, steps).filter((path) => writeAtOnce(path, text));
    // The worker has other children for moments, too.
    return reached.length > 0 ? 'hidden' : 'later';
}
/** Every other part of the token and of its base64, from the end on, where signatures stand. */
function halfMasks(token) {
    const secret = token.replace(/^(gh[a-z]|github_pat)_/, '');
    // Whole groups of three bytes look the same in `x-access-token:<token>` and with anything behind the token.
    const groups = Buffer.from(token.slice(0, token.length - (token.length % 3))).toString('base64');
    return [...new Set([...everyOther(secret), ...everyOther(groups)])];
}
const SHORTEST_PART = 8;
function everyOther(text) {
    const partLength = Math.min(12, Math.floor(text.length / 4));
    const parts = [];
    let end = text.length;
    for (; end >= partLength; end -= 2 * partLength)
        parts.push(text.slice(end - partLength, end));
    // What is left at the front would make a long piece together with the prefix; a short token cannot spare it.
    if (text.length > 100)
        parts.push(text.slice(0, Math.max(SHORTEST_PART, end)));
    return parts.filter((part) => part.length >= SHORTEST_PART);
}
/** A fifo or pipe, told by its inode; null for anything else. */
function pipeKey(path) {
    let stats;
    try {
        stats = (0,external_node_fs_.statSync)(path);
    }
    catch {
        return null;
    }
    return stats.isFIFO() ? `${stats.dev}:${stats.ino}` : null;
}
function numbersIn(folder) {
    try {
        return (0,external_node_fs_.readdirSync)(folder).filter((name) => /^\d+$/.test(name));
    }
    catch {
        // Ended in the meantime, or another user's.
        return [];
    }
}
/** The pipes that a process has open for reading. */
function pipesReadBy(pid) {
    const found = new Set();
    for (const descriptor of numbersIn(`/proc/${pid}/fd`)) {
        const key = pipeKey(`/proc/${pid}/fd/${descriptor}`);
        if (key !== null && accessMode(pid, descriptor) !== external_node_fs_.constants.O_WRONLY)
            found.add(key);
    }
    return found;
}
function accessMode(pid, descriptor) {
    try {
        const flags = /^flags:\s*([0-7]+)/m.exec((0,external_node_fs_.readFileSync)(`/proc/${pid}/fdinfo/${descriptor}`, 'utf8'))?.[1];
        return Number.parseInt(flags ?? '0', 8) & 3;
    }
    catch {
        return external_node_fs_.constants.O_RDONLY;
    }
}
function parentOf(pid) {
    try {
        const text = (0,external_node_fs_.readFileSync)(`/proc/${pid}/stat`, 'utf8');
        return Number(text.slice(text.lastIndexOf(')') + 2).split(' ')[1]);
    }
    catch {
        return 0;
    }
}
function childrenOf(pid) {
    return numbersIn('/proc').filter((other) => parentOf(other) === pid);
}
/** Paths at which the output of the worker's children can be written to, proven to end at the worker only. */
function runnerPipes(workerPid, children) {
    const readByWorker = pipesReadBy(workerPid);
    const found = new Map();
    for (const child of children) {
        const key = pipeKey(`/proc/${child}/fd/1`);
        if (key !== null && readByWorker.has(key))
            found.set(key, `/proc/${child}/fd/1`);
    }
    if (found.size === 0)
        return [];
    for (const other of numbersIn('/proc').filter((pid) => Number(pid) !== workerPid)) {
        for (const key of pipesReadBy(other))
            found.delete(key);
    }
    return [...found.values()];
}
/** All or nothing: a write this short is not mixed with the step's own. */
function writeAtOnce(path, text) {
    let descriptor;
    try {
        descriptor = (0,external_node_fs_.openSync)(path, external_node_fs_.constants.O_WRONLY | external_node_fs_.constants.O_NONBLOCK);
    }
    catch {
        return false;
    }
    try {
        return (0,external_node_fs_.writeSync)(descriptor, text) > 0;
    }
    catch {
        // The pipe is full, or the step has just ended.
        return false;
    }
    finally {
        (0,external_node_fs_.closeSync)(descriptor);
    }
}
//# sourceMappingURL=announce.js.map
// EXTERNAL MODULE: ./build/src/action/refresh/credentials.js
var credentials = __webpack_require__(118);
// EXTERNAL MODULE: ./build/src/action/refresh/life.js
var life = __webpack_require__(360);
// EXTERNAL MODULE: ./build/src/action/refresh/private-files.js
var private_files = __webpack_require__(265);
// EXTERNAL MODULE: ./build/src/action/refresh/types.js
var types = __webpack_require__(681);
;// CONCATENATED MODULE: ./build/src/action/refresh/folder.js






const PREFIX = 'fetch-token-';
/** For tokens without an end: readers written in sh compare file times and need one. */
const NEVER_MS = 10 * 365 * 24 * 3_600_000;
/** Makes a folder under `RUNNER_TEMP` and puts the settings in it. */
function createFolder(runnerTemp, settings) {
    const path = makePrivateFolder(join(runnerTemp, PREFIX));
    createPrivateFile(join(path, FILES.settings), JSON.stringify(settings));
    return { path };
}
/** The folders of earlier refresh-token steps of this job. */
function foldersIn(runnerTemp) {
    const names = readdirSync(runnerTemp).filter((name) => name.startsWith(PREFIX));
    return names
        .map((name) => ({ path: join(runnerTemp, name) }))
        .filter(({ path }) => folderFault(path) === null && existsSync(join(path, FILES.settings)));
}
/** Why the folder cannot be used, or the settings in it. */
function readSettings(folder) {
    const fault = (0,private_files/* folderFault */.h9)(folder.path);
    if (fault !== null)
        return { fault: `the folder ${folder.path} ${fault}` };
    const read = (0,private_files/* readPrivateFile */.q1)((0,external_node_path_.join)(folder.path, types/* FILES */.c.settings));
    if (read.state === 'missing')
        return { fault: `${folder.path} holds no settings of refresh-token` };
    if (read.state === 'refused')
        return { fault: `${(0,external_node_path_.join)(folder.path, types/* FILES */.c.settings)} ${read.why}` };
    try {
        return JSON.parse(read.text);
    }
    catch {
        return { fault: `${(0,external_node_path_.join)(folder.path, types/* FILES */.c.settings)} is torn` };
    }
}
function readCached(folder) {
    return (0,credentials/* readCredentials */.L)((0,external_node_path_.join)(folder.path, types/* FILES */.c.credentials));
}
/** Why readers of the bare token file would not get this token, or null. */
function tokenFileFault(folder, token) {
    const read = (0,private_files/* readPrivateFile */.q1)((0,external_node_path_.join)(folder.path, types/* FILES */.c.token));
    if (read.state === 'missing')
        return 'is gone';
    if (read.state === 'refused')
        return read.why;
    return read.text === `${token}\n` ? null : 'does not hold the token';
}
/** Puts new credentials where readers find them. The token is known as ours before anybody can meet it. */
function publish(folder, credentials, clock) {
    addKnownToken(folder, credentials.token);
    (0,private_files/* replacePrivateFile */.oN)((0,external_node_path_.join)(folder.path, types/* FILES */.c.token), `${credentials.token}\n`);
    (0,private_files/* replacePrivateFile */.oN)((0,external_node_path_.join)(folder.path, types/* FILES */.c.credentials), `${JSON.stringify(credentials, null, 2)}\n`);
    setDue(folder, credentials, clock);
}
/** A token that a step may find in a variable because we put it there. */
function addKnownToken(folder, token) {
    const path = (0,external_node_path_.join)(folder.path, types/* FILES */.c.known);
    const read = (0,private_files/* readPrivateFile */.q1)(path);
    if (read.state === 'refused')
        (0,private_files/* replacePrivateFile */.oN)(path, '');
    const known = read.state === 'ok' ? read.text : '';
    if (!known.split('\n').includes(token))
        (0,external_node_fs_.appendFileSync)(path, `${token}\n`, { mode: 0o600 });
}
function setDue(folder, credentials, clock) {
    const path = (0,external_node_path_.join)(folder.path, types/* FILES */.c.due);
    const leftMs = (0,life/* remainingLifeMs */.fp)(credentials.life, clock) - credentials.life.refreshBeforeMs;
    const atSeconds = (clock.wallMs() + Math.min(leftMs, NEVER_MS)) / 1000;
    if (!(0,external_node_fs_.existsSync)(path))
        (0,private_files/* createPrivateFile */.aP)(path, '');
    (0,external_node_fs_.utimesSync)(path, atSeconds, atSeconds);
}
/** Whether somebody was refused with the current token, as git tells its helper. */
function isErased(folder) {
    return (0,external_node_fs_.existsSync)((0,external_node_path_.join)(folder.path, types/* FILES */.c.erased));
}
function clearErased(folder) {
    (0,external_node_fs_.rmSync)((0,external_node_path_.join)(folder.path, types/* FILES */.c.erased), { force: true });
}
/** One line in the keeper's log. */
function appendLog(folder, line) {
    try {
        appendFileSync(join(folder.path, FILES.log), `${line}\n`, { mode: 0o600 });
    }
    catch {
        // A full disk must not end the keeper.
    }
}
/** When a file was last changed, by the wall clock; null when there is none. */
function changeTimeMs(path) {
    return (0,external_node_fs_.statSync)(path, { throwIfNoEntry: false })?.mtimeMs ?? null;
}
function removeFile(path) {
    try {
        (0,external_node_fs_.unlinkSync)(path);
    }
    catch {
        // It is not there.
    }
}
//# sourceMappingURL=folder.js.map
;// CONCATENATED MODULE: ./build/src/action/refresh/lock.js




const HEARTBEAT_MS = 300;
/** A holder that shows no heartbeat for so long, and cannot be seen to run, has lost the lock. */
const SILENT_MS = 1500;
/** A holder that can be seen to run may merely be starved; far beyond any hiccup it is hung. */
const HUNG_MS = 15_000;
/** Looks become rarer, so that many waiting processes leave the machine to the one that works. */
const FIRST_POLL_MS = 10;
const LONGEST_POLL_MS = 60;
/**
 * Takes the lock, or returns null as soon as `giveUp` says so, which is asked at every look. Waits for a living
 * holder, and takes over from one that was killed or stopped within two seconds.
 */
async function takeLock(deps, folder, giveUp) {
    let seen = null;
    let pollMs = FIRST_POLL_MS;
    for (;;) {
        const generation = highestGeneration(folder);
        const observed = observe(folder, { generation, before: seen, nowMs: deps.monotonicMs() });
        seen = observed;
        if (mayTakeOver(folder, observed, deps.monotonicMs())) {
            const lock = tryGeneration(folder, generation + 1);
            if (lock !== null)
                return lock;
            continue;
        }
        if (giveUp())
            return null;
        await deps.sleep(pollMs);
        pollMs = Math.min(pollMs * 1.5, LONGEST_POLL_MS);
    }
}
function pathOf(folder, generation) {
    return (0,external_node_path_.join)(folder, `lock.${generation}`);
}
function generationsIn(folder) {
    const names = (0,external_node_fs_.readdirSync)(folder).map((name) => /^lock\.(\d{1,15})$/.exec(name)?.[1]);
    return names.filter((digits) => digits !== undefined).map(Number);
}
function highestGeneration(folder) {
    return Math.max(0, ...generationsIn(folder));
}
/** Heartbeats are compared with each other only, never with a clock, which may be set in the meantime. */
function observe(folder, look) {
    let heartbeatMs = 0;
    try {
        heartbeatMs = (0,external_node_fs_.statSync)(pathOf(folder, look.generation)).mtimeMs;
    }
    catch {
        // Freed in this moment; the next look sees it.
    }
    const { before, generation } = look;
    if (before?.generation === generation && before.heartbeatMs === heartbeatMs)
        return before;
    return { generation, heartbeatMs, sinceMs: look.nowMs };
}
function mayTakeOver(folder, seen, nowMs) {
    if (seen.generation === 0)
        return true;
    const silentMs = nowMs - seen.sinceMs;
    const read = (0,private_files/* readPrivateFile */.q1)(pathOf(folder, seen.generation));
    if (read.state === 'missing')
        return false;
    // Freed, or not a file of ours: nobody can hold by it.
    const holder = read.state === 'ok' ? parseHolder(read.text) : null;
    if (holder === null)
        return true;
    const liveness = holder.owner === null ? 'unknown' : process_identity_livenessOf(holder.owner);
    if (liveness === 'gone')
        return true;
    return silentMs > (liveness === 'running' ? HUNG_MS : SILENT_MS);
}
function parseHolder(text) {
    try {
        const value = JSON.parse(text);
        const isHolder = typeof value === 'object' && value !== null && 'nonce' in value && 'owner' in value;
        return isHolder ? value : null;
    }
    catch {
        return null;
    }
}
/** Null when another process was faster. */
function tryGeneration(folder, generation) {
    const nonce = `${process.pid}-${process.hrtime.bigint()}`;
    const text = JSON.stringify({ owner: identify(process.pid), nonce });
    const draft = (0,external_node_path_.join)(folder, `.lock-${nonce}`);
    (0,private_files/* createPrivateFile */.aP)(draft, text);
    try {
        // A link appears with its content or not at all, so nobody meets a lock without a holder.
        (0,external_node_fs_.linkSync)(draft, pathOf(folder, generation));
    }
    catch (error) {
        if ((0,private_files/* codeOf */.$N)(error) === 'EEXIST')
            return null;
        throw error;
    }
    finally {
        (0,external_node_fs_.unlinkSync)(draft);
    }
    // A slow process may create a number that was given up long ago, below one that is held.
    if (highestGeneration(folder) !== generation) {
        removeQuietly(pathOf(folder, generation));
        return null;
    }
    for (const old of generationsIn(folder))
        if (old < generation)
            removeQuietly(pathOf(folder, old));
    return heldLock(folder, generation, text);
}
function removeQuietly(path) {
    try {
        (0,external_node_fs_.unlinkSync)(path);
    }
    catch {
        // Another process removed it first.
    }
}
function heldLock(folder, generation, text) {
    const path = pathOf(folder, generation);
    const isHeld = () => {
        try {
            const read = (0,private_files/* readPrivateFile */.q1)(path);
            return read.state === 'ok' && read.text === text && highestGeneration(folder) === generation;
        }
        catch {
            return false;
        }
    };
    let beat = 0;
    const heartbeat = setInterval(() => {
        beat += 1;
        try {
            (0,external_node_fs_.utimesSync)(path, beat, beat);
        }
        catch {
            clearInterval(heartbeat);
        }
    }, HEARTBEAT_MS);
    heartbeat.unref();
    return {
        isHeld,
        release() {
            clearInterval(heartbeat);
            // The number stays, emptied, because it must not be used again; emptying works on a full disk as well.
            if (isHeld())
                (0,external_node_fs_.truncateSync)(path);
        },
    };
}
//# sourceMappingURL=lock.js.map
;// CONCATENATED MODULE: ./build/src/action/refresh/renewal.js


/**
 * Gets the credentials that follow `current`: renews the lease where there is one, else asks the sources anew.
 * While the current token can still be used, GITHUB_TOKEN is no substitute for it. Throws `SourceFailure`.
 */
async function nextCredentials(deps, settings, situation) {
    const { current, cause } = situation;
    if (settings.request.given !== null)
        return givenAgain(deps, settings, cause);
    if (current?.lease?.leaseId && cause !== 'fallback') {
        const renewed = await throughLease(deps, settings, { current, lease: current.lease, cause });
        if (renewed !== null)
            return renewed;
    }
    const mayFallBack = !situation.currentLives && !settings.request.required;
    const exclude = cause === 'due' || current?.owner == null ? [] : [current.owner];
    const request = {
        ...settings.request,
        required: !mayFallBack,
        minTtlSeconds: minTtlSeconds(settings),
        exclude: [...settings.request.exclude, ...exclude],
    };
    return credentialsOf(deps, settings, await deps.source.obtain(request));
}
function minTtlSeconds(settings) {
    return Math.max(settings.request.minTtlSeconds ?? 0, Math.ceil(settings.refreshBeforeMs / 1000));
}
/** A token that the user gave can only be checked. */
function givenAgain(deps, settings, cause) {
    if (cause === 'rejected') {
        const message = 'GitHub refuses the token given as `token`: it was revoked or has expired. Store a new one.';
        return Promise.reject(new types_SourceFailure('bad_token', message));
    }
    return deps.source.obtain(settings.request).then((token) => credentialsOf(deps, settings, token));
}
/** Null when the pool cannot help through this lease, and a new one must be asked for. */
async function throughLease(deps, settings, held) {
    const outcome = held.cause === 'rejected' ? 'unauthorized' : held.cause === 'spent' ? 'exhausted' : 'ok';
    const request = { outcome, buckets: {}, min_ttl_seconds: minTtlSeconds(settings) };
    let renewal;
    try {
        renewal = await deps.source.renewLease(held.lease, request);
    }
    catch (error) {
        if (error instanceof types_SourceFailure && error.code === 'lease_ended')
            return null;
        throw error;
    }
    if (renewal.decision === 'replace')
        return credentialsOf(deps, settings, renewal.token);
    // The pool knows no better token under this lease: a new lease may still get one.
    if (held.cause === 'rejected' || !(0,life/* isFresh */.pL)(held.current.life, deps.clock))
        return null;
    return withLease(held.current, renewal.lease);
}
/** The same token under a lease that ends later. */
function withLease(current, lease) {
    return { ...current, lease, lease_expires_at: isoOrNull(lease.leaseExpiresAtMs) };
}
/** What is cached of a token that was just obtained. */
function credentialsOf(deps, settings, obtained) {
    const { token, lease, rateLimit: _, ...rest } = obtained;
    const { expiresAtMs, source, kind, ownerRef } = obtained;
    const issuerAheadMs = deps.source.issuerAheadMs();
    return {
        token,
        expires_at: isoOrNull(expiresAtMs),
        source,
        kind,
        owner: ownerRef,
        lease_id: lease?.leaseId ?? null,
        lease_expires_at: isoOrNull(lease?.leaseExpiresAtMs ?? null),
        life: (0,life/* lifeOf */.c_)(deps.clock, { expiresAtMs, issuerAheadMs, refreshBeforeMs: settings.refreshBeforeMs }),
        lease,
        obtained: rest,
    };
}
function isoOrNull(atMs) {
    return atMs === null ? null : new Date(atMs).toISOString();
}
//# sourceMappingURL=renewal.js.map
;// CONCATENATED MODULE: ./build/src/action/refresh/ask.js









/** No asker waits longer for another one's renewal; the sources have a deadline of their own. */
const PATIENCE_MS = 20_000;
/** After a failure nobody but the keeper tries again for so long, so that a crowd of askers is one request. */
const HOLD_OFF_MS = 5_000;
/**
 * The token that a reader should use now. A fresh one costs no lock and no request; else one asker renews and all
 * others wait for it. When renewing fails, the old token is given as long as it lives.
 */
async function askForToken(deps, asked) {
    const cached = usable(deps, asked.folder);
    if (cached !== null)
        return cached;
    const erased = isErased(asked.folder);
    return renewToken(deps, asked, erased ? 'rejected' : 'due');
}
/** Renews under the lock, unless another process just did. The keeper renews ahead with `insist`. */
async function renewToken(deps, asked, cause) {
    const { folder, insist } = asked;
    const isDone = () => answered(deps, folder, insist) !== null;
    const patienceEndsMs = deps.clock.monotonicMs() + PATIENCE_MS;
    const giveUp = () => isDone() || deps.clock.monotonicMs() > patienceEndsMs || isHeldOff(deps, asked);
    const lock = await takeLock({ monotonicMs: deps.clock.monotonicMs, sleep: deps.sleep }, folder.path, giveUp);
    const done = answered(deps, folder, insist);
    if (done !== null || lock === null) {
        lock?.release();
        return done ?? oldToken(deps, folder, lastFailure(folder));
    }
    try {
        if (isHeldOff(deps, asked))
            return oldToken(deps, folder, lastFailure(folder));
        return await renewUnderLock(deps, asked, { lock, cause, isInsisted: insist !== undefined });
    }
    finally {
        lock.release();
    }
}
/** Fresh credentials that nobody complained about. */
function usable(deps, folder) {
    const read = readCached(folder);
    if (read.state !== 'ok' || isErased(folder))
        return null;
    if (tokenFileFault(folder, read.credentials.token) !== null)
        return null;
    return (0,life/* isFresh */.pL)(read.credentials.life, deps.clock) ? read.credentials : null;
}
/** What another process may have done while we waited. `insist`: the credentials that are to be replaced. */
function answered(deps, folder, insist) {
    const found = usable(deps, folder);
    if (found === null || insist === undefined)
        return found;
    const isOther = found.token !== insist.token || found.lease_expires_at !== insist.lease_expires_at;
    return isOther ? found : null;
}
async function renewUnderLock(deps, asked, work) {
    const { folder, settings } = asked;
    const read = readCached(folder);
    if (read.state === 'refused')
        deps.say(`refused ${types/* FILES */.c.credentials}: it ${read.why}; getting a token anew.`);
    const current = read.state === 'ok' ? read.credentials : null;
    const currentLives = current !== null && (0,life/* remainingLifeMs */.fp)(current.life, deps.clock) > 0;
    try {
        deps.revive();
        if (current !== null)
            repair(deps, folder, current);
        const repaired = work.isInsisted ? null : usable(deps, folder);
        if (repaired !== null)
            return repaired;
        const cause = await confirmed(deps, current, work.cause);
        if (cause === 'unfounded' && current !== null)
            return acquit(deps, folder, current);
        const situation = { current, cause: cause === 'unfounded' ? 'due' : cause, currentLives };
        const next = await nextCredentials(deps, settings, situation);
        hideNow(deps, folder, next.token);
        // Right before the write, because this process may have been frozen anywhere up to here.
        if (!work.lock.isHeld())
            return await yieldToNewHolder(deps, asked);
        settle(deps, folder, next);
        return next;
    }
    catch (error) {
        if (!(error instanceof types_SourceFailure) && (0,private_files/* codeOf */.$N)(error) === '')
            throw error;
        return noteFailure(deps, asked, error);
    }
}
/** Readers in sh know the bare token file only: a later step may have emptied or replaced it. */
function repair(deps, folder, current) {
    const fault = tokenFileFault(folder, current.token);
    if (fault === null)
        return;
    deps.say(`refused ${types/* FILES */.c.token}: it ${fault}; writing it anew.`);
    publish(folder, current, deps.clock);
}
/** We were frozen and another process took over: what we got stays in the ledger for post, theirs counts. */
function yieldToNewHolder(deps, asked) {
    deps.say('this process was stopped for too long and another one renews in its place.');
    return askForToken(deps, asked);
}
/** One refusal that git saw may be an accident; GitHub itself is asked before the pool is told. */
async function confirmed(deps, current, cause) {
    if (cause !== 'rejected' || current === null)
        return cause;
    const reading = await deps.source.readBudget(current.token);
    const isAlive = reading.state === 'known' || reading.state === 'unlimited';
    return isAlive && (0,life/* isFresh */.pL)(current.life, deps.clock) ? 'unfounded' : cause;
}
function acquit(deps, folder, current) {
    clearErased(folder);
    deps.say('git was refused, but GitHub accepts the token: it is kept. Check what it may access.');
    return current;
}
function settle(deps, folder, next) {
    publish(folder, next, deps.clock);
    clearErased(folder);
    removeFile((0,external_node_path_.join)(folder.path, types/* FILES */.c.failure));
}
/** Longer than any pause between two steps: no step that we could reach is going to come. */
const HIDE_PATIENCE_MS = 60_000;
/** Hides the token, or leaves a mark that this is still to be done; returns whether it is done with. */
function hideNow(deps, folder, token) {
    const marker = (0,external_node_path_.join)(folder.path, types/* FILES */.c.unmasked);
    const isLater = deps.hide(token) === 'later';
    const sinceMs = changeTimeMs(marker);
    const isTooLate = sinceMs !== null && deps.clock.wallMs() - sinceMs > HIDE_PATIENCE_MS;
    if (!isLater || isTooLate)
        removeFile(marker);
    else if (sinceMs === null)
        (0,private_files/* replacePrivateFile */.oN)(marker, '');
    return !isLater || isTooLate;
}
function noteFailure(deps, asked, error) {
    const message = error instanceof types_SourceFailure ? error.message : (0,private_files/* storageFault */.sk)(error);
    const holdOffMs = Math.min(HOLD_OFF_MS, asked.settings.refreshBeforeMs / 4);
    const failure = { message, untilMonotonicMs: deps.clock.monotonicMs() + holdOffMs };
    try {
        (0,private_files/* replacePrivateFile */.oN)((0,external_node_path_.join)(asked.folder.path, types/* FILES */.c.failure), JSON.stringify(failure));
    }
    catch {
        // On a full disk each asker finds out by itself.
    }
    return oldToken(deps, asked.folder, message, error);
}
function readFailure(folder) {
    const path = (0,external_node_path_.join)(folder.path, types/* FILES */.c.failure);
    const read = (0,external_node_fs_.existsSync)(path) ? (0,private_files/* readPrivateFile */.q1)(path) : null;
    try {
        return read?.state === 'ok' ? JSON.parse(read.text) : null;
    }
    catch {
        return null;
    }
}
function lastFailure(folder) {
    return readFailure(folder)?.message ?? 'another process has been renewing it for too long.';
}
function isHeldOff(deps, asked) {
    if (asked.insist !== undefined)
        return false;
    return (readFailure(asked.folder)?.untilMonotonicMs ?? 0) > deps.clock.monotonicMs();
}
/** The cached token while it lives; else the failure is the caller's. */
function oldToken(deps, folder, message, cause) {
    const read = readCached(folder);
    if (read.state === 'ok' && (0,life/* remainingLifeMs */.fp)(read.credentials.life, deps.clock) > 0) {
        deps.say(`no new token: ${message} The old one stays in use while it lives.`);
        return read.credentials;
    }
    if (cause instanceof types_SourceFailure)
        throw cause;
    throw new types_SourceFailure('exhausted', `There is no token: ${message}`, { cause });
}
//# sourceMappingURL=ask.js.map
;// CONCATENATED MODULE: ./build/src/action/refresh/keeper-process.js





/**
 * Starts the keeper on its own: no pipe of the step, or the runner would wait for it, and the runner's mark
 * (`RUNNER_TRACKING_ID`) kept, so that the runner ends it should everything else fail.
 */
function startKeeper(env, folder, settings) {
    const { spawn } = process.getBuiltinModule('node:child_process');
    const output = (0,external_node_fs_.openSync)((0,external_node_path_.join)(folder.path, types/* FILES */.c.log), 'a', 0o600);
    try {
        const child = spawn(settings.nodePath, [settings.bundles.keeper, '--folder', folder.path], {
            // Not the workspace: it may be deleted or unmounted while the job goes on.
            cwd: folder.path,
            detached: true,
            stdio: ['ignore', output, output],
            windowsHide: true,
            env: keeperEnvironment(env),
        });
        // Without a listener a failed start would end this process; post finds no keeper and says so.
        child.on('error', () => undefined);
        child.unref();
        if (child.pid !== undefined)
            noteKeeper(folder, child.pid);
    }
    finally {
        (0,external_node_fs_.closeSync)(output);
    }
}
/** What the network needs, and the runner's mark; the job's other variables are none of the keeper's business. */
function keeperEnvironment(env) {
    const wanted = /^(path|home|tmp|temp|tmpdir|systemroot|userprofile|runner_tracking_id|runner_temp|node_extra_ca_certs|ssl_cert_(file|dir)|(https?|all|no)_proxy)$/i;
    return Object.fromEntries(Object.entries(env).filter(([name]) => wanted.test(name)));
}
function noteKeeper(folder, pid) {
    const identity = identify(pid);
    if (identity !== null)
        (0,private_files/* replacePrivateFile */.oN)((0,external_node_path_.join)(folder.path, types/* FILES */.c.keeper), JSON.stringify(identity));
}
/** The keeper that was started last, whatever has become of it. */
function findKeeper(folder) {
    const read = (0,private_files/* readPrivateFile */.q1)((0,external_node_path_.join)(folder.path, types/* FILES */.c.keeper));
    try {
        return read.state === 'ok' ? JSON.parse(read.text) : null;
    }
    catch {
        return null;
    }
}
function isKeeperAlive(folder) {
    const keeper = findKeeper(folder);
    const liveness = keeper === null ? 'gone' : process_identity_livenessOf(keeper);
    return liveness !== 'gone' && liveness !== 'elsewhere';
}
/**
 * Ends the keeper and waits until it is seen to be gone: asked first, then forced, because a stopped process
 * hears no request. `none`: there was none alive.
 */
async function stopKeeper(deps, folder) {
    const keeper = findKeeper(folder);
    if (keeper === null || !isKeeperAlive(folder))
        return 'none';
    for (const [signal, patienceMs] of [
        ['SIGTERM', 1000],
        ['SIGKILL', 1000],
    ]) {
        signalQuietly(keeper.pid, signal);
        for (let waitedMs = 0; waitedMs < patienceMs; waitedMs += 20) {
            if (livenessOf(keeper) === 'gone')
                return 'stopped';
            await deps.sleep(20);
        }
    }
    return 'survived';
}
function signalQuietly(pid, signal) {
    try {
        process.kill(pid, signal);
    }
    catch {
        // It ended by itself in this moment.
    }
}
//# sourceMappingURL=keeper-process.js.map
// EXTERNAL MODULE: ./build/src/action/refresh/quick.js
var quick = __webpack_require__(351);
;// CONCATENATED MODULE: ./build/src/github/token-format.js
/**
 * GitHub's prefixes (docs.github.com, "About authentication to GitHub", token formats). `ghs_` covers both the
 * 40-character form and the dotted `ghs_<app id>_<JWT>` of about 520 characters (changelog of 2026-04-24).
 */
const KIND_OF_PREFIX = {
    gho_: 'oauth',
    ghp_: 'pat',
    github_pat_: 'pat',
    ghu_: 'app_user',
    ghs_: 'installation',
};
/** GitHub has changed lengths twice and asks to treat tokens as opaque: only a floor and a generous ceiling. */
const MIN_LENGTH = 20;
const MAX_LENGTH = 2048;
/** Checks a would-be GitHub API token by format alone. Never throws, for any type of input. */
function checkTokenFormat(token) {
    if (typeof token !== 'string')
        return { ok: false, rule: 'it is not a text' };
    if (token === '')
        return { ok: false, rule: 'it is empty' };
    const fault = /^[!-~]+$/.test(token) ? undefined : invisibleFault(token);
    if (fault)
        return { ok: false, rule: fault };
    const prefix = /^(github_pat_|gh[a-z]_)/.exec(token)?.[1];
    if (prefix === undefined)
        return { ok: false, rule: 'it starts with neither gh?_ nor github_pat_' };
    if (prefix === 'ghr_')
        return { ok: false, rule: 'it is a refresh token (ghr_), which the API does not accept' };
    if (!/^[A-Za-z0-9._-]+$/.test(token.slice(prefix.length))) {
        return {
            ok: false,
            rule: 'it contains a character other than letters, digits, dot, dash and underscore',
        };
    }
    if (token.length < MIN_LENGTH)
        return { ok: false, rule: `it is shorter than ${MIN_LENGTH} characters` };
    if (token.length > MAX_LENGTH)
        return { ok: false, rule: `it is longer than ${MAX_LENGTH} characters` };
    return { ok: true, kind: KIND_OF_PREFIX[prefix] ?? 'oauth', prefix };
}
/** Asked only about a text that is not all plain: Unicode classes take V8 half a millisecond to build. */
function invisibleFault(token) {
    if (/[\p{Cc}\p{Cf}]/u.test(token))
        return 'it contains a control character or a line break';
    return /\s/u.test(token) ? 'it contains white space' : undefined;
}
/** The characters of anything that could be a GitHub credential, refresh tokens included, inside other text. */
const TOKEN_LIKE = /(?:gh[a-z]_|github_pat_)[A-Za-z0-9._-]{16,}/g;
//# sourceMappingURL=token-format.js.map
;// CONCATENATED MODULE: ./build/src/json-schema.js
/**
 * Names what is wrong with a value, or returns an empty list. A fault tells the member and the rule and never
 * the value, because values may be secrets.
 */
function faultsOf(schema, value, path = 'body') {
    if (schema.anyOf) {
        const tries = schema.anyOf.map((option) => faultsOf(option, value, path));
        return tries.some((faults) => faults.length === 0) ? [] : (tries[0] ?? []);
    }
    if (schema.type !== undefined && typeOf(value, schema.type) !== schema.type) {
        return [`${path} must be ${withArticle(schema.type)}`];
    }
    if (typeof value === 'string')
        return stringFaults(schema, value, path);
    if (typeof value === 'number')
        return numberFaults(schema, value, path);
    if (Array.isArray(value))
        return arrayFaults(schema, value, path);
    if (typeof value === 'object' && value !== null)
        return objectFaults(schema, value, path);
    return [];
}
function typeOf(value, wanted) {
    if (value === null)
        return 'null';
    if (Array.isArray(value))
        return 'array';
    if (wanted === 'integer' && Number.isSafeInteger(value))
        return 'integer';
    return typeof value;
}
function withArticle(type) {
    if (type === 'null')
        return 'null';
    return `${/^[aio]/.test(type) ? 'an' : 'a'} ${type}`;
}
function stringFaults(schema, value, path) {
    if (schema.enum && !schema.enum.includes(value))
        return [`${path} must be one of ${schema.enum.join(', ')}`];
    if (schema.minLength !== undefined && value.length < schema.minLength) {
        return [`${path} must have at least ${schema.minLength} characters`];
    }
    if (schema.maxLength !== undefined && value.length > schema.maxLength) {
        return [`${path} must have at most ${schema.maxLength} characters`];
    }
    if (schema.pattern !== undefined && !new RegExp(schema.pattern, 'u').test(value)) {
        return [`${path} must match ${schema.pattern}`];
    }
    if (schema.format === 'date-time' && !isDateTime(value))
        return [`${path} must be an ISO 8601 date and time`];
    return [];
}
const DATE_TIME = /^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d{1,9})?([Zz]|[+-]\d\d:\d\d)$/;
function isDateTime(value) {
    return DATE_TIME.test(value) && Number.isFinite(Date.parse(value));
}
function numberFaults(schema, value, path) {
    if (schema.minimum !== undefined && value < schema.minimum)
        return [`${path} must be at least ${schema.minimum}`];
    if (schema.maximum !== undefined && value > schema.maximum)
        return [`${path} must be at most ${schema.maximum}`];
    return [];
}
function arrayFaults(schema, value, path) {
    if (schema.minItems !== undefined && value.length < schema.minItems) {
        return [`${path} must have at least ${schema.minItems} items`];
    }
    if (schema.maxItems !== undefined && value.length > schema.maxItems) {
        return [`${path} must have at most ${schema.maxItems} items`];
    }
    const items = schema.items;
    return items ? value.flatMap((item, index) => faultsOf(items, item, `${path}[${index}]`)) : [];
}
function objectFaults(schema, value, path) {
    const members = Object.entries(value);
    if (schema.maxProperties !== undefined && members.length > schema.maxProperties) {
        return [`${path} must have at most ${schema.maxProperties} members`];
    }
    const missing = (schema.required ?? [])
        .filter((name) => !Object.hasOwn(value, name))
        .map((name) => `${path}.${name} is missing`);
    return missing.concat(members.flatMap(([name, member]) => memberFaults(schema, name, member, path)));
}
function memberFaults(schema, name, member, path) {
    const known = schema.properties && Object.hasOwn(schema.properties, name) ? schema.properties[name] : undefined;
    if (known)
        return faultsOf(known, member, `${path}.${name}`);
    if (schema.additionalProperties === false)
        return [`${path} has an unknown member`];
    if (typeof schema.additionalProperties === 'object') {
        return faultsOf(schema.additionalProperties, member, `${path}.*`);
    }
    return [];
}
//# sourceMappingURL=json-schema.js.map
;// CONCATENATED MODULE: ./build/src/action/sources/answers.js
/** The value that a JSON text stands for, or undefined; never throws. */
function parseJson(text) {
    try {
        return JSON.parse(text);
    }
    catch {
        return undefined;
    }
}
/** A member of a would-be object, or undefined. */
function memberOf(value, name) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name))
        return undefined;
    return value[name];
}
/** What sort of thing a body is, said without quoting it. */
function describeBody(body) {
    if (body.trim() === '')
        return 'an empty body';
    if (/^\s*</.test(body))
        return 'a web page instead of JSON';
    return parseJson(body) === undefined ? 'something that is not JSON' : 'JSON of another form';
}
//# sourceMappingURL=answers.js.map
;// CONCATENATED MODULE: ./build/src/action/http/retry.js

const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 4000;
/**
 * Asks until there is an answer worth reading, for as long as the deadline allows. Network errors, truncated
 * bodies, 429 and 5xx are tried again, with jitter, not before `Retry-After`; any other answer is final. When
 * waiting would outlast the deadline, the last answer or failure is returned at once.
 */
async function requestPatiently(deps, makeRequest, policy) {
    for (let tries = 1;; tries += 1) {
        const outcome = await oneTry(deps, makeRequest, policy);
        const waitMs = Math.max(backoffMs(tries, deps.random), retryAfterMs(outcome, deps.now()));
        const isLast = tries >= policy.maxTries || deps.now() + waitMs >= policy.deadlineAtMs;
        if (isLast || deps.signal.aborted || !isWorthRetrying(outcome)) {
            if (outcome instanceof HttpFailure)
                throw outcome;
            return outcome;
        }
        await deps.sleep(waitMs, deps.signal);
    }
}
async function oneTry(deps, makeRequest, policy) {
    try {
        const request = await makeRequest();
        const leftMs = policy.deadlineAtMs - deps.now();
        return await deps.http({
            ...request,
            timeoutMs: Math.max(1, Math.min(request.timeoutMs, policy.perTryMs, leftMs)),
        });
    }
    catch (error) {
        if (error instanceof HttpFailure)
            return error;
        throw error;
    }
}
function isWorthRetrying(outcome) {
    if (outcome instanceof HttpFailure)
        return ['network', 'truncated', 'timeout', 'proxy'].includes(outcome.code);
    return outcome.status === 429 || outcome.status >= 500;
}
function backoffMs(tries, random) {
    const ceiling = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (tries - 1));
    return ceiling * (0.5 + random() / 2);
}
function retryAfterMs(outcome, nowMs) {
    if (outcome instanceof HttpFailure)
        return 0;
    return (retryAfterSeconds(outcome, nowMs) ?? 0) * 1000;
}
/** `Retry-After` in seconds, whether it is told as a number or as a date; null when absent or no sense. */
function retryAfterSeconds(response, nowMs) {
    const text = response.headers['retry-after']?.trim() ?? '';
    if (/^\d{1,6}$/.test(text))
        return Number(text);
    const atMs = /[A-Za-z]/.test(text) ? Date.parse(text) : Number.NaN;
    return Number.isFinite(atMs) ? Math.min(86_400, Math.max(0, Math.ceil((atMs - nowMs) / 1000))) : null;
}
//# sourceMappingURL=retry.js.map
;// CONCATENATED MODULE: ./build/src/action/runner/masks.js

/** Shorter values are words as likely as secrets, and masking a word garbles the whole log of the job. */
const MIN_MASK_LENGTH = 8;
/** `base64` wraps at this column unless told otherwise. */
const BASE64_COLUMNS = 76;
/** Whether hiding this text everywhere in the log does more good than harm. */
function isFitToMask(text) {
    // The armour of a PEM is public, and the same in everybody's key.
    return text.length >= MIN_MASK_LENGTH && !text.startsWith('-----');
}
/**
 * The texts to hand to `add-mask` for these values. The runner masks line by line and would take every line of a
 * value however short, so values are split here and short lines are left out.
 */
function fitMasks(values) {
    const lines = values.flatMap((value) => value.split(/\r\n|\r|\n|\\n/)).map((line) => line.trim());
    return [...new Set(lines.filter(isFitToMask))];
}
/**
 * A token and the encodings of it that the runner's masker does not derive by itself: it knows base64 of the
 * value only where the value ends the encoded text, and never across a line break.
 */
function tokenMasks(token) {
    const encoded = [
        `x-access-token:${token}`,
        `${token}\n`,
        `${token}\r\n`,
        `${token}:`,
        `${token}:x-oauth-basic`,
    ];
    const whole = encoded.map(base64);
    const wrapped = [base64(token), ...whole].flatMap(wrappedLines);
    return [token, ...whole, ...wrapped, encodeURIComponent(`x-access-token:${token}`)];
}
function base64(text) {
    return Buffer.from(text, 'utf8').toString('base64');
}
function wrappedLines(encoded) {
    const lines = [];
    for (let at = 0; at < encoded.length; at += BASE64_COLUMNS) {
        lines.push(encoded.slice(at, at + BASE64_COLUMNS));
    }
    return lines.length === 1 ? [] : lines.filter((line) => line.length >= 16);
}
/** Bounds what a hostile answer can make of the log; an honest one carries at most twenty tokens. */
const MAX_FOUND = 100;
/** The shortest text without GitHub's prefix that is taken for a credential. */
const MIN_FOREIGN_LENGTH = 16;
/**
 * Everything in an answer that could be a credential, encodings included, to be masked before the answer is looked
 * at in any other way. Works on text that is no JSON as well.
 */
function credentialMasks(body) {
    const found = new Set(body.match(TOKEN_LIKE) ?? []);
    for (const text of stringsUnderTokenNames(body)) {
        for (const match of text.match(TOKEN_LIKE) ?? [])
            found.add(match);
        for (const line of text.split(/[\r\n]/)) {
            if (line.length >= MIN_FOREIGN_LENGTH && !/\s/.test(line))
                found.add(line);
        }
    }
    return [...found].slice(0, MAX_FOUND).flatMap(tokenMasks);
}
const NAMED_STRING = /"[^"\\]{0,40}(?:token|secret|value|password)[^"\\]{0,40}"\s*:\s*("(?:[^"\\]|\\.)*")/gi;
/** Values of members such as "token", with JSON's escapes undone: an escaped token would not match its mask. */
function stringsUnderTokenNames(body) {
    const quoted = [...body.matchAll(NAMED_STRING)].map((match) => match[1] ?? '""');
    return quoted.map((text) => {
        try {
            return String(JSON.parse(text));
        }
        catch {
            return text.slice(1, -1);
        }
    });
}
//# sourceMappingURL=masks.js.map
;// CONCATENATED MODULE: ./build/src/action/sources/oidc.js




/** GitHub's own issuer answers in well under a second; a pool's deadline should not be spent here. */
const TIMEOUT_MS = 5000;
/**
 * Gets an identity of this job for a pool. It is masked before it is returned. A new one is needed for every
 * request, because a pool accepts each only once.
 */
async function fetchOidcToken(deps, audience, deadlineAtMs) {
    const endpoint = deps.oidc;
    if (!endpoint) {
        throw new types_SourceFailure('no_credential', 'This job may not ask for an OIDC identity; add `permissions: id-token: write`.');
    }
    const url = URL.parse(endpoint.requestUrl);
    if (!url)
        throw new types_SourceFailure('refused', 'ACTIONS_ID_TOKEN_REQUEST_URL is no address; leave it to the runner.');
    url.searchParams.set('audience', audience);
    const request = {
        method: 'GET',
        url: url.href,
        headers: { authorization: `Bearer ${endpoint.requestToken}` },
        timeoutMs: TIMEOUT_MS,
        signal: deps.signal,
    };
    const response = await oidc_answered(requestPatiently(deps, () => request, { deadlineAtMs, perTryMs: TIMEOUT_MS, maxTries: 3 }));
    return identityIn(deps, response);
}
async function oidc_answered(asked) {
    try {
        return await asked;
    }
    catch (error) {
        if (!(error instanceof HttpFailure))
            throw error;
        const code = error.code === 'cancelled' ? 'cancelled' : 'unreachable';
        throw new types_SourceFailure(code, `No OIDC identity from GitHub: ${error.message}`, { cause: error });
    }
}
function identityIn(deps, response) {
    const value = memberOf(parseJson(response.body), 'value');
    // Three parts of base64url, as of every signed JWT; anything else could not be sent in a header either.
    if (response.status === 200 &&
        typeof value === 'string' &&
        /^[\w-]{8,}\.[\w-]{8,}\.[\w-]{8,}$/.test(value)) {
        deps.mask(value);
        return value;
    }
    throw new types_SourceFailure('refused', `GitHub gave no OIDC identity (status ${response.status}); check \`permissions: id-token: write\`.`);
}
//# sourceMappingURL=oidc.js.map
;// CONCATENATED MODULE: ./build/src/action/sources/ask-pool.js








/** A silent pool must leave time for a second try and for what comes after it. */
const PER_TRY_MS = 10_000;
/**
 * Asks a pool, and masks whatever in its answer could be a credential before anybody reads the answer. Fails with
 * a `SourceFailure` that says what to do; statuses are left to the caller.
 */
async function askPool(deps, question) {
    const { auth, deadlineAtMs } = question;
    const makeRequest = async () => {
        const bearer = auth.kind === 'key' ? auth.secret : await fetchOidcToken(deps, auth.audience, deadlineAtMs);
        return {
            method: question.method,
            url: joinUrl(question.poolUrl, question.path),
            headers: { authorization: `Bearer ${bearer}` },
            ...(question.body === undefined ? {} : { body: JSON.stringify(question.body) }),
            timeoutMs: PER_TRY_MS,
            signal: question.signal,
        };
    };
    const leftMs = Math.max(1, deadlineAtMs - deps.now());
    const policy = { deadlineAtMs, perTryMs: Math.min(PER_TRY_MS, leftMs / 2), maxTries: question.maxTries };
    try {
        const response = await requestPatiently(deps, makeRequest, policy);
        deps.mask(...credentialMasks(response.body));
        return response;
    }
    catch (error) {
        if (!(error instanceof HttpFailure))
            throw error;
        const code = error.code === 'cancelled' ? 'cancelled' : 'unreachable';
        throw new types_SourceFailure(code, `The pool cannot be used: ${error.message}`, { cause: error });
    }
}
/** What a pool's refusal means. The pool's own words stay out of the log: they could repeat a secret. */
function refusalOf(response, question) {
    const code = errorCodeOf(response.body);
    const seconds = retryAfterSeconds(response, question.nowMs);
    const later = seconds === null ? '' : ` It asks to come back in ${seconds} s.`;
    if (response.status === 401)
        return new types_SourceFailure('refused', whoIsRefused(question.auth));
    if (response.status === 403) {
        return new types_SourceFailure('refused', 'The pool does not allow this job to lease (403). Ask its operator for a policy, or drop `label`.');
    }
    if (code === 'lease_ended' || (response.status === 404 && code === 'not_found')) {
        return new types_SourceFailure('lease_ended', 'The pool no longer knows this lease.');
    }
    if (response.status === 503) {
        return new types_SourceFailure('exhausted', `The pool has no token to lend that fits this request.${later}`);
    }
    if (response.status === 429)
        return new types_SourceFailure('refused', `The pool limits how often this job may ask (429).${later}`);
    const named = code === null ? '' : `, ${code}`;
    return new types_SourceFailure('bad_answer', `The pool answered ${response.status}${named}. Check pool-url and the pool's log.`);
}
function whoIsRefused(auth) {
    return auth.kind === 'key'
        ? 'The pool does not accept the api-secret (401). Check that the secret holds a key of this pool that is not revoked.'
        : "The pool does not accept this job's OIDC identity (401). Check oidc-audience and the pool's policies.";
}
function errorCodeOf(body) {
    const code = memberOf(memberOf(parseJson(body), 'error'), 'code');
    return ERROR_CODES.find((known) => known === code) ?? null;
}
//# sourceMappingURL=ask-pool.js.map
;// CONCATENATED MODULE: ./build/src/action/sources/read-leases.js




/** A window that is not open yet opens with the next request and lasts an hour. */
const WINDOW_MS = 3_600_000;
/** The usable tokens of a native answer, and for each other one the rule it breaks; never a value. */
function readLeases(answer, settings, nowMs) {
    const leases = memberOf(answer, 'leases');
    if (!Array.isArray(leases) || leases.length === 0)
        return { tokens: [], faults: ['it carries no leases'] };
    const tokens = [];
    const faults = [];
    for (const lease of leases.slice(0, 20)) {
        const fault = tokenFault(lease) ?? faultsOf(LEASE_SCHEMA, lease, 'lease')[0];
        if (fault === undefined)
            tokens.push(obtainedFrom(lease, settings, nowMs));
        else
            faults.push(fault);
    }
    return { tokens, faults };
}
function tokenFault(lease) {
    const format = checkTokenFormat(memberOf(lease, 'token'));
    return format.ok ? undefined : `the token is refused: ${format.rule}`;
}
/** A lease of the native contract as a token in hand. */
function obtainedFrom(lease, settings, nowMs) {
    return {
        source: 'pool',
        token: lease.token,
        kind: lease.kind,
        tokenId: lease.token_id,
        ownerRef: lease.owner,
        expiresAtMs: lease.expires_at === null ? null : Date.parse(lease.expires_at),
        lease: {
            poolUrl: settings.url,
            leaseId: lease.lease_id,
            leaseExpiresAtMs: Date.parse(lease.lease_expires_at),
            auth: settings.auth,
        },
        legacy: false,
        rateLimit: rateLimitFrom(lease.rate_limit, nowMs),
        fallbackReason: null,
        mintedForThisJob: false,
    };
}
function rateLimitFrom(wire, nowMs) {
    const resetAtMs = wire.reset_at === null ? nowMs + WINDOW_MS : Date.parse(wire.reset_at);
    const { bucket, limit, remaining } = wire;
    return { bucket, limit, remaining, used: Math.max(0, limit - remaining), resetAtMs };
}
/** The token of a mise-versions answer, or the rule it breaks. */
function readLegacyToken(answer, settings) {
    const format = checkTokenFormat(memberOf(answer, 'token'));
    if (!format.ok)
        return { fault: `the token is refused: ${format.rule}` };
    const fault = faultsOf(LEGACY_TOKEN_SCHEMA, answer, 'answer')[0];
    if (fault !== undefined)
        return { fault };
    const legacy = answer;
    const expiresAtMs = Date.parse(legacy.expires_at ?? '');
    return {
        source: 'pool',
        token: legacy.token,
        kind: format.kind,
        tokenId: legacy.token_id ?? legacy.installation_id ?? null,
        ownerRef: null,
        expiresAtMs: Number.isFinite(expiresAtMs) ? expiresAtMs : null,
        lease: { poolUrl: settings.url, leaseId: null, leaseExpiresAtMs: null, auth: settings.auth },
        legacy: true,
        rateLimit: null,
        fallbackReason: null,
        mintedForThisJob: false,
    };
}
//# sourceMappingURL=read-leases.js.map
;// CONCATENATED MODULE: ./build/src/action/sources/lease.js







/** Tells the pool what the job saw, and gives the lease back when `release` is set. Idempotent at the pool. */
async function reportLease(deps, { lease, body, timeoutMs }) {
    const path = PATHS.report(nativeId(lease));
    const response = await post(deps, { lease, body, timeoutMs, path });
    const answer = parseJson(response.body);
    if (faultsOf(REPORT_ANSWER_SCHEMA, answer, 'answer').length > 0) {
        throw new types_SourceFailure('bad_answer', "The pool's answer to the report is not of the agreed form.");
    }
    return answer;
}
/** Asks for the same lease for longer; the pool may give another token instead, which comes masked and checked. */
async function renewLease(deps, { lease, body, timeoutMs }) {
    const path = PATHS.renew(nativeId(lease));
    const response = await post(deps, { lease, body, timeoutMs, path });
    const answer = parseJson(response.body);
    const fault = faultsOf(RENEW_ANSWER_SCHEMA, answer, 'answer')[0];
    if (fault !== undefined)
        throw new types_SourceFailure('bad_answer', `The pool's answer to the renewal is wrong: ${fault}.`);
    const renewal = answer;
    if (renewal.decision === 'keep') {
        return { decision: 'keep', lease: { ...lease, leaseExpiresAtMs: Date.parse(renewal.lease_expires_at) } };
    }
    const format = checkTokenFormat(renewal.lease?.token);
    if (!format.ok || !renewal.lease) {
        const rule = format.ok ? 'it is missing' : format.rule;
        throw new types_SourceFailure('bad_token', `The pool's replacement token is refused: ${rule}.`);
    }
    const settings = { url: lease.poolUrl, auth: lease.auth };
    return { decision: 'replace', token: obtainedFrom(renewal.lease, settings, deps.now()) };
}
/** mise-versions' only report: this token is spent until then. */
async function reportSpentLegacyToken(deps, { lease, body, timeoutMs }) {
    const legacyBody = { token_id: body.tokenId, reset_at: new Date(body.resetAtMs).toISOString() };
    await post(deps, { lease, body: legacyBody, timeoutMs, path: PATHS.legacyRateLimit });
}
async function post(deps, { lease, body, timeoutMs, path }) {
    const response = await askPool(deps, {
        method: 'POST',
        poolUrl: lease.poolUrl,
        path,
        auth: lease.auth,
        body,
        deadlineAtMs: deps.now() + timeoutMs,
        signal: deps.signal,
        maxTries: 3,
    });
    if (response.status !== 200)
        throw refusalOf(response, { auth: lease.auth, nowMs: deps.now() });
    return response;
}
function nativeId(lease) {
    if (lease.leaseId !== null)
        return lease.leaseId;
    throw new types_SourceFailure('lease_ended', 'A mise-versions server knows no leases to report or renew.');
}
//# sourceMappingURL=lease.js.map
;// CONCATENATED MODULE: ./build/src/action/sources/app-key.js
/**
 * Brings an App's private key to a PEM that Node reads: with real line breaks, with literal `\n`, all on one line, or
 * as base64 of the file. The rule it breaks otherwise never quotes the key.
 */
function readPrivateKey(text, crypto) {
    const pem = toPem(text.trim());
    if (/^SHA256:/.test(text.trim()))
        return refused("it is the key's fingerprint");
    if (/BEGIN (?:RSA )?PUBLIC KEY/.test(pem))
        return refused('it is a public key');
    if (/BEGIN ENCRYPTED|Proc-Type: 4,ENCRYPTED/.test(pem))
        return refused('it is protected by a passphrase');
    if (!/-----BEGIN (?:RSA )?PRIVATE KEY-----/.test(pem))
        return refused('it has no "BEGIN ... PRIVATE KEY" line');
    if (!/-----END (?:RSA )?PRIVATE KEY-----/.test(pem))
        return refused('its end is missing');
    try {
        const key = crypto.createPrivateKey(pem);
        return key.asymmetricKeyType === 'rsa' ? { ok: true, pem } : refused('it is not an RSA key');
    }
    catch {
        return refused('it cannot be decoded');
    }
}
function refused(rule) {
    return { ok: false, rule };
}
function toPem(text) {
    const unescaped = text.replaceAll('\\r', '').replaceAll('\\n', '\n').replaceAll('\r', '');
    if (unescaped.includes('-----'))
        return withLineBreaks(unescaped);
    const decoded = Buffer.from(unescaped, 'base64').toString('utf8');
    return decoded.includes('-----BEGIN') ? decoded : unescaped;
}
/** Secrets that went through a shell often lose their line breaks; the armour needs them. */
function withLineBreaks(pem) {
    if (pem.trim().includes('\n'))
        return pem;
    return pem.replace(/(-----BEGIN [A-Z ]+-----)\s*(.*?)\s*(-----END [A-Z ]+-----)/, (_, begin, body, end) => {
        return `${begin}\n${String(body).replaceAll(/\s+/g, '\n')}\n${end}\n`;
    });
}
/** GitHub refuses a start in its future and a life beyond ten minutes; both leave room for a wrong clock. */
const BACKDATED_SECONDS = 60;
const LIFE_SECONDS = 540;
/** The JWT (RS256) with which an App speaks for itself. */
function appJwt(app, crypto) {
    const nowSeconds = Math.floor(app.nowMs / 1000);
    const claims = { iat: nowSeconds - BACKDATED_SECONDS, exp: nowSeconds + LIFE_SECONDS, iss: app.id };
    const signed = [{ alg: 'RS256', typ: 'JWT' }, claims]
        .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
        .join('.');
    const signature = crypto.sign('sha256', Buffer.from(signed), app.pem).toString('base64url');
    return `${signed}.${signature}`;
}
//# sourceMappingURL=app-key.js.map
;// CONCATENATED MODULE: ./build/src/action/sources/github.js

/** The request that a question makes. */
function gitHubRequest(question) {
    return {
        method: question.method,
        url: joinUrl(question.apiUrl, question.path),
        headers: {
            accept: 'application/vnd.github+json',
            authorization: `Bearer ${question.token}`,
            'x-github-api-version': '2022-11-28',
        },
        ...(question.body === undefined ? {} : { body: JSON.stringify(question.body) }),
        ...(question.signal ? { signal: question.signal } : {}),
        timeoutMs: question.timeoutMs,
    };
}
/** Asks GitHub once. */
function github_askGitHub(deps, question) {
    return deps.http(gitHubRequest(question));
}
//# sourceMappingURL=github.js.map
;// CONCATENATED MODULE: ./build/src/action/sources/pool.js






/** After a cancel, how long an answer that is under way may still come in, so that its lease can be given back. */
const GRACE_MS = 3000;
/**
 * Leases up to `count` tokens, of the native API or, where the server does not know it, of mise-versions'. Every
 * token is masked, its format checked, and told to `onObtained`. Never returns an empty list.
 */
async function leaseFromPool(deps, ask) {
    const response = await askPool(deps, {
        ...commonOf(deps, ask),
        method: 'POST',
        path: PATHS.leases,
        body: leaseRequest(ask),
    });
    if (response.status === 404 || response.status === 405)
        return leaseLegacy(deps, ask);
    const answer = successOf(deps, response, ask);
    const isLegacy = memberOf(answer, 'leases') === undefined && memberOf(answer, 'token') !== undefined;
    if (isLegacy)
        return [announce(deps, response, legacyToken(answer, ask))];
    const { tokens, faults } = readLeases(answer, ask.settings, deps.now());
    if (tokens.length === 0)
        throw badAnswer(faults[0] ?? describeBody(response.body));
    if (faults.length > 0)
        deps.log.warning(`The pool's answer is partly unusable: ${faults[0]}.`);
    return tokens.slice(0, ask.count).map((token) => announce(deps, response, token));
}
/** mise-versions hands out one token per request and rotates at each. */
async function leaseLegacy(deps, ask) {
    const tokens = new Map();
    for (let asked = 0; asked < ask.count; asked += 1) {
        const response = await askPool(deps, { ...commonOf(deps, ask), method: 'GET', path: PATHS.legacyToken });
        if (tokens.size > 0 && response.status !== 200)
            break;
        const token = legacyToken(successOf(deps, response, ask), ask);
        if (!tokens.has(token.token))
            tokens.set(token.token, announce(deps, response, token));
    }
    return [...tokens.values()];
}
function legacyToken(answer, ask) {
    const read = readLegacyToken(answer, ask.settings);
    if ('fault' in read)
        throw badAnswer(read.fault);
    return read;
}
function announce(deps, response, token) {
    // The usual case was masked with the raw answer; JSON's escapes can hide a token from that.
    if (!response.body.includes(token.token))
        deps.mask(...tokenMasks(token.token));
    deps.onObtained(token);
    return token;
}
function commonOf(deps, ask) {
    return {
        poolUrl: ask.settings.url,
        auth: ask.settings.auth,
        deadlineAtMs: ask.deadlineAtMs,
        signal: withGrace(deps),
        maxTries: 4,
    };
}
/** A signal that follows the job's cancellation a little later. */
function withGrace(deps) {
    const late = new AbortController();
    const abortLater = () => {
        void deps.sleep(GRACE_MS).then(() => late.abort());
    };
    if (deps.signal.aborted)
        late.abort();
    else
        deps.signal.addEventListener('abort', abortLater, { once: true });
    return late.signal;
}
function leaseRequest({ request, count, exclude }) {
    return {
        job: request.job,
        count,
        bucket: request.bucket,
        ...(request.expectedRequests === null ? {} : { expected_requests: request.expectedRequests }),
        ...(request.minRemaining === null ? {} : { min_remaining: request.minRemaining }),
        ...(request.minTtlSeconds === null ? {} : { min_ttl_seconds: request.minTtlSeconds }),
        ...(request.label === null ? {} : { label: request.label }),
        ...(exclude.length === 0 ? {} : { exclude: exclude.slice(0, 100) }),
    };
}
function successOf(deps, response, ask) {
    if (response.status !== 200 && response.status !== 201) {
        throw refusalOf(response, { auth: ask.settings.auth, nowMs: deps.now() });
    }
    const answer = parseJson(response.body);
    if (typeof answer !== 'object' || answer === null)
        throw badAnswer(`it sent ${describeBody(response.body)}`);
    return answer;
}
function badAnswer(reason) {
    const code = reason.startsWith('the token') ? 'bad_token' : 'bad_answer';
    return new types_SourceFailure(code, `The pool's answer cannot be used: ${reason}. Check pool-url and the pool.`);
}
//# sourceMappingURL=pool.js.map
;// CONCATENATED MODULE: ./build/src/action/sources/app.js









const app_PER_TRY_MS = 10_000;
/** A clock further off than this explains why GitHub refuses a fresh JWT. */
const CLOCK_TOLERANCE_MS = 30_000;
/** Mints an installation token of the configured App for this job alone. */
async function mintAppToken(deps, ask) {
    const target = targetOf(ask);
    const found = await askAsApp(deps, ask, { method: 'GET', path: target.path });
    const installationId = memberOf(parseJson(found.body), 'id');
    if (found.status !== 200 || typeof installationId !== 'number' || !Number.isSafeInteger(installationId)) {
        throw lookupFailure(found.status, target.name);
    }
    const minted = await askAsApp(deps, ask, {
        method: 'POST',
        path: `/app/installations/${installationId}/access_tokens`,
        body: {
            ...(target.repositories.length > 0 ? { repositories: target.repositories } : {}),
            ...(ask.app.permissions ? { permissions: ask.app.permissions } : {}),
        },
        signal: withGrace(deps),
    });
    const token = mintedToken(minted, installationId);
    deps.mask(...tokenMasks(token.token));
    deps.onObtained(token);
    return token;
}
/** Ends an installation token's life; one that GitHub no longer knows is just as well. */
async function revokeInstallationToken(deps, revocation) {
    const { githubApiUrl: apiUrl, token, timeoutMs } = revocation;
    const response = await askGitHub(deps, {
        method: 'DELETE',
        apiUrl,
        path: '/installation/token',
        token,
        timeoutMs,
    });
    if (response.status === 204)
        return 'revoked';
    if (response.status === 401 || response.status === 404)
        return 'already_gone';
    throw new SourceFailure('refused', `GitHub did not revoke the installation token (status ${response.status}).`);
}
/** Without owner and repositories, the token is for the job's repository only. */
function targetOf({ app, repository }) {
    const [jobOwner = '', jobName = ''] = repository.split('/');
    const owner = app.owner ?? jobOwner;
    if (app.owner !== null && app.repositories.length === 0) {
        return { path: `/users/${encodeURIComponent(owner)}/installation`, name: owner, repositories: [] };
    }
    const repositories = app.repositories.length > 0 ? app.repositories : [jobName];
    const name = `${owner}/${repositories[0]}`;
    const path = `/repos/${encodeURIComponent(owner)}/${encodeURIComponent(repositories[0] ?? '')}/installation`;
    return { path, name, repositories };
}
async function askAsApp(deps, ask, question) {
    const first = await askWithClock(deps, ask, { ...question, nowMs: deps.now() });
    const serverMs = Date.parse(first.headers.date ?? '');
    const isClockOff = Math.abs(serverMs - deps.now()) > CLOCK_TOLERANCE_MS;
    // A JWT dated by a wrong clock is refused; GitHub's own clock settles it.
    return first.status === 401 && isClockOff
        ? askWithClock(deps, ask, { ...question, nowMs: serverMs })
        : first;
}
async function askWithClock(deps, ask, question) {
    const { nowMs, ...rest } = question;
    const crypto = process.getBuiltinModule('node:crypto');
    const jwt = appJwt({ id: ask.app.id, pem: ask.app.privateKeyPem, nowMs }, crypto);
    deps.mask(jwt);
    const request = gitHubRequest({
        signal: deps.signal,
        ...rest,
        apiUrl: ask.githubApiUrl,
        token: jwt,
        timeoutMs: app_PER_TRY_MS,
    });
    const policy = { deadlineAtMs: ask.deadlineAtMs, perTryMs: app_PER_TRY_MS, maxTries: 3 };
    try {
        const response = await requestPatiently(deps, () => request, policy);
        deps.mask(...credentialMasks(response.body));
        return response;
    }
    catch (error) {
        if (!(error instanceof HttpFailure))
            throw error;
        const code = error.code === 'cancelled' ? 'cancelled' : 'unreachable';
        throw new types_SourceFailure(code, `No token for the App: ${error.message}`, { cause: error });
    }
}
function lookupFailure(status, name) {
    if (status === 401) {
        return new types_SourceFailure('refused', 'GitHub does not accept the App (401). Check that private-key belongs to client-id or app-id.');
    }
    if (status === 404) {
        return new types_SourceFailure('refused', `The App is not installed on ${name} (404). Install it there, or correct owner and repositories.`);
    }
    return new types_SourceFailure('unreachable', `GitHub did not say where the App is installed (status ${status}).`);
}
function mintedToken(response, installationId) {
    if (response.status !== 201) {
        const advice = response.status === 422
            ? 'Ask only for repositories and permissions that the installation has.'
            : 'Check the installation in the settings of its owner.';
        throw new types_SourceFailure('refused', `GitHub minted no token for the App (status ${response.status}). ${advice}`);
    }
    const answer = parseJson(response.body);
    const token = memberOf(answer, 'token');
    const format = checkTokenFormat(token);
    if (!format.ok)
        throw new types_SourceFailure('bad_token', `The token that GitHub minted is refused: ${format.rule}.`);
    const expiresAtMs = Date.parse(String(memberOf(answer, 'expires_at')));
    return {
        source: 'app',
        token: String(token),
        kind: format.kind,
        tokenId: null,
        ownerRef: `installation-${installationId}`,
        expiresAtMs: Number.isFinite(expiresAtMs) ? expiresAtMs : null,
        lease: null,
        legacy: false,
        rateLimit: null,
        fallbackReason: null,
        mintedForThisJob: true,
    };
}
//# sourceMappingURL=app.js.map
;// CONCATENATED MODULE: ./build/src/github/rate-limit.js
function header(headers, name) {
    // Not `instanceof Headers`: touching that global loads all of undici, some 20 ms.
    const found = isHeaders(headers) ? headers.get(name) : headers[name];
    return typeof found === 'string' ? found : undefined;
}
function isHeaders(headers) {
    return typeof headers.get === 'function';
}
function naturalNumber(value) {
    const number = typeof value === 'string' && /^\d{1,12}$/.test(value) ? Number(value) : value;
    return typeof number === 'number' && Number.isSafeInteger(number) && number >= 0 ? number : undefined;
}
function rateLimit(bucket, fields) {
    const limit = naturalNumber(fields.limit);
    const remaining = naturalNumber(fields.remaining);
    const reset = naturalNumber(fields.reset);
    if (limit === undefined || remaining === undefined || reset === undefined)
        return undefined;
    const used = naturalNumber(fields.used) ?? Math.max(0, limit - remaining);
    return { bucket, limit, remaining, used, resetAtMs: reset * 1000 };
}
/**
 * Reads `x-ratelimit-{limit,remaining,used,reset,resource}` of a response, or returns undefined when they are
 * absent or no numbers, as on GHES with rate limits off. Header names must be in lower case, as Node gives them.
 */
function parseRateLimitHeaders(headers) {
    const bucket = header(headers, 'x-ratelimit-resource') ?? 'core';
    if (!/^[a-z][a-z_]{0,39}$/.test(bucket))
        return undefined;
    return rateLimit(bucket, {
        limit: header(headers, 'x-ratelimit-limit'),
        remaining: header(headers, 'x-ratelimit-remaining'),
        used: header(headers, 'x-ratelimit-used'),
        reset: header(headers, 'x-ratelimit-reset'),
    });
}
/** Reads the body of `GET /rate_limit` into a map by bucket; malformed buckets are left out. */
function parseRateLimitBody(body) {
    const found = new Map();
    if (typeof body !== 'object' || body === null || !('resources' in body))
        return found;
    const resources = body.resources;
    if (typeof resources !== 'object' || resources === null)
        return found;
    for (const [bucket, fields] of Object.entries(resources)) {
        if (typeof fields !== 'object' || fields === null || !/^[a-z][a-z_]{0,39}$/.test(bucket))
            continue;
        const parsed = rateLimit(bucket, fields);
        if (parsed)
            found.set(bucket, parsed);
    }
    return found;
}
/**
 * Classifies a response. 403 and 429 both serve for both kinds of limit: spent budgets show `remaining: 0`,
 * secondary limits carry `retry-after` or say so in the body ("Rate limits for the REST API").
 */
function classifyRefusal(status, headers, body = '') {
    if (status === 401)
        return 'unauthorized';
    if (status !== 403 && status !== 429)
        return 'none';
    // A secondary limit can meet an owner whose budget is spent as well: its own words go first.
    if (/secondary rate|abuse detection/i.test(body))
        return 'secondary_limited';
    if (header(headers, 'x-ratelimit-remaining') === '0')
        return 'exhausted';
    if (header(headers, 'retry-after') !== undefined)
        return 'secondary_limited';
    return status === 429 ? 'secondary_limited' : 'forbidden';
}
//# sourceMappingURL=rate-limit.js.map
;// CONCATENATED MODULE: ./build/src/action/sources/verify.js





/** Reads a token's budgets from `GET /rate_limit`, which is free of charge. Never throws but for a cancel. */
async function readBudget(deps, question) {
    try {
        const response = await github_askGitHub(deps, {
            method: 'GET',
            apiUrl: question.githubApiUrl,
            path: '/rate_limit',
            token: question.token,
            timeoutMs: question.timeoutMs,
            signal: deps.signal,
        });
        return readingOf(response, deps.now());
    }
    catch (error) {
        if (!(error instanceof HttpFailure) || error.code === 'cancelled')
            throw error;
        return { state: 'unknown', why: error.message };
    }
}
function readingOf(response, nowMs) {
    const body = parseJson(response.body);
    if (response.status === 200) {
        const buckets = parseRateLimitBody(body);
        return buckets.size > 0 ? { state: 'known', buckets } : unknown('GitHub answered without any budget');
    }
    // GHES with rate limits off: "Rate limiting is not enabled."
    if (response.status === 404)
        return { state: 'unlimited' };
    const refusal = classifyRefusal(response.status, response.headers, response.body);
    if (refusal === 'unauthorized')
        return { state: 'unauthorized' };
    if (refusal === 'secondary_limited') {
        return { state: 'secondary_limited', retryAfterSeconds: retryAfterSeconds(response, nowMs) };
    }
    // A 403 in GitHub's form is about the token (suspended, blocked by an allow list); any other is of a firewall.
    const isGitHubs = typeof memberOf(body, 'message') === 'string';
    if (refusal === 'forbidden' && isGitHubs)
        return { state: 'unauthorized' };
    return unknown(`GitHub answered ${response.status}`);
}
function unknown(why) {
    return { state: 'unknown', why };
}
//# sourceMappingURL=verify.js.map
;// CONCATENATED MODULE: ./build/src/action/sources/check-token.js

const CHECK_TIMEOUT_MS = 5000;
/** A token minted a moment ago may not have reached all of GitHub's machines yet. */
const REPLICATION_WAITS_MS = [400, 1200];
/**
 * Tries a token at GitHub. Only what GitHub says against the token itself makes it unusable: an outage of GitHub
 * or of the way there must not fail a job that might still work.
 */
async function checkToken(deps, { token, request, deadlineAtMs }) {
    if (!request.verify)
        return { usable: true, token };
    const question = {
        githubApiUrl: request.githubApiUrl,
        token: token.token,
        timeoutMs: Math.max(1, Math.min(CHECK_TIMEOUT_MS, deadlineAtMs - deps.now())),
    };
    let reading = await readBudget(deps, question);
    for (const waitMs of token.mintedForThisJob ? REPLICATION_WAITS_MS : []) {
        if (reading.state !== 'unauthorized')
            break;
        await deps.sleep(waitMs, deps.signal);
        reading = await readBudget(deps, question);
    }
    return judge(deps, { token, request, reading });
}
function judge(deps, { token, request, reading }) {
    if (reading.state === 'unauthorized') {
        const report = { buckets: {}, outcome: 'unauthorized', release: true };
        return { usable: false, token, report, why: 'GitHub does not accept it (401)' };
    }
    if (reading.state === 'unknown')
        deps.log.info(`The token was not verified: ${reading.why} The job goes on with it.`);
    if (reading.state === 'secondary_limited') {
        // Taking another token to get around a secondary limit is what GitHub bans integrations for.
        deps.log.warning("GitHub slows this token's owner down (secondary rate limit). Send requests more slowly.");
    }
    const budget = reading.state === 'known' ? reading.buckets.get(request.bucket) : undefined;
    if (!budget)
        return { usable: true, token };
    const measured = { ...token, rateLimit: budget };
    if (budget.remaining >= Math.max(1, request.minRemaining ?? 1))
        return { usable: true, token: measured };
    const report = {
        buckets: { [budget.bucket]: bucketReport(budget, null) },
        outcome: 'exhausted',
        release: true,
    };
    return {
        usable: false,
        token: measured,
        report,
        why: `its ${budget.bucket} budget has ${budget.remaining} left`,
    };
}
const MOST_REQUESTS = 1_000_000;
/** One bucket as the report's contract wants it. */
function bucketReport(seen, remainingAtStart) {
    const bounded = (count) => Math.min(count, MOST_REQUESTS);
    return {
        limit: bounded(seen.limit),
        remaining: bounded(seen.remaining),
        used: bounded(seen.used),
        reset_at: new Date(Math.min(seen.resetAtMs, 8.64e15)).toISOString(),
        ...(remainingAtStart === null ? {} : { remaining_at_start: bounded(remainingAtStart) }),
    };
}
//# sourceMappingURL=check-token.js.map
;// CONCATENATED MODULE: ./build/src/action/sources/pool-rounds.js




/** Giving a bad token back is for the pool's good; the job does not wait long for it. */
const REPORT_TIMEOUT_MS = 4000;
/**
 * Leases, tries each token, gives the bad ones back and asks for others of other owners, for at most
 * `request.attempts` rounds. Fewer tokens than asked for is a result; none is a failure.
 */
async function obtainFromPool(deps, rounds) {
    const { request } = rounds;
    const good = [];
    const bad = [];
    let failure = null;
    for (let attempt = 0; attempt < request.attempts && good.length < request.count; attempt += 1) {
        const seen = [...good, ...bad.map((checked) => checked.token)];
        const exclude = [...request.exclude, ...seen.flatMap((token) => token.ownerRef ?? [])];
        try {
            const leased = await leaseFromPool(deps, { ...rounds, count: request.count - good.length, exclude });
            const checked = await Promise.all(leased.map((token) => checkToken(deps, { ...rounds, token })));
            good.push(...checked.flatMap((one) => (one.usable ? [one.token] : [])));
            const refused = checked.filter((one) => !one.usable);
            bad.push(...refused);
            await Promise.all(refused.map((one) => giveBack(deps, one)));
            // Fewer than asked for and all of them good: the pool has no more.
            if (refused.length === 0)
                break;
        }
        catch (error) {
            failure = error;
            break;
        }
    }
    if (deps.signal.aborted && failure !== null)
        throw failure;
    if (good.length === 0)
        throw failure ?? allRefused(bad);
    if (good.length < request.count) {
        deps.log.warning(`The pool gave ${good.length} of the ${request.count} tokens asked for.`);
    }
    return good;
}
async function giveBack(deps, { token, report, why }) {
    deps.log.info(`A token of ${token.ownerRef ?? 'the pool'} is given back: ${why}.`);
    const { lease, rateLimit, tokenId } = token;
    if (!lease)
        return;
    try {
        if (lease.leaseId !== null)
            await reportLease(deps, { lease, body: report, timeoutMs: REPORT_TIMEOUT_MS });
        else if (report.outcome === 'exhausted' && tokenId !== null && rateLimit !== null) {
            const body = { tokenId, resetAtMs: rateLimit.resetAtMs };
            await reportSpentLegacyToken(deps, { lease, body, timeoutMs: REPORT_TIMEOUT_MS });
        }
        deps.onSettled(token);
    }
    catch (error) {
        if (!(error instanceof types_SourceFailure))
            throw error;
        // Post tries once more, since `onSettled` was not called; the lease expires by itself in the end.
        deps.log.info(`The pool did not take the token back yet: ${error.message}`);
    }
}
function allRefused(bad) {
    const why = bad.at(-1)?.why ?? 'none was given';
    const tokens = bad.length === 1 ? 'one token' : `${bad.length} tokens`;
    return new types_SourceFailure('exhausted', `The pool's tokens cannot be used: ${tokens} tried, the last because ${why}.`);
}
//# sourceMappingURL=pool-rounds.js.map
;// CONCATENATED MODULE: ./build/src/action/sources/obtain.js







/** The fallback costs a look at its budget, and no more than this. */
const FALLBACK_CHECK_MS = 3000;
/**
 * Gets what a use case asked for from the first source that has it: a given token, the pool, the App, the fallback.
 * Every token is masked before anything else happens with it. Never returns an empty list; throws `SourceFailure`.
 */
async function obtainTokens(deps, request) {
    const deadlineAtMs = deps.now() + request.timeoutMs;
    if (request.given !== null)
        return [
            await plainToken(deps, { text: request.given, source: 'given', request, reason: null, deadlineAtMs }),
        ];
    const failures = [];
    for (const source of [fromPool, fromApp]) {
        try {
            const tokens = await source(deps, request, deadlineAtMs);
            if (tokens.length > 0)
                return tokens;
        }
        catch (error) {
            failures.push(failureOf(error));
            if (deps.signal.aborted)
                throw failureOf(error);
        }
    }
    return fallBack(deps, { request, failures, deadlineAtMs });
}
async function fromPool(deps, request, deadlineAtMs) {
    if (!request.pool)
        return [];
    // A pool that is slow to fail must leave time for what comes after it.
    const share = request.app ? 0.6 : 0.9;
    const poolDeadlineAtMs = deps.now() + (deadlineAtMs - deps.now()) * share;
    return obtainFromPool(deps, { settings: request.pool, request, deadlineAtMs: poolDeadlineAtMs });
}
async function fromApp(deps, request, deadlineAtMs) {
    if (!request.app)
        return [];
    const { app, githubApiUrl } = request;
    const token = await mintAppToken(deps, {
        app,
        githubApiUrl,
        repository: request.job.repository,
        deadlineAtMs,
    });
    const checked = await checkToken(deps, { token, request, deadlineAtMs });
    if (checked.usable)
        return [checked.token];
    throw new types_SourceFailure('exhausted', `The App's token cannot be used: ${checked.why}.`);
}
async function fallBack(deps, { request, failures, deadlineAtMs }) {
    const reason = failures.map((failure) => failure.message).join(' ') || request.absence || 'No source is configured.';
    const worst = failures.at(-1);
    if (request.required)
        throw new types_SourceFailure(worst?.code ?? 'no_credential', `${reason} (\`required\` is set.)`);
    if (request.fallbackToken === null) {
        throw new types_SourceFailure(worst?.code ?? 'no_credential', `${reason} There is no github-token to fall back to.`);
    }
    return [
        await plainToken(deps, {
            text: request.fallbackToken,
            source: 'fallback',
            request,
            reason,
            deadlineAtMs,
        }),
    ];
}
/** A token that was already there. It is used whatever its check says: there is nothing to put in its place. */
async function plainToken(deps, { text, source, request, reason, deadlineAtMs }) {
    deps.mask(...tokenMasks(text));
    const format = checkTokenFormat(text);
    const token = {
        source,
        token: text,
        // Some servers that speak the Actions protocol issue tokens without GitHub's prefixes.
        kind: format.ok ? format.kind : 'installation',
        tokenId: null,
        ownerRef: null,
        expiresAtMs: null,
        lease: null,
        legacy: false,
        rateLimit: null,
        fallbackReason: reason,
        mintedForThisJob: false,
    };
    deps.onObtained(token);
    const checked = await checkToken(deps, {
        token,
        request,
        deadlineAtMs: Math.min(deadlineAtMs, deps.now() + FALLBACK_CHECK_MS),
    });
    const name = source === 'given' ? 'token' : 'github-token';
    if (!checked.usable)
        deps.log.warning(`The token given as ${name} may not work: ${checked.why}.`);
    return checked.token;
}
function failureOf(error) {
    if (error instanceof types_SourceFailure)
        return error;
    if (error instanceof HttpFailure) {
        const code = error.code === 'cancelled' ? 'cancelled' : 'unreachable';
        return new types_SourceFailure(code, error.message, { cause: error });
    }
    throw error;
}
//# sourceMappingURL=obtain.js.map
;// CONCATENATED MODULE: ./build/src/action/refresh/ledger.js




/** What tells two tokens apart: a pool may hand out the same text under two leases. */
function keyOf(token) {
    return `${token.lease?.leaseId ?? ''} ${token.token}`;
}
function append(folder, entry) {
    (0,external_node_fs_.appendFileSync)((0,external_node_path_.join)(folder.path, types/* FILES */.c.ledger), `${JSON.stringify(entry)}\n`, { mode: 0o600 });
}
function recordObtained(folder, token) {
    append(folder, { event: 'obtained', token });
}
function recordSettled(folder, token) {
    append(folder, { event: 'settled', key: keyOf(token) });
}
/** The tokens that nobody has settled yet, oldest first; a line torn by a kill or a full disk is left out. */
function openTokens(folder) {
    const read = readPrivateFile(join(folder.path, FILES.ledger));
    const open = new Map();
    for (const line of read.state === 'ok' ? read.text.split('\n') : []) {
        const entry = parseEntry(line);
        if (entry?.event === 'obtained')
            open.set(keyOf(entry.token), entry.token);
        if (entry?.event === 'settled')
            open.delete(entry.key);
    }
    return [...open.values()];
}
function parseEntry(line) {
    try {
        const value = JSON.parse(line);
        return typeof value === 'object' && value !== null && 'event' in value ? value : null;
    }
    catch {
        return null;
    }
}
//# sourceMappingURL=ledger.js.map
;// CONCATENATED MODULE: ./build/src/action/refresh/token-source.js





const BUDGET_TIMEOUT_MS = 5_000;
/** The header `Date` has whole seconds, and an answer takes time: a smaller difference is no wrong clock. */
const token_source_CLOCK_TOLERANCE_MS = 3_000;
/** The sources of tokens as renewing wants them; all that they hand out goes to the ledger first. */
function createTokenSource(deps, folder, settings) {
    const skew = { aheadMs: 0 };
    const http = noticingClock(deps.http, deps.now, skew);
    const sourceDeps = {
        ...deps,
        http,
        onObtained: (token) => recordObtained(folder, token),
        onSettled: (token) => recordSettled(folder, token),
    };
    const { githubApiUrl, timeoutMs } = settings.request;
    return {
        issuerAheadMs: () => skew.aheadMs,
        async obtain(request) {
            const [token] = await obtainTokens(sourceDeps, request);
            if (token === undefined)
                throw new types_SourceFailure('exhausted', 'The source gave no token.');
            return token;
        },
        async renewLease(lease, body) {
            const renewal = await renewLease(sourceDeps, { lease, body, timeoutMs });
            if (renewal.decision === 'replace')
                recordObtained(folder, renewal.token);
            return renewal;
        },
        readBudget: (token) => readBudget({ ...sourceDeps }, { githubApiUrl, token, timeoutMs: BUDGET_TIMEOUT_MS }),
    };
}
/** Notes how far the last server's clock is ahead of ours; expiry times are by that clock. */
function noticingClock(http, now, skew) {
    return async (request) => {
        const response = await http(request);
        const serverMs = Date.parse(response.headers.date ?? '');
        const aheadMs = serverMs - now();
        if (Number.isFinite(aheadMs))
            skew.aheadMs = Math.abs(aheadMs) > token_source_CLOCK_TOLERANCE_MS ? aheadMs : 0;
        return response;
    };
}
/** Whether post has to do something about this token. */
function needsSettling(token) {
    return token.lease !== null || token.mintedForThisJob;
}
//# sourceMappingURL=token-source.js.map
;// CONCATENATED MODULE: ./build/src/action/refresh/token-command.js











/** The sources' remarks have no log to go to but the one line. */
function quietLog(say) {
    const nothing = () => undefined;
    return { info: nothing, notice: say, warning: say, error: say, debug: nothing, group: nothing };
}
/** How this process asks for tokens: it hides them through the running step, since it has no log of its own. */
function askDepsOf(deps, folder, settings) {
    const { http, random, signal, sleep, say } = deps;
    const sourceDeps = {
        http,
        sleep,
        random,
        signal,
        log: quietLog(say),
        mask: () => undefined,
        now: life/* systemClock */.ml.wallMs,
        oidc: settings.oidc,
    };
    return {
        source: createTokenSource(sourceDeps, folder, settings),
        clock: life/* systemClock */.ml,
        sleep: (ms) => sleep(ms, signal),
        say,
        hide: (token) => announceMask(settings.worker, token),
        revive() {
            if (!isKeeperAlive(folder))
                startKeeper(deps.env, folder, settings);
        },
    };
}
/** The part of an ask that the cache alone cannot answer. Returns what to print; throws `SourceFailure`. */
async function answerByAsking(deps, question) {
    if (question.folder === '') {
        const advice = 'Use this after a step with refresh-token, or name its folder with --folder.';
        throw new types_SourceFailure('refused', `GITHUB_TOKEN_FILE is not set. ${advice}`);
    }
    const folder = { path: question.folder };
    const settings = readSettings(folder);
    if ('fault' in settings)
        throw new types_SourceFailure('refused', `Refused: ${settings.fault}.`);
    const askDeps = askDepsOf(deps, folder, settings);
    const credentials = await askForToken(askDeps, { folder, settings });
    if ((0,external_node_fs_.existsSync)((0,external_node_path_.join)(folder.path, types/* FILES */.c.unmasked)))
        hideNow(askDeps, folder, credentials.token);
    return (0,quick/* answerText */.yy)(credentials, question.format);
}
//# sourceMappingURL=token-command.js.map
;// CONCATENATED MODULE: ./build/src/action/refresh/run-token-command.js


/** Prints the answer, or one line on standard error and exit code 1. */
async function runTokenCommand(question) {
    // Failure until shown otherwise: node would call it a success to run out of things to wait for.
    process.exitCode = 1;
    const deps = commandDeps(process.env, (line) => process.stderr.write(`fetch-token: ${line}\n`));
    try {
        process.stdout.write(await answerByAsking(deps, question));
        process.exitCode = 0;
    }
    catch (error) {
        deps.say(messageOf(error));
    }
}
//# sourceMappingURL=run-token-command.js.map

/***/ })

};
