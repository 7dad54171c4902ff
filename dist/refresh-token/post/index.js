/******/ (() => { // webpackBootstrap
/******/ 	"use strict";
var __webpack_exports__ = {};

;// CONCATENATED MODULE: external "node:fs"
const external_node_fs_namespaceObject = require("node:fs");
;// CONCATENATED MODULE: external "node:path"
const external_node_path_namespaceObject = require("node:path");
;// CONCATENATED MODULE: ./build/bundled/src/action/runner/faults.js
class RunnerFault extends Error {
    constructor(file) {
        super(`${file} is not set or its file is missing, so nothing can be handed to the runner without printing it. ` +
            'Run this action on a runner that supports file commands, and leave that variable alone.');
        this.name = 'RunnerFault';
    }
}
class InputFaults extends Error {
    faults;
    constructor(faults) {
        super(`${faults.length === 1 ? 'An input is' : `${faults.length} inputs are`} wrong. ${faults.join(' | ')}`);
        this.name = 'InputFaults';
        this.faults = faults;
    }
}

;// CONCATENATED MODULE: ./build/bundled/src/action/runner/inputs.js

const TRUE = ['true', 'True', 'TRUE'];
const FALSE = ['false', 'False', 'FALSE'];
function inputVariable(name) {
    return `INPUT_${name.replaceAll(' ', '_').toUpperCase()}`;
}
function readInputs(env) {
    const faults = [];
    const text = (name) => (env[inputVariable(name)] ?? '').trim();
    const fault = (name, advice) => {
        faults.push(`${name}: ${advice}`);
    };
    return {
        text,
        fault,
        flag(name, whenEmpty) {
            const value = text(name);
            if (value === '')
                return whenEmpty;
            if (!TRUE.includes(value) && !FALSE.includes(value))
                fault(name, 'write true or false.');
            return TRUE.includes(value);
        },
        integer(name, rule) {
            const value = text(name);
            if (value === '')
                return rule.fallback;
            const number = /^\d{1,15}$/.test(value) ? Number(value) : Number.NaN;
            if (number >= rule.min && number <= rule.max)
                return number;
            fault(name, integerAdvice(rule));
            return rule.fallback;
        },
        list(name) {
            const entries = text(name).split(/[,\r\n]/);
            return entries.map((entry) => entry.trim()).filter((entry) => entry !== '');
        },
        choice(name, options) {
            const value = text(name);
            const chosen = value === '' ? options[0] : options.find((option) => option === value);
            if (chosen === undefined)
                fault(name, `write one of ${options.join(', ')}.`);
            return chosen ?? options[0];
        },
        check() {
            if (faults.length > 0)
                throw new InputFaults(faults);
        },
    };
}
function integerAdvice(rule) {
    const empty = rule.fallback === null ? ', or leave it empty' : '';
    return `write a whole number from ${rule.min} to ${rule.max}${empty}.`;
}

;// CONCATENATED MODULE: ./build/bundled/src/github/token-format.js
const KIND_OF_PREFIX = {
    gho_: 'oauth',
    ghp_: 'pat',
    github_pat_: 'pat',
    ghu_: 'app_user',
    ghs_: 'installation',
};
const MIN_LENGTH = 20;
const MAX_LENGTH = 2048;
function token_format_checkTokenFormat(token) {
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
function invisibleFault(token) {
    if (/[\p{Cc}\p{Cf}]/u.test(token))
        return 'it contains a control character or a line break';
    return /\s/u.test(token) ? 'it contains white space' : undefined;
}
const TOKEN_LIKE = /(?:gh[a-z]_|github_pat_)[A-Za-z0-9._-]{16,}/g;

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
const ARMOUR = /-----(?:BEGIN|END) [A-Z ]+-----/;
function linesOf(value) {
    const lines = value.split(/\r\n|\r|\n|\\n/);
    if (!ARMOUR.test(value))
        return lines;
    const bare = lines.flatMap((line) => line.split(ARMOUR));
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
function rateLimit(bucket, fields) {
    const limit = naturalNumber(fields.limit);
    const remaining = naturalNumber(fields.remaining);
    const reset = naturalNumber(fields.reset);
    if (limit === undefined || remaining === undefined || reset === undefined)
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

;// CONCATENATED MODULE: ./build/bundled/src/action/http/types.js
class HttpFailure extends Error {
    code;
    constructor(code, message, options) {
        super(message, options);
        this.name = 'HttpFailure';
        this.code = code;
    }
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
function isWorthRetrying(outcome, { isFinal }) {
    if (outcome instanceof HttpFailure)
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
    if (outcome instanceof HttpFailure)
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

;// CONCATENATED MODULE: ./build/bundled/src/action/sources/answers.js
function answers_parseJson(text) {
    try {
        return JSON.parse(text);
    }
    catch {
        return undefined;
    }
}
function answers_memberOf(value, name) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name))
        return undefined;
    return value[name];
}
function describeBody(body) {
    if (body.trim() === '')
        return 'an empty body';
    if (/^\s*</.test(body))
        return 'a web page instead of JSON';
    return answers_parseJson(body) === undefined ? 'something that is not JSON' : 'JSON of another form';
}

;// CONCATENATED MODULE: ./build/bundled/src/action/http/address.js

function isLoopback(hostname) {
    return (hostname === 'localhost' || hostname === '[::1]' || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(hostname));
}
function address_addressFault(text) {
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
function checkedUrl(text) {
    const fault = address_addressFault(text);
    if (fault === null)
        return new URL(text);
    const code = fault.includes('plain http') ? 'plain_http' : 'bad_url';
    throw new HttpFailure(code, `An address cannot be used: ${fault}.`);
}
function joinUrl(base, path) {
    return `${base.replace(/\/+$/, '')}${path}`;
}

;// CONCATENATED MODULE: ./build/bundled/src/action/sources/github.js

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
        graceMs: question.graceMs,
        timeoutMs: question.timeoutMs,
    };
}
function askGitHub(deps, question) {
    return deps.http(gitHubRequest(question));
}

;// CONCATENATED MODULE: ./build/bundled/src/action/sources/verify.js





async function verify_readBudget(deps, question) {
    try {
        const response = await askGitHub(deps, {
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
    const body = answers_parseJson(response.body);
    if (response.status === 200) {
        const buckets = parseRateLimitBody(body);
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
    const isGitHubs = typeof answers_memberOf(body, 'message') === 'string';
    if (refusal === 'forbidden' && isGitHubs)
        return { state: 'unauthorized' };
    return unknown(`GitHub answered ${response.status}`);
}
function unknown(why) {
    return { state: 'unknown', why };
}

;// CONCATENATED MODULE: ./build/bundled/src/action/sources/check-token.js

const CHECK_TIMEOUT_MS = 5000;
const REPLICATION_WAITS_MS = (/* unused pure expression or super */ null && ([400, 1200]));
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

;// CONCATENATED MODULE: ./build/bundled/src/json-schema.js
const NO_FAULTS = [];
function checkerOf(schema) {
    const check = compile(schema);
    return (value, path = 'body') => check(value).map((fault) => path + fault);
}
function json_schema_faultsOf(schema, value, path) {
    return checkerOf(schema)(value, path);
}
function compile(schema) {
    if (schema.anyOf)
        return compileAny(schema.anyOf.map(compile));
    const { type } = schema;
    const [string, number] = [compileString(schema), compileNumber(schema)];
    const [array, object] = [compileArray(schema), compileObject(schema)];
    return (value) => {
        if (type !== undefined && typeOf(value, type) !== type)
            return [` must be ${withArticle(type)}`];
        if (typeof value === 'string')
            return string(value);
        if (typeof value === 'number')
            return number(value);
        if (Array.isArray(value))
            return array(value);
        if (typeof value === 'object' && value !== null)
            return object(value);
        return NO_FAULTS;
    };
}
function compileAny(options) {
    return (value) => {
        const tries = options.map((option) => option(value));
        return tries.some((faults) => faults.length === 0) ? NO_FAULTS : (tries[0] ?? NO_FAULTS);
    };
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
function compileString(schema) {
    const { minLength = 0, maxLength = Number.POSITIVE_INFINITY } = schema;
    const pattern = schema.pattern === undefined ? undefined : new RegExp(schema.pattern, 'u');
    return (value) => {
        if (schema.enum && !schema.enum.includes(value))
            return [` must be one of ${schema.enum.join(', ')}`];
        if (value.length < minLength)
            return [` must have at least ${minLength} characters`];
        if (value.length > maxLength)
            return [` must have at most ${maxLength} characters`];
        if (pattern && !pattern.test(value))
            return [` must match ${schema.pattern}`];
        if (schema.format === 'date-time' && !isDateTime(value))
            return [' must be an ISO 8601 date and time'];
        return NO_FAULTS;
    };
}
const DATE_TIME = /^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d{1,9})?([Zz]|[+-]\d\d:\d\d)$/;
function isDateTime(value) {
    return DATE_TIME.test(value) && Number.isFinite(Date.parse(value));
}
function compileNumber({ minimum, maximum }) {
    return (value) => {
        if (minimum !== undefined && value < minimum)
            return [` must be at least ${minimum}`];
        if (maximum !== undefined && value > maximum)
            return [` must be at most ${maximum}`];
        return NO_FAULTS;
    };
}
function compileArray(schema) {
    const { minItems = 0, maxItems = Number.POSITIVE_INFINITY } = schema;
    const check = schema.items && compile(schema.items);
    return (value) => {
        if (value.length < minItems)
            return [` must have at least ${minItems} items`];
        if (value.length > maxItems)
            return [` must have at most ${maxItems} items`];
        if (!check)
            return NO_FAULTS;
        return value.flatMap((item, index) => check(item).map((fault) => `[${index}]${fault}`));
    };
}
function compileObject(schema) {
    const { required = [], additionalProperties: others, maxProperties = Number.POSITIVE_INFINITY } = schema;
    const members = new Map(Object.entries(schema.properties ?? {}).map(([name, member]) => [name, compile(member)]));
    const other = typeof others === 'object' ? compile(others) : undefined;
    return (value) => {
        const names = Object.keys(value);
        if (names.length > maxProperties)
            return [` must have at most ${maxProperties} members`];
        const faults = [];
        for (const name of required)
            if (!Object.hasOwn(value, name))
                faults.push(`.${name} is missing`);
        for (const name of names) {
            const member = members.get(name);
            const check = member ?? other;
            if (!check && others === false)
                faults.push(' has an unknown member');
            const wrong = check?.(value[name]) ?? NO_FAULTS;
            for (const fault of wrong)
                faults.push(`.${member ? name : '*'}${fault}`);
        }
        return faults;
    };
}

;// CONCATENATED MODULE: ./build/bundled/src/wire.js
const wire_PATHS = {
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
const wire_DEFAULT_OIDC_AUDIENCE = 'fetch-token';
const count = (maximum) => ({ type: 'integer', minimum: 0, maximum });
const wire_text = (maxLength) => ({ type: 'string', maxLength });
const instant = { type: 'string', format: 'date-time', maxLength: 40 };
const instantOrNull = { anyOf: [instant, { type: 'null' }] };
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
const wire_LEASE_SCHEMA = {
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
        leases: { type: 'array', minItems: 1, maxItems: 20, items: wire_LEASE_SCHEMA },
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
const wire_RENEW_ANSWER_SCHEMA = {
    type: 'object',
    required: ['decision', 'lease_id', 'lease_expires_at'],
    properties: {
        decision: { type: 'string', enum: ['keep', 'replace'] },
        lease_id: wire_text(64),
        lease_expires_at: instant,
        lease: wire_LEASE_SCHEMA,
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
            },
        },
    },
};
const wire_LEGACY_TOKEN_SCHEMA = {
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

;// CONCATENATED MODULE: ./build/bundled/src/action/sources/types.js
class types_SourceFailure extends Error {
    code;
    retryAfterSeconds;
    constructor(code, message, options) {
        super(message, options);
        this.name = 'SourceFailure';
        this.code = code;
        this.retryAfterSeconds = options?.retryAfterSeconds ?? null;
    }
}

;// CONCATENATED MODULE: ./build/bundled/src/action/sources/oidc.js




const TIMEOUT_MS = 5000;
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
    const response = await answered(requestPatiently(deps, () => request, { deadlineAtMs, perTryMs: TIMEOUT_MS, maxTries: 3 }));
    return identityIn(deps, response);
}
async function answered(asked) {
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
    const value = answers_memberOf(answers_parseJson(response.body), 'value');
    if (response.status === 200 &&
        typeof value === 'string' &&
        /^[\w-]{8,}\.[\w-]{8,}\.[\w-]{8,}$/.test(value)) {
        deps.mask(value);
        return value;
    }
    throw new types_SourceFailure('refused', `GitHub gave no OIDC identity (status ${response.status}); check \`permissions: id-token: write\`.`);
}

;// CONCATENATED MODULE: ./build/bundled/src/action/sources/ask-pool.js








const PER_TRY_MS = 10_000;
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
            graceMs: question.graceMs,
        };
    };
    const leftMs = Math.max(1, deadlineAtMs - deps.now());
    const policy = {
        deadlineAtMs,
        perTryMs: Math.min(PER_TRY_MS, leftMs / 2),
        maxTries: question.maxTries,
        isFinal,
    };
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
function isFinal(response) {
    return errorCodeOf(response.body) === 'pool_exhausted';
}
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
        const message = `The pool has no token to lend that fits this request.${later}`;
        return new types_SourceFailure('exhausted', message, { retryAfterSeconds: seconds });
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
    const code = answers_memberOf(answers_memberOf(answers_parseJson(body), 'error'), 'code');
    return ERROR_CODES.find((known) => known === code) ?? null;
}

;// CONCATENATED MODULE: ./build/bundled/src/action/sources/read-leases.js




const WINDOW_MS = 3_600_000;
function readLeases(answer, settings, nowMs) {
    const leases = memberOf(answer, 'leases');
    if (!Array.isArray(leases) || leases.length === 0)
        return { tokens: [], faults: ['it carries no leases'] };
    const tokens = [];
    const faults = [];
    for (const lease of leases.slice(0, 20)) {
        const fault = tokenFault(lease) ?? faultsOf(LEASE_SCHEMA, lease, 'lease')[0];
        if (fault === undefined)
            tokens.push(read_leases_obtainedFrom(lease, settings, nowMs));
        else
            faults.push(fault);
    }
    return { tokens, faults };
}
function tokenFault(lease) {
    const format = checkTokenFormat(memberOf(lease, 'token'));
    return format.ok ? undefined : `the token is refused: ${format.rule}`;
}
function read_leases_obtainedFrom(lease, settings, nowMs) {
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

;// CONCATENATED MODULE: ./build/bundled/src/action/sources/lease.js







async function reportLease(deps, { lease, body, timeoutMs }) {
    const path = wire_PATHS.report(nativeId(lease));
    const response = await post(deps, { lease, body, timeoutMs, path });
    const answer = answers_parseJson(response.body);
    if (json_schema_faultsOf(REPORT_ANSWER_SCHEMA, answer, 'answer').length > 0) {
        throw new types_SourceFailure('bad_answer', "The pool's answer to the report is not of the agreed form.");
    }
    return answer;
}
async function renewLease(deps, { lease, body, timeoutMs }) {
    const path = PATHS.renew(nativeId(lease));
    const response = await post(deps, { lease, body, timeoutMs, path });
    const answer = parseJson(response.body);
    const fault = faultsOf(RENEW_ANSWER_SCHEMA, answer, 'answer')[0];
    if (fault !== undefined)
        throw new SourceFailure('bad_answer', `The pool's answer to the renewal is wrong: ${fault}.`);
    const renewal = answer;
    if (renewal.decision === 'keep') {
        return { decision: 'keep', lease: { ...lease, leaseExpiresAtMs: Date.parse(renewal.lease_expires_at) } };
    }
    const format = checkTokenFormat(renewal.lease?.token);
    if (!format.ok || !renewal.lease) {
        const rule = format.ok ? 'it is missing' : format.rule;
        throw new SourceFailure('bad_token', `The pool's replacement token is refused: ${rule}.`);
    }
    const settings = { url: lease.poolUrl, auth: lease.auth };
    return { decision: 'replace', token: obtainedFrom(renewal.lease, settings, deps.now()) };
}
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

;// CONCATENATED MODULE: ./build/bundled/src/action/sources/revoke.js


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
    throw new types_SourceFailure('refused', `GitHub did not revoke the installation token (status ${response.status}).`);
}

;// CONCATENATED MODULE: ./build/bundled/src/action/sources/source-inputs.js





function maskSecretInputs(inputs, mask) {
    const key = inputs.text('private-key');
    const given = [inputs.text('github-token'), inputs.text('token')].filter((token) => token !== '');
    const decodedKey = key.includes('-----') ? '' : Buffer.from(key, 'base64').toString('utf8');
    mask(inputs.text('api-secret'), key, decodedKey, ...given.flatMap(tokenMasks));
}
function oidcEndpoint(env) {
    const requestUrl = env.ACTIONS_ID_TOKEN_REQUEST_URL ?? '';
    const requestToken = env.ACTIONS_ID_TOKEN_REQUEST_TOKEN ?? '';
    return requestUrl !== '' && requestToken !== '' ? { requestUrl, requestToken } : null;
}
function readSourceInputs(reading) {
    const pool = poolSettings(reading);
    const app = appSettings(reading);
    const fallbackToken = reading.inputs.text('github-token');
    if (!/^[!-~]*$/.test(fallbackToken) && /[\s\p{Cc}]/u.test(fallbackToken)) {
        reading.inputs.fault('github-token', 'write one token, without white space.');
    }
    return {
        pool,
        app,
        absence: pool || app ? null : explainAbsence(reading),
        fallbackToken: fallbackToken === '' ? null : fallbackToken,
        githubApiUrl: githubApiUrl(reading),
    };
}
function githubApiUrl({ inputs, env }) {
    const url = inputs.text('github-api-url') || env.GITHUB_API_URL || 'https://api.github.com';
    const fault = addressFault(url);
    if (fault !== null)
        inputs.fault('github-api-url', `${fault}.`);
    return url;
}
function poolSettings({ inputs, env }) {
    const url = inputs.text('pool-url') || (env.TOKEN_POOL_URL ?? '').trim();
    const secret = inputs.text('api-secret');
    const oidc = inputs.choice('oidc', ['auto', 'always', 'never']);
    const audience = inputs.text('oidc-audience') || DEFAULT_OIDC_AUDIENCE;
    const fault = url === '' ? null : addressFault(url);
    if (fault !== null)
        inputs.fault('pool-url', `${fault}.`);
    if (secret !== '' && !/^[\x21-\x7e]{8,}$/.test(secret)) {
        inputs.fault('api-secret', 'write a key of at least 8 printable characters without white space.');
    }
    if (secret !== '' && url === '' && !inputs.text('client-id') && !inputs.text('app-id')) {
        inputs.fault('pool-url', 'write the address of the pool that the api-secret is for, or set TOKEN_POOL_URL.');
    }
    if (url === '')
        return null;
    const mayAsk = oidcEndpoint(env) !== null;
    if (oidc === 'always' || (oidc === 'auto' && secret === '')) {
        return mayAsk ? { url, auth: { kind: 'oidc', audience } } : null;
    }
    return secret === '' ? null : { url, auth: { kind: 'key', secret } };
}
function appSettings({ inputs }) {
    const [clientId, appId] = [inputs.text('client-id'), inputs.text('app-id')];
    const key = inputs.text('private-key');
    if (clientId !== '' && appId !== '')
        inputs.fault('app-id', 'leave it empty when client-id is given.');
    const id = clientId || appId;
    if (id !== '' && !/^[A-Za-z0-9.]{1,64}$/.test(id)) {
        inputs.fault(clientId === '' ? 'app-id' : 'client-id', "write the id from the App's settings page, such as Iv1.0123456789abcdef or 12345.");
    }
    if (id === '' && key !== '')
        inputs.fault('client-id', 'write the client id of the App that the private-key is for.');
    const owner = inputs.text('owner');
    if (owner !== '' && !/^[A-Za-z0-9][\w-]{0,99}$/.test(owner))
        inputs.fault('owner', 'write one user or organization name.');
    const repositories = inputs.list('repositories');
    if (!repositories.every((name) => /^[\w.-]{1,100}$/.test(name))) {
        inputs.fault('repositories', 'write names without the owner, separated by commas or lines.');
    }
    const permissions = readPermissions(inputs);
    if (id === '' || key === '')
        return null;
    const reading = readPrivateKey(key, process.getBuiltinModule('node:crypto'));
    if (!reading.ok) {
        inputs.fault('private-key', `${reading.rule}; paste the whole .pem file of the App, or its base64, into the secret.`);
    }
    return {
        id,
        privateKeyPem: reading.ok ? reading.pem : '',
        owner: owner || null,
        repositories,
        permissions,
    };
}
function readPermissions(inputs) {
    const entries = inputs
        .list('permissions')
        .map((entry) => /^([a-z][a-z_-]{1,50})\s*[:=]\s*(read|write|admin)$/.exec(entry));
    if (entries.length === 0)
        return null;
    if (entries.includes(null))
        inputs.fault('permissions', 'write pairs such as `contents: read, issues: write`.');
    const pairs = entries.flatMap((match) => match ? [[(match[1] ?? '').replaceAll('-', '_'), match[2] ?? '']] : []);
    return Object.fromEntries(pairs);
}

;// CONCATENATED MODULE: ./build/bundled/src/action/refresh/private-files.js


const MAX_BYTES = 1024 * 1024;
const NO_FOLLOW = external_node_fs_namespaceObject.constants.O_NOFOLLOW ?? 0;
function ownUserId() {
    return process.getuid?.() ?? null;
}
function ownershipFault(stats, userId) {
    if (userId === null)
        return null;
    if (stats.uid !== userId)
        return 'belongs to another user';
    return (stats.mode & 0o077) === 0 ? null : 'can be reached by other users';
}
function private_files_folderFault(folder) {
    try {
        const stats = (0,external_node_fs_namespaceObject.lstatSync)(folder);
        if (!stats.isDirectory())
            return stats.isSymbolicLink() ? 'is a symbolic link' : 'is no folder';
        return ownershipFault(stats, ownUserId());
    }
    catch {
        return 'does not exist';
    }
}
function private_files_makePrivateFolder(prefix) {
    return mkdtempSync(prefix);
}
function private_files_readPrivateFile(path, userId = ownUserId()) {
    let descriptor;
    try {
        descriptor = (0,external_node_fs_namespaceObject.openSync)(path, external_node_fs_namespaceObject.constants.O_RDONLY | NO_FOLLOW);
    }
    catch (error) {
        return refusalOfOpen(error);
    }
    try {
        const stats = (0,external_node_fs_namespaceObject.fstatSync)(descriptor);
        if (!stats.isFile())
            return { state: 'refused', why: 'is no regular file' };
        const fault = ownershipFault(stats, userId);
        if (fault !== null)
            return { state: 'refused', why: fault };
        if (stats.size > MAX_BYTES)
            return { state: 'refused', why: 'is too large' };
        return { state: 'ok', text: (0,external_node_fs_namespaceObject.readFileSync)(descriptor, 'utf8') };
    }
    catch {
        return { state: 'refused', why: 'cannot be read' };
    }
    finally {
        (0,external_node_fs_namespaceObject.closeSync)(descriptor);
    }
}
function refusalOfOpen(error) {
    const code = codeOf(error);
    if (code === 'ENOENT' || code === 'ENOTDIR')
        return { state: 'missing' };
    return { state: 'refused', why: code === 'ELOOP' ? 'is a symbolic link' : 'cannot be opened' };
}
function codeOf(error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    return /^E[A-Z0-9]+$/.test(code) ? code : '';
}
function storageFault(error) {
    const code = codeOf(error);
    const isFull = code === 'ENOSPC' || code === 'EDQUOT' || code === 'EFBIG';
    const reason = isFull ? 'the disk is full' : code === 'ENOENT' ? 'its folder is gone' : code;
    return `The token cannot be stored: ${reason}.`;
}
function private_files_createPrivateFile(path, text, traits = {}) {
    const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | NO_FOLLOW;
    const descriptor = openSync(path, flags, traits.mode ?? 0o600);
    try {
        writeFileSync(descriptor, text);
        const atSeconds = traits.modifiedAtMs === undefined ? undefined : traits.modifiedAtMs / 1000;
        if (atSeconds !== undefined)
            futimesSync(descriptor, atSeconds, atSeconds);
    }
    catch (error) {
        closeSync(descriptor);
        unlinkSync(path);
        throw error;
    }
    closeSync(descriptor);
}
function ensurePrivateFile(path, text, traits = {}) {
    try {
        private_files_createPrivateFile(path, text, traits);
    }
    catch (error) {
        if (codeOf(error) !== 'EEXIST')
            throw error;
    }
}
function private_files_replacePrivateFile(path, text, traits = {}) {
    const draft = join(dirname(path), `.${process.pid}-${process.hrtime.bigint()}.tmp`);
    private_files_createPrivateFile(draft, text, traits);
    try {
        renameSync(draft, path);
    }
    catch (error) {
        unlinkSync(draft);
        throw error;
    }
}

;// CONCATENATED MODULE: ./build/bundled/src/action/refresh/credentials.js

function readCredentials(path) {
    return credentialsOf(private_files_readPrivateFile(path));
}
function credentialsOf(read) {
    if (read.state !== 'ok')
        return read;
    if (read.text === '')
        return { state: 'refused', why: 'is empty' };
    let value;
    try {
        value = JSON.parse(read.text);
    }
    catch {
        return { state: 'refused', why: 'is torn or no JSON' };
    }
    return isCredentials(value)
        ? { state: 'ok', credentials: value }
        : { state: 'refused', why: 'does not hold what it should' };
}
function isCredentials(value) {
    if (!isRecord(value))
        return false;
    const { token, source, kind, life, obtained } = value;
    if (typeof token !== 'string' || !/^[\x21-\x7e]{1,4096}$/.test(token))
        return false;
    if (typeof source !== 'string' || typeof kind !== 'string')
        return false;
    return isRecord(obtained) && isLife(life);
}
function isLife(value) {
    if (!isRecord(value))
        return false;
    const { obtainedAtWallMs, obtainedAtMonotonicMs, livesMs, refreshBeforeMs } = value;
    const numbers = [obtainedAtWallMs, obtainedAtMonotonicMs, livesMs ?? 0, refreshBeforeMs];
    return numbers.every((number) => typeof number === 'number' && Number.isFinite(number));
}
function isRecord(value) {
    return typeof value === 'object' && value !== null && !Array.isArray(value);
}

;// CONCATENATED MODULE: ./build/bundled/src/action/refresh/life.js
function life_remainingLifeMs(life, clock) {
    if (life.livesMs === null)
        return Number.POSITIVE_INFINITY;
    const monotonicAgeMs = clock.monotonicMs() - life.obtainedAtMonotonicMs;
    if (monotonicAgeMs < 0)
        return 0;
    return life.livesMs - Math.max(monotonicAgeMs, clock.wallMs() - life.obtainedAtWallMs);
}
function isFresh(life, clock) {
    return life_remainingLifeMs(life, clock) > life.refreshBeforeMs;
}
const systemClock = {
    wallMs: () => Date.now(),
    monotonicMs: () => Number(process.hrtime.bigint() / 1000000n),
};
const LARGEST_SHARE = 0.5;
function lifeOf(clock, token) {
    const wallMs = clock.wallMs();
    const livesMs = token.expiresAtMs === null ? null : Math.max(0, token.expiresAtMs - token.issuerAheadMs - wallMs);
    return {
        obtainedAtWallMs: wallMs,
        obtainedAtMonotonicMs: clock.monotonicMs(),
        livesMs,
        refreshBeforeMs: livesMs === null ? 0 : Math.min(token.refreshBeforeMs, livesMs * LARGEST_SHARE),
    };
}

;// CONCATENATED MODULE: ./build/bundled/src/action/refresh/types.js
const types_FILES = {
    credentials: 'credentials.json',
    token: 'token',
    settings: 'settings.json',
    ledger: 'ledger.jsonl',
    known: 'known',
    erased: 'erase-request',
    now: 'now',
    unmasked: 'unmasked',
    failure: 'failure.json',
    keeper: 'keeper.json',
    log: 'keeper.log',
    gitConfig: 'git.config',
    gitHelper: 'git-credential',
    ghFolder: 'bin',
    ask: 'ask',
};

;// CONCATENATED MODULE: ./build/bundled/src/action/refresh/folder.js






const PREFIX = 'fetch-token-';
const NEVER_MS = (/* unused pure expression or super */ null && (10 * 365 * 24 * 3_600_000));
function createFolder(runnerTemp, settings) {
    const path = makePrivateFolder(join(runnerTemp, PREFIX));
    try {
        createPrivateFile(join(path, FILES.settings), JSON.stringify(settings));
    }
    catch (error) {
        rmSync(path, { recursive: true, force: true });
        throw error;
    }
    return { path };
}
function foldersIn(runnerTemp) {
    const names = readdirSync(runnerTemp).filter((name) => name.startsWith(PREFIX));
    return names
        .map((name) => ({ path: join(runnerTemp, name) }))
        .filter(({ path }) => folderFault(path) === null && existsSync(join(path, FILES.settings)));
}
function readSettings(folder) {
    const fault = private_files_folderFault(folder.path);
    if (fault !== null)
        return { fault: `the folder ${folder.path} ${fault}` };
    const read = private_files_readPrivateFile((0,external_node_path_namespaceObject.join)(folder.path, types_FILES.settings));
    if (read.state === 'missing')
        return { fault: `${folder.path} holds no settings of refresh-token` };
    if (read.state === 'refused')
        return { fault: `${(0,external_node_path_namespaceObject.join)(folder.path, types_FILES.settings)} ${read.why}` };
    try {
        return JSON.parse(read.text);
    }
    catch {
        return { fault: `${(0,external_node_path_namespaceObject.join)(folder.path, types_FILES.settings)} is torn` };
    }
}
function readCached(folder) {
    return readCredentials((0,external_node_path_namespaceObject.join)(folder.path, types_FILES.credentials));
}
function tokenFileFault(folder, token) {
    const read = readPrivateFile(join(folder.path, FILES.token));
    if (read.state === 'missing')
        return 'is gone';
    if (read.state === 'refused')
        return read.why;
    return read.text === `${token}\n` ? null : 'does not hold the token';
}
function publish(folder, credentials, clock) {
    addKnownToken(folder, credentials.token);
    const modifiedAtMs = dueAtMs(credentials, clock);
    replacePrivateFile(join(folder.path, FILES.token), `${credentials.token}\n`, { modifiedAtMs });
    replacePrivateFile(join(folder.path, FILES.credentials), `${JSON.stringify(credentials, null, 2)}\n`);
}
function addKnownToken(folder, token) {
    const path = join(folder.path, FILES.known);
    const read = readPrivateFile(path);
    if (read.state === 'refused')
        replacePrivateFile(path, '');
    const known = read.state === 'ok' ? read.text : '';
    if (!known.split('\n').includes(token))
        appendFileSync(path, `${token}\n`, { mode: 0o600 });
}
function dueAtMs({ life }, clock) {
    return clock.wallMs() + Math.min(remainingLifeMs(life, clock) - life.refreshBeforeMs, NEVER_MS);
}
function isErased(folder) {
    return existsSync(join(folder.path, FILES.erased));
}
function clearErased(folder) {
    rmSync(join(folder.path, FILES.erased), { force: true });
}
function appendLog(folder, line) {
    try {
        appendFileSync(join(folder.path, FILES.log), `${line}\n`, { mode: 0o600 });
    }
    catch {
    }
}
function changeTimeMs(path) {
    return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? null;
}
function removeFile(path) {
    try {
        unlinkSync(path);
    }
    catch {
    }
}

;// CONCATENATED MODULE: ./build/bundled/src/action/refresh/git-restore.js
function restoreExports(env, undo) {
    if (env[`GIT_CONFIG_VALUE_${undo.index}`] !== undo.configPath)
        return [];
    const isLast = env.GIT_CONFIG_COUNT === String(undo.index + 1);
    const voided = [
        [`GIT_CONFIG_KEY_${undo.index}`, 'fetch-token.ended'],
        [`GIT_CONFIG_VALUE_${undo.index}`, 'true'],
    ];
    return isLast ? [...voided, ['GIT_CONFIG_COUNT', undo.countBefore || '0']] : voided;
}

;// CONCATENATED MODULE: ./build/bundled/src/action/refresh/ledger.js




function keyOf(token) {
    return `${token.lease?.leaseId ?? ''} ${token.token}`;
}
function append(folder, entry) {
    appendFileSync(join(folder.path, FILES.ledger), `${JSON.stringify(entry)}\n`, { mode: 0o600 });
}
function recordObtained(folder, token) {
    append(folder, { event: 'obtained', token });
}
function recordSettled(folder, token) {
    append(folder, { event: 'settled', key: keyOf(token) });
}
function openTokens(folder) {
    const read = private_files_readPrivateFile((0,external_node_path_namespaceObject.join)(folder.path, types_FILES.ledger));
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

;// CONCATENATED MODULE: ./build/bundled/src/action/refresh/state.js

const NAME = 'refresh';
function saveState(runner, state) {
    runner.saveState(NAME, JSON.stringify(state));
}
function loadState(runner) {
    const state = answers_parseJson(runner.getState(NAME));
    return typeof state === 'object' && state !== null ? state : null;
}

;// CONCATENATED MODULE: ./build/bundled/src/action/refresh/process-identity.js

function readStat(pid) {
    try {
        const text = (0,external_node_fs_namespaceObject.readFileSync)(`/proc/${pid}/stat`, 'utf8');
        const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
        return { state: fields[0] ?? '', startTicks: fields[19] ?? '' };
    }
    catch {
        return null;
    }
}
function ownNamespace() {
    try {
        return (0,external_node_fs_namespaceObject.readlinkSync)('/proc/self/ns/pid');
    }
    catch {
        return null;
    }
}
function process_identity_identify(pid) {
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
function livenessOf(identity) {
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
    if (stat.state === 'Z' || stat.state === 'X')
        return 'gone';
    return stat.state === 'T' || stat.state === 't' ? 'stopped' : 'running';
}

;// CONCATENATED MODULE: ./build/bundled/src/action/refresh/keeper-process.js




function startKeeper(env, folder, settings) {
    const { spawn } = process.getBuiltinModule('node:child_process');
    const child = spawn(settings.nodePath, [settings.bundles.keeper, '--folder', folder.path], {
        cwd: folder.path,
        detached: true,
        stdio: 'ignore',
        windowsHide: true,
        env: keeperEnvironment(env),
    });
    child.on('error', () => undefined);
    child.unref();
    if (child.pid !== undefined)
        noteKeeper(folder, child.pid);
}
function keeperEnvironment(env) {
    const wanted = /^(path|home|tmp|temp|tmpdir|systemroot|userprofile|runner_tracking_id|runner_temp|node_extra_ca_certs|ssl_cert_(file|dir)|(https?|all|no)_proxy)$/i;
    return Object.fromEntries(Object.entries(env).filter(([name]) => wanted.test(name)));
}
function noteKeeper(folder, pid) {
    const identity = identify(pid);
    if (identity !== null)
        replacePrivateFile(join(folder.path, FILES.keeper), JSON.stringify(identity));
}
function findKeeper(folder) {
    const read = private_files_readPrivateFile((0,external_node_path_namespaceObject.join)(folder.path, types_FILES.keeper));
    try {
        return read.state === 'ok' ? JSON.parse(read.text) : null;
    }
    catch {
        return null;
    }
}
function isKeeperAlive(folder) {
    const keeper = findKeeper(folder);
    const liveness = keeper === null ? 'gone' : livenessOf(keeper);
    return liveness !== 'gone' && liveness !== 'elsewhere';
}

;// CONCATENATED MODULE: ./build/bundled/src/action/refresh/stop-keeper.js


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
    }
}

;// CONCATENATED MODULE: ./build/bundled/src/action/refresh/post.js















const READ_TIMEOUT_MS = 3_000;
const SETTLE_TIMEOUT_MS = 5_000;
async function endRefreshing(deps) {
    const { runner } = deps;
    maskSecretInputs(readInputs(runner.env), runner.mask);
    const state = loadState(runner);
    if (state === null)
        return;
    if (state.gitUndo !== null)
        restoreGit(runner, state.gitUndo);
    if (state.role === 'guest')
        return;
    const folder = { path: state.folder };
    if (!(0,external_node_fs_namespaceObject.existsSync)(folder.path)) {
        runner.log.info('The private folder is gone already; leases that were open end by themselves.');
        return;
    }
    await endKeeper(deps, folder);
    const leftovers = collect(folder);
    runner.mask(...leftovers.tokens.flatMap(({ token }) => tokenMasks(token)));
    showKeeperLog(runner, folder);
    (0,external_node_fs_namespaceObject.rmSync)(folder.path, { recursive: true, force: true });
    await settleAll(deps, leftovers);
}
function restoreGit(runner, undo) {
    if (runner.missingFiles(['GITHUB_ENV']).length > 0)
        return;
    for (const [name, value] of restoreExports(runner.env, undo))
        runner.exportVariable(name, value);
}
async function endKeeper(deps, folder) {
    const { log } = deps.runner;
    const outcome = await stopKeeper({ sleep: (ms) => deps.sleep(ms) }, folder);
    if (outcome === 'stopped')
        log.debug('The keeper has ended.');
    if (outcome === 'none')
        log.info('The keeper had ended before; tokens were renewed on demand since.');
    if (outcome === 'survived')
        log.warning('The keeper could not be ended; it ends by itself within seconds.');
}
function collect(folder) {
    const settings = readSettings(folder);
    const read = readCached(folder);
    return {
        tokens: openTokens(folder).filter(needsSettling),
        githubApiUrl: 'fault' in settings ? '' : settings.request.githubApiUrl,
        lastToken: read.state === 'ok' ? read.credentials.token : null,
    };
}
function showKeeperLog(runner, folder) {
    if (runner.env.RUNNER_DEBUG !== '1')
        return;
    const path = (0,external_node_path_namespaceObject.join)(folder.path, types_FILES.log);
    const lines = (0,external_node_fs_namespaceObject.existsSync)(path) ? (0,external_node_fs_namespaceObject.readFileSync)(path, 'utf8').split('\n').filter(Boolean) : [];
    runner.log.group('Log of the keeper', lines.slice(-200));
}
async function settleAll(deps, leftovers) {
    const { runner, http, now, sleep, random, signal } = deps;
    const leaseDeps = {
        http,
        now,
        sleep,
        random,
        signal,
        log: runner.log,
        mask: runner.mask,
        oidc: oidcEndpoint(runner.env),
    };
    const outcomes = await Promise.all(leftovers.tokens.map((token) => settle(leaseDeps, leftovers, token).catch(() => 'failed')));
    const count = (outcome) => outcomes.filter((one) => one === outcome).length;
    const [released, revoked, failed] = [count('released'), count('revoked'), count('failed')];
    if (released + revoked > 0) {
        runner.log.info(`Gave back ${counted(released, 'lease')} and revoked ${counted(revoked, 'token')} of this job.`);
    }
    if (failed > 0) {
        runner.log.warning(`${counted(failed, 'token')} could not be given back; leases and tokens end by themselves.`);
    }
}
function counted(count, noun) {
    return count === 1 ? `1 ${noun}` : `${count} ${noun}s`;
}
async function settle(deps, { githubApiUrl, lastToken }, token) {
    if (token.lease !== null && token.lease.leaseId !== null) {
        const question = { githubApiUrl, token: token.token, timeoutMs: READ_TIMEOUT_MS };
        const reading = token.token === lastToken ? await verify_readBudget(deps, question) : null;
        await reportLease(deps, {
            lease: token.lease,
            body: reportOf(reading, token),
            timeoutMs: SETTLE_TIMEOUT_MS,
        }).catch(ignoreEnded);
        return 'released';
    }
    const hasExpired = token.expiresAtMs !== null && token.expiresAtMs < deps.now();
    if (!token.mintedForThisJob || hasExpired)
        return 'nothing';
    await revokeInstallationToken(deps, { githubApiUrl, token: token.token, timeoutMs: SETTLE_TIMEOUT_MS });
    return 'revoked';
}
function reportOf(reading, token) {
    const release = { buckets: {}, outcome: 'ok', release: true };
    if (reading?.state === 'unauthorized')
        return { ...release, outcome: 'unauthorized' };
    if (reading?.state !== 'known')
        return release;
    const start = token.rateLimit;
    const used = [...reading.buckets.values()].filter((bucket) => bucket.used > 0).slice(0, 30);
    const buckets = used.map((bucket) => {
        const remainingAtStart = start?.bucket === bucket.bucket ? start.remaining : null;
        return [bucket.bucket, bucketReport(bucket, remainingAtStart)];
    });
    return { ...release, buckets: Object.fromEntries(buckets) };
}
function ignoreEnded(error) {
    const isEnded = error instanceof Error && 'code' in error && error.code === 'lease_ended';
    if (!isEnded)
        throw error;
}

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
;// CONCATENATED MODULE: ./build/bundled/src/action/abortable-sleep.js

function abortableSleep(message) {
    return (ms, signal) => new Promise((resolve, reject) => {
        const onAbort = () => {
            clearTimeout(timer);
            reject(new HttpFailure('cancelled', message));
        };
        const timer = setTimeout(() => {
            signal?.removeEventListener('abort', onAbort);
            resolve();
        }, ms);
        if (signal?.aborted)
            onAbort();
        else
            signal?.addEventListener('abort', onAbort, { once: true });
    });
}

;// CONCATENATED MODULE: ./build/bundled/src/action/http/node-modules.js
function nodeModules() {
    return {
        net: () => process.getBuiltinModule('node:net'),
        tls: () => process.getBuiltinModule('node:tls'),
    };
}

;// CONCATENATED MODULE: ./build/bundled/src/action/http/intake.js

const MAX_LINES_BYTES = 64 * 1024;
function newIntake(host) {
    return { chunks: [], size: 0, isEnded: false, isBegun: false, host };
}
function addTo(intake, chunk) {
    intake.chunks.push(chunk);
    intake.size += chunk.length;
    intake.isBegun ||= chunk.length > 0;
}
function* waitForMore(intake) {
    if (!intake.isEnded)
        yield;
    else if (intake.isBegun)
        throw truncated(intake.host);
    else
        throw new HttpFailure('network', `${intake.host} cannot be reached (it hung up without an answer).`);
}
function* takeBytes(intake, count) {
    while (intake.size < count)
        yield* waitForMore(intake);
    return cut(intake, count);
}
function* takeText(intake, mark) {
    for (;;) {
        const at = joined(intake).indexOf(mark, 0, 'latin1');
        if (at >= 0)
            return cut(intake, at + mark.length).toString('latin1', 0, at);
        if (intake.size > MAX_LINES_BYTES)
            throw malformed(intake.host);
        yield* waitForMore(intake);
    }
}
function* takeRest(intake, maxBytes) {
    while (!intake.isEnded) {
        if (intake.size > maxBytes)
            break;
        yield;
    }
    if (intake.size > maxBytes)
        throw tooLarge(intake.host, maxBytes);
    return cut(intake, intake.size);
}
function joined(intake) {
    const [only] = intake.chunks;
    if (intake.chunks.length === 1 && only !== undefined)
        return only;
    const whole = Buffer.concat(intake.chunks);
    intake.chunks = [whole];
    return whole;
}
function cut(intake, count) {
    const whole = joined(intake);
    intake.chunks = count < whole.length ? [whole.subarray(count)] : [];
    intake.size -= count;
    return whole.subarray(0, count);
}
function malformed(host) {
    return new HttpFailure('network', `${host} does not answer as HTTP wants it.`);
}
function tooLarge(host, maxBytes) {
    return new HttpFailure('too_large', `${host} sent more than ${maxBytes} bytes.`);
}
function truncated(host) {
    return new HttpFailure('truncated', `${host} broke off in the middle of its answer.`);
}

;// CONCATENATED MODULE: ./build/bundled/src/action/http/converse.js

function converse(socket, { text, host }, read) {
    return new Promise((resolve, reject) => {
        const intake = newIntake(host);
        const reading = read(intake);
        const onData = (chunk) => {
            addTo(intake, chunk);
            advance();
        };
        const onEnd = () => {
            intake.isEnded = true;
            advance();
        };
        const fail = (error) => {
            leave();
            reject(error);
        };
        const leave = () => socket.off('data', onData).off('end', onEnd).off('close', onEnd).off('error', fail);
        const advance = () => {
            try {
                const { done, value } = reading.next();
                if (!done)
                    return;
                leave();
                resolve(value);
            }
            catch (error) {
                fail(error);
            }
        };
        socket.on('data', onData).on('end', onEnd).on('close', onEnd).on('error', fail);
        advance();
        socket.write(text);
    });
}

;// CONCATENATED MODULE: ./build/bundled/src/action/http/message.js


function requestText(request, url) {
    const { body } = request;
    const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };
    const type = body === undefined ? {} : { 'content-type': 'application/json' };
    const common = { host: url.host, accept: 'application/json', 'user-agent': 'fetch-token' };
    const headers = { ...common, ...type, ...length, ...request.headers };
    const line = `${request.method} ${url.pathname}${url.search} HTTP/1.1`;
    return `${headText(line, headers, url.host)}${body ?? ''}`;
}
function headText(line, headers, host) {
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
    if (![line, ...lines].every((one) => /^[\t -~]+$/.test(one))) {
        const advice = 'Check the secrets among the inputs for line breaks and foreign letters.';
        throw new HttpFailure('unsendable', `A header for ${host} holds a character that it must not. ${advice}`);
    }
    return `${[line, ...lines].join('\r\n')}\r\n\r\n`;
}
const STATUS_LINE = /^HTTP\/1\.([01]) ([1-5]\d\d)(?: [\t -~\x80-\xff]*)?$/;
const HEADER_LINE = /^([!#$%&'*+.^`|~\w-]+):[\t ]*([\t -~\x80-\xff]*)$/;
const FRAMING = ['content-length', 'transfer-encoding'];
function* readHead(intake) {
    const [first = '', ...lines] = (yield* takeText(intake, '\r\n\r\n')).split('\r\n');
    const [, version, status] = STATUS_LINE.exec(first) ?? [];
    if (status === undefined)
        throw malformed(intake.host);
    const headers = {};
    for (const line of lines) {
        const [, name = '', value = ''] = HEADER_LINE.exec(line) ?? [];
        const key = name.toLowerCase();
        if (key === '')
            throw malformed(intake.host);
        if (FRAMING.includes(key) && headers[key] !== undefined)
            throw malformed(intake.host);
        headers[key] ??= value.trimEnd();
    }
    const isKeptAlive = version === '1' && !/\bclose\b/i.test(headers.connection ?? '');
    return { status: Number(status), headers, isKeptAlive };
}
function* readAnswer(intake, maxBytes) {
    let head = yield* readHead(intake);
    while (head.status < 200)
        head = yield* readHead(intake);
    const { status, headers, isKeptAlive } = head;
    refuseRedirect(status, intake.host);
    const { body, isDelimited } = yield* readBody(intake, head, maxBytes);
    const response = { status, headers, body: body.toString('utf8') };
    return { response, isReusable: isKeptAlive && isDelimited && intake.size === 0 };
}
function refuseRedirect(status, host) {
    if (status < 300 || status >= 400 || status === 304)
        return;
    throw new HttpFailure('redirect', `${host} answered ${status}, a redirect, which is not followed because it could carry the secret ` +
        'elsewhere. Configure the final address.');
}
function* readBody(intake, { status, headers }, maxBytes) {
    const encoding = headers['transfer-encoding'];
    const length = headers['content-length'];
    if (encoding !== undefined && (length !== undefined || encoding.toLowerCase() !== 'chunked')) {
        throw malformed(intake.host);
    }
    if (status === 204 || status === 304)
        return { body: Buffer.alloc(0), isDelimited: true };
    if (encoding !== undefined)
        return { body: yield* readChunks(intake, maxBytes), isDelimited: true };
    if (length === undefined)
        return { body: yield* takeRest(intake, maxBytes), isDelimited: false };
    if (!/^\d{1,15}$/.test(length))
        throw malformed(intake.host);
    if (Number(length) > maxBytes)
        throw tooLarge(intake.host, maxBytes);
    return { body: yield* takeBytes(intake, Number(length)), isDelimited: true };
}
function* readChunks(intake, maxBytes) {
    const parts = [];
    let size = 0;
    for (;;) {
        const line = yield* takeText(intake, '\r\n');
        const digits = /^([\da-f]{1,8})[\t ]*(?:;|$)/i.exec(line)?.[1];
        if (digits === undefined)
            throw malformed(intake.host);
        const length = Number.parseInt(digits, 16);
        if (length === 0)
            break;
        size += length;
        if (size > maxBytes)
            throw tooLarge(intake.host, maxBytes);
        parts.push(yield* takeBytes(intake, length));
        if ((yield* takeText(intake, '\r\n')) !== '')
            throw malformed(intake.host);
    }
    while ((yield* takeText(intake, '\r\n')) !== '')
        ;
    return Buffer.concat(parts);
}

;// CONCATENATED MODULE: ./build/bundled/src/action/http/tunnel.js



async function openTunnel({ proxy, target }, connect) {
    const name = `The proxy ${proxy.host}`;
    const head = await asked(name, async () => {
        const socket = await connect({
            host: proxy.hostname.replace(/^\[|\]$/g, ''),
            port: Number(proxy.port || (proxy.protocol === 'https:' ? 443 : 80)),
        });
        const answer = await converse(socket, { text: connectText(proxy, target), host: name }, readWhole);
        return { socket, ...answer };
    });
    if (head.status === 200 && head.isAll)
        return head.socket;
    const advice = head.status === 407 ? ' Put its user and password into the proxy variable.' : '';
    throw new HttpFailure('proxy', `${name} answered ${head.status} to CONNECT.${advice}`);
}
async function asked(name, ask) {
    try {
        return await ask();
    }
    catch (cause) {
        if (cause instanceof HttpFailure && cause.code === 'unsendable')
            throw cause;
        const isTalking = cause instanceof HttpFailure;
        const fault = isTalking ? 'does not understand CONNECT.' : 'cannot be reached.';
        throw new HttpFailure('proxy', `${name} ${fault} Correct https_proxy or no_proxy.`, { cause });
    }
}
function* readWhole(intake) {
    const head = yield* readHead(intake);
    return { ...head, isAll: intake.size === 0 };
}
function connectText(proxy, target) {
    const authority = `${target.hostname}:${target.port || '443'}`;
    const headers = { host: authority };
    if (proxy.username !== '' || proxy.password !== '') {
        const credentials = Buffer.from(`${proxy.username}:${proxy.password}`).toString('base64');
        headers['proxy-authorization'] = `Basic ${credentials}`;
    }
    return headText(`CONNECT ${authority} HTTP/1.1`, headers, proxy.host);
}

;// CONCATENATED MODULE: ./build/bundled/src/action/http/connections.js

const MAX_IDLE_MS = 4000;
function createConnections(deps) {
    const idle = new Map();
    const known = new Set();
    const connections = {
        open(url, hold) {
            const kept = idle.get(url.origin);
            idle.delete(url.origin);
            known.add(url.origin);
            if (kept === undefined)
                return connect(deps, url, hold);
            const { socket, sinceMs, spoil } = kept;
            socket.off('data', spoil).off('end', spoil).ref();
            if (socket.destroyed || deps.now() - sinceMs > MAX_IDLE_MS) {
                socket.destroy();
                return connect(deps, url, hold);
            }
            hold(socket);
            return Promise.resolve(socket);
        },
        giveBack(url, socket) {
            const spoil = () => socket.destroy();
            socket.once('data', spoil).once('end', spoil).unref();
            idle.get(url.origin)?.socket.destroy();
            idle.set(url.origin, { socket, sinceMs: deps.now(), spoil });
        },
        openAhead(url) {
            if (known.has(url.origin))
                return;
            const opened = connections.open(url, (socket) => socket.unref());
            opened.then((socket) => connections.giveBack(url, socket)).catch(() => undefined);
        },
    };
    return connections;
}
async function connect({ modules, proxyFor }, url, hold) {
    const host = unbracketed(url.hostname);
    if (url.protocol === 'http:')
        return plainSocket(modules, { host, port: Number(url.port || 80) }, hold);
    const proxy = proxyFor(url);
    if (proxy === undefined)
        return secureSocket(modules, { host, port: Number(url.port || 443) }, hold);
    const socket = await openTunnel({ proxy, target: url }, (address) => proxy.protocol === 'https:'
        ? secureSocket(modules, address, hold)
        : Promise.resolve(plainSocket(modules, address, hold)));
    return secureSocket(modules, { host, socket }, hold);
}
function plainSocket(modules, address, hold) {
    const socket = modules.net().connect(address);
    hold(socket);
    socket.on('error', () => undefined);
    return socket;
}
function secureSocket(modules, to, hold) {
    const name = /^[\d.]+$|:/.test(to.host) ? {} : { servername: to.host };
    const socket = modules.tls().connect({ ...to, ...name, ALPNProtocols: ['http/1.1'] });
    hold(socket);
    return new Promise((resolve, reject) => {
        socket.once('secureConnect', () => resolve(socket));
        socket.on('error', reject);
    });
}
function unbracketed(hostname) {
    return hostname.replace(/^\[|\]$/g, '');
}

;// CONCATENATED MODULE: ./build/bundled/src/action/http/failures.js

const TLS_CODE = /^(ERR_TLS|ERR_SSL|CERT_|SELF_SIGNED|DEPTH_ZERO|UNABLE_TO_|HOSTNAME_|EPROTO|CRL_|INVALID_CA)/;
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

;// CONCATENATED MODULE: ./build/bundled/src/action/http/transport.js







function createHttp(deps) {
    const connections = createConnections(deps);
    return {
        async http(request) {
            const url = checkedUrl(request.url);
            return leashed({ request, host: url.host }, (hold) => exchange(connections, { request, url, hold }));
        },
        connectAhead(address) {
            if (address_addressFault(address) !== null)
                return;
            const url = new URL(address);
            setImmediate(() => connections.openAhead(url));
        },
    };
}
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
        let grace;
        const onAbort = () => {
            if (request.graceMs === undefined)
                cancel();
            else
                grace = setTimeout(cancel, request.graceMs);
        };
        const timer = setTimeout(() => giveUp(lateFailure(host, request.timeoutMs)), Math.max(1, request.timeoutMs));
        const loosen = () => {
            clearTimeout(timer);
            clearTimeout(grace);
            request.signal?.removeEventListener('abort', onAbort);
        };
        if (request.signal?.aborted)
            return cancel();
        request.signal?.addEventListener('abort', onAbort, { once: true });
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
async function exchange(connections, { request, url, hold }) {
    const text = requestText(request, url);
    const maxBytes = request.maxBytes ?? MAX_ANSWER_BYTES;
    const socket = await connections.open(url, hold);
    const answer = await converse(socket, { text, host: url.host }, (intake) => readAnswer(intake, maxBytes));
    if (answer.isReusable)
        connections.giveBack(url, socket);
    else
        socket.destroy();
    return answer.response;
}

;// CONCATENATED MODULE: ./build/bundled/src/action/runner/commands.js
function escapeData(text) {
    return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}
function escapeProperty(text) {
    return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
function workflowCommand(name, data, properties = {}) {
    const pairs = Object.entries(properties)
        .filter(([, value]) => value !== '')
        .map(([key, value]) => `${key}=${escapeProperty(value)}`);
    const head = pairs.length > 0 ? `${name} ${pairs.join(',')}` : name;
    return `::${head}::${escapeData(data)}`;
}
function plainLine(text) {
    const oneLine = /^[ -~]*$/.test(text) ? text : text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ');
    return oneLine.replace(/^(\s*):(?=:)/, '$1:\u200b').replaceAll('##[', '## [');
}

;// CONCATENATED MODULE: ./build/bundled/src/action/runner/heredoc.js
function heredoc(name, value, deps) {
    const delimiter = absentDelimiter(`${name}\n${value}`, deps.random);
    return `${name}<<${delimiter}${deps.eol}${value}${deps.eol}${delimiter}${deps.eol}`;
}
function absentDelimiter(text, random) {
    let delimiter = 'ghadelimiter_';
    do
        delimiter += Math.floor(random() * 2 ** 48)
            .toString(16)
            .padStart(12, '0');
    while (text.includes(delimiter));
    return delimiter;
}

;// CONCATENATED MODULE: ./build/bundled/src/action/runner/runner.js




function createRunner(deps) {
    const isMissing = (file) => !deps.fileExists(deps.env[file] ?? '');
    const append = (file, text) => {
        if (isMissing(file))
            throw new RunnerFault(file);
        deps.appendFile(deps.env[file] ?? '', text);
    };
    const heredocs = (entries) => entries.map(([name, value]) => heredoc(name, value, deps)).join('');
    const masked = new Set();
    return {
        env: deps.env,
        log: createLog(deps.write),
        mask(...values) {
            const fresh = fitMasks(values).filter((value) => !masked.has(value));
            for (const value of fresh)
                masked.add(value);
            const lines = fresh.map((value) => `${workflowCommand('add-mask', value)}${deps.eol}`);
            if (lines.length > 0)
                deps.write(lines.join(''));
        },
        missingFiles: (needed) => needed.filter(isMissing),
        exportVariable: (name, value) => append('GITHUB_ENV', heredoc(name, value, deps)),
        exportVariables: (entries) => append('GITHUB_ENV', heredocs(entries)),
        setOutput: (name, value) => append('GITHUB_OUTPUT', heredoc(name, value, deps)),
        setOutputs: (entries) => append('GITHUB_OUTPUT', heredocs(entries)),
        saveState: (name, value) => append('GITHUB_STATE', heredoc(name, value, deps)),
        getState: (name) => deps.env[`STATE_${name}`] ?? '',
        addPath: (directory) => append('GITHUB_PATH', `${directory}${deps.eol}`),
        appendSummary(markdown) {
            if (!isMissing('GITHUB_STEP_SUMMARY'))
                append('GITHUB_STEP_SUMMARY', markdown);
        },
    };
}
function createLog(write) {
    const line = (text) => write(`${text}\n`);
    const annotation = (level) => (text) => line(workflowCommand(level, plainLine(text)));
    const info = (text) => line(plainLine(text));
    return {
        info,
        notice: annotation('notice'),
        warning: annotation('warning'),
        error: annotation('error'),
        debug: annotation('debug'),
        group(title, lines) {
            line(workflowCommand('group', plainLine(title)));
            for (const text of lines)
                info(text);
            line(workflowCommand('endgroup', ''));
        },
    };
}

;// CONCATENATED MODULE: ./build/bundled/src/action/start.js









const CANCEL_GRACE_MS = 6000;
const PIPE_WAIT_MS = 2;
async function startAction(run, options) {
    process.exitCode = options.whenFailed === 'fail' ? 1 : 0;
    const deps = realDeps();
    const { log } = deps.runner;
    const tell = (error) => {
        for (const line of describe(error))
            (options.whenFailed === 'fail' ? log.error : log.warning)(line);
    };
    process.on('uncaughtException', (error) => {
        tell(error);
        process.exit();
    });
    try {
        await run(deps);
        process.exitCode = 0;
    }
    catch (error) {
        tell(error);
    }
    process.exit();
}
function realDeps() {
    const runner = createRunner({
        env: process.env,
        write: writeOut,
        appendFile: (path, text) => external_node_fs_namespaceObject.appendFileSync(path, text, 'utf8'),
        fileExists: (path) => path !== '' && external_node_fs_namespaceObject.existsSync(path),
        random: Math.random,
        eol: process.platform === 'win32' ? '\r\n' : '\n',
    });
    return {
        runner,
        ...createHttp({ modules: nodeModules(), proxyFor: getProxyUrl, now: Date.now }),
        now: Date.now,
        sleep: abortableSleep('The job was cancelled.'),
        random: Math.random,
        signal: cancelSignal(),
        readFile(path) {
            try {
                return external_node_fs_namespaceObject.readFileSync(path, 'utf8');
            }
            catch {
                return '';
            }
        },
    };
}
function writeOut(text) {
    const bytes = Buffer.from(text, 'utf8');
    let written = 0;
    while (written < bytes.length) {
        try {
            written += external_node_fs_namespaceObject.writeSync(1, bytes, written);
        }
        catch (error) {
            if (!isFullPipe(error))
                return;
            Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PIPE_WAIT_MS);
        }
    }
}
function isFullPipe(error) {
    return error instanceof Error && 'code' in error && error.code === 'EAGAIN';
}
function cancelSignal() {
    const cancel = new AbortController();
    const onSignal = () => {
        if (cancel.signal.aborted)
            process.exit(1);
        cancel.abort();
        setTimeout(() => process.exit(1), CANCEL_GRACE_MS).unref();
    };
    process.on('SIGINT', onSignal);
    process.on('SIGTERM', onSignal);
    return cancel.signal;
}
function describe(error) {
    if (error instanceof InputFaults)
        return inAnnotations(error.faults.map((fault) => `Input ${fault}`));
    if (error instanceof types_SourceFailure || error instanceof RunnerFault || error instanceof HttpFailure) {
        return [error.message];
    }
    const name = error instanceof Error ? error.name : typeof error;
    const frame = error instanceof Error ? /^ {4}at (\S+)/m.exec(error.stack ?? '')?.[1] : undefined;
    return [
        `An unexpected fault (${name}${frame ? ` in ${frame}` : ''}). Please report it to the maintainers.`,
    ];
}
function inAnnotations(lines) {
    return lines.length <= 10 ? [...lines] : [...lines.slice(0, 9), lines.slice(9).join(' ')];
}

;// CONCATENATED MODULE: ./build/bundled/src/action/entries/refresh-token-post.js


void startAction(endRefreshing, { whenFailed: 'warn' });

module.exports = __webpack_exports__;
/******/ })()
;