"use strict";
exports.id = 422;
exports.ids = [422];
exports.modules = {

/***/ 410:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  openTokenSource: () => (/* binding */ openTokenSource)
});

// EXTERNAL MODULE: external "node:http"
var external_node_http_ = __webpack_require__(67);
var external_node_http_namespaceObject = /*#__PURE__*/__webpack_require__.t(external_node_http_, 2);
// EXTERNAL MODULE: external "node:https"
var external_node_https_ = __webpack_require__(708);
var external_node_https_namespaceObject = /*#__PURE__*/__webpack_require__.t(external_node_https_, 2);
// EXTERNAL MODULE: ./build/bundled/node_modules/@actions/http-client/lib/index.js + 1 modules
var lib = __webpack_require__(528);
;// CONCATENATED MODULE: ./build/bundled/src/wire.js
const PATHS = {
    leases: '/api/v1/leases',
    lease: (id) => `/api/v1/leases/${encodeURIComponent(id)}`,
    report: (id) => `/api/v1/leases/${encodeURIComponent(id)}/report`,
    renew: (id) => `/api/v1/leases/${encodeURIComponent(id)}/renew`,
    legacyToken: '/api/token',
    legacyRateLimit: '/api/token/rate-limit',
    legacyStats: '/api/stats',
    legacyHealth: '/health',
};
const MAX_REQUEST_BYTES = (/* unused pure expression or super */ null && (64 * 1024));
const MAX_ANSWER_BYTES = 1024 * 1024;
const DEFAULT_OIDC_AUDIENCE = 'fetch-token';
const count = (maximum) => ({ type: 'integer', minimum: 0, maximum });
const wire_text = (maxLength) => ({ type: 'string', maxLength });
const line = (maxLength) => ({ type: 'string', maxLength, pattern: '^[^\\u0000-\\u001f\\u007f-\\u009f]*$' });
const timestamp = { type: 'string', format: 'date-time', maxLength: 40 };
const timestampOrNull = { anyOf: [timestamp, { type: 'null' }] };
const requests = count(1_000_000);
const BUCKET_SCHEMA = { type: 'string', pattern: '^[a-z][a-z_]{0,39}$', maxLength: 40 };
const LABEL_SCHEMA = { type: 'string', pattern: '^[a-z0-9][a-z0-9-]{0,39}$', maxLength: 40 };
const OWNER_REF_SCHEMA = { type: 'string', pattern: '^[A-Za-z0-9_-]{1,64}$', maxLength: 64 };
const JOB_SCHEMA = {
    type: 'object',
    additionalProperties: false,
    required: ['repository', 'workflow', 'job', 'run_id', 'run_attempt', 'event_name'],
    properties: {
        repository: { type: 'string', pattern: '^[A-Za-z0-9._-]{1,100}/[A-Za-z0-9._-]{1,100}$', maxLength: 201 },
        workflow: line(255),
        job: line(255),
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
        reset_at: { ...timestampOrNull, description: 'Null while no window is open.' },
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
        expires_at: timestampOrNull,
        lease_expires_at: timestamp,
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
        reset_at: timestamp,
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
        lease_expires_at: timestamp,
        lease: LEASE_SCHEMA,
    },
};
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
                retryable: {
                    type: 'boolean',
                    description: 'False with pool_exhausted when no owner could serve the request even after a reset.',
                },
            },
        },
    },
};
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

// EXTERNAL MODULE: ./build/bundled/src/action/http/address.js
var address = __webpack_require__(650);
// EXTERNAL MODULE: ./build/bundled/src/action/http/types.js
var types = __webpack_require__(295);
;// CONCATENATED MODULE: ./build/bundled/src/action/http/deadline.js

function withDeadline(request, host, exchange) {
    return new Promise((resolve, reject) => {
        const abort = new AbortController();
        let grace;
        const finish = () => {
            clearTimeout(timer);
            clearTimeout(grace);
            request.signal?.removeEventListener('abort', onCancel);
        };
        const fail = (error) => {
            finish();
            reject(error);
            abort.abort();
        };
        const cancel = () => fail(new types/* HttpFailure */.H('cancelled', `The request to ${host} was cancelled.`));
        const onCancel = () => {
            if (request.graceMs === undefined)
                cancel();
            else
                grace = setTimeout(cancel, request.graceMs);
        };
        const timer = setTimeout(() => fail(timeoutOf(request, host)), Math.max(1, request.timeoutMs));
        if (request.signal?.aborted)
            return cancel();
        request.signal?.addEventListener('abort', onCancel, { once: true });
        exchange(abort.signal).then((result) => {
            finish();
            resolve(result);
        }, fail);
    });
}
function timeoutOf({ timeoutMs }, host) {
    const seconds = Math.round(timeoutMs / 100) / 10;
    return new types/* HttpFailure */.H('timeout', `${host} did not answer completely within ${seconds} s. Check that server, or run the job again.`);
}

;// CONCATENATED MODULE: ./build/bundled/src/action/http/failures.js

const TLS_CODE = /^(ERR_TLS|ERR_SSL|CERT_|SELF_SIGNED|DEPTH_ZERO|UNABLE_TO_|HOSTNAME_|EPROTO|CRL_|INVALID_CA)/;
function failureFrom(error, { url, proxy }) {
    if (error instanceof types/* HttpFailure */.H)
        return error;
    const { host } = url;
    const code = errorCode(error);
    if (proxy !== null && error instanceof Error) {
        const failure = proxyFailure(error, proxy);
        if (failure !== null)
            return failure;
    }
    if (isPlainHttp(error)) {
        return new types/* HttpFailure */.H('tls', `${host} speaks plain http on that port, not TLS. Correct the port, or serve it over https.`, { cause: error });
    }
    if (TLS_CODE.test(code)) {
        return new types/* HttpFailure */.H('tls', `TLS with ${host} failed (${code}). Correct its certificate, or set NODE_EXTRA_CA_CERTS to the file ` +
            'of your own authority.', { cause: error });
    }
    if (isTlsAlert(error))
        return expectsTls(host, error);
    if (code === 'ECONNRESET')
        return connectionClosed(url, error);
    if (code.startsWith('HPE_')) {
        return new types/* HttpFailure */.H('network', `${host} sent something that is not valid HTTP (${code}). Check its address and port.`, {
            cause: error,
        });
    }
    return new types/* HttpFailure */.H('network', `${host} cannot be reached (${code}). Check its address, and that this runner has access to it.`, { cause: error });
}
function proxyFailure(error, proxy) {
    const [, status, cause] = /^tunneling socket could not be established, (?:statusCode=(\d+)|(cause)=)/.exec(error.message) ?? [];
    const name = `The proxy ${proxy.host}`;
    if (status !== undefined) {
        const advice = status === '407'
            ? ' Put its user and password into the proxy variable.'
            : ' Ask its administrator to allow this host.';
        return new types/* HttpFailure */.H('proxy', `${name} answered ${status} to CONNECT.${advice}`, { cause: error });
    }
    if (cause === undefined)
        return null;
    return new types/* HttpFailure */.H('proxy', `${name} cannot be reached. Correct https_proxy or no_proxy.`, {
        cause: error,
    });
}
function isPlainHttp(error) {
    return error instanceof Error && /\bwrong version number\b|\bhttp request\b/.test(error.message);
}
const TLS_ALERT = 0x15;
function isTlsAlert(error) {
    const packet = error instanceof Error && 'rawPacket' in error ? error.rawPacket : undefined;
    return Buffer.isBuffer(packet) && packet[0] === TLS_ALERT;
}
const HTTPS_EXPECTED = /\bHTTPS port\b|\bto an HTTPS server\b|\bSSL-enabled server port\b/;
function refuseTlsPort({ protocol, host }, response) {
    if (protocol === 'http:' && response.status === 400 && HTTPS_EXPECTED.test(response.body)) {
        throw expectsTls(host);
    }
}
function expectsTls(host, cause) {
    return new types/* HttpFailure */.H('tls', `${host} expects TLS on that port, and the address says http://. Write https:// there, or correct the port.`, { cause });
}
function connectionClosed({ protocol, host }, cause) {
    const advice = protocol === 'http:'
        ? 'If that port is for TLS, write https:// in the address; otherwise check that server.'
        : 'Check that server, or run the job again.';
    return new types/* HttpFailure */.H('network', `${host} closed the connection without an answer. ${advice}`, { cause });
}
function errorCode(error) {
    const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
    return typeof code === 'string' && /^[A-Z0-9_]{1,60}$/.test(code) ? code : 'no reason given';
}

;// CONCATENATED MODULE: ./build/bundled/src/action/http/client.js








