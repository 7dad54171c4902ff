"use strict";
exports.id = 580;
exports.ids = [580];
exports.modules = {

/***/ 28:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   H: () => (/* binding */ HttpFailure)
/* harmony export */ });
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

/***/ }),

/***/ 580:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  runTokenCommand: () => (/* binding */ runTokenCommand)
});

// EXTERNAL MODULE: ./build/src/action/http/types.js
var types = __webpack_require__(28);
;// CONCATENATED MODULE: ./build/src/action/abortable-sleep.js

/** A sleep that rejects at once, as cancelled and with this message, when its signal is aborted. */
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
//# sourceMappingURL=abortable-sleep.js.map
// EXTERNAL MODULE: ./build/src/action/sources/types.js
var sources_types = __webpack_require__(72);
;// CONCATENATED MODULE: ./build/src/action/refresh/command.js



/** The real world of a process of the job that is no action. It is told to end by SIGTERM or SIGINT. */
function commandDeps(env, say) {
    const end = new AbortController();
    for (const signal of ['SIGTERM', 'SIGINT'])
        process.once(signal, () => end.abort());
    const deps = { env, say, sleep: abortableSleep('This process was told to end.'), signal: end.signal };
    return {
        ...deps,
        async openSource(folder, settings) {
            const { openNetwork } = await __webpack_require__.e(/* import() */ 492).then(__webpack_require__.bind(__webpack_require__, 492));
            return openNetwork(deps, folder, settings);
        },
    };
}
/** Only faults of our own making are quoted: the message of any other error could hold anything. */
function messageOf(error) {
    if (error instanceof sources_types/* SourceFailure */.o || error instanceof types/* HttpFailure */.H)
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
var refresh_life = __webpack_require__(360);
// EXTERNAL MODULE: ./build/src/action/refresh/private-files.js
var private_files = __webpack_require__(265);
// EXTERNAL MODULE: ./build/src/action/refresh/types.js
var refresh_types = __webpack_require__(681);
;// CONCATENATED MODULE: ./build/src/action/refresh/folder.js






const PREFIX = 'fetch-token-';
/** For tokens without an end: readers written in sh compare file times and need one. */
const NEVER_MS = 10 * 365 * 24 * 3_600_000;
/** Makes a folder under `RUNNER_TEMP` and puts the settings in it. */
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
    const read = (0,private_files/* readPrivateFile */.q1)((0,external_node_path_.join)(folder.path, refresh_types/* FILES */.c.settings));
    if (read.state === 'missing')
        return { fault: `${folder.path} holds no settings of refresh-token` };
    if (read.state === 'refused')
        return { fault: `${(0,external_node_path_.join)(folder.path, refresh_types/* FILES */.c.settings)} ${read.why}` };
    try {
        return JSON.parse(read.text);
    }
    catch {
        return { fault: `${(0,external_node_path_.join)(folder.path, refresh_types/* FILES */.c.settings)} is torn` };
    }
}
function readCached(folder) {
    return (0,credentials/* readCredentials */.L)((0,external_node_path_.join)(folder.path, refresh_types/* FILES */.c.credentials));
}
/** Why readers of the bare token file would not get this token, or null. */
function tokenFileFault(folder, token) {
    const read = (0,private_files/* readPrivateFile */.q1)((0,external_node_path_.join)(folder.path, refresh_types/* FILES */.c.token));
    if (read.state === 'missing')
        return 'is gone';
    if (read.state === 'refused')
        return read.why;
    return read.text === `${token}\n` ? null : 'does not hold the token';
}
/** Puts new credentials where readers find them. The token is known as ours before anybody can meet it. */
function publish(folder, credentials, clock) {
    addKnownToken(folder, credentials.token);
    const modifiedAtMs = dueAtMs(credentials, clock);
    (0,private_files/* replacePrivateFile */.oN)((0,external_node_path_.join)(folder.path, refresh_types/* FILES */.c.token), `${credentials.token}\n`, { modifiedAtMs });
    (0,private_files/* replacePrivateFile */.oN)((0,external_node_path_.join)(folder.path, refresh_types/* FILES */.c.credentials), `${JSON.stringify(credentials, null, 2)}\n`);
}
/** A token that a step may find in a variable because we put it there. */
function addKnownToken(folder, token) {
    const path = (0,external_node_path_.join)(folder.path, refresh_types/* FILES */.c.known);
    const read = (0,private_files/* readPrivateFile */.q1)(path);
    if (read.state === 'refused')
        (0,private_files/* replacePrivateFile */.oN)(path, '');
    const known = read.state === 'ok' ? read.text : '';
    if (!known.split('\n').includes(token))
        (0,external_node_fs_.appendFileSync)(path, `${token}\n`, { mode: 0o600 });
}
/** When a reader should renew, by the wall clock: readers written in sh learn it from the token file's time. */
function dueAtMs({ life }, clock) {
    return clock.wallMs() + Math.min((0,refresh_life/* remainingLifeMs */.fp)(life, clock) - life.refreshBeforeMs, NEVER_MS);
}
/** Whether somebody was refused with the current token, as git tells its helper. */
function isErased(folder) {
    return (0,external_node_fs_.existsSync)((0,external_node_path_.join)(folder.path, refresh_types/* FILES */.c.erased));
}
function clearErased(folder) {
    (0,external_node_fs_.rmSync)((0,external_node_path_.join)(folder.path, refresh_types/* FILES */.c.erased), { force: true });
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
function emptyQuietly(path) {
    try {
        (0,external_node_fs_.truncateSync)(path);
    }
    catch {
        // The folder was deleted in this moment.
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
                emptyQuietly(path);
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
        return Promise.reject(new sources_types/* SourceFailure */.o('bad_token', message));
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
        if (error instanceof sources_types/* SourceFailure */.o && error.code === 'lease_ended')
            return null;
        throw error;
    }
    if (renewal.decision === 'replace')
        return credentialsOf(deps, settings, renewal.token);
    // The pool knows no better token under this lease: a new lease may still get one.
    if (held.cause === 'rejected' || !(0,refresh_life/* isFresh */.pL)(held.current.life, deps.clock))
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
        life: (0,refresh_life/* lifeOf */.c_)(deps.clock, { expiresAtMs, issuerAheadMs, refreshBeforeMs: settings.refreshBeforeMs }),
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
    try {
        return await renewAlone(deps, asked, cause);
    }
    catch (error) {
        // On a full disk there is not even a lock to be had.
        if ((0,private_files/* codeOf */.$N)(error) === '')
            throw error;
        return oldToken(deps, asked.folder, (0,private_files/* storageFault */.sk)(error), error);
    }
}
async function renewAlone(deps, asked, cause) {
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
    return (0,refresh_life/* isFresh */.pL)(read.credentials.life, deps.clock) ? read.credentials : null;
}
/** What another process may have done while we waited. */
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
        deps.say(`refused ${refresh_types/* FILES */.c.credentials}: it ${read.why}; getting a token anew.`);
    const current = read.state === 'ok' ? read.credentials : null;
    const currentLives = current !== null && (0,refresh_life/* remainingLifeMs */.fp)(current.life, deps.clock) > 0;
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
        if (!(error instanceof sources_types/* SourceFailure */.o) && (0,private_files/* codeOf */.$N)(error) === '')
            throw error;
        return noteFailure(deps, asked, error);
    }
}
/** Readers in sh know the bare token file only: a later step may have emptied or replaced it. */
function repair(deps, folder, current) {
    const fault = tokenFileFault(folder, current.token);
    if (fault === null)
        return;
    deps.say(`refused ${refresh_types/* FILES */.c.token}: it ${fault}; writing it anew.`);
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
    return isAlive && (0,refresh_life/* isFresh */.pL)(current.life, deps.clock) ? 'unfounded' : cause;
}
function acquit(deps, folder, current) {
    clearErased(folder);
    deps.say('git was refused, but GitHub accepts the token: it is kept. Check what it may access.');
    return current;
}
function settle(deps, folder, next) {
    publish(folder, next, deps.clock);
    clearErased(folder);
    removeFile((0,external_node_path_.join)(folder.path, refresh_types/* FILES */.c.failure));
}
/** Longer than any pause between two steps: no step that we could reach is going to come. */
const HIDE_PATIENCE_MS = 60_000;
/** Hides the token, or leaves a mark that this is still to be done; returns whether it is done with. */
function hideNow(deps, folder, token) {
    const marker = (0,external_node_path_.join)(folder.path, refresh_types/* FILES */.c.unmasked);
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
    const message = error instanceof sources_types/* SourceFailure */.o ? error.message : (0,private_files/* storageFault */.sk)(error);
    const holdOffMs = Math.min(HOLD_OFF_MS, asked.settings.refreshBeforeMs / 4);
    const failure = { message, untilMonotonicMs: deps.clock.monotonicMs() + holdOffMs };
    try {
        (0,private_files/* replacePrivateFile */.oN)((0,external_node_path_.join)(asked.folder.path, refresh_types/* FILES */.c.failure), JSON.stringify(failure));
    }
    catch {
        // On a full disk each asker finds out by itself.
    }
    return oldToken(deps, asked.folder, message, error);
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
    if (read.state === 'ok' && (0,refresh_life/* remainingLifeMs */.fp)(read.credentials.life, deps.clock) > 0) {
        deps.say(`no new token: ${message} The old one stays in use while it lives.`);
        return read.credentials;
    }
    if (cause instanceof sources_types/* SourceFailure */.o)
        throw cause;
    throw new sources_types/* SourceFailure */.o('exhausted', `There is no token: ${message}`, { cause });
}
//# sourceMappingURL=ask.js.map
;// CONCATENATED MODULE: ./build/src/action/refresh/keeper-process.js




