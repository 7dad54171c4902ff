"use strict";
exports.id = 278;
exports.ids = [278];
exports.modules = {

/***/ 897:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  joinFolder: () => (/* binding */ joinFolder)
});

// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __webpack_require__(24);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(760);
// EXTERNAL MODULE: ./build/bundled/src/action/sources/types.js
var types = __webpack_require__(997);
// EXTERNAL MODULE: ./build/bundled/src/action/refresh/folder.js + 1 modules
var refresh_folder = __webpack_require__(19);
// EXTERNAL MODULE: ./build/bundled/src/action/refresh/life.js
var life = __webpack_require__(11);
// EXTERNAL MODULE: ./build/bundled/src/action/tools/private-files.js
var private_files = __webpack_require__(496);
// EXTERNAL MODULE: ./build/bundled/src/action/refresh/process-identity.js
var process_identity = __webpack_require__(263);
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
    const liveness = holder.owner === null ? 'unknown' : (0,process_identity/* livenessOf */.E)(holder.owner);
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
    const text = JSON.stringify({ owner: (0,process_identity/* identify */.l)(process.pid), nonce });
    const draft = (0,external_node_path_.join)(folder, `.lock-${nonce}`);
    (0,private_files/* createPrivateFile */.aP)(draft, text);
    try {
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

// EXTERNAL MODULE: ./build/bundled/src/action/refresh/renewal.js
var renewal = __webpack_require__(649);
// EXTERNAL MODULE: ./build/bundled/src/action/refresh/types.js
var refresh_types = __webpack_require__(868);
;// CONCATENATED MODULE: ./build/bundled/src/action/refresh/ask.js









const PATIENCE_MS = 20_000;
const HOLD_OFF_MS = 5_000;
async function askForToken(deps, asked) {
    const cached = usable(deps, asked.folder);
    if (cached !== null)
        return cached;
    const erased = (0,refresh_folder/* isErased */.FN)(asked.folder);
    return renewToken(deps, asked, erased ? 'rejected' : 'due');
}
async function renewToken(deps, asked, cause) {
    try {
        return await renewAlone(deps, asked, cause);
    }
    catch (error) {
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
function usable(deps, folder) {
    const read = (0,refresh_folder/* readCached */.Jr)(folder);
    if (read.state !== 'ok' || (0,refresh_folder/* isErased */.FN)(folder))
        return null;
    if ((0,refresh_folder/* tokenFileFault */.YL)(folder, read.credentials.token) !== null)
        return null;
    return (0,life/* isFresh */.pL)(read.credentials.life, deps.clock) ? read.credentials : null;
}
function answered(deps, folder, insist) {
    const found = usable(deps, folder);
    if (found === null || insist === undefined)
        return found;
    const isOther = found.token !== insist.token || found.lease_expires_at !== insist.lease_expires_at;
    return isOther ? found : null;
}
async function renewUnderLock(deps, asked, work) {
    const { folder, settings } = asked;
    const read = (0,refresh_folder/* readCached */.Jr)(folder);
    if (read.state === 'refused')
        deps.say(`refused ${refresh_types/* FILES */.c.credentials}: it ${read.why}; getting a token anew.`);
    const current = read.state === 'ok' ? read.credentials : null;
    const currentLives = current !== null && (0,life/* remainingLifeMs */.fp)(current.life, deps.clock) > 0;
    try {
        deps.revive();
        if (current !== null)
            repair(deps, asked, current);
        const repaired = work.isInsisted ? null : usable(deps, folder);
        if (repaired !== null)
            return repaired;
        const cause = await confirmed(deps, current, work.cause);
        if (cause === 'unfounded' && current !== null)
            return acquit(deps, folder, current);
        const situation = { current, cause: cause === 'unfounded' ? 'due' : cause, currentLives };
        const next = await (0,renewal/* nextCredentials */.Mo)(deps, settings, situation);
        if (!work.lock.isHeld())
            return await yieldToNewHolder(deps, asked);
        settle(deps, asked, next);
        return next;
    }
    catch (error) {
        if (!(error instanceof types/* SourceFailure */.o) && (0,private_files/* codeOf */.$N)(error) === '')
            throw error;
        return noteFailure(deps, asked, error);
    }
}
function repair(deps, asked, current) {
    const fault = (0,refresh_folder/* tokenFileFault */.YL)(asked.folder, current.token);
    if (fault === null)
        return;
    deps.say(`refused ${refresh_types/* FILES */.c.token}: it ${fault}; writing it anew.`);
    (0,refresh_folder/* publish */.mk)(asked, current, deps.clock);
}
function yieldToNewHolder(deps, asked) {
    deps.say('this process was stopped for too long and another one renews in its place.');
    return askForToken(deps, asked);
}
async function confirmed(deps, current, cause) {
    if (cause !== 'rejected' || current === null)
        return cause;
    const reading = await deps.source.readBudget(current.token);
    const isAlive = reading.state === 'known' || reading.state === 'unlimited';
    return isAlive && (0,life/* isFresh */.pL)(current.life, deps.clock) ? 'unfounded' : cause;
}
function acquit(deps, folder, current) {
    (0,refresh_folder/* clearErased */.o1)(folder);
    deps.say('git was refused, but GitHub accepts the token: it is kept. Check what it may access.');
    return current;
}
function settle(deps, asked, next) {
    const { folder } = asked;
    (0,refresh_folder/* publish */.mk)(asked, next, deps.clock);
    (0,refresh_folder/* clearErased */.o1)(folder);
    (0,refresh_folder/* removeFile */.nM)((0,external_node_path_.join)(folder.path, refresh_types/* FILES */.c.failure));
}
function noteFailure(deps, asked, error) {
    const message = error instanceof types/* SourceFailure */.o ? error.message : (0,private_files/* storageFault */.sk)(error);
    const holdOffMs = Math.min(HOLD_OFF_MS, asked.settings.refreshBeforeMs / 4);
    const failure = { message, untilMonotonicMs: deps.clock.monotonicMs() + holdOffMs };
    try {
        (0,private_files/* replacePrivateFile */.oN)((0,external_node_path_.join)(asked.folder.path, refresh_types/* FILES */.c.failure), JSON.stringify(failure));
    }
    catch {
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
function oldToken(deps, folder, message, cause) {
    const read = (0,refresh_folder/* readCached */.Jr)(folder);
    if (read.state === 'ok' && (0,life/* remainingLifeMs */.fp)(read.credentials.life, deps.clock) > 0) {
        deps.say(`no new token: ${message} The old one stays in use while it lives.`);
        return read.credentials;
    }
    if (cause instanceof types/* SourceFailure */.o)
        throw cause;
    throw new types/* SourceFailure */.o('exhausted', `There is no token: ${message}`, { cause });
}

// EXTERNAL MODULE: ./build/bundled/src/action/refresh/ledger.js
var ledger = __webpack_require__(420);
;// CONCATENATED MODULE: ./build/bundled/src/action/refresh/join.js


async function joinFolder(deps, asked, mask) {
    for (const { token } of (0,ledger/* openTokens */.Vb)(asked.folder))
        mask(token);
    const credentials = await askForToken(deps, asked);
    mask(credentials.token);
    return credentials;
}


/***/ })

};
;