function createHttp() {
    process.noDeprecation = true;
    const clients = new Map();
    const clientOf = ({ origin }) => {
        const client = clients.get(origin) ?? new lib/* HttpClient */.Qq('fetch-token', [], { keepAlive: true });
        clients.set(origin, client);
        return client;
    };
    return async (request) => {
        const url = (0,address/* checkedUrl */.lx)(request.url);
        const peer = { url, proxy: proxyOf(url) };
        const headers = headersOf(request, url.host);
        return withDeadline(request, url.host, async (signal) => {
            try {
                return await exchange(clientOf(url), { request, url, headers, signal });
            }
            catch (error) {
                throw failureFrom(error, peer);
            }
        });
    };
}
function headersOf(request, host) {
    const type = request.body === undefined ? {} : { 'content-type': 'application/json' };
    const headers = { accept: 'application/json', 'user-agent': 'fetch-token', ...type, ...request.headers };
    if (Object.values(headers).every((value) => /^[\t -~]*$/.test(value)))
        return headers;
    const advice = 'Check the secrets among the inputs for line breaks and non-ASCII characters.';
    throw new types/* HttpFailure */.H('unsendable', `A header for ${host} holds a character that HTTP does not allow. ${advice}`);
}
function proxyOf(url) {
    const text = (0,lib/* getProxyUrl */.s_)(url.href);
    if (text === '')
        return null;
    const proxy = URL.parse(text);
    if (!proxy || !/^https?:$/.test(proxy.protocol) || proxy.hostname === '') {
        throw new types/* HttpFailure */.H('proxy', 'https_proxy is not an address such as http://proxy.example.com:3128.');
    }
    return proxy;
}
async function exchange(client, { request, url, headers, signal }) {
    const isSecure = url.protocol === 'https:';
    const options = {
        method: request.method,
        host: url.hostname.replace(/^\[|\]$/g, ''),
        port: url.port === '' ? (isSecure ? 443 : 80) : Number(url.port),
        path: `${url.pathname}${url.search}`,
        headers,
        agent: client.getAgent(url.href),
        signal,
    };
    const info = { options, parsedUrl: url, httpModule: isSecure ? external_node_https_namespaceObject : external_node_http_namespaceObject };
    const { message } = await client.requestRaw(info, request.body ?? null);
    try {
        const response = await readResponse(message, url.host, request.maxBytes ?? MAX_ANSWER_BYTES);
        refuseTlsPort(url, response);
        return response;
    }
    catch (error) {
        message.destroy();
        throw error;
    }
}
async function readResponse(message, host, maxBytes) {
    const status = message.statusCode ?? 0;
    refuseRedirect(status, host);
    const tooLarge = () => new types/* HttpFailure */.H('too_large', `${host} sent more than ${maxBytes} bytes. Check its address.`);
    if (Number(message.headers['content-length'] ?? 0) > maxBytes)
        throw tooLarge();
    const chunks = [];
    let size = 0;
    try {
        for await (const chunk of message) {
            size += chunk.length;
            if (size > maxBytes)
                throw tooLarge();
            chunks.push(chunk);
        }
    }
    catch (error) {
        throw error instanceof types/* HttpFailure */.H ? error : truncated(host, error);
    }
    if (!message.complete)
        throw truncated(host);
    return { status, headers: singleHeaders(message.headers), body: Buffer.concat(chunks).toString('utf8') };
}
function truncated(host, cause) {
    return new types/* HttpFailure */.H('truncated', `${host} closed the connection in the middle of its answer. Check that server, or run the job again.`, { cause });
}
function refuseRedirect(status, host) {
    if (status < 300 || status >= 400 || status === 304)
        return;
    throw new types/* HttpFailure */.H('redirect', `${host} answered ${status}, a redirect, which is not followed because it could carry the secret ` +
        'elsewhere. Configure the final address.');
}
function singleHeaders(headers) {
    const pairs = Object.entries(headers).flatMap(([name, value]) => typeof value === 'string' ? [[name, value]] : []);
    return Object.fromEntries(pairs);
}

;// CONCATENATED MODULE: ./build/bundled/src/action/http/traced.js

function traced(http, { debug, now }) {
    return async (request) => {
        const startedAtMs = now();
        const log = (what) => debug(`${shown(request)}: ${what} after ${now() - startedAtMs} ms`);
        try {
            const response = await http(request);
            log(`status ${response.status}`);
            return response;
        }
        catch (error) {
            log(`no answer (${error instanceof types/* HttpFailure */.H ? error.code : 'unexpected fault'})`);
            throw error;
        }
    };
}
function shown({ method, url, shownPath }) {
    const { host, pathname } = URL.parse(url) ?? { host: 'an address that cannot be read', pathname: '' };
    return `${method} ${host}${(shownPath ?? pathname).split('/').map(segment).join('/')}`;
}
function segment(text) {
    const isLong = text.length >= 24 && /\d/.test(text);
    return isLong || !/^[\w.*%-]{0,100}$/.test(text) ? '*' : text;
}

// EXTERNAL MODULE: ./build/bundled/src/action/refresh/life.js
var life = __webpack_require__(11);
;// CONCATENATED MODULE: ./build/bundled/src/github/token-format.js
const KIND_OF_PREFIX = {
    gho_: 'oauth',
    ghp_: 'pat',
    github_pat_: 'pat',
    ghu_: 'app_user',
    ghs_: 'installation',
};
const NOT_FOR_THE_API = { ghr_: 'a refresh token' };
const MIN_LENGTH = 20;
const MAX_LENGTH = 2048;
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
    const other = NOT_FOR_THE_API[prefix];
    if (other)
        return { ok: false, rule: `it is ${other} (${prefix}), which the API does not accept` };
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
function invisibleFault(token) {
    if (/[\p{Cc}\p{Cf}]/u.test(token))
        return 'it contains a control character or a line break';
    return /\s/u.test(token) ? 'it contains white space' : undefined;
}
const TOKEN_LIKE = /(?:gh[a-z]_|github_pat_)[A-Za-z0-9._-]{16,}/g;

;// CONCATENATED MODULE: ./build/bundled/src/json-schema.js
function faultsOf(schema, value, path = 'body') {
    if (schema.anyOf) {
        const tries = schema.anyOf.map((option) => faultsOf(option, value, path));
        return tries.some((faults) => faults.length === 0) ? [] : (tries[0] ?? []);
    }
    const { type } = schema;
    if (type !== undefined && typeOf(value, type) !== type)
        return [`${path} must be ${withArticle(type)}`];
    if (typeof value === 'string')
        return faultOfString(schema, value).map((fault) => `${path} ${fault}`);
    if (typeof value === 'number')
        return faultOfNumber(schema, value).map((fault) => `${path} ${fault}`);
    if (Array.isArray(value))
        return faultsOfArray(schema, value, path);
    return typeof value === 'object' && value !== null ? faultsOfObject(schema, value, path) : [];
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
function faultOfString(schema, value) {
    const { minLength = 0, maxLength = Number.POSITIVE_INFINITY, pattern } = schema;
    if (schema.enum && !schema.enum.includes(value))
        return [`must be one of ${schema.enum.join(', ')}`];
    if (value.length < minLength)
        return [`must have at least ${minLength} characters`];
    if (value.length > maxLength)
        return [`must have at most ${maxLength} characters`];
    if (pattern !== undefined && !new RegExp(pattern, 'u').test(value))
        return [`must match ${pattern}`];
    if (schema.format === 'date-time' && !isDateTime(value))
        return ['must be an ISO 8601 date and time'];
    return [];
}
const DATE_TIME = /^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d{1,9})?([Zz]|[+-]\d\d:\d\d)$/;
function isDateTime(value) {
    return DATE_TIME.test(value) && Number.isFinite(Date.parse(value));
}
function faultOfNumber({ minimum, maximum }, value) {
    if (minimum !== undefined && value < minimum)
        return [`must be at least ${minimum}`];
    if (maximum !== undefined && value > maximum)
        return [`must be at most ${maximum}`];
    return [];
}
function faultsOfArray(schema, value, path) {
    const { minItems = 0, maxItems = Number.POSITIVE_INFINITY, items } = schema;
    if (value.length < minItems)
        return [`${path} must have at least ${minItems} items`];
    if (value.length > maxItems)
        return [`${path} must have at most ${maxItems} items`];
    return items ? value.flatMap((item, index) => faultsOf(items, item, `${path}[${index}]`)) : [];
}
function faultsOfObject(schema, value, path) {
    const { required = [], properties = {}, additionalProperties: others } = schema;
    const { maxProperties = Number.POSITIVE_INFINITY } = schema;
    const members = Object.entries(value);
    if (members.length > maxProperties)
        return [`${path} must have at most ${maxProperties} members`];
    const missing = required.filter((name) => !Object.hasOwn(value, name));
    return [
        ...missing.map((name) => `${path}.${name} is missing`),
        ...members.flatMap(([name, member]) => {
            if (Object.hasOwn(properties, name))
                return faultsOf(properties[name] ?? {}, member, `${path}.${name}`);
            if (others === false)
                return [`${path} has an unknown member`];
            return typeof others === 'object' ? faultsOf(others, member, `${path}.*`) : [];
        }),
    ];
}

;// CONCATENATED MODULE: ./build/bundled/src/action/sources/answers.js
function parseJson(text) {
    try {
        return JSON.parse(text);
    }
    catch {
        return undefined;
    }
}
function memberOf(value, name) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name))
        return undefined;
    return value[name];
}
function describeBody(body) {
    if (body.trim() === '')
        return 'an empty body';
    if (/^\s*</.test(body))
        return 'a web page instead of JSON';
    return parseJson(body) === undefined ? 'something that is not JSON' : 'JSON of another form';
}

;// CONCATENATED MODULE: ./build/bundled/src/action/http/retry.js