/**
 * Starts the keeper on its own: no pipe of the step, or the runner would wait for it, and the runner's mark
 * (`RUNNER_TRACKING_ID`) kept, so that the runner ends it should everything else fail.
 */
function startKeeper(env, folder, settings) {
    const { spawn } = process.getBuiltinModule('node:child_process');
    const child = spawn(settings.nodePath, [settings.bundles.keeper, '--folder', folder.path], {
        // Not the workspace: it may be deleted or unmounted while the job goes on.
        cwd: folder.path,
        detached: true,
        // It writes its log itself: what node prints of a crash may quote a secret.
        stdio: 'ignore',
        windowsHide: true,
        env: keeperEnvironment(env),
    });
    // Without a listener a failed start would end this process; post finds no keeper and says so.
    child.on('error', () => undefined);
    child.unref();
    if (child.pid !== undefined)
        noteKeeper(folder, child.pid);
}
/** What the network needs, and the runner's mark; the job's other variables are none of the keeper's business. */
function keeperEnvironment(env) {
    const wanted = /^(path|home|tmp|temp|tmpdir|systemroot|userprofile|runner_tracking_id|runner_temp|node_extra_ca_certs|ssl_cert_(file|dir)|(https?|all|no)_proxy)$/i;
    return Object.fromEntries(Object.entries(env).filter(([name]) => wanted.test(name)));
}
function noteKeeper(folder, pid) {
    const identity = identify(pid);
    if (identity !== null)
        (0,private_files/* replacePrivateFile */.oN)((0,external_node_path_.join)(folder.path, refresh_types/* FILES */.c.keeper), JSON.stringify(identity));
}
/** The keeper that was started last, whatever has become of it. */
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
;// CONCATENATED MODULE: ./build/src/action/refresh/token-command.js










