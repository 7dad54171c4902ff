"use strict";
exports.id = 875;
exports.ids = [875];
exports.modules = {

/***/ 650:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   U9: () => (/* binding */ isLoopback),
/* harmony export */   lx: () => (/* binding */ checkedUrl),
/* harmony export */   we: () => (/* binding */ joinUrl)
/* harmony export */ });
/* unused harmony export addressFault */
/* harmony import */ var _types_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(295);

function isLoopback(hostname) {
    return (hostname === 'localhost' || hostname === '[::1]' || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(hostname));
}
function faultIn(text) {
    const url = URL.parse(text);
    if (!url || (url.protocol !== 'https:' && url.protocol !== 'http:')) {
        return { code: 'bad_url', advice: 'write a complete address such as https://pool.example.com' };
    }
    if (url.username !== '' || url.password !== '') {
        return { code: 'bad_url', advice: 'leave user name and password out of the address' };
    }
    if (url.protocol === 'https:' || isLoopback(url.hostname))
        return null;
    const why = 'plain http shows the secrets to the network, so it is for loopback only';
    return { code: 'plain_http', advice: `write https:// (${why})` };
}
function addressFault(text) {
    const fault = faultIn(text);
    if (fault !== null)
        return fault.advice;
    return /[?#]/.test(text) ? 'leave out everything from ? or # on' : null;
}
function checkedUrl(text) {
    const fault = faultIn(text);
    if (fault !== null)
        throw new _types_js__WEBPACK_IMPORTED_MODULE_0__/* .HttpFailure */ .H(fault.code, `An address cannot be used: ${fault.advice}.`);
    return new URL(text);
}
function joinUrl(base, path) {
    return `${base.replace(/\/+$/, '')}${path}`;
}


/***/ }),

/***/ 295:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   H: () => (/* binding */ HttpFailure)
/* harmony export */ });
/* harmony import */ var _coded_error_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(566);

class HttpFailure extends _coded_error_js__WEBPACK_IMPORTED_MODULE_0__/* .CodedError */ .A {
}


/***/ }),

/***/ 875:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  runTokenCommand: () => (/* binding */ runTokenCommand)
});

// EXTERNAL MODULE: ./build/bundled/src/action/http/types.js
var types = __webpack_require__(295);
;// CONCATENATED MODULE: ./build/bundled/src/action/abortable-sleep.js