const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 4000;
async function requestPatiently(deps, makeRequest, policy) {
    for (let tries = 1;; tries += 1) {
        const outcome = await oneTry(deps, makeRequest, policy);
        const isFinal = tries >= policy.maxTries || deps.signal.aborted || !isWorthRetrying(outcome, policy);
        const waitMs = isFinal
            ? Number.POSITIVE_INFINITY
            : Math.max(backoffMs(tries, deps.random), retryAfterMs(outcome, deps.now()));
        if (deps.now() + waitMs >= policy.deadlineAtMs) {
            if (outcome instanceof types/* HttpFailure */.H)
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
        if (error instanceof types/* HttpFailure */.H)
            return error;
        throw error;
    }
}
function isWorthRetrying(outcome, { isFinal }) {
    if (outcome instanceof types/* HttpFailure */.H)
        return ['network', 'truncated', 'timeout', 'proxy'].includes(outcome.code);
    if (outcome.status !== 429 && outcome.status < 500)
        return false;
    return !isFinal?.(outcome);
}
function backoffMs(tries, random) {
    const ceiling = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (tries - 1));
    return ceiling * (0.5 + random() / 2);
}
function retryAfterMs(outcome, nowMs) {
    if (outcome instanceof types/* HttpFailure */.H)
        return 0;
    return (retryAfterSeconds(outcome, nowMs) ?? 0) * 1000;
}
function retryAfterSeconds(response, nowMs) {
    const text = response.headers['retry-after']?.trim() ?? '';
    if (/^\d{1,6}$/.test(text))
        return Number(text);
    const atMs = /[A-Za-z]/.test(text) ? Date.parse(text) : Number.NaN;
    return Number.isFinite(atMs) ? Math.min(86_400, Math.max(0, Math.ceil((atMs - nowMs) / 1000))) : null;
}

;// CONCATENATED MODULE: ./build/bundled/src/action/sources/quoted.js