/**
 * A source that is opened when it is first needed. Of many processes that ask at once only one renews: the others
 * should not spend the machine on loading what they never use.
 */
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
/** How this process asks for tokens: it hides them through the running step, since it has no log of its own. */
function askDepsOf(deps, folder, settings) {
    const { signal, sleep, say } = deps;
    return {
        source: lazySource(() => deps.openSource(folder, settings)),
        clock: refresh_life/* systemClock */.ml,
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
        throw new sources_types/* SourceFailure */.o('refused', `GITHUB_TOKEN_FILE is not set. ${advice}`);
    }
    const folder = { path: question.folder };
    const settings = readSettings(folder);
    if ('fault' in settings)
        throw new sources_types/* SourceFailure */.o('refused', `Refused: ${settings.fault}.`);
    const askDeps = askDepsOf(deps, folder, settings);
    const credentials = await askForToken(askDeps, { folder, settings });
    if ((0,external_node_fs_.existsSync)((0,external_node_path_.join)(folder.path, refresh_types/* FILES */.c.unmasked)))
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

/***/ }),

/***/ 72:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   o: () => (/* binding */ SourceFailure)
/* harmony export */ });
/** Why no token can be had; the message is one line for people and tells what to do. */
class SourceFailure extends Error {
    code;
    /** When asking again may help, if that is known. */
    retryAfterSeconds;
    constructor(code, message, options) {
        super(message, options);
        this.name = 'SourceFailure';
        this.code = code;
        this.retryAfterSeconds = options?.retryAfterSeconds ?? null;
    }
}
//# sourceMappingURL=types.js.map

/***/ })

};
;