function abortableSleep(message) {
    return (ms, signal) => new Promise((resolve, reject) => {
        const onAbort = () => {
            clearTimeout(timer);
            reject(new types/* HttpFailure */.H('cancelled', message));
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

// EXTERNAL MODULE: ./build/bundled/src/coded-error.js
var coded_error = __webpack_require__(566);
;// CONCATENATED MODULE: ./build/bundled/src/action/refresh/command.js


function commandDeps(env, say) {
    const end = new AbortController();
    for (const signal of ['SIGTERM', 'SIGINT'])
        process.once(signal, () => end.abort());
    const deps = { env, say, sleep: abortableSleep('This process was asked to stop.'), signal: end.signal };
    return {
        ...deps,
        async openSource(folder, settings) {
            const { openTokenSource } = await Promise.all(/* import() */[__webpack_require__.e(528), __webpack_require__.e(422)]).then(__webpack_require__.bind(__webpack_require__, 410));
            return openTokenSource(deps, folder, settings);
        },
    };
}
function messageOf(error) {
    if (error instanceof coded_error/* CodedError */.A)
        return error.message;
    return `Unexpected error (${error instanceof Error ? error.name : typeof error}).`;
}

// EXTERNAL MODULE: ./build/bundled/src/action/sources/types.js
var sources_types = __webpack_require__(997);
// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __webpack_require__(24);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(760);
// EXTERNAL MODULE: ./build/bundled/src/action/tools/private-files.js
var private_files = __webpack_require__(496);
// EXTERNAL MODULE: ./build/bundled/src/action/http/address.js
var address = __webpack_require__(650);
;// CONCATENATED MODULE: ./build/bundled/src/action/tools/server.js

function serverOf(serverUrl) {
    if (!URL.canParse(serverUrl))
        return undefined;
    const { protocol, host, hostname } = new URL(serverUrl);
    if (protocol !== 'https:' && !(protocol === 'http:' && (0,address/* isLoopback */.U9)(hostname)))
        return undefined;
    if (!/^[a-z0-9.:[\]-]+$/.test(host))
        return undefined;
    const isCloud = hostname === 'github.com' || hostname.endsWith('.ghe.com');
    return {
        protocol: protocol === 'https:' ? 'https' : 'http',
        host,
        url: `${protocol}//${host}`,
        ghVariables: isCloud ? ['GH_TOKEN', 'GITHUB_TOKEN'] : ['GH_ENTERPRISE_TOKEN', 'GITHUB_ENTERPRISE_TOKEN'],
    };
}

// EXTERNAL MODULE: ./build/bundled/src/action/tools/token-files.js
var token_files = __webpack_require__(186);
// EXTERNAL MODULE: ./build/bundled/src/action/refresh/credentials.js
var credentials = __webpack_require__(103);
// EXTERNAL MODULE: ./build/bundled/src/action/refresh/life.js
var refresh_life = __webpack_require__(11);
// EXTERNAL MODULE: ./build/bundled/src/action/refresh/types.js
var refresh_types = __webpack_require__(868);
;// CONCATENATED MODULE: ./build/bundled/src/action/refresh/used-tokens.js





function recordUse(folder, { obtained: used }) {
    try {
        (0,external_node_fs_.appendFileSync)((0,external_node_path_.join)(folder, refresh_types/* FILES */.c.used), `${JSON.stringify(used)}\n`, { mode: 0o600 });
    }
    catch {
    }
}
function usedTokens(folder) {
    const read = readPrivateFile(join(folder, FILES.used));
    const lines = read.state === 'ok' ? read.text.split('\n').map(parseJson) : [];
    return lines.filter((line) => typeof memberOf(line, 'source') === 'string');
}

;// CONCATENATED MODULE: ./build/bundled/src/action/refresh/folder.js









const NEVER_MS = 10 * 365 * 24 * 3_600_000;
function createFolder(runnerTemp, settings) {
    const path = makePrivateFolder(join(runnerTemp, FOLDER_PREFIX));
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
    const names = readdirSync(runnerTemp).filter((name) => name.startsWith(FOLDER_PREFIX));
    return names
        .map((name) => ({ path: join(runnerTemp, name) }))
        .filter(({ path }) => folderFault(path) === null && existsSync(join(path, FILES.settings)));
}
function readSettings(folder) {
    const fault = (0,private_files/* folderFault */.h9)(folder.path);
    if (fault !== null)
        return { fault: `the folder ${folder.path} ${fault}` };
    const read = (0,private_files/* readPrivateFile */.q1)((0,external_node_path_.join)(folder.path, refresh_types/* FILES */.c.settings));
    if (read.state === 'missing')
        return { fault: `${folder.path} holds no settings of refresh-token` };
    if (read.state === 'refused')
        return { fault: `${(0,external_node_path_.join)(folder.path, refresh_types/* FILES */.c.settings)} ${read.why}` };
    try {
        return JSON.parse(read.text);
    }
    catch {
        return { fault: `${(0,external_node_path_.join)(folder.path, refresh_types/* FILES */.c.settings)} is not valid JSON` };
    }
}
function readCached(folder) {
    return (0,credentials/* readCredentials */.L)((0,external_node_path_.join)(folder.path, refresh_types/* FILES */.c.credentials));
}
function tokenFileFault(folder, token) {
    const read = (0,private_files/* readPrivateFile */.q1)((0,external_node_path_.join)(folder.path, refresh_types/* FILES */.c.token));
    if (read.state === 'missing')
        return 'is gone';
    if (read.state === 'refused')
        return read.why;
    return read.text === `${token}\n` ? null : 'does not hold the token';
}
function publish({ folder, settings }, credentials, clock) {
    if (addKnownToken(folder, credentials.token))
        recordUse(folder.path, credentials);
    const server = settings.toolFiles.length > 0 ? serverOf(settings.serverUrl) : undefined;
    if (server !== undefined)
        (0,token_files/* writeToolFiles */.FQ)(folder.path, settings.toolFiles, { server, token: credentials.token });
    const modifiedAtMs = dueAtMs(credentials, clock);
    (0,private_files/* replacePrivateFile */.oN)((0,external_node_path_.join)(folder.path, refresh_types/* FILES */.c.token), `${credentials.token}\n`, { modifiedAtMs });
    (0,private_files/* replacePrivateFile */.oN)((0,external_node_path_.join)(folder.path, refresh_types/* FILES */.c.credentials), `${JSON.stringify(credentials, null, 2)}\n`);
}
function addKnownToken(folder, token) {
    const path = (0,external_node_path_.join)(folder.path, refresh_types/* FILES */.c.known);
    const read = (0,private_files/* readPrivateFile */.q1)(path);
    if (read.state === 'refused')
        (0,private_files/* replacePrivateFile */.oN)(path, '');
    const known = read.state === 'ok' ? read.text : '';
    if (known.split('\n').includes(token))
        return false;
    (0,external_node_fs_.appendFileSync)(path, `${token}\n`, { mode: 0o600 });
    return true;
}
function dueAtMs({ life }, clock) {
    return clock.wallMs() + Math.min((0,refresh_life/* remainingLifeMs */.fp)(life, clock) - life.refreshBeforeMs, NEVER_MS);
}
function isErased(folder) {
    return (0,external_node_fs_.existsSync)((0,external_node_path_.join)(folder.path, refresh_types/* FILES */.c.erased));
}
function clearErased(folder) {
    (0,external_node_fs_.rmSync)((0,external_node_path_.join)(folder.path, refresh_types/* FILES */.c.erased), { force: true });
}
function appendLog(folder, line) {
    try {
        appendFileSync(join(folder.path, FILES.log), `${line}\n`, { mode: 0o600 });
    }
    catch {
    }
}
function removeFile(path) {
    try {
        (0,external_node_fs_.unlinkSync)(path);
    }
    catch {
    }
}

// EXTERNAL MODULE: ./build/bundled/src/action/system-error.js
var system_error = __webpack_require__(191);
;// CONCATENATED MODULE: ./build/bundled/src/action/refresh/process-identity.js

function readStat(pid) {
    try {
        const text = (0,external_node_fs_.readFileSync)(`/proc/${pid}/stat`, 'utf8');
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

;// CONCATENATED MODULE: ./build/bundled/src/action/refresh/lock.js





const HEARTBEAT_MS = 300;
const SILENT_MS = 1500;
const HUNG_MS = 15_000;
const FIRST_POLL_MS = 10;
const LONGEST_POLL_MS = 60;
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
function observe(folder, look) {
    let heartbeatMs = 0;
    try {
        heartbeatMs = (0,external_node_fs_.statSync)(pathOf(folder, look.generation)).mtimeMs;
    }
    catch {
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
    const holder = read.state === 'ok' ? parseHolder(read.text) : null;
    if (holder === null)
        return true;
    const liveness = holder.owner === null ? 'unknown' : livenessOf(holder.owner);
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
function tryGeneration(folder, generation) {
    const nonce = `${process.pid}-${process.hrtime.bigint()}`;
    const text = JSON.stringify({ owner: identify(process.pid), nonce });
    const draft = (0,external_node_path_.join)(folder, `.lock-${nonce}`);
    (0,private_files/* createPrivateFile */.aP)(draft, text);
    try {
        (0,external_node_fs_.linkSync)(draft, pathOf(folder, generation));
    }
    catch (error) {
        if ((0,system_error/* systemErrorCode */.v)(error) === 'EEXIST')
            return null;
        throw error;
    }
    finally {
        (0,external_node_fs_.unlinkSync)(draft);
    }
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
    }
}
function emptyQuietly(path) {
    try {
        (0,external_node_fs_.truncateSync)(path);
    }
    catch {
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
            if (isHeld())
                emptyQuietly(path);
        },
    };
}

;// CONCATENATED MODULE: ./build/bundled/src/action/refresh/renewal.js


async function nextCredentials(deps, settings, situation) {
    const { current, cause } = situation;
    if (settings.request.given !== null)
        return recheckGiven(deps, settings, cause);
    if (current?.lease?.leaseId && cause !== 'fallback') {
        const renewed = await renewThroughLease(deps, settings, { current, lease: current.lease, cause });
        if (renewed !== null)
            return renewed;
    }
    const exclude = cause === 'due' || current?.owner == null ? [] : [current.owner];
    const request = {
        ...settings.request,
        required: situation.currentIsUsable ? 'renewal' : settings.request.required,
        minTtlSeconds: minTtlSeconds(settings),
        exclude: [...settings.request.exclude, ...exclude],
    };
    return credentialsOf(deps, settings, await deps.source.obtain(request));
}
function minTtlSeconds(settings) {
    return Math.max(settings.request.minTtlSeconds ?? 0, Math.ceil(settings.refreshBeforeMs / 1000));
}
function recheckGiven(deps, settings, cause) {
    if (cause === 'rejected') {
        const message = 'GitHub refuses the token given as `token`: it was revoked or has expired. Store a new one.';
        return Promise.reject(new sources_types/* SourceFailure */.o('bad_token', message));
    }
    return deps.source.obtain(settings.request).then((token) => credentialsOf(deps, settings, token));
}
async function renewThroughLease(deps, settings, held) {
    const outcome = held.cause === 'rejected' ? 'unauthorized' : held.cause === 'spent' ? 'exhausted' : 'ok';
    const request = { outcome, buckets: {}, min_ttl_seconds: minTtlSeconds(settings) };
    let renewal;
    try {
        renewal = await deps.source.renewLease(held.lease, request);
    }
    catch (error) {
        if (error instanceof sources_types/* SourceFailure */.o && error.code === 'lease_ended')
            return null;
        throw error;
    }
    if (renewal.decision === 'replace')
        return credentialsOf(deps, settings, renewal.token);
    if (held.cause === 'rejected' || !(0,refresh_life/* isFresh */.pL)(held.current.life, deps.clock))
        return null;
    return withLease(held.current, renewal.lease);
}
function withLease(current, lease) {
    return { ...current, lease, lease_expires_at: isoOrNull(lease.leaseExpiresAtMs) };
}
function credentialsOf(deps, settings, obtained) {
    const { token, lease, budgets: _budgets, ...rest } = obtained;
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
        life: (0,refresh_life/* lifeOf */.c_)(deps.clock, { expiresAtMs, issuerAheadMs, refreshBeforeMs: settings.refreshBeforeMs }),
        lease,
        obtained: rest,
    };
}
function isoOrNull(atMs) {
    return atMs === null ? null : new Date(atMs).toISOString();
}

;// CONCATENATED MODULE: ./build/bundled/src/action/refresh/fresh-token.js










const MAX_WAIT_MS = 20_000;
const HOLD_OFF_MS = 5_000;
async function freshToken(deps, cache) {
    const cached = usableCredentials(deps, cache.folder);
    if (cached !== null)
        return cached;
    const erased = isErased(cache.folder);
    return renewToken(deps, cache, erased ? 'rejected' : 'due');
}
async function renewToken(deps, cache, cause) {
    try {
        return await renewAlone(deps, cache, cause);
    }
    catch (error) {
        if ((0,system_error/* systemErrorCode */.v)(error) === '')
            throw error;
        return oldToken(deps, cache.folder, (0,private_files/* storageFault */.sk)(error), error);
    }
}
async function renewAlone(deps, cache, cause) {
    const { folder, insist } = cache;
    const isDone = () => renewedMeanwhile(deps, folder, insist) !== null;
    const waitEndsMs = deps.clock.monotonicMs() + MAX_WAIT_MS;
    const giveUp = () => isDone() || deps.clock.monotonicMs() > waitEndsMs || isHeldOff(deps, cache);
    const lock = await takeLock({ monotonicMs: deps.clock.monotonicMs, sleep: deps.sleep }, folder.path, giveUp);
    const done = renewedMeanwhile(deps, folder, insist);
    if (done !== null || lock === null) {
        lock?.release();
        return done ?? oldToken(deps, folder, lastFailure(folder));
    }
    try {
        if (isHeldOff(deps, cache))
            return oldToken(deps, folder, lastFailure(folder));
        return await renewUnderLock(deps, cache, { lock, cause, isInsisted: insist !== undefined });
    }
    finally {
        lock.release();
    }
}
function usableCredentials(deps, folder) {
    const read = readCached(folder);
    if (read.state !== 'ok' || isErased(folder))
        return null;
    if (tokenFileFault(folder, read.credentials.token) !== null)
        return null;
    return (0,refresh_life/* isFresh */.pL)(read.credentials.life, deps.clock) ? read.credentials : null;
}
function renewedMeanwhile(deps, folder, insist) {
    const found = usableCredentials(deps, folder);
    if (found === null || insist === undefined)
        return found;
    const isOther = found.token !== insist.token || found.lease_expires_at !== insist.lease_expires_at;
    return isOther ? found : null;
}
async function renewUnderLock(deps, cache, work) {
    const { folder, settings } = cache;
    const read = readCached(folder);
    if (read.state === 'refused')
        deps.say(`refused ${refresh_types/* FILES */.c.credentials}: it ${read.why}; getting a new token.`);
    const current = read.state === 'ok' ? read.credentials : null;
    const currentIsUsable = current !== null && (0,refresh_life/* remainingLifeMs */.fp)(current.life, deps.clock) > 0;
    try {
        deps.ensureKeeper();
        if (current !== null)
            repair(deps, cache, current);
        const repaired = work.isInsisted ? null : usableCredentials(deps, folder);
        if (repaired !== null)
            return repaired;
        const cause = await confirmed(deps, current, work.cause);
        if (cause === 'unfounded' && current !== null)
            return keepAccepted(deps, folder, current);
        const situation = { current, cause: cause === 'unfounded' ? 'due' : cause, currentIsUsable };
        const next = await nextCredentials(deps, settings, situation);
        if (!work.lock.isHeld())
            return await yieldToNewHolder(deps, cache);
        publishNew(deps, cache, next);
        return next;
    }
    catch (error) {
        if (!(error instanceof sources_types/* SourceFailure */.o) && (0,system_error/* systemErrorCode */.v)(error) === '')
            throw error;
        return noteFailure(deps, cache, error);
    }
}
function repair(deps, cache, current) {
    const fault = tokenFileFault(cache.folder, current.token);
    if (fault === null)
        return;
    deps.say(`refused ${refresh_types/* FILES */.c.token}: it ${fault}; rewriting it.`);
    publish(cache, current, deps.clock);
}
function yieldToNewHolder(deps, cache) {
    deps.say('this process was suspended for too long, and another one is renewing instead.');
    return freshToken(deps, cache);
}
async function confirmed(deps, current, cause) {
    if (cause !== 'rejected' || current === null)
        return cause;
    const reading = await deps.source.readBudget(current.token);
    const isAlive = reading.state === 'known' || reading.state === 'unlimited';
    return isAlive && (0,refresh_life/* isFresh */.pL)(current.life, deps.clock) ? 'unfounded' : cause;
}
function keepAccepted(deps, folder, current) {
    clearErased(folder);
    deps.say('git was refused, but GitHub accepts the token, so it is kept. Check what it may access.');
    return current;
}
function publishNew(deps, cache, next) {
    const { folder } = cache;
    publish(cache, next, deps.clock);
    clearErased(folder);
    removeFile((0,external_node_path_.join)(folder.path, refresh_types/* FILES */.c.failure));
}
function noteFailure(deps, cache, error) {
    const message = error instanceof sources_types/* SourceFailure */.o ? error.message : (0,private_files/* storageFault */.sk)(error);
    const holdOffMs = Math.min(HOLD_OFF_MS, cache.settings.refreshBeforeMs / 4);
    const failure = { message, untilMonotonicMs: deps.clock.monotonicMs() + holdOffMs };
    try {
        (0,private_files/* replacePrivateFile */.oN)((0,external_node_path_.join)(cache.folder.path, refresh_types/* FILES */.c.failure), JSON.stringify(failure));
    }
    catch {
    }
    return oldToken(deps, cache.folder, message, error);
}
function readFailure(folder) {
    const path = (0,external_node_path_.join)(folder.path, refresh_types/* FILES */.c.failure);
    const read = (0,external_node_fs_.existsSync)(path) ? (0,private_files/* readPrivateFile */.q1)(path) : null;
    try {
        return read?.state === 'ok' ? JSON.parse(read.text) : null;
    }
    catch {
        return null;
    }
}
function lastFailure(folder) {
    return readFailure(folder)?.message ?? 'another process is still renewing it.';
}
function isHeldOff(deps, cache) {
    if (cache.insist !== undefined)
        return false;
    return (readFailure(cache.folder)?.untilMonotonicMs ?? 0) > deps.clock.monotonicMs();
}
function oldToken(deps, folder, message, cause) {
    const read = readCached(folder);
    if (read.state === 'ok' && (0,refresh_life/* remainingLifeMs */.fp)(read.credentials.life, deps.clock) > 0) {
        deps.say(`no new token: ${message} The current one stays in use until it expires.`);
        return read.credentials;
    }
    if (cause instanceof sources_types/* SourceFailure */.o)
        throw cause;
    throw new sources_types/* SourceFailure */.o('exhausted', `There is no token: ${message}`, { cause });
}

;// CONCATENATED MODULE: ./build/bundled/src/action/refresh/start-keeper.js




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
    const wanted = /^(path|home|tmp|temp|tmpdir|systemroot|userprofile|runner_tracking_id|runner_temp|runner_debug|node_extra_ca_certs|ssl_cert_(file|dir)|(https?|all|no)_proxy)$/i;
    return Object.fromEntries(Object.entries(env).filter(([name]) => wanted.test(name)));
}
function noteKeeper(folder, pid) {
    const identity = identify(pid);
    if (identity !== null)
        (0,private_files/* replacePrivateFile */.oN)((0,external_node_path_.join)(folder.path, refresh_types/* FILES */.c.keeper), JSON.stringify(identity));
}
function findKeeper(folder) {
    const read = (0,private_files/* readPrivateFile */.q1)((0,external_node_path_.join)(folder.path, refresh_types/* FILES */.c.keeper));
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

// EXTERNAL MODULE: ./build/bundled/src/action/refresh/cached-answer.js
var cached_answer = __webpack_require__(98);
;// CONCATENATED MODULE: ./build/bundled/src/action/refresh/token-command.js






function lazySource(open) {
    let opened;
    const get = async () => {
        opened ??= await open();
        return opened;
    };
    return {
        obtain: async (request) => (await get()).obtain(request),
        renewLease: async (lease, request) => (await get()).renewLease(lease, request),
        readBudget: async (token) => (await get()).readBudget(token),
        issuerAheadMs: () => opened?.issuerAheadMs() ?? 0,
    };
}
function freshTokenDepsOf(deps, folder, settings) {
    const { signal, sleep, say } = deps;
    return {
        source: lazySource(() => deps.openSource(folder, settings)),
        clock: refresh_life/* systemClock */.ml,
        sleep: (ms) => sleep(ms, signal),
        say,
        ensureKeeper() {
            if (!isKeeperAlive(folder))
                startKeeper(deps.env, folder, settings);
        },
    };
}
async function renewAndAnswer(deps, args) {
    if (!args.isValid) {
        throw new sources_types/* SourceFailure */.o('refused', 'Use it with these options or none: --json, --folder <folder>.');
    }
    if (args.folder === '') {
        const advice = 'Use this after a step with refresh-token, or name its folder with --folder.';
        throw new sources_types/* SourceFailure */.o('refused', `GITHUB_TOKEN_FILE is not set. ${advice}`);
    }
    const folder = { path: args.folder };
    const settings = readSettings(folder);
    if ('fault' in settings)
        throw new sources_types/* SourceFailure */.o('refused', `Refused: ${settings.fault}.`);
    const tokenDeps = freshTokenDepsOf(deps, folder, settings);
    const credentials = await freshToken(tokenDeps, { folder, settings });
    return (0,cached_answer/* formatCredentials */.s3)(credentials, args.format);
}

;// CONCATENATED MODULE: ./build/bundled/src/action/refresh/run-token-command.js


async function runTokenCommand(args) {
    process.exitCode = 1;
    const deps = commandDeps(process.env, (line) => process.stderr.write(`fetch-token: ${line}\n`));
    try {
        process.stdout.write(await renewAndAnswer(deps, args));
        process.exitCode = 0;
    }
    catch (error) {
        deps.say(messageOf(error));
    }
    process.exit();
}


/***/ }),

/***/ 997:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   o: () => (/* binding */ SourceFailure)
/* harmony export */ });
/* unused harmony export TOKEN_SOURCES */
/* harmony import */ var _coded_error_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(566);

const TOKEN_SOURCES = (/* unused pure expression or super */ null && (['pool', 'apps', 'tokens', 'app', 'given', 'fallback']));
class SourceFailure extends _coded_error_js__WEBPACK_IMPORTED_MODULE_0__/* .CodedError */ .A {
    retryAfterSeconds;
    constructor(code, message, options) {
        super(code, message, options);
        this.retryAfterSeconds = options?.retryAfterSeconds ?? null;
    }
}


/***/ }),

/***/ 566:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   A: () => (/* binding */ CodedError)
/* harmony export */ });
class CodedError extends Error {
    code;
    constructor(code, message, options) {
        super(message, options);
        this.name = new.target.name;
        this.code = code;
    }
}


/***/ })

};
;