const MOST_CHARACTERS = 300;
const LONGEST_MESSAGE = 2000;
const HIDDEN = '[hidden]';
const SECRET_FORMS = [
    TOKEN_LIKE,
    /tpk_[A-Za-z0-9_-]{8,}/g,
    /eyJ[A-Za-z0-9_-]{8,}(?:\.[A-Za-z0-9_-]*){0,2}/g,
    /\b(?:authorization|cookie|password|passwd|secret|api[-_]?key)["']?\s*[:=]\s*\S+(?: \S+)?/gi,
    /\b(?:bearer|basic) +[\w.~+/=-]{8,}/gi,
    /(?<=:\/\/)[^\s/@]*@/g,
    /(?=[A-Za-z_=+-]*\d)(?=[\d_=+-]*[A-Za-z])[A-Za-z0-9_=+-]{20,}/g,
    /[A-Za-z0-9+/=_-]{40,}/g,
];
function quotable(text, secrets) {
    if (typeof text !== 'string' || text.length > LONGEST_MESSAGE)
        return '';
    const printable = text.replace(/[\p{Cf}\p{Co}\p{Cs}\p{Cn}]+/gu, '').replace(/[\p{Cc}\p{Z}]+/gu, ' ');
    const known = secrets
        .flatMap(spellingsOf)
        .reduce((shown, each) => shown.replaceAll(each, HIDDEN), printable);
    const safe = SECRET_FORMS.reduce((shown, form) => shown.replace(form, HIDDEN), known).trim();
    const short = safe.length > MOST_CHARACTERS ? `${safe.slice(0, MOST_CHARACTERS - 1).trimEnd()}…` : safe;
    return short.replace(/[.\s]+$/, '');
}
function spellingsOf(secret) {
    const bytes = Buffer.from(secret, 'utf8');
    const encodings = ['base64', 'base64url', 'hex'].map((encoding) => bytes.toString(encoding));
    return [secret, encodeURIComponent(secret), ...encodings].filter((spelling) => spelling.length >= 8);
}
function requestIdOf(text, secrets) {
    const id = text ?? '';
    const isSecret = secrets.some((secret) => secret.includes(id) || id.includes(secret));
    return /^[A-Za-z0-9-]{8,64}$/.test(id) && !/^eyJ/.test(id) && !isSecret ? id : '';
}

// EXTERNAL MODULE: ./build/bundled/src/action/sources/types.js
var sources_types = __webpack_require__(997);
;// CONCATENATED MODULE: ./build/bundled/src/action/sources/pool-refusal.js





function refusalOf(response, request) {
    const { status } = response;
    const code = errorCodeOf(response.body);
    const says = poolReason(response, request.auth);
    const seconds = retryAfterSeconds(response, request.nowMs);
    const isSaid = seconds === null || new RegExp(`\\b${seconds} s(?:econds)?\\b`).test(says);
    const later = isSaid ? '' : ` It asks to come back in ${seconds} s.`;
    if (status === 401)
        return new sources_types/* SourceFailure */.o('refused', unauthorizedMessage(request.auth, says));
    if (status === 403) {
        const advice = forbiddenAdvice(request);
        return new sources_types/* SourceFailure */.o('refused', `The pool does not allow this job to lease (403).${says} ${advice}`);
    }
    if (code === 'lease_ended' || (status === 404 && request.wanted === null)) {
        return new sources_types/* SourceFailure */.o('lease_ended', 'The pool no longer knows this lease.');
    }
    if (code === 'pool_exhausted' && isNeverServed(response.body)) {
        return new sources_types/* SourceFailure */.o('exhausted', `No owner of the pool could ever serve this request.${says} Ask for less, or have the pool's operator add owners.`);
    }
    if (status === 503 && (code === 'pool_exhausted' || code === null)) {
        const message = `The pool has no token to lend that fits this request.${says}${later} Run it later, ask for less, or have the pool's operator add owners.`;
        return new sources_types/* SourceFailure */.o('exhausted', message, { retryAfterSeconds: seconds });
    }
    if (status === 429) {
        return new sources_types/* SourceFailure */.o('refused', `The pool limits how often this job may ask (429).${says}${later} Ask the pool's operator for a higher quota.`);
    }
    const named = code === null ? '' : `, ${code}`;
    return new sources_types/* SourceFailure */.o('bad_answer', `The pool answered ${status}${named}.${says}${later} Check pool-url and the pool's log.`);
}
function notAPool(response, pool) {
    const url = new URL(pool.url);
    const advice = url.pathname === '/'
        ? 'Correct pool-url.'
        : 'pool-url has a path: leave it out, or correct it where the pool is served below one.';
    return new sources_types/* SourceFailure */.o('bad_answer', `No pool answers at pool-url: ${url.host} knows neither its leases nor its tokens there ` +
        `(${response.status}).${poolReason(response, pool.auth)} ${advice}`);
}
function isNeverServed(body) {
    return memberOf(memberOf(parseJson(body), 'error'), 'retryable') === false;
}
function errorCodeOf(body) {
    const code = memberOf(memberOf(parseJson(body), 'error'), 'code');
    return ERROR_CODES.find((known) => known === code) ?? null;
}
function poolReason({ body, headers }, auth) {
    const secrets = auth.kind === 'key' ? [auth.secret] : [];
    const reason = quotable(memberOf(memberOf(parseJson(body), 'error'), 'message'), secrets);
    const id = requestIdOf(headers['x-request-id'], secrets);
    if (reason === '')
        return id === '' ? '' : ` (Request ${id}.)`;
    return ` The pool says: ${reason}${id === '' ? '' : ` (request ${id})`}.`;
}
function unauthorizedMessage(auth, says) {
    return auth.kind === 'key'
        ? `The pool does not accept the api-secret (401).${says} Check that the secret holds a key of this pool that is not revoked.`
        : `The pool does not accept this job's OIDC identity (401).${says} Check oidc-audience and the pool's policies.`;
}
const RISKY_EVENTS = ['pull_request_target', 'workflow_run'];
function forbiddenAdvice({ auth, wanted }) {
    const { label, eventName } = wanted ?? { label: null, eventName: '' };
    if (auth.kind === 'oidc' && RISKY_EVENTS.includes(eventName)) {
        return `Use another event than ${eventName}, which runs code from forks with the repository's rights, or ask the pool's operator for a policy that names it.`;
    }
    if (label !== null)
        return `Drop \`label\`, or ask the pool's operator to allow the label ${label}.`;
    return auth.kind === 'key'
        ? "Ask the pool's operator for a key that may lease."
        : "Ask the pool's operator for a policy that admits this repository.";
}

;// CONCATENATED MODULE: ./build/bundled/src/action/runner/masks.js

const MIN_MASK_LENGTH = 8;
const BASE64_COLUMNS = 76;
function isFitToMask(text) {
    return text.length >= MIN_MASK_LENGTH && !text.startsWith('-----');
}
function fitMasks(values) {
    const lines = values.flatMap(linesOf).map((line) => line.trim());
    return [...new Set(lines.filter(isFitToMask))];
}
const PEM_BOUNDARY = /-----(?:BEGIN|END) [A-Z ]+-----/;
function linesOf(value) {
    const lines = value.split(/\r\n|\r|\n|\\n/);
    if (!PEM_BOUNDARY.test(value))
        return lines;
    const bare = lines.flatMap((line) => line.split(PEM_BOUNDARY));
    return [...bare, ...bare.flatMap((line) => line.split(/\s+/))];
}
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
    const inAddress = encodeURIComponent(`x-access-token:${token}`.toWellFormed());
    return [token, ...whole, ...wrapped, inAddress];
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
const MAX_FOUND = 100;
const MIN_FOREIGN_LENGTH = 16;
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

;// CONCATENATED MODULE: ./build/bundled/src/action/sources/oidc.js




const TIMEOUT_MS = 5000;
function oidcEndpoint(env) {
    const requestUrl = env.ACTIONS_ID_TOKEN_REQUEST_URL ?? '';
    const requestToken = env.ACTIONS_ID_TOKEN_REQUEST_TOKEN ?? '';
    return requestUrl !== '' && requestToken !== '' ? { requestUrl, requestToken } : null;
}
async function fetchOidcToken(deps, audience, deadlineAtMs) {
    const endpoint = deps.oidc;
    if (!endpoint) {
        throw new sources_types/* SourceFailure */.o('no_credential', 'This job may not ask for an OIDC identity; add `permissions: id-token: write`.');
    }
    const url = URL.parse(endpoint.requestUrl);
    if (!url)
        throw new sources_types/* SourceFailure */.o('refused', 'ACTIONS_ID_TOKEN_REQUEST_URL is not an address; leave it to the runner.');
    url.searchParams.set('audience', audience);
    const request = {
        method: 'GET',
        url: url.href,
        shownPath: '/*',
        headers: { authorization: `Bearer ${endpoint.requestToken}` },
        timeoutMs: TIMEOUT_MS,
        signal: deps.signal,
    };
    const response = await answered(requestPatiently(deps, () => request, { deadlineAtMs, perTryMs: TIMEOUT_MS, maxTries: 3 }));
    return identityIn(deps, response);
}
async function answered(asked) {
    try {
        return await asked;
    }
    catch (error) {
        if (!(error instanceof types/* HttpFailure */.H))
            throw error;
        const code = error.code === 'cancelled' ? 'cancelled' : 'unreachable';
        throw new sources_types/* SourceFailure */.o(code, `No OIDC identity from GitHub: ${error.message}`, { cause: error });
    }
}
function identityIn(deps, response) {
    const value = memberOf(parseJson(response.body), 'value');
    if (response.status === 200 &&
        typeof value === 'string' &&
        /^[\w-]{8,}\.[\w-]{8,}\.[\w-]{8,}$/.test(value)) {
        deps.mask(value);
        return value;
    }
    throw new sources_types/* SourceFailure */.o('refused', `GitHub gave no OIDC identity (status ${response.status}); check \`permissions: id-token: write\`.`);
}

;// CONCATENATED MODULE: ./build/bundled/src/action/sources/pool-request.js







const PER_TRY_MS = 10_000;
async function requestPool(deps, call) {
    const { auth, deadlineAtMs } = call;
    const makeRequest = async () => {
        const bearer = auth.kind === 'key' ? auth.secret : await fetchOidcToken(deps, auth.audience, deadlineAtMs);
        return {
            method: call.method,
            url: (0,address/* joinUrl */.we)(call.poolUrl, call.path),
            shownPath: call.shownPath,
            headers: { authorization: `Bearer ${bearer}` },
            ...(call.body === undefined ? {} : { body: JSON.stringify(call.body) }),
            timeoutMs: PER_TRY_MS,
            signal: call.signal,
            graceMs: call.graceMs,
        };
    };
    const leftMs = Math.max(1, deadlineAtMs - deps.now());
    const policy = {
        deadlineAtMs,
        perTryMs: Math.min(PER_TRY_MS, leftMs / 2),
        maxTries: call.maxTries,
        isFinal,
    };
    try {
        const response = await requestPatiently(deps, makeRequest, policy);
        deps.mask(...credentialMasks(response.body));
        return response;
    }
    catch (error) {
        if (!(error instanceof types/* HttpFailure */.H))
            throw error;
        const code = error.code === 'cancelled' ? 'cancelled' : 'unreachable';
        throw new sources_types/* SourceFailure */.o(code, `The pool cannot be used: ${error.message}`, { cause: error });
    }
}
function isFinal(response) {
    return errorCodeOf(response.body) === 'pool_exhausted';
}

;// CONCATENATED MODULE: ./build/bundled/src/action/sources/obtained-token.js
function obtainedToken(known) {
    return {
        tokenId: null,
        ownerRef: null,
        expiresAtMs: null,
        lease: null,
        rateLimit: null,
        fallbackReason: null,
        mintedForThisJob: false,
        ...known,
    };
}

;// CONCATENATED MODULE: ./build/bundled/src/github/rate-limit.js
function header(headers, name) {
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
const LAST_SECOND = 8.64e12;
function rateLimit(bucket, fields) {
    const limit = naturalNumber(fields.limit);
    const remaining = naturalNumber(fields.remaining);
    const reset = naturalNumber(fields.reset);
    if (limit === undefined || remaining === undefined || reset === undefined)
        return undefined;
    if (reset > LAST_SECOND)
        return undefined;
    const used = naturalNumber(fields.used) ?? Math.max(0, limit - remaining);
    return { bucket, limit, remaining, used, resetAtMs: reset * 1000 };
}
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
function classifyRefusal(status, headers, body = '') {
    if (status === 401)
        return 'unauthorized';
    if (status !== 403 && status !== 429)
        return 'none';
    if (/secondary rate|abuse detection/i.test(body))
        return 'secondary_limited';
    if (header(headers, 'x-ratelimit-remaining') === '0')
        return 'exhausted';
    if (header(headers, 'retry-after') !== undefined)
        return 'secondary_limited';
    return status === 429 ? 'secondary_limited' : 'forbidden';
}

;// CONCATENATED MODULE: ./build/bundled/src/action/sources/github.js

function gitHubRequest(call) {
    return {
        method: call.method,
        url: (0,address/* joinUrl */.we)(call.apiUrl, call.path),
        headers: {
            accept: 'application/vnd.github+json',
            authorization: `Bearer ${call.token}`,
            'x-github-api-version': '2022-11-28',
        },
        ...(call.body === undefined ? {} : { body: JSON.stringify(call.body) }),
        ...(call.signal ? { signal: call.signal } : {}),
        graceMs: call.graceMs,
        timeoutMs: call.timeoutMs,
    };
}
function requestGitHub(deps, call) {
    return deps.http(gitHubRequest(call));
}

;// CONCATENATED MODULE: ./build/bundled/src/action/sources/read-budget.js





async function readBudget(deps, request) {
    try {
        const response = await requestGitHub(deps, {
            method: 'GET',
            apiUrl: request.githubApiUrl,
            path: '/rate_limit',
            token: request.token,
            timeoutMs: request.timeoutMs,
            signal: deps.signal,
        });
        return readingOf(response, deps.now());
    }
    catch (error) {
        if (!(error instanceof types/* HttpFailure */.H) || error.code === 'cancelled')
            throw error;
        return { state: 'unknown', why: error.message };
    }
}
function readingOf(response, nowMs) {
    const body = parseJson(response.body);
    if (response.status === 200) {
        const buckets = plausible(parseRateLimitBody(body), nowMs);
        return buckets.size > 0 ? { state: 'known', buckets } : unknown('GitHub answered without any budget');
    }
    if (response.status === 404)
        return { state: 'unlimited' };
    const refusal = classifyRefusal(response.status, response.headers, response.body);
    if (refusal === 'unauthorized')
        return { state: 'unauthorized' };
    if (refusal === 'secondary_limited') {
        return { state: 'secondary_limited', retryAfterSeconds: retryAfterSeconds(response, nowMs) };
    }
    const isGitHubs = typeof memberOf(body, 'message') === 'string';
    if (refusal === 'forbidden' && isGitHubs)
        return { state: 'unauthorized' };
    return unknown(`GitHub answered ${response.status}`);
}
const LONGEST_WINDOW_MS = 48 * 3_600_000;
function plausible(buckets, nowMs) {
    return new Map([...buckets].filter(([, { resetAtMs }]) => isPlausibleReset(resetAtMs, nowMs)));
}
function isPlausibleReset(resetAtMs, nowMs) {
    return resetAtMs - nowMs <= LONGEST_WINDOW_MS;
}
function unknown(why) {
    return { state: 'unknown', why };
}

;// CONCATENATED MODULE: ./build/bundled/src/action/sources/read-leases.js






const WINDOW_MS = 3_600_000;
function readLeases(answer, settings, nowMs) {
    const leases = memberOf(answer, 'leases');
    if (!Array.isArray(leases) || leases.length === 0)
        return { tokens: [], faults: [{ code: 'bad_answer', rule: 'it carries no leases' }] };
    const tokens = [];
    const faults = [];
    for (const lease of leases.slice(0, 20)) {
        const format = checkTokenFormat(memberOf(lease, 'token'));
        const fault = format.ok ? schemaFault(faultsOf(LEASE_SCHEMA, lease, 'lease')) : tokenFault(format.rule);
        if (fault === undefined)
            tokens.push(obtainedFrom(lease, settings, nowMs));
        else
            faults.push(fault);
    }
    return { tokens, faults };
}
function tokenFault(rule) {
    return { code: 'bad_token', rule: `the token is refused: ${rule}` };
}
function schemaFault([rule]) {
    return rule === undefined ? undefined : { code: 'bad_answer', rule };
}
function obtainedFrom(lease, settings, nowMs) {
    return obtainedToken({
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
        rateLimit: rateLimitFrom(lease.rate_limit, nowMs),
    });
}
function rateLimitFrom(wire, nowMs) {
    const resetAtMs = wire.reset_at === null ? nowMs + WINDOW_MS : Date.parse(wire.reset_at);
    if (!isPlausibleReset(resetAtMs, nowMs))
        return null;
    const { bucket, limit, remaining } = wire;
    return { bucket, limit, remaining, used: Math.max(0, limit - remaining), resetAtMs };
}
function readLegacyToken(answer, settings) {
    const format = checkTokenFormat(memberOf(answer, 'token'));
    if (!format.ok)
        return { fault: tokenFault(format.rule) };
    const fault = schemaFault(faultsOf(LEGACY_TOKEN_SCHEMA, answer, 'answer'));
    if (fault !== undefined)
        return { fault };
    const legacy = answer;
    const expiresAtMs = Date.parse(legacy.expires_at ?? '');
    return obtainedToken({
        source: 'pool',
        token: legacy.token,
        kind: format.kind,
        tokenId: legacy.token_id ?? legacy.installation_id ?? null,
        expiresAtMs: Number.isFinite(expiresAtMs) ? expiresAtMs : null,
        lease: { poolUrl: settings.url, leaseId: null, leaseExpiresAtMs: null, auth: settings.auth },
    });
}

;// CONCATENATED MODULE: ./build/bundled/src/action/sources/lease.js








async function reportLease(deps, { lease, body, timeoutMs }) {
    const path = PATHS.report(nativeId(lease));
    const response = await post(deps, { lease, body, timeoutMs, path, shownPath: PATHS.report('*') });
    const answer = parseJson(response.body);
    if (faultsOf(REPORT_ANSWER_SCHEMA, answer, 'answer').length > 0) {
        throw new sources_types/* SourceFailure */.o('bad_answer', "The pool's answer to the report is not valid. Check that pool and action are of matching versions.");
    }
    return answer;
}
async function renewLease(deps, { lease, body, timeoutMs }) {
    const path = PATHS.renew(nativeId(lease));
    const response = await post(deps, { lease, body, timeoutMs, path, shownPath: PATHS.renew('*') });
    const answer = parseJson(response.body);
    const fault = faultsOf(RENEW_ANSWER_SCHEMA, answer, 'answer')[0];
    if (fault !== undefined)
        throw new sources_types/* SourceFailure */.o('bad_answer', `The pool's answer to the renewal is not valid: ${fault}. Check that pool and action are of matching versions.`);
    const renewal = answer;
    if (renewal.decision === 'keep') {
        return { decision: 'keep', lease: { ...lease, leaseExpiresAtMs: Date.parse(renewal.lease_expires_at) } };
    }
    const format = checkTokenFormat(renewal.lease?.token);
    if (!format.ok || !renewal.lease) {
        const rule = format.ok ? 'it is missing' : format.rule;
        throw new sources_types/* SourceFailure */.o('bad_token', `The pool's replacement token is refused: ${rule}.`);
    }
    const settings = { url: lease.poolUrl, auth: lease.auth };
    return { decision: 'replace', token: obtainedFrom(renewal.lease, settings, deps.now()) };
}
async function reportSpentLegacyToken(deps, { lease, body, timeoutMs }) {
    const legacyBody = { token_id: body.tokenId, reset_at: new Date(body.resetAtMs).toISOString() };
    await post(deps, { lease, body: legacyBody, timeoutMs, path: PATHS.legacyRateLimit });
}
async function post(deps, { lease, body, timeoutMs, ...where }) {
    const response = await requestPool(deps, {
        method: 'POST',
        poolUrl: lease.poolUrl,
        ...where,
        auth: lease.auth,
        body,
        deadlineAtMs: deps.now() + timeoutMs,
        signal: deps.signal,
        maxTries: 3,
    });
    if (response.status !== 200) {
        throw refusalOf(response, { auth: lease.auth, nowMs: deps.now(), wanted: null });
    }
    return response;
}
function nativeId(lease) {
    if (lease.leaseId !== null)
        return lease.leaseId;
    throw new sources_types/* SourceFailure */.o('lease_ended', 'A mise-versions server has no leases to report or renew.');
}

;// CONCATENATED MODULE: ./build/bundled/src/github/buckets.js
const BUCKETS = (/* unused pure expression or super */ null && ([
    'core',
    'search',
    'code_search',
    'graphql',
    'integration_manifest',
    'source_import',
    'dependency_snapshots',
    'dependency_sbom',
    'code_scanning_upload',
    'code_scanning_autofix',
    'actions_runner_registration',
    'scim',
    'audit_log',
    'audit_log_streaming',
    'copilot_usage_records',
]));
const HIGHEST_LIMIT = 15_000;
function highestLimitOf(bucket) {
    if (bucket === 'search')
        return 30;
    if (bucket === 'code_search')
        return 10;
    return bucket === 'graphql' ? 12_500 : HIGHEST_LIMIT;
}
const INSTALLATION_TOKEN_SECONDS = 3600;

;// CONCATENATED MODULE: ./build/bundled/src/action/sources/app-key.js
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
function withLineBreaks(pem) {
    if (pem.trim().includes('\n'))
        return pem;
    return pem.replace(/(-----BEGIN [A-Z ]+-----)\s*(.*?)\s*(-----END [A-Z ]+-----)/, (_, begin, body, end) => {
        return `${begin}\n${String(body).replaceAll(/\s+/g, '\n')}\n${end}\n`;
    });
}
const BACKDATED_SECONDS = 60;
const LIFE_SECONDS = 540;
function appJwt(app, crypto) {
    const nowSeconds = Math.floor(app.nowMs / 1000);
    const claims = { iat: nowSeconds - BACKDATED_SECONDS, exp: nowSeconds + LIFE_SECONDS, iss: app.id };
    const signed = [{ alg: 'RS256', typ: 'JWT' }, claims]
        .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
        .join('.');
    const signature = crypto.sign('sha256', Buffer.from(signed), app.pem).toString('base64url');
    return `${signed}.${signature}`;
}

;// CONCATENATED MODULE: ./build/bundled/src/action/sources/grant.js

const MOST_SHOWN = 5;
const MOST_READ = 100;
function readGrant(answer) {
    const permissions = Object.entries(objectOf(memberOf(answer, 'permissions')))
        .filter(([name, level]) => /^[a-z_]{1,60}$/.test(name) && /^(?:read|write|admin)$/.test(String(level)))
        .map(([name, level]) => `${name}: ${level}`)
        .sort();
    const listed = memberOf(answer, 'repositories');
    const names = (Array.isArray(listed) ? listed : []).map((one) => String(memberOf(one, 'full_name')));
    return {
        permissions: permissions.slice(0, MOST_READ),
        hasAllRepositories: memberOf(answer, 'repository_selection') === 'all',
        repositories: names.filter((name) => /^[\w.-]{1,100}\/[\w.-]{1,100}$/.test(name)).slice(0, MOST_READ),
    };
}
function grantText({ permissions, hasAllRepositories, repositories }) {
    const rights = permissions.length === 0 ? 'nothing' : permissions.join(', ');
    if (repositories.length > 0)
        return `${rights} on ${shortList(repositories)}`;
    return hasAllRepositories
        ? `${rights} on all repositories of the account`
        : `${rights} on the repositories chosen for the installation`;
}
function shortList(names) {
    const more = names.length - MOST_SHOWN;
    return `${names.slice(0, MOST_SHOWN).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
function objectOf(value) {
    return typeof value === 'object' && value !== null ? value : {};
}

;// CONCATENATED MODULE: ./build/bundled/src/action/sources/pool.js







const GRACE_MS = 3000;
async function leaseFromPool(deps, order) {
    const response = await requestPool(deps, {
        ...commonOf(deps, order),
        method: 'POST',
        path: PATHS.leases,
        body: leaseRequest(order),
    });
    if (response.status === 404 || response.status === 405)
        return leaseLegacy(deps, order);
    const answer = successOf(deps, response, order);
    const isLegacy = memberOf(answer, 'leases') === undefined && memberOf(answer, 'token') !== undefined;
    if (isLegacy)
        return [register(deps, legacyToken(answer, order))];
    const { tokens, faults } = readLeases(answer, order.settings, deps.now());
    const [fault] = faults;
    if (tokens.length === 0)
        throw unusable(fault ?? badAnswer(describeBody(response.body)));
    if (fault !== undefined)
        deps.log.warning(`The pool's answer is partly unusable: ${fault.rule}.`);
    return tokens.slice(0, order.count).map((token) => register(deps, token));
}
async function leaseLegacy(deps, order) {
    const tokens = new Map();
    for (let asked = 0; asked < order.count; asked += 1) {
        const response = await requestPool(deps, {
            ...commonOf(deps, order),
            method: 'GET',
            path: PATHS.legacyToken,
        });
        if (tokens.size > 0 && response.status !== 200)
            break;
        if (response.status === 404 || response.status === 405)
            throw notAPool(response, order.settings);
        const token = legacyToken(successOf(deps, response, order), order);
        if (!tokens.has(token.token))
            tokens.set(token.token, register(deps, token));
    }
    return [...tokens.values()];
}
function legacyToken(answer, order) {
    const read = readLegacyToken(answer, order.settings);
    if ('fault' in read)
        throw unusable(read.fault);
    return read;
}
function register(deps, token) {
    deps.mask(...tokenMasks(token.token));
    deps.onObtained(token);
    return token;
}
function commonOf(deps, order) {
    return {
        poolUrl: order.settings.url,
        auth: order.settings.auth,
        deadlineAtMs: order.deadlineAtMs,
        signal: deps.signal,
        graceMs: GRACE_MS,
        maxTries: 4,
    };
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
function successOf(deps, response, order) {
    if (response.status !== 200 && response.status !== 201) {
        const { label, job } = order.request;
        const wanted = { label, eventName: job.event_name };
        throw refusalOf(response, { auth: order.settings.auth, nowMs: deps.now(), wanted });
    }
    const answer = parseJson(response.body);
    if (typeof answer !== 'object' || answer === null)
        throw unusable(badAnswer(`it sent ${describeBody(response.body)}`));
    return answer;
}
function badAnswer(rule) {
    return { code: 'bad_answer', rule };
}
function unusable({ code, rule }) {
    return new sources_types/* SourceFailure */.o(code, `The pool's answer cannot be used: ${rule}. Check pool-url and the pool.`);
}

;// CONCATENATED MODULE: ./build/bundled/src/action/sources/app.js












const app_PER_TRY_MS = 10_000;
const CLOCK_TOLERANCE_MS = 30_000;
async function mintAppToken(deps, order) {
    const ttlSeconds = order.minTtlSeconds ?? 0;
    if (ttlSeconds >= INSTALLATION_TOKEN_SECONDS) {
        throw new sources_types/* SourceFailure */.o('refused', `The token of an App lives for an hour, and ${ttlSeconds} s were asked for. Ask for less.`);
    }
    const target = targetOf(order);
    const found = await requestAsApp(deps, order, { method: 'GET', path: target.path });
    const installationId = memberOf(parseJson(found.body), 'id');
    if (found.status !== 200 || typeof installationId !== 'number' || !Number.isSafeInteger(installationId)) {
        throw lookupFailure(found, target.name);
    }
    const minted = await requestAsApp(deps, order, {
        method: 'POST',
        path: `/app/installations/${installationId}/access_tokens`,
        body: {
            ...(target.repositories.length > 0 ? { repositories: target.repositories } : {}),
            ...(order.app.permissions ? { permissions: order.app.permissions } : {}),
        },
        graceMs: GRACE_MS,
    });
    const token = mintedToken(minted, { installationId, source: order.source });
    deps.mask(...tokenMasks(token.token));
    deps.onObtained(token);
    return token;
}
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
async function requestAsApp(deps, order, call) {
    const first = await requestAt(deps, order, { ...call, nowMs: deps.now() });
    const serverMs = Date.parse(first.headers.date ?? '');
    const isClockOff = Math.abs(serverMs - deps.now()) > CLOCK_TOLERANCE_MS;
    return first.status === 401 && isClockOff ? requestAt(deps, order, { ...call, nowMs: serverMs }) : first;
}
async function requestAt(deps, order, call) {
    const { nowMs, ...rest } = call;
    const crypto = process.getBuiltinModule('node:crypto');
    const jwt = appJwt({ id: order.app.id, pem: order.app.privateKeyPem, nowMs }, crypto);
    deps.mask(jwt);
    const request = gitHubRequest({
        signal: deps.signal,
        ...rest,
        apiUrl: order.githubApiUrl,
        token: jwt,
        timeoutMs: app_PER_TRY_MS,
    });
    const policy = { deadlineAtMs: order.deadlineAtMs, perTryMs: app_PER_TRY_MS, maxTries: 3 };
    try {
        const response = await requestPatiently(deps, () => request, policy);
        deps.mask(...credentialMasks(response.body));
        return response;
    }
    catch (error) {
        if (!(error instanceof types/* HttpFailure */.H))
            throw error;
        const code = error.code === 'cancelled' ? 'cancelled' : 'unreachable';
        throw new sources_types/* SourceFailure */.o(code, `No token for the App: ${error.message}`, { cause: error });
    }
}
function lookupFailure({ status, body }, name) {
    if (status === 401) {
        return new sources_types/* SourceFailure */.o('refused', 'GitHub does not accept the App (401). Check that private-key belongs to client-id or app-id.');
    }
    if (status === 404 && memberOf(parseJson(body), 'message') === 'Integration not found') {
        return new sources_types/* SourceFailure */.o('refused', "GitHub has no App of this id (404). Copy client-id or app-id from the App's settings page.");
    }
    if (status === 404 && memberOf(parseJson(body), 'message') === undefined) {
        return new sources_types/* SourceFailure */.o('unreachable', "What answers at github-api-url is not GitHub's API (404). On a GHES its address ends with /api/v3.");
    }
    if (status === 404) {
        return new sources_types/* SourceFailure */.o('refused', `The App is not installed on ${name} (404). Install it there, or correct owner and repositories.`);
    }
    return new sources_types/* SourceFailure */.o('unreachable', `GitHub did not say where the App is installed (status ${status}). Check github-api-url and GitHub's status page.`);
}
function mintedToken(response, { installationId, source }) {
    if (response.status !== 201) {
        const advice = response.status === 422
            ? 'Ask only for repositories and permissions that the installation has.'
            : 'Check the installation in the settings of its owner.';
        throw new sources_types/* SourceFailure */.o('refused', `GitHub minted no token for the App (status ${response.status}). ${advice}`);
    }
    const answer = parseJson(response.body);
    const token = memberOf(answer, 'token');
    const format = checkTokenFormat(token);
    if (!format.ok)
        throw new sources_types/* SourceFailure */.o('bad_token', `The token that GitHub minted is refused: ${format.rule}.`);
    const expiresAtMs = Date.parse(String(memberOf(answer, 'expires_at')));
    return obtainedToken({
        source,
        token: String(token),
        kind: format.kind,
        ownerRef: `installation-${installationId}`,
        expiresAtMs: Number.isFinite(expiresAtMs) ? expiresAtMs : null,
        grant: readGrant(answer),
        mintedForThisJob: true,
    });
}

;// CONCATENATED MODULE: ./build/bundled/src/action/sources/candidate-order.js
function runOrder(count, { runId, attempt }) {
    const random = seededRandom(hashOf(`${runId}/${attempt}`));
    const order = Array.from({ length: count }, (_, place) => place);
    for (let last = count - 1; last > 0; last -= 1) {
        const other = Math.floor(random() * (last + 1));
        [order[last], order[other]] = [order[other] ?? 0, order[last] ?? 0];
    }
    return order;
}
function legOrder(count, leg) {
    if (count === 0)
        return [];
    const order = runOrder(count, leg);
    const start = leg.jobIndex * leg.wanted;
    const rotated = rotate(order, start % count);
    const chosen = Math.min(leg.wanted, count);
    const others = rotated.slice(chosen);
    const turn = Math.floor(start / count);
    return [...rotated.slice(0, chosen), ...rotate(others, others.length === 0 ? 0 : turn % others.length)];
}
function rotate(places, by) {
    return [...places.slice(by), ...places.slice(0, by)];
}
function hashOf(text) {
    let hash = 0x811c9dc5;
    for (const byte of Buffer.from(text, 'utf8'))
        hash = Math.imul(hash ^ byte, 0x01000193);
    return hash >>> 0;
}
function seededRandom(seed) {
    let state = seed;
    return () => {
        state = (state + 0x6d2b79f5) | 0;
        let mixed = Math.imul(state ^ (state >>> 15), state | 1);
        mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
        return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
    };
}

;// CONCATENATED MODULE: ./build/bundled/src/action/sources/bucket-report.js
const MOST_REQUESTS = 1_000_000;
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

;// CONCATENATED MODULE: ./build/bundled/src/action/budget-text.js
function budgetText(rateLimit) {
    if (!rateLimit)
        return 'not known';
    return `${thousands(rateLimit.remaining)} of ${thousands(rateLimit.limit)} (${rateLimit.bucket})`;
}
function thousands(count) {
    return String(count).replace(/\B(?=(\d{3})+$)/g, ',');
}

;// CONCATENATED MODULE: ./build/bundled/src/action/sources/check-token.js



const CHECK_TIMEOUT_MS = 5000;
const REPLICATION_WAITS_MS = [400, 1200];
async function checkToken(deps, check) {
    const { token, request, deadlineAtMs } = check;
    if (!request.verify)
        return { usable: true, token };
    const budgetRequest = {
        githubApiUrl: request.githubApiUrl,
        token: token.token,
        timeoutMs: Math.max(1, Math.min(CHECK_TIMEOUT_MS, deadlineAtMs - deps.now())),
    };
    let reading = await readBudget(deps, budgetRequest);
    for (const waitMs of token.mintedForThisJob ? REPLICATION_WAITS_MS : []) {
        if (reading.state !== 'unauthorized')
            break;
        await deps.sleep(waitMs, deps.signal);
        reading = await readBudget(deps, budgetRequest);
    }
    return judge(deps, check, reading);
}
function judge(deps, { token, request, floorOf }, reading) {
    if (reading.state === 'unauthorized') {
        const report = { buckets: {}, outcome: 'unauthorized', release: true };
        return { usable: false, token, report, why: 'GitHub does not accept it (401)' };
    }
    if (reading.state === 'unknown')
        deps.log.info(`The token was not verified: ${reading.why} The job continues with it.`);
    if (reading.state === 'secondary_limited') {
        deps.log.warning("GitHub slows this token's owner down (secondary rate limit). Send requests more slowly.");
    }
    if (reading.state !== 'known')
        return { usable: true, token };
    const seen = { ...token, budgets: [...reading.buckets.values()] };
    const budget = reading.buckets.get(request.bucket);
    if (!budget) {
        deps.log.info(`GitHub reports no ${request.bucket} budget for this token, so it was not checked.`);
        return { usable: true, token: seen };
    }
    const measured = { ...seen, rateLimit: budget };
    const floor = floorOf?.(budget) ?? request.minRemaining ?? 1;
    if (budget.remaining >= Math.max(1, floor))
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
        why: whyTooLittle(budget, floor),
    };
}
function whyTooLittle({ bucket, limit, remaining }, floor) {
    const budget = `its ${bucket} budget has ${thousands(remaining)} of ${thousands(limit)} left`;
    return floor > limit ? `${budget}, and min-remaining asks for more than that limit` : budget;
}

;// CONCATENATED MODULE: ./build/bundled/src/action/sources/revoke.js



async function revokeInstallationToken(deps, revocation) {
    const { githubApiUrl: apiUrl, token, timeoutMs } = revocation;
    const response = await requestGitHub(deps, {
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
    if (classifyRefusal(response.status, response.headers, response.body) === 'exhausted')
        return 'spent';
    throw new sources_types/* SourceFailure */.o('refused', `GitHub did not revoke the installation token (status ${response.status}).`);
}

;// CONCATENATED MODULE: ./build/bundled/src/action/sources/candidates.js









const LOW_SHARE = 5;
const SHARE_OF_TIME = 0.5;
const REVOKE_TIMEOUT_MS = 3000;
const MOST_REASONS = 5;
async function obtainFromCandidates(deps, round) {
    const { request, deadlineAtMs } = round;
    const { candidates, count, job, jobIndex } = request;
    const leg = { runId: job.run_id, attempt: job.run_attempt, jobIndex, wanted: count };
    const most = request.attempts === null ? candidates.length : request.attempts * count;
    const good = [];
    const skipped = [];
    for (const index of legOrder(candidates.length, leg).slice(0, most)) {
        if (good.length === count || (skipped.length > 0 && deps.now() >= deadlineAtMs))
            break;
        const tried = await tryCandidate(deps, round, index);
        if (tried.state === 'good')
            good.push(tried.token);
        else
            skipped.push(tried);
    }
    const low = byBudgetLeft(skipped, request).slice(0, count - good.length);
    const taken = [...good, ...low.map(({ token }) => token)];
    await revokeOthers(deps, round, { skipped, taken });
    if (taken.length === 0)
        throw noneOf(skipped);
    for (const { name, failure } of refusedOf(skipped))
        deps.log.warning(`${name} is skipped: ${failure.message}`);
    for (const { why } of low)
        deps.log.warning(`All budgets that were tried are low; ${why}.`);
    if (taken.length < count)
        deps.log.warning(`Only ${taken.length} of ${count} tokens can be used. Add other owners, or lower \`count\`.`);
    return taken;
}
async function tryCandidate(deps, round, index) {
    const { request, deadlineAtMs } = round;
    const name = nameOf(request.candidates, index);
    const share = { request, deadlineAtMs: deps.now() + (deadlineAtMs - deps.now()) * SHARE_OF_TIME };
    let token = null;
    try {
        token = await tokenOf(deps, share, index);
        const floorOf = (budget) => request.minRemaining ?? Math.ceil(budget.limit / LOW_SHARE);
        const checked = await checkToken(deps, { ...share, token, floorOf });
        if (checked.usable)
            return { state: 'good', token: checked.token, why: '' };
        if (checked.report.outcome === 'exhausted') {
            deps.log.info(`${name} is skipped: ${checked.why}.`);
            return { state: 'low', token: checked.token, why: `${name} is used: ${checked.why}` };
        }
        throw new sources_types/* SourceFailure */.o('bad_token', `${checked.why}. Replace it in the secret.`);
    }
    catch (error) {
        if (!(error instanceof sources_types/* SourceFailure */.o) || deps.signal.aborted)
            throw error;
        return { state: 'refused', token, name, failure: error };
    }
}
async function tokenOf(deps, round, index) {
    const { request, deadlineAtMs } = round;
    const candidate = request.candidates[index];
    if (candidate?.kind === 'app') {
        const reading = readPrivateKey(candidate.app.privateKeyPem, process.getBuiltinModule('node:crypto'));
        if (!reading.ok)
            throw new sources_types/* SourceFailure */.o('bad_key', `Its private_key cannot be used: ${reading.rule}.`);
        const app = { ...candidate.app, privateKeyPem: reading.pem };
        const { githubApiUrl, job, minTtlSeconds } = request;
        return mintAppToken(deps, {
            app,
            source: 'apps',
            githubApiUrl,
            repository: job.repository,
            minTtlSeconds,
            deadlineAtMs,
        });
    }
    const token = listedToken(candidate?.token ?? '', index - countApps(request.candidates));
    deps.mask(...tokenMasks(token.token));
    deps.onObtained(token);
    return token;
}
function listedToken(text, index) {
    const format = checkTokenFormat(text);
    if (!format.ok)
        throw new sources_types/* SourceFailure */.o('bad_token', `It is refused: ${format.rule}.`);
    return obtainedToken({
        source: 'tokens',
        token: text,
        kind: format.kind,
        ownerRef: `tokens-${index + 1}`,
    });
}
function countApps(candidates) {
    return candidates.filter(({ kind }) => kind === 'app').length;
}
function nameOf(candidates, index) {
    const apps = countApps(candidates);
    return index < apps ? `App ${index + 1} of \`apps\`` : `Token ${index - apps + 1} of \`tokens\``;
}
function byBudgetLeft(skipped, { exclude }) {
    const left = (tried) => tried.token.rateLimit?.remaining ?? 0;
    return skipped
        .flatMap((tried) => (tried.state === 'refused' ? [] : [tried]))
        .filter((tried) => left(tried) > 0 && !exclude.includes(tried.token.ownerRef ?? ''))
        .sort((one, other) => left(other) - left(one));
}
async function revokeOthers(deps, { request }, { skipped, taken }) {
    const texts = new Set(taken.map(({ token }) => token));
    const others = skipped.flatMap(({ token }) => (token !== null && !texts.has(token.token) ? [token] : []));
    await Promise.all(others.map(async (token) => {
        if (await isGone(deps, request.githubApiUrl, token))
            deps.onSettled(token);
        else
            deps.log.info('A skipped token will be revoked at the end of the job.');
    }));
}
async function isGone(deps, githubApiUrl, token) {
    if (!token.mintedForThisJob)
        return true;
    try {
        const revocation = { githubApiUrl, token: token.token, timeoutMs: REVOKE_TIMEOUT_MS };
        return (await revokeInstallationToken(deps, revocation)) !== 'spent';
    }
    catch {
        return false;
    }
}
function refusedOf(skipped) {
    return skipped.flatMap((tried) => (tried.state === 'refused' ? [tried] : []));
}
function noneOf(skipped) {
    const failures = refusedOf(skipped);
    const spent = skipped.length - failures.length;
    const shown = failures.slice(0, MOST_REASONS).map(({ name, failure }) => `${name}: ${failure.message}`);
    const omitted = failures.length - shown.length;
    const lines = [
        'None of `apps` and `tokens` can be used.',
        ...shown,
        ...(omitted > 0 ? [`${omitted} more failed.`] : []),
        ...(spent > 0 ? [`Without budget: ${spent}. Budgets reset within the hour.`] : []),
    ];
    return new sources_types/* SourceFailure */.o(spent > 0 ? 'exhausted' : (failures.at(-1)?.failure.code ?? 'no_credential'), lines.join(' '));
}

;// CONCATENATED MODULE: ./build/bundled/src/action/sources/pool-rounds.js




const REPORT_TIMEOUT_MS = 4000;
const WAIT_SPREAD_MS = 500;
const DEFAULT_ATTEMPTS = 3;
async function obtainFromPool(deps, rounds) {
    const { request } = rounds;
    const good = [];
    const bad = [];
    const attempts = request.attempts ?? DEFAULT_ATTEMPTS;
    let failure = null;
    for (let attempt = 0; attempt < attempts && good.length < request.count; attempt += 1) {
        const seen = [...good, ...bad.map((checked) => checked.token)];
        const exclude = [...request.exclude, ...seen.flatMap((token) => token.ownerRef ?? [])];
        try {
            const order = { ...rounds, count: request.count - good.length, exclude };
            const leased = await (good.length === 0 ? leaseInTime : leaseFromPool)(deps, order);
            const checked = await Promise.all(leased.map((token) => checkToken(deps, { ...rounds, token })));
            good.push(...checked.flatMap((one) => (one.usable ? [one.token] : [])));
            const refused = checked.filter((one) => !one.usable);
            bad.push(...refused);
            await Promise.all(refused.map((one) => giveBack(deps, one)));
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
        deps.log.warning(`The pool gave ${good.length} of ${request.count} tokens. Ask its operator for more owners, or lower \`count\`.`);
    }
    return good;
}
async function leaseInTime(deps, order) {
    for (;;) {
        try {
            return await leaseFromPool(deps, order);
        }
        catch (error) {
            const seconds = error instanceof sources_types/* SourceFailure */.o ? error.retryAfterSeconds : null;
            if (!order.request.wait || seconds === null)
                throw error;
            const waitMs = Math.max(1, seconds) * 1000 + deps.random() * WAIT_SPREAD_MS;
            if (deps.now() + waitMs >= order.deadlineAtMs)
                throw error;
            deps.log.info(`The pool has no token now and expects one in ${seconds} s. Waiting for it.`);
            await deps.sleep(waitMs, deps.signal);
        }
    }
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
        if (!(error instanceof sources_types/* SourceFailure */.o))
            throw error;
        deps.log.info(`The pool did not take the token back yet: ${error.message}`);
    }
}
function allRefused(bad) {
    const why = bad.at(-1)?.why ?? 'none was given';
    const tokens = bad.length === 1 ? 'one token' : `${bad.length} tokens`;
    return new sources_types/* SourceFailure */.o('exhausted', `The pool's tokens cannot be used (${tokens} tried): ${why}. The pool was told; run the job again later.`);
}

;// CONCATENATED MODULE: ./build/bundled/src/action/sources/obtain.js









const FALLBACK_CHECK_MS = 3000;
async function obtainTokens(deps, request) {
    const deadlineAtMs = deps.now() + request.timeoutMs;
    if (request.given !== null)
        return [
            await onlyToken(deps, { text: request.given, source: 'given', request, reason: null, deadlineAtMs }),
        ];
    const failures = [];
    for (const source of [fromPool, fromCandidates, fromApp]) {
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
    const fault = secretFault(request.pool.auth);
    if (fault !== null)
        throw new sources_types/* SourceFailure */.o('refused', `api-secret is not a key of a pool: ${fault}. Store the key in that secret again.`);
    const share = request.app || request.candidates.length > 0 ? 0.6 : 0.9;
    const poolDeadlineAtMs = deps.now() + (deadlineAtMs - deps.now()) * share;
    return obtainFromPool(deps, { settings: request.pool, request, deadlineAtMs: poolDeadlineAtMs });
}
function secretFault(auth) {
    if (auth.kind !== 'key')
        return null;
    if (/[\s\p{Cc}]/u.test(auth.secret))
        return 'it has white space or control characters in it';
    if (!/^[!-~]*$/.test(auth.secret))
        return 'it has non-ASCII characters in it';
    return auth.secret.length < 8 ? 'it is shorter than 8 characters' : null;
}
async function fromCandidates(deps, request, deadlineAtMs) {
    return request.candidates.length === 0 ? [] : obtainFromCandidates(deps, { request, deadlineAtMs });
}
async function fromApp(deps, request, deadlineAtMs) {
    if (!request.app)
        return [];
    const { app, githubApiUrl } = request;
    const token = await mintAppToken(deps, {
        app,
        source: 'app',
        githubApiUrl,
        repository: request.job.repository,
        minTtlSeconds: request.minTtlSeconds,
        deadlineAtMs,
    });
    const checked = await checkToken(deps, { token, request, deadlineAtMs });
    if (checked.usable)
        return [checked.token];
    throw new sources_types/* SourceFailure */.o('exhausted', `The App's token cannot be used: ${checked.why}.`);
}
const WHY_REQUIRED = {
    asked: ' The step fails because `required` is set.',
    renewal: '',
    implied: ' The step fails because github-token has other rights; set `required: false` to use it anyway.',
};
async function fallBack(deps, { request, failures, deadlineAtMs }) {
    const reason = failures.map((failure) => failure.message).join(' ') ||
        request.missingCredentials ||
        'No source is configured.';
    const worst = failures.at(-1);
    if (request.required !== 'no') {
        throw new sources_types/* SourceFailure */.o(worst?.code ?? 'no_credential', `${reason}${WHY_REQUIRED[request.required]}`);
    }
    if (request.fallbackToken === null) {
        throw new sources_types/* SourceFailure */.o(worst?.code ?? 'no_credential', `${reason} There is no github-token to fall back to.`);
    }
    return [
        await onlyToken(deps, {
            text: request.fallbackToken,
            source: 'fallback',
            request,
            reason,
            deadlineAtMs,
        }),
    ];
}
async function onlyToken(deps, { text, source, request, reason, deadlineAtMs }) {
    deps.mask(...tokenMasks(text));
    const format = checkTokenFormat(text);
    const kind = format.ok ? format.kind : 'installation';
    const token = obtainedToken({ source, token: text, kind, fallbackReason: reason });
    deps.onObtained(token);
    const checked = await checkToken(deps, {
        token,
        request,
        deadlineAtMs: Math.min(deadlineAtMs, deps.now() + FALLBACK_CHECK_MS),
        floorOf: () => 1,
    });
    const name = source === 'given' ? 'token' : 'github-token';
    if (!checked.usable)
        deps.log.warning(`The token in \`${name}\` may not work: ${checked.why}. Use another one.`);
    return checked.token;
}
function failureOf(error) {
    if (error instanceof sources_types/* SourceFailure */.o)
        return error;
    if (error instanceof types/* HttpFailure */.H) {
        const code = error.code === 'cancelled' ? 'cancelled' : 'unreachable';
        return new sources_types/* SourceFailure */.o(code, error.message, { cause: error });
    }
    throw error;
}

// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __webpack_require__(24);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(760);
// EXTERNAL MODULE: ./build/bundled/src/action/tools/private-files.js
var private_files = __webpack_require__(496);
// EXTERNAL MODULE: ./build/bundled/src/action/refresh/types.js
var refresh_types = __webpack_require__(868);
;// CONCATENATED MODULE: ./build/bundled/src/action/refresh/ledger.js




function keyOf(token) {
    return `${token.lease?.leaseId ?? ''} ${token.token}`;
}
function append(folder, entry) {
    (0,external_node_fs_.appendFileSync)((0,external_node_path_.join)(folder.path, refresh_types/* FILES */.c.ledger), `${JSON.stringify(entry)}\n`, { mode: 0o600 });
}
function recordObtained(folder, token) {
    append(folder, { event: 'obtained', token });
}
function recordSettled(folder, token) {
    append(folder, { event: 'settled', key: keyOf(token) });
}
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
function needsSettling(token) {
    return token.lease !== null || token.mintedForThisJob;
}

;// CONCATENATED MODULE: ./build/bundled/src/action/refresh/token-source.js





const BUDGET_TIMEOUT_MS = 5_000;
const token_source_CLOCK_TOLERANCE_MS = 3_000;
function createTokenSource(deps, folder, settings) {
    const skew = { aheadMs: 0 };
    const http = trackingClockSkew(deps.http, deps.now, skew);
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
                throw new sources_types/* SourceFailure */.o('exhausted', 'The source gave no token.');
            return token;
        },
        async renewLease(lease, body) {
            const renewal = await renewLease(sourceDeps, { lease, body, timeoutMs });
            if (renewal.decision === 'replace')
                recordObtained(folder, renewal.token);
            return renewal;
        },
        readBudget: (token) => readBudget(sourceDeps, { githubApiUrl, token, timeoutMs: BUDGET_TIMEOUT_MS }),
    };
}
function trackingClockSkew(http, now, skew) {
    return async (request) => {
        const response = await http(request);
        const serverMs = Date.parse(response.headers.date ?? '');
        const aheadMs = serverMs - now();
        if (Number.isFinite(aheadMs))
            skew.aheadMs = Math.abs(aheadMs) > token_source_CLOCK_TOLERANCE_MS ? aheadMs : 0;
        return response;
    };
}

;// CONCATENATED MODULE: ./build/bundled/src/action/refresh/open-token-source.js




function openTokenSource(deps, folder, settings) {
    const { env, say } = deps;
    const sourceDeps = {
        http: env.RUNNER_DEBUG === '1' ? traced(createHttp(), { debug: say, now: life/* systemClock */.ml.wallMs }) : createHttp(),
        sleep: deps.sleep,
        random: Math.random,
        signal: deps.signal,
        log: quietLog(say),
        mask: () => undefined,
        now: life/* systemClock */.ml.wallMs,
        oidc: settings.oidc,
    };
    return createTokenSource(sourceDeps, folder, settings);
}
function quietLog(say) {
    const nothing = () => undefined;
    return { info: nothing, notice: say, warning: say, error: say, debug: nothing, group: nothing };
}


/***/ }),

/***/ 783:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   k: () => (/* binding */ ProxyAgent)
/* harmony export */ });
class ProxyAgent {
    constructor() {
        throw new Error('undici is not part of this bundle; see src/action/stubs/undici.ts.');
    }
}


/***/ })

};
;