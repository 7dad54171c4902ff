/******/ (() => { // webpackBootstrap
/******/ 	"use strict";
/******/ 	var __webpack_modules__ = ({

/***/ 24:
/***/ ((module) => {

module.exports = require("node:fs");

/***/ }),

/***/ 760:
/***/ ((module) => {

module.exports = require("node:path");

/***/ }),

/***/ 19:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  AP: () => (/* binding */ changeTimeMs),
  o1: () => (/* binding */ clearErased),
  vV: () => (/* binding */ createFolder),
  XL: () => (/* binding */ foldersIn),
  FN: () => (/* binding */ isErased),
  mk: () => (/* binding */ publish),
  Jr: () => (/* binding */ readCached),
  sb: () => (/* binding */ readSettings),
  nM: () => (/* binding */ removeFile),
  YL: () => (/* binding */ tokenFileFault)
});

// UNUSED EXPORTS: addKnownToken, appendLog

// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __nccwpck_require__(24);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __nccwpck_require__(760);
// EXTERNAL MODULE: ./build/bundled/src/action/refresh/private-files.js
var private_files = __nccwpck_require__(836);
;// CONCATENATED MODULE: ./build/bundled/src/action/refresh/credentials.js

function readCredentials(path) {
    return credentialsOf((0,private_files/* readPrivateFile */.q1)(path));
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

// EXTERNAL MODULE: ./build/bundled/src/action/refresh/life.js
var refresh_life = __nccwpck_require__(11);
// EXTERNAL MODULE: ./build/bundled/src/action/refresh/types.js
var types = __nccwpck_require__(868);
;// CONCATENATED MODULE: ./build/bundled/src/action/refresh/folder.js






const PREFIX = 'fetch-token-';
const NEVER_MS = 10 * 365 * 24 * 3_600_000;
function createFolder(runnerTemp, settings) {
    const path = (0,private_files/* makePrivateFolder */.I2)((0,external_node_path_.join)(runnerTemp, PREFIX));
    try {
        (0,private_files/* createPrivateFile */.aP)((0,external_node_path_.join)(path, types/* FILES */.c.settings), JSON.stringify(settings));
    }
    catch (error) {
        (0,external_node_fs_.rmSync)(path, { recursive: true, force: true });
        throw error;
    }
    return { path };
}
function foldersIn(runnerTemp) {
    const names = (0,external_node_fs_.readdirSync)(runnerTemp).filter((name) => name.startsWith(PREFIX));
    return names
        .map((name) => ({ path: (0,external_node_path_.join)(runnerTemp, name) }))
        .filter(({ path }) => (0,private_files/* folderFault */.h9)(path) === null && (0,external_node_fs_.existsSync)((0,external_node_path_.join)(path, types/* FILES */.c.settings)));
}
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
    return readCredentials((0,external_node_path_.join)(folder.path, types/* FILES */.c.credentials));
}
function tokenFileFault(folder, token) {
    const read = (0,private_files/* readPrivateFile */.q1)((0,external_node_path_.join)(folder.path, types/* FILES */.c.token));
    if (read.state === 'missing')
        return 'is gone';
    if (read.state === 'refused')
        return read.why;
    return read.text === `${token}\n` ? null : 'does not hold the token';
}
function publish(folder, credentials, clock) {
    addKnownToken(folder, credentials.token);
    const modifiedAtMs = dueAtMs(credentials, clock);
    (0,private_files/* replacePrivateFile */.oN)((0,external_node_path_.join)(folder.path, types/* FILES */.c.token), `${credentials.token}\n`, { modifiedAtMs });
    (0,private_files/* replacePrivateFile */.oN)((0,external_node_path_.join)(folder.path, types/* FILES */.c.credentials), `${JSON.stringify(credentials, null, 2)}\n`);
}
function addKnownToken(folder, token) {
    const path = (0,external_node_path_.join)(folder.path, types/* FILES */.c.known);
    const read = (0,private_files/* readPrivateFile */.q1)(path);
    if (read.state === 'refused')
        (0,private_files/* replacePrivateFile */.oN)(path, '');
    const known = read.state === 'ok' ? read.text : '';
    if (!known.split('\n').includes(token))
        (0,external_node_fs_.appendFileSync)(path, `${token}\n`, { mode: 0o600 });
}
function dueAtMs({ life }, clock) {
    return clock.wallMs() + Math.min((0,refresh_life/* remainingLifeMs */.fp)(life, clock) - life.refreshBeforeMs, NEVER_MS);
}
function isErased(folder) {
    return (0,external_node_fs_.existsSync)((0,external_node_path_.join)(folder.path, types/* FILES */.c.erased));
}
function clearErased(folder) {
    (0,external_node_fs_.rmSync)((0,external_node_path_.join)(folder.path, types/* FILES */.c.erased), { force: true });
}
function appendLog(folder, line) {
    try {
        appendFileSync(join(folder.path, FILES.log), `${line}\n`, { mode: 0o600 });
    }
    catch {
    }
}
function changeTimeMs(path) {
    return (0,external_node_fs_.statSync)(path, { throwIfNoEntry: false })?.mtimeMs ?? null;
}
function removeFile(path) {
    try {
        (0,external_node_fs_.unlinkSync)(path);
    }
    catch {
    }
}


/***/ }),

/***/ 420:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Kq: () => (/* binding */ recordObtained),
/* harmony export */   Tt: () => (/* binding */ recordSettled),
/* harmony export */   Vb: () => (/* binding */ openTokens)
/* harmony export */ });
/* unused harmony export needsSettling */
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(24);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(760);
/* harmony import */ var _private_files_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(836);
/* harmony import */ var _types_js__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(868);




function keyOf(token) {
    return `${token.lease?.leaseId ?? ''} ${token.token}`;
}
function append(folder, entry) {
    (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.appendFileSync)((0,node_path__WEBPACK_IMPORTED_MODULE_1__.join)(folder.path, _types_js__WEBPACK_IMPORTED_MODULE_3__/* .FILES */ .c.ledger), `${JSON.stringify(entry)}\n`, { mode: 0o600 });
}
function recordObtained(folder, token) {
    append(folder, { event: 'obtained', token });
}
function recordSettled(folder, token) {
    append(folder, { event: 'settled', key: keyOf(token) });
}
function openTokens(folder) {
    const read = (0,_private_files_js__WEBPACK_IMPORTED_MODULE_2__/* .readPrivateFile */ .q1)((0,node_path__WEBPACK_IMPORTED_MODULE_1__.join)(folder.path, _types_js__WEBPACK_IMPORTED_MODULE_3__/* .FILES */ .c.ledger));
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


/***/ }),

/***/ 11:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   c_: () => (/* binding */ lifeOf),
/* harmony export */   fp: () => (/* binding */ remainingLifeMs),
/* harmony export */   ml: () => (/* binding */ systemClock),
/* harmony export */   pL: () => (/* binding */ isFresh)
/* harmony export */ });
function remainingLifeMs(life, clock) {
    if (life.livesMs === null)
        return Number.POSITIVE_INFINITY;
    const monotonicAgeMs = clock.monotonicMs() - life.obtainedAtMonotonicMs;
    if (monotonicAgeMs < 0)
        return 0;
    return life.livesMs - Math.max(monotonicAgeMs, clock.wallMs() - life.obtainedAtWallMs);
}
function isFresh(life, clock) {
    return remainingLifeMs(life, clock) > life.refreshBeforeMs;
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


/***/ }),

/***/ 836:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   $N: () => (/* binding */ codeOf),
/* harmony export */   I2: () => (/* binding */ makePrivateFolder),
/* harmony export */   aP: () => (/* binding */ createPrivateFile),
/* harmony export */   h9: () => (/* binding */ folderFault),
/* harmony export */   oN: () => (/* binding */ replacePrivateFile),
/* harmony export */   on: () => (/* binding */ ensurePrivateFile),
/* harmony export */   q1: () => (/* binding */ readPrivateFile),
/* harmony export */   sk: () => (/* binding */ storageFault)
/* harmony export */ });
/* unused harmony export ownUserId */
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(24);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(760);


const MAX_BYTES = 1024 * 1024;
const NO_FOLLOW = node_fs__WEBPACK_IMPORTED_MODULE_0__.constants.O_NOFOLLOW ?? 0;
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
function folderFault(folder) {
    try {
        const stats = (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.lstatSync)(folder);
        if (!stats.isDirectory())
            return stats.isSymbolicLink() ? 'is a symbolic link' : 'is no folder';
        return ownershipFault(stats, ownUserId());
    }
    catch {
        return 'does not exist';
    }
}
function makePrivateFolder(prefix) {
    return (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.mkdtempSync)(prefix);
}
function readPrivateFile(path, userId = ownUserId()) {
    let descriptor;
    try {
        descriptor = (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.openSync)(path, node_fs__WEBPACK_IMPORTED_MODULE_0__.constants.O_RDONLY | NO_FOLLOW);
    }
    catch (error) {
        return refusalOfOpen(error);
    }
    try {
        const stats = (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.fstatSync)(descriptor);
        if (!stats.isFile())
            return { state: 'refused', why: 'is no regular file' };
        const fault = ownershipFault(stats, userId);
        if (fault !== null)
            return { state: 'refused', why: fault };
        if (stats.size > MAX_BYTES)
            return { state: 'refused', why: 'is too large' };
        return { state: 'ok', text: (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.readFileSync)(descriptor, 'utf8') };
    }
    catch {
        return { state: 'refused', why: 'cannot be read' };
    }
    finally {
        (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.closeSync)(descriptor);
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
function createPrivateFile(path, text, traits = {}) {
    const flags = node_fs__WEBPACK_IMPORTED_MODULE_0__.constants.O_WRONLY | node_fs__WEBPACK_IMPORTED_MODULE_0__.constants.O_CREAT | node_fs__WEBPACK_IMPORTED_MODULE_0__.constants.O_EXCL | NO_FOLLOW;
    const descriptor = (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.openSync)(path, flags, traits.mode ?? 0o600);
    try {
        (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.writeFileSync)(descriptor, text);
        const atSeconds = traits.modifiedAtMs === undefined ? undefined : traits.modifiedAtMs / 1000;
        if (atSeconds !== undefined)
            (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.futimesSync)(descriptor, atSeconds, atSeconds);
    }
    catch (error) {
        (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.closeSync)(descriptor);
        (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.unlinkSync)(path);
        throw error;
    }
    (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.closeSync)(descriptor);
}
function ensurePrivateFile(path, text, traits = {}) {
    try {
        createPrivateFile(path, text, traits);
    }
    catch (error) {
        if (codeOf(error) !== 'EEXIST')
            throw error;
    }
}
function replacePrivateFile(path, text, traits = {}) {
    const draft = (0,node_path__WEBPACK_IMPORTED_MODULE_1__.join)((0,node_path__WEBPACK_IMPORTED_MODULE_1__.dirname)(path), `.${process.pid}-${process.hrtime.bigint()}.tmp`);
    createPrivateFile(draft, text, traits);
    try {
        (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.renameSync)(draft, path);
    }
    catch (error) {
        (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.unlinkSync)(draft);
        throw error;
    }
}


/***/ }),

/***/ 263:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   E: () => (/* binding */ livenessOf),
/* harmony export */   l: () => (/* binding */ identify)
/* harmony export */ });
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(24);

function readStat(pid) {
    try {
        const text = (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.readFileSync)(`/proc/${pid}/stat`, 'utf8');
        const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
        return { state: fields[0] ?? '', startTicks: fields[19] ?? '' };
    }
    catch {
        return null;
    }
}
function ownNamespace() {
    try {
        return (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.readlinkSync)('/proc/self/ns/pid');
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


/***/ }),

/***/ 649:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Mo: () => (/* binding */ nextCredentials)
/* harmony export */ });
/* unused harmony exports withLease, credentialsOf */
/* harmony import */ var _sources_types_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(997);
/* harmony import */ var _life_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(11);


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
function givenAgain(deps, settings, cause) {
    if (cause === 'rejected') {
        const message = 'GitHub refuses the token given as `token`: it was revoked or has expired. Store a new one.';
        return Promise.reject(new _sources_types_js__WEBPACK_IMPORTED_MODULE_0__/* .SourceFailure */ .o('bad_token', message));
    }
    return deps.source.obtain(settings.request).then((token) => credentialsOf(deps, settings, token));
}
async function throughLease(deps, settings, held) {
    const outcome = held.cause === 'rejected' ? 'unauthorized' : held.cause === 'spent' ? 'exhausted' : 'ok';
    const request = { outcome, buckets: {}, min_ttl_seconds: minTtlSeconds(settings) };
    let renewal;
    try {
        renewal = await deps.source.renewLease(held.lease, request);
    }
    catch (error) {
        if (error instanceof _sources_types_js__WEBPACK_IMPORTED_MODULE_0__/* .SourceFailure */ .o && error.code === 'lease_ended')
            return null;
        throw error;
    }
    if (renewal.decision === 'replace')
        return credentialsOf(deps, settings, renewal.token);
    if (held.cause === 'rejected' || !(0,_life_js__WEBPACK_IMPORTED_MODULE_1__/* .isFresh */ .pL)(held.current.life, deps.clock))
        return null;
    return withLease(held.current, renewal.lease);
}
function withLease(current, lease) {
    return { ...current, lease, lease_expires_at: isoOrNull(lease.leaseExpiresAtMs) };
}
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
        life: (0,_life_js__WEBPACK_IMPORTED_MODULE_1__/* .lifeOf */ .c_)(deps.clock, { expiresAtMs, issuerAheadMs, refreshBeforeMs: settings.refreshBeforeMs }),
        lease,
        obtained: rest,
    };
}
function isoOrNull(atMs) {
    return atMs === null ? null : new Date(atMs).toISOString();
}


/***/ }),

/***/ 868:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   c: () => (/* binding */ FILES)
/* harmony export */ });
const FILES = {
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


/***/ }),

/***/ 997:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   o: () => (/* binding */ SourceFailure)
/* harmony export */ });
class SourceFailure extends Error {
    code;
    retryAfterSeconds;
    constructor(code, message, options) {
        super(message, options);
        this.name = 'SourceFailure';
        this.code = code;
        this.retryAfterSeconds = options?.retryAfterSeconds ?? null;
    }
}


/***/ })

/******/ 	});
/************************************************************************/
/******/ 	// The module cache
/******/ 	var __webpack_module_cache__ = {};
/******/ 	
/******/ 	// The require function
/******/ 	function __nccwpck_require__(moduleId) {
/******/ 		// Check if module is in cache
/******/ 		var cachedModule = __webpack_module_cache__[moduleId];
/******/ 		if (cachedModule !== undefined) {
/******/ 			return cachedModule.exports;
/******/ 		}
/******/ 		// Create a new module (and put it into the cache)
/******/ 		var module = __webpack_module_cache__[moduleId] = {
/******/ 			// no module.id needed
/******/ 			// no module.loaded needed
/******/ 			exports: {}
/******/ 		};
/******/ 	
/******/ 		// Execute the module function
/******/ 		var threw = true;
/******/ 		try {
/******/ 			__webpack_modules__[moduleId](module, module.exports, __nccwpck_require__);
/******/ 			threw = false;
/******/ 		} finally {
/******/ 			if(threw) delete __webpack_module_cache__[moduleId];
/******/ 		}
/******/ 	
/******/ 		// Return the exports of the module
/******/ 		return module.exports;
/******/ 	}
/******/ 	
/******/ 	// expose the modules object (__webpack_modules__)
/******/ 	__nccwpck_require__.m = __webpack_modules__;
/******/ 	
/************************************************************************/
/******/ 	/* webpack/runtime/asset-relocator-loader */
/******/ 	if (typeof __nccwpck_require__ !== 'undefined') __nccwpck_require__.ab = __dirname + "/";
/******/ 	
/******/ 	/* webpack/runtime/define property getters */
/******/ 	(() => {
/******/ 		// define getter functions for harmony exports
/******/ 		__nccwpck_require__.d = (exports, definition) => {
/******/ 			for(var key in definition) {
/******/ 				if(__nccwpck_require__.o(definition, key) && !__nccwpck_require__.o(exports, key)) {
/******/ 					Object.defineProperty(exports, key, { enumerable: true, get: definition[key] });
/******/ 				}
/******/ 			}
/******/ 		};
/******/ 	})();
/******/ 	
/******/ 	/* webpack/runtime/ensure chunk */
/******/ 	(() => {
/******/ 		__nccwpck_require__.f = {};
/******/ 		// This file contains only the entry chunk.
/******/ 		// The chunk loading function for additional chunks
/******/ 		__nccwpck_require__.e = (chunkId) => {
/******/ 			return Promise.all(Object.keys(__nccwpck_require__.f).reduce((promises, key) => {
/******/ 				__nccwpck_require__.f[key](chunkId, promises);
/******/ 				return promises;
/******/ 			}, []));
/******/ 		};
/******/ 	})();
/******/ 	
/******/ 	/* webpack/runtime/get javascript chunk filename */
/******/ 	(() => {
/******/ 		// This function allow to reference async chunks
/******/ 		__nccwpck_require__.u = (chunkId) => {
/******/ 			// return url for filenames based on template
/******/ 			return "" + chunkId + ".index.js";
/******/ 		};
/******/ 	})();
/******/ 	
/******/ 	/* webpack/runtime/hasOwnProperty shorthand */
/******/ 	(() => {
/******/ 		__nccwpck_require__.o = (obj, prop) => (Object.prototype.hasOwnProperty.call(obj, prop))
/******/ 	})();
/******/ 	
/******/ 	/* webpack/runtime/require chunk loading */
/******/ 	(() => {
/******/ 		// no baseURI
/******/ 		
/******/ 		// object to store loaded chunks
/******/ 		// "1" means "loaded", otherwise not loaded yet
/******/ 		var installedChunks = {
/******/ 			792: 1
/******/ 		};
/******/ 		
/******/ 		// no on chunks loaded
/******/ 		
/******/ 		var installChunk = (chunk) => {
/******/ 			var moreModules = chunk.modules, chunkIds = chunk.ids, runtime = chunk.runtime;
/******/ 			for(var moduleId in moreModules) {
/******/ 				if(__nccwpck_require__.o(moreModules, moduleId)) {
/******/ 					__nccwpck_require__.m[moduleId] = moreModules[moduleId];
/******/ 				}
/******/ 			}
/******/ 			if(runtime) runtime(__nccwpck_require__);
/******/ 			for(var i = 0; i < chunkIds.length; i++)
/******/ 				installedChunks[chunkIds[i]] = 1;
/******/ 		
/******/ 		};
/******/ 		
/******/ 		// require() chunk loading for javascript
/******/ 		__nccwpck_require__.f.require = (chunkId, promises) => {
/******/ 			// "1" is the signal for "already loaded"
/******/ 			if(!installedChunks[chunkId]) {
/******/ 				if(true) { // all chunks have JS
/******/ 					installChunk(require("./" + __nccwpck_require__.u(chunkId)));
/******/ 				} else installedChunks[chunkId] = 1;
/******/ 			}
/******/ 		};
/******/ 		
/******/ 		// no external install chunk
/******/ 		
/******/ 		// no HMR
/******/ 		
/******/ 		// no HMR manifest
/******/ 	})();
/******/ 	
/************************************************************************/
var __webpack_exports__ = {};

// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __nccwpck_require__(24);
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

;// CONCATENATED MODULE: ./build/bundled/src/action/http/types.js
class HttpFailure extends Error {
    code;
    constructor(code, message, options) {
        super(message, options);
        this.name = 'HttpFailure';
        this.code = code;
    }
}

;// CONCATENATED MODULE: ./build/bundled/src/action/http/address.js

function isLoopback(hostname) {
    return (hostname === 'localhost' || hostname === '[::1]' || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(hostname));
}
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
function checkedUrl(text) {
    const fault = addressFault(text);
    if (fault === null)
        return new URL(text);
    const code = fault.includes('plain http') ? 'plain_http' : 'bad_url';
    throw new HttpFailure(code, `An address cannot be used: ${fault}.`);
}
function joinUrl(base, path) {
    return `${base.replace(/\/+$/, '')}${path}`;
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

;// CONCATENATED MODULE: ./build/bundled/src/action/sources/answers.js
function answers_parseJson(text) {
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
    return answers_parseJson(body) === undefined ? 'something that is not JSON' : 'JSON of another form';
}

;// CONCATENATED MODULE: ./build/bundled/src/action/sources/absence.js

function explainAbsence(reading) {
    const { inputs, env } = reading;
    const hasPool = (inputs.text('pool-url') || env.TOKEN_POOL_URL || '') !== '';
    const hasApp = (inputs.text('client-id') || inputs.text('app-id')) !== '';
    if (!hasPool && !hasApp)
        return 'No source is configured: set pool-url, or client-id and private-key.';
    const missing = hasPool ? 'no api-secret and no OIDC identity' : 'no private-key';
    if (isFromFork(reading))
        return `This run comes from a fork, which is given no secrets, so there is ${missing}.`;
    if (env.GITHUB_ACTOR === 'dependabot[bot]') {
        return `Runs for Dependabot see only Dependabot's own secrets, so there is ${missing}.`;
    }
    if (!hasPool)
        return 'private-key is empty; check the name of the secret.';
    if (inputs.text('oidc') === 'always')
        return 'This job may not ask for an OIDC identity; add `permissions: id-token: write`.';
    return 'api-secret is empty and there is no OIDC identity; check the name of the secret, or add `permissions: id-token: write`.';
}
function isFromFork({ env, readFile }) {
    if (!(env.GITHUB_EVENT_NAME ?? '').startsWith('pull_request'))
        return false;
    const pullRequest = memberOf(answers_parseJson(readFile(env.GITHUB_EVENT_PATH ?? '')), 'pull_request');
    const head = memberOf(memberOf(memberOf(pullRequest, 'head'), 'repo'), 'full_name');
    return typeof head === 'string' && head !== env.GITHUB_REPOSITORY;
}

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

// EXTERNAL MODULE: ./build/bundled/src/action/sources/types.js
var types = __nccwpck_require__(997);
// EXTERNAL MODULE: ./build/bundled/src/action/refresh/folder.js + 1 modules
var refresh_folder = __nccwpck_require__(19);
// EXTERNAL MODULE: ./build/bundled/src/action/refresh/life.js
var life = __nccwpck_require__(11);
// EXTERNAL MODULE: ./build/bundled/src/action/refresh/renewal.js
var renewal = __nccwpck_require__(649);
;// CONCATENATED MODULE: ./build/bundled/src/json-schema.js
const NO_FAULTS = [];
function checkerOf(schema) {
    const check = compile(schema);
    return (value, path = 'body') => check(value).map((fault) => path + fault);
}
function faultsOf(schema, value, path) {
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

;// CONCATENATED MODULE: ./build/bundled/src/action/sources/oidc.js




const TIMEOUT_MS = 5000;
async function fetchOidcToken(deps, audience, deadlineAtMs) {
    const endpoint = deps.oidc;
    if (!endpoint) {
        throw new types/* SourceFailure */.o('no_credential', 'This job may not ask for an OIDC identity; add `permissions: id-token: write`.');
    }
    const url = URL.parse(endpoint.requestUrl);
    if (!url)
        throw new types/* SourceFailure */.o('refused', 'ACTIONS_ID_TOKEN_REQUEST_URL is no address; leave it to the runner.');
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
        throw new types/* SourceFailure */.o(code, `No OIDC identity from GitHub: ${error.message}`, { cause: error });
    }
}
function identityIn(deps, response) {
    const value = memberOf(answers_parseJson(response.body), 'value');
    if (response.status === 200 &&
        typeof value === 'string' &&
        /^[\w-]{8,}\.[\w-]{8,}\.[\w-]{8,}$/.test(value)) {
        deps.mask(value);
        return value;
    }
    throw new types/* SourceFailure */.o('refused', `GitHub gave no OIDC identity (status ${response.status}); check \`permissions: id-token: write\`.`);
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
        throw new types/* SourceFailure */.o(code, `The pool cannot be used: ${error.message}`, { cause: error });
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
        return new types/* SourceFailure */.o('refused', whoIsRefused(question.auth));
    if (response.status === 403) {
        return new types/* SourceFailure */.o('refused', 'The pool does not allow this job to lease (403). Ask its operator for a policy, or drop `label`.');
    }
    if (code === 'lease_ended' || (response.status === 404 && code === 'not_found')) {
        return new types/* SourceFailure */.o('lease_ended', 'The pool no longer knows this lease.');
    }
    if (response.status === 503) {
        const message = `The pool has no token to lend that fits this request.${later}`;
        return new types/* SourceFailure */.o('exhausted', message, { retryAfterSeconds: seconds });
    }
    if (response.status === 429)
        return new types/* SourceFailure */.o('refused', `The pool limits how often this job may ask (429).${later}`);
    const named = code === null ? '' : `, ${code}`;
    return new types/* SourceFailure */.o('bad_answer', `The pool answered ${response.status}${named}. Check pool-url and the pool's log.`);
}
function whoIsRefused(auth) {
    return auth.kind === 'key'
        ? 'The pool does not accept the api-secret (401). Check that the secret holds a key of this pool that is not revoked.'
        : "The pool does not accept this job's OIDC identity (401). Check oidc-audience and the pool's policies.";
}
function errorCodeOf(body) {
    const code = memberOf(memberOf(answers_parseJson(body), 'error'), 'code');
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
    const path = PATHS.report(nativeId(lease));
    const response = await post(deps, { lease, body, timeoutMs, path });
    const answer = answers_parseJson(response.body);
    if (faultsOf(REPORT_ANSWER_SCHEMA, answer, 'answer').length > 0) {
        throw new types/* SourceFailure */.o('bad_answer', "The pool's answer to the report is not of the agreed form.");
    }
    return answer;
}
async function renewLease(deps, { lease, body, timeoutMs }) {
    const path = PATHS.renew(nativeId(lease));
    const response = await post(deps, { lease, body, timeoutMs, path });
    const answer = answers_parseJson(response.body);
    const fault = faultsOf(RENEW_ANSWER_SCHEMA, answer, 'answer')[0];
    if (fault !== undefined)
        throw new types/* SourceFailure */.o('bad_answer', `The pool's answer to the renewal is wrong: ${fault}.`);
    const renewal = answer;
    if (renewal.decision === 'keep') {
        return { decision: 'keep', lease: { ...lease, leaseExpiresAtMs: Date.parse(renewal.lease_expires_at) } };
    }
    const format = checkTokenFormat(renewal.lease?.token);
    if (!format.ok || !renewal.lease) {
        const rule = format.ok ? 'it is missing' : format.rule;
        throw new types/* SourceFailure */.o('bad_token', `The pool's replacement token is refused: ${rule}.`);
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
    throw new types/* SourceFailure */.o('lease_ended', 'A mise-versions server knows no leases to report or renew.');
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

;// CONCATENATED MODULE: ./build/bundled/src/action/sources/pool.js






const GRACE_MS = 3000;
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
        return [announce(deps, legacyToken(answer, ask))];
    const { tokens, faults } = readLeases(answer, ask.settings, deps.now());
    if (tokens.length === 0)
        throw badAnswer(faults[0] ?? describeBody(response.body));
    if (faults.length > 0)
        deps.log.warning(`The pool's answer is partly unusable: ${faults[0]}.`);
    return tokens.slice(0, ask.count).map((token) => announce(deps, token));
}
async function leaseLegacy(deps, ask) {
    const tokens = new Map();
    for (let asked = 0; asked < ask.count; asked += 1) {
        const response = await askPool(deps, { ...commonOf(deps, ask), method: 'GET', path: PATHS.legacyToken });
        if (tokens.size > 0 && response.status !== 200)
            break;
        const token = legacyToken(successOf(deps, response, ask), ask);
        if (!tokens.has(token.token))
            tokens.set(token.token, announce(deps, token));
    }
    return [...tokens.values()];
}
function legacyToken(answer, ask) {
    const read = readLegacyToken(answer, ask.settings);
    if ('fault' in read)
        throw badAnswer(read.fault);
    return read;
}
function announce(deps, token) {
    deps.mask(...tokenMasks(token.token));
    deps.onObtained(token);
    return token;
}
function commonOf(deps, ask) {
    return {
        poolUrl: ask.settings.url,
        auth: ask.settings.auth,
        deadlineAtMs: ask.deadlineAtMs,
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
function successOf(deps, response, ask) {
    if (response.status !== 200 && response.status !== 201) {
        throw refusalOf(response, { auth: ask.settings.auth, nowMs: deps.now() });
    }
    const answer = answers_parseJson(response.body);
    if (typeof answer !== 'object' || answer === null)
        throw badAnswer(`it sent ${describeBody(response.body)}`);
    return answer;
}
function badAnswer(reason) {
    const code = reason.startsWith('the token') ? 'bad_token' : 'bad_answer';
    return new types/* SourceFailure */.o(code, `The pool's answer cannot be used: ${reason}. Check pool-url and the pool.`);
}

;// CONCATENATED MODULE: ./build/bundled/src/action/sources/app.js









const app_PER_TRY_MS = 10_000;
const CLOCK_TOLERANCE_MS = 30_000;
async function mintAppToken(deps, ask) {
    const target = targetOf(ask);
    const found = await askAsApp(deps, ask, { method: 'GET', path: target.path });
    const installationId = memberOf(answers_parseJson(found.body), 'id');
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
        graceMs: GRACE_MS,
    });
    const token = mintedToken(minted, installationId);
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
async function askAsApp(deps, ask, question) {
    const first = await askWithClock(deps, ask, { ...question, nowMs: deps.now() });
    const serverMs = Date.parse(first.headers.date ?? '');
    const isClockOff = Math.abs(serverMs - deps.now()) > CLOCK_TOLERANCE_MS;
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
        throw new types/* SourceFailure */.o(code, `No token for the App: ${error.message}`, { cause: error });
    }
}
function lookupFailure(status, name) {
    if (status === 401) {
        return new types/* SourceFailure */.o('refused', 'GitHub does not accept the App (401). Check that private-key belongs to client-id or app-id.');
    }
    if (status === 404) {
        return new types/* SourceFailure */.o('refused', `The App is not installed on ${name} (404). Install it there, or correct owner and repositories.`);
    }
    return new types/* SourceFailure */.o('unreachable', `GitHub did not say where the App is installed (status ${status}).`);
}
function mintedToken(response, installationId) {
    if (response.status !== 201) {
        const advice = response.status === 422
            ? 'Ask only for repositories and permissions that the installation has.'
            : 'Check the installation in the settings of its owner.';
        throw new types/* SourceFailure */.o('refused', `GitHub minted no token for the App (status ${response.status}). ${advice}`);
    }
    const answer = answers_parseJson(response.body);
    const token = memberOf(answer, 'token');
    const format = checkTokenFormat(token);
    if (!format.ok)
        throw new types/* SourceFailure */.o('bad_token', `The token that GitHub minted is refused: ${format.rule}.`);
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

;// CONCATENATED MODULE: ./build/bundled/src/action/sources/verify.js





async function readBudget(deps, question) {
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
    const isGitHubs = typeof memberOf(body, 'message') === 'string';
    if (refusal === 'forbidden' && isGitHubs)
        return { state: 'unauthorized' };
    return unknown(`GitHub answered ${response.status}`);
}
function unknown(why) {
    return { state: 'unknown', why };
}

;// CONCATENATED MODULE: ./build/bundled/src/action/sources/check-token.js

const CHECK_TIMEOUT_MS = 5000;
const REPLICATION_WAITS_MS = [400, 1200];
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

;// CONCATENATED MODULE: ./build/bundled/src/action/sources/pool-rounds.js




const REPORT_TIMEOUT_MS = 4000;
const WAIT_SPREAD_MS = 500;
async function obtainFromPool(deps, rounds) {
    const { request } = rounds;
    const good = [];
    const bad = [];
    let failure = null;
    for (let attempt = 0; attempt < request.attempts && good.length < request.count; attempt += 1) {
        const seen = [...good, ...bad.map((checked) => checked.token)];
        const exclude = [...request.exclude, ...seen.flatMap((token) => token.ownerRef ?? [])];
        try {
            const ask = { ...rounds, count: request.count - good.length, exclude };
            const leased = await (good.length === 0 ? leaseInTime : leaseFromPool)(deps, ask);
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
        deps.log.warning(`The pool gave ${good.length} of the ${request.count} tokens asked for.`);
    }
    return good;
}
async function leaseInTime(deps, ask) {
    for (;;) {
        try {
            return await leaseFromPool(deps, ask);
        }
        catch (error) {
            const seconds = error instanceof types/* SourceFailure */.o ? error.retryAfterSeconds : null;
            if (!ask.request.wait || seconds === null)
                throw error;
            const waitMs = Math.max(1, seconds) * 1000 + deps.random() * WAIT_SPREAD_MS;
            if (deps.now() + waitMs >= ask.deadlineAtMs)
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
        if (!(error instanceof types/* SourceFailure */.o))
            throw error;
        deps.log.info(`The pool did not take the token back yet: ${error.message}`);
    }
}
function allRefused(bad) {
    const why = bad.at(-1)?.why ?? 'none was given';
    const tokens = bad.length === 1 ? 'one token' : `${bad.length} tokens`;
    return new types/* SourceFailure */.o('exhausted', `The pool's tokens cannot be used: ${tokens} tried, the last because ${why}.`);
}

;// CONCATENATED MODULE: ./build/bundled/src/action/sources/obtain.js







const FALLBACK_CHECK_MS = 3000;
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
    const share = request.app ? 0.6 : 0.9;
    if (request.verify)
        deps.connectAhead(request.githubApiUrl);
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
    throw new types/* SourceFailure */.o('exhausted', `The App's token cannot be used: ${checked.why}.`);
}
async function fallBack(deps, { request, failures, deadlineAtMs }) {
    const reason = failures.map((failure) => failure.message).join(' ') || request.absence || 'No source is configured.';
    const worst = failures.at(-1);
    if (request.required)
        throw new types/* SourceFailure */.o(worst?.code ?? 'no_credential', `${reason} (\`required\` is set.)`);
    if (request.fallbackToken === null) {
        throw new types/* SourceFailure */.o(worst?.code ?? 'no_credential', `${reason} There is no github-token to fall back to.`);
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
async function plainToken(deps, { text, source, request, reason, deadlineAtMs }) {
    deps.mask(...tokenMasks(text));
    const format = checkTokenFormat(text);
    const token = {
        source,
        token: text,
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
    if (error instanceof types/* SourceFailure */.o)
        return error;
    if (error instanceof HttpFailure) {
        const code = error.code === 'cancelled' ? 'cancelled' : 'unreachable';
        return new types/* SourceFailure */.o(code, error.message, { cause: error });
    }
    throw error;
}

// EXTERNAL MODULE: ./build/bundled/src/action/refresh/ledger.js
var ledger = __nccwpck_require__(420);
;// CONCATENATED MODULE: ./build/bundled/src/action/refresh/token-source.js





const BUDGET_TIMEOUT_MS = 5_000;
const token_source_CLOCK_TOLERANCE_MS = 3_000;
function createTokenSource(deps, folder, settings) {
    const skew = { aheadMs: 0 };
    const http = noticingClock(deps.http, deps.now, skew);
    const sourceDeps = {
        ...deps,
        http,
        onObtained: (token) => (0,ledger/* recordObtained */.Kq)(folder, token),
        onSettled: (token) => (0,ledger/* recordSettled */.Tt)(folder, token),
    };
    const { githubApiUrl, timeoutMs } = settings.request;
    return {
        issuerAheadMs: () => skew.aheadMs,
        async obtain(request) {
            const [token] = await obtainTokens(sourceDeps, request);
            if (token === undefined)
                throw new types/* SourceFailure */.o('exhausted', 'The source gave no token.');
            return token;
        },
        async renewLease(lease, body) {
            const renewal = await renewLease(sourceDeps, { lease, body, timeoutMs });
            if (renewal.decision === 'replace')
                (0,ledger/* recordObtained */.Kq)(folder, renewal.token);
            return renewal;
        },
        readBudget: (token) => readBudget({ ...sourceDeps }, { githubApiUrl, token, timeoutMs: BUDGET_TIMEOUT_MS }),
    };
}
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

;// CONCATENATED MODULE: ./build/bundled/src/action/refresh/first-token.js





async function firstToken(deps, place) {
    const { runner, http, connectAhead, now, sleep, random, signal } = deps;
    const { folder, settings } = place;
    const { log, mask } = runner;
    const source = createTokenSource({ http, connectAhead, log, mask, now, sleep, random, signal, oidc: settings.oidc }, folder, settings);
    if (place.role === 'guest')
        return joined(deps, place, source);
    const situation = { current: null, cause: 'due', currentLives: false };
    const credentials = await (0,renewal/* nextCredentials */.Mo)({ source, clock: life/* systemClock */.ml }, settings, situation);
    (0,refresh_folder/* publish */.mk)(folder, credentials, life/* systemClock */.ml);
    return credentials;
}
async function joined(deps, { folder, settings }, source) {
    const { runner, sleep, signal } = deps;
    const { joinFolder } = await __nccwpck_require__.e(/* import() */ 278).then(__nccwpck_require__.bind(__nccwpck_require__, 278));
    const hide = (token) => {
        runner.mask(...tokenMasks(token));
        return 'hidden';
    };
    const askDeps = {
        source,
        hide,
        clock: life/* systemClock */.ml,
        sleep: (ms) => sleep(ms, signal),
        say: runner.log.warning,
        revive: () => undefined,
    };
    return joinFolder(askDeps, { folder, settings });
}

// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __nccwpck_require__(760);
;// CONCATENATED MODULE: ./build/bundled/src/action/refresh/identity.js


const LOGIN_TIMEOUT_MS = 5_000;
const PERSONAL_KINDS = ['pat', 'oauth', 'app_user'];
async function lookUpLogin(deps, settings, credentials) {
    if (credentials.source === 'fallback')
        return 'github-actions[bot]';
    const isForPushing = settings.request.given !== null || settings.request.label !== null;
    if (!isForPushing || !PERSONAL_KINDS.includes(credentials.kind))
        return '';
    try {
        const response = await askGitHub(deps, {
            method: 'GET',
            apiUrl: settings.request.githubApiUrl,
            path: '/user',
            token: credentials.token,
            timeoutMs: LOGIN_TIMEOUT_MS,
        });
        const user = answers_parseJson(response.body);
        const login = typeof user === 'object' && user !== null && 'login' in user ? user.login : '';
        return response.status === 200 && typeof login === 'string' && /^[\w[\]-]{1,100}$/.test(login)
            ? login
            : '';
    }
    catch {
        return '';
    }
}
function pushIdentity(credentials, login, settings) {
    const name = login || credentials.owner || 'an identity that GitHub does not name';
    const line = `git push to ${settings.serverUrl} is done by ${name} (${kindText(credentials)}).`;
    return { line, warning: pushWarning(credentials, settings) };
}
function kindText({ source, kind }) {
    if (source === 'fallback')
        return 'GITHUB_TOKEN';
    if (kind === 'installation')
        return 'token of a GitHub App installation';
    if (kind === 'pat')
        return 'personal access token';
    return kind === 'app_user' ? "a GitHub App's token for a user" : 'OAuth token';
}
function pushWarning({ source }, { request }) {
    if (source === 'fallback') {
        return ('Pushes carry GITHUB_TOKEN: most rulesets cannot let it bypass, and what it pushes starts no workflow. ' +
            'Give `token`, or an App, to push as somebody else.');
    }
    if (source === 'pool' && request.label === null) {
        return ('Tokens of the pool without a label cannot write, so a push with this one is refused. ' +
            'Ask with a label that allows it, such as `label: push`, or give `token`.');
    }
    return null;
}

;// CONCATENATED MODULE: ./build/bundled/src/action/refresh/checkout.js

function hasPersistedHeader(env, server, readFile) {
    if (!env.GITHUB_WORKSPACE)
        return false;
    const own = readFile((0,external_node_path_.join)(env.GITHUB_WORKSPACE, '.git', 'config'));
    const included = [...own.matchAll(/^\s*path\s*=\s*"?([^"\r\n]+?)"?\s*$/gm)].map((match) => match[1] ?? '');
    return [own, ...new Set(included.map(readFile))].some((text) => setsHeader(text, server));
}
function setsHeader(text, server) {
    if (!/extraheader/i.test(text))
        return false;
    const sections = text.matchAll(/^\s*\[http "([^"]+)"\]([^[]*)/gim);
    return [...sections].some(([, url = '', body = '']) => url.toLowerCase().startsWith(`${server.url}/`) && /^\s*extraheader\s*=\s*\S/im.test(body));
}

// EXTERNAL MODULE: ./build/bundled/src/action/refresh/private-files.js
var private_files = __nccwpck_require__(836);
// EXTERNAL MODULE: ./build/bundled/src/action/refresh/types.js
var refresh_types = __nccwpck_require__(868);
;// CONCATENATED MODULE: ./build/bundled/src/action/refresh/sh.js

function shellQuote(text) {
    return `'${text.replaceAll("'", "'\\''")}'`;
}
function slashed(path) {
    return process.platform === 'win32' ? path.replaceAll('\\', '/') : path;
}
function tokenFunctions(nodePath, tokenBundle) {
    return `node=${shellQuote(slashed(nodePath))}
bundle=${shellQuote(slashed(tokenBundle))}

is_stale() {
  [ -e "$folder/${refresh_types/* FILES */.c.erased}" ] || [ -e "$folder/${refresh_types/* FILES */.c.unmasked}" ] && return 0
  [ -s "$folder/${refresh_types/* FILES */.c.token}" ] && ! [ -h "$folder/${refresh_types/* FILES */.c.token}" ] || return 0
  { : > "$folder/${refresh_types/* FILES */.c.now}"; } 2>/dev/null || return 1
  [ "$folder/${refresh_types/* FILES */.c.now}" -nt "$folder/${refresh_types/* FILES */.c.token}" ] 2>/dev/null
}

current_token() {
  token=
  if is_stale && [ -x "$node" ] && [ -f "$bundle" ]; then
    token=$("$node" "$bundle" --folder "$folder") || token=
  fi
  if [ -z "$token" ] && [ -r "$folder/${refresh_types/* FILES */.c.token}" ] && ! [ -h "$folder/${refresh_types/* FILES */.c.token}" ]; then
    IFS= read -r token < "$folder/${refresh_types/* FILES */.c.token}" || :
  fi
}
`;
}
function askScript(nodePath, tokenBundle) {
    return `#!/bin/sh
# Prints the job's current token. Written by fetch-token.
folder=\${0%/*}

${tokenFunctions(nodePath, tokenBundle)}
[ $# -eq 0 ] || exec "$node" "$bundle" --folder "$folder" "$@"
current_token
[ -n "$token" ] || exit 1
printf '%s\\n' "$token"
`;
}

;// CONCATENATED MODULE: ./build/bundled/src/action/refresh/gh.js





function ghWrapperScript(server, node) {
    const [variable, second] = server.ghVariables;
    return `#!/bin/sh
# Runs the real gh with the job's current token. Installed by fetch-token for the length of the job.
own=\${0%/*}
folder=\${own%/*}

${tokenFunctions(node.path, node.tokenBundle)}
# The one behind this one on PATH, which may be the wrapper of an earlier step: going on from here to there, and
# never back, ends at the real gh.
find_gh() {
  real=
  set -f
  saved_ifs=$IFS
  IFS=:
  for directory in $PATH; do
    candidate=\${directory:-.}/gh
    if [ "$candidate" -ef "$0" ]; then
      real=
    elif [ -z "$real" ] && [ -f "$candidate" ] && [ -x "$candidate" ]; then
      real=$candidate
    fi
  done
  IFS=$saved_ifs
  set +f
}

is_ours() {
  while IFS= read -r line; do
    [ "$line" = "$1" ] && return 0
  done 2>/dev/null < "$folder/${refresh_types/* FILES */.c.known}"
  return 1
}

find_gh
if [ -z "$real" ]; then
  echo "gh: GitHub CLI is not installed here; install it before this step (https://cli.github.com)." >&2
  exit 127
fi
host=\${GH_HOST-}
chosen=\${${variable}:-\${${second}-}}
if [ -z "$host" ] || [ "$host" = '${server.host}' ]; then
  if [ -z "$chosen" ] || is_ours "$chosen"; then
    current_token
    if [ -n "$token" ]; then
      ${variable}=$token
      export ${variable}${server.host === 'github.com' ? '' : `\n      GH_HOST='${server.host}'\n      export GH_HOST`}
    fi
  fi
fi
exec "$real" "$@"
`;
}
function ghWrapperCmd(server) {
    const [variable, second] = server.ghVariables;
    const lines = [
        '@echo off',
        'setlocal DisableDelayedExpansion',
        'set "REAL_GH="',
        `for /f "delims=" %%G in ('where gh.exe 2^>nul') do if not defined REAL_GH set "REAL_GH=%%G"`,
        'if not defined REAL_GH (',
        '  echo gh: GitHub CLI is not installed here; install it before this step ^(https://cli.github.com^). 1>&2',
        '  exit /b 127',
        ')',
        `if defined GH_HOST if /i not "%GH_HOST%"=="${server.host}" goto run`,
        `if defined ${variable} (set "CHOSEN=%${variable}%") else set "CHOSEN=%${second}%"`,
        'if not defined CHOSEN goto renew',
        `for /f "usebackq delims=" %%K in ("%~dp0..\\${refresh_types/* FILES */.c.known}") do if "%%K"=="%CHOSEN%" goto renew`,
        'goto run',
        ':renew',
        `if not exist "%~dp0..\\${refresh_types/* FILES */.c.token}" goto run`,
        `set /p ${variable}=<"%~dp0..\\${refresh_types/* FILES */.c.token}"`,
        ...(server.host === 'github.com' ? [] : [`set "GH_HOST=${server.host}"`]),
        ':run',
        'set "CHOSEN="',
        '"%REAL_GH%" %*',
        'exit /b %ERRORLEVEL%',
        '',
    ];
    return lines.join('\r\n');
}
function installGh(folder, server, node) {
    const directory = (0,external_node_path_.join)(folder, refresh_types/* FILES */.c.ghFolder);
    (0,external_node_fs_.mkdirSync)(directory, { mode: 0o700, recursive: true });
    (0,private_files/* ensurePrivateFile */.on)((0,external_node_path_.join)(directory, 'gh'), ghWrapperScript(server, node), { mode: 0o700 });
    if (process.platform === 'win32')
        (0,private_files/* ensurePrivateFile */.on)((0,external_node_path_.join)(directory, 'gh.cmd'), ghWrapperCmd(server));
    return directory;
}

;// CONCATENATED MODULE: ./build/bundled/src/action/refresh/git.js




function gitHelperScript(server, node) {
    return `#!/bin/sh
# Credential helper of fetch-token: answers git with the job's current token.
folder=\${0%/*}
operation=\${1-}
[ "$operation" = get ] || [ "$operation" = erase ] || exit 0

protocol= host= password=
while IFS= read -r line; do
  case "$line" in
    protocol=*) protocol=\${line#protocol=} ;;
    host=*) host=\${line#host=} ;;
    password=*) password=\${line#password=} ;;
    '') break ;;
  esac
done
[ "$protocol" = ${server.protocol} ] || exit 0
case "$host" in ${caselessPattern(server.host)}) ;; *) exit 0 ;; esac

${tokenFunctions(node.path, node.tokenBundle)}
if [ "$operation" = erase ]; then
  IFS= read -r token 2>/dev/null < "$folder/${refresh_types/* FILES */.c.token}" || token=
  # Only the token in use: another one was refused for reasons of its own, or is replaced already.
  if [ -n "$token" ] && [ "$password" = "$token" ]; then : > "$folder/${refresh_types/* FILES */.c.erased}"; fi
  exit 0
fi
current_token
[ -n "$token" ] || token=\${GITHUB_TOKEN-}
[ -n "$token" ] || exit 0
printf 'username=x-access-token\\npassword=%s\\n' "$token"
`;
}
function caselessPattern(host) {
    return host
        .replace(/[a-z]/g, (letter) => `[${letter.toUpperCase()}${letter}]`)
        .replaceAll('[::1]', '\\[::1\\]');
}
function gitConfigText(server, helperPath) {
    const helper = slashed(helperPath);
    const inContainer = `/github/runner_temp/${helper.split('/').slice(-2).join('/')}`;
    const command = `!h=${shellQuote(helper)}; test -f "$h" || h=${shellQuote(inContainer)}; exec "$h"`;
    return [
        '# Written by fetch-token; included through GIT_CONFIG_COUNT and deleted at the end of the job.',
        `[http ${configQuote(`${server.url}/`)}]`,
        '\textraheader =',
        `[credential ${configQuote(server.url)}]`,
        '\thelper =',
        `\thelper = ${configQuote(command)}`,
        '',
    ].join('\n');
}
function configQuote(text) {
    return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}
function installGit(folder, server, node) {
    const helperPath = (0,external_node_path_.join)(folder, refresh_types/* FILES */.c.gitHelper);
    const configPath = (0,external_node_path_.join)(folder, refresh_types/* FILES */.c.gitConfig);
    (0,private_files/* ensurePrivateFile */.on)(helperPath, gitHelperScript(server, node), { mode: 0o700 });
    (0,private_files/* ensurePrivateFile */.on)(configPath, gitConfigText(server, helperPath));
    return configPath;
}

;// CONCATENATED MODULE: ./build/bundled/src/action/refresh/git-environment.js
const MAX_COUNT = 10_000;
function appendInclude(env, configPath) {
    const countBefore = env.GIT_CONFIG_COUNT ?? '';
    const fault = countFault(env, countBefore);
    const index = fault === null ? Number(countBefore) : 0;
    return {
        exports: [
            [`GIT_CONFIG_KEY_${index}`, 'include.path'],
            [`GIT_CONFIG_VALUE_${index}`, configPath],
            ['GIT_CONFIG_COUNT', String(index + 1)],
        ],
        undo: { countBefore: fault === null ? countBefore : '', index, configPath },
        warning: fault,
    };
}
function countFault(env, count) {
    const redo = 'git refuses to run with that, so it is replaced; set GIT_CONFIG_COUNT to the number of pairs.';
    if (!/^\d{0,6}$/.test(count) || Number(count) > MAX_COUNT)
        return `GIT_CONFIG_COUNT is no usable number: ${redo}`;
    for (let index = 0; index < Number(count); index += 1) {
        for (const name of [`GIT_CONFIG_KEY_${index}`, `GIT_CONFIG_VALUE_${index}`]) {
            if (env[name] === undefined)
                return `GIT_CONFIG_COUNT is ${count} but ${name} is not set: ${redo}`;
        }
    }
    return null;
}

;// CONCATENATED MODULE: ./build/bundled/src/action/refresh/server.js

function serverOf(serverUrl) {
    if (!URL.canParse(serverUrl))
        return undefined;
    const { protocol, host, hostname } = new URL(serverUrl);
    if (protocol !== 'https:' && !(protocol === 'http:' && isLoopback(hostname)))
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

;// CONCATENATED MODULE: ./build/bundled/src/action/refresh/install.js









const NOTHING = { exports: [], paths: [], gitUndo: null, remarks: [] };
function installTools(wanted, at) {
    const node = { path: at.settings.nodePath, tokenBundle: at.settings.bundles.token };
    const ask = askScript(node.path, node.tokenBundle);
    (0,private_files/* ensurePrivateFile */.on)((0,external_node_path_.join)(at.folder.path, refresh_types/* FILES */.c.ask), ask, { mode: 0o700 });
    if (!wanted.git && !wanted.gh)
        return NOTHING;
    const server = serverOf(at.settings.serverUrl);
    if (server === undefined) {
        const remark = 'GITHUB_SERVER_URL is no https address, so git and gh are left as they are.';
        return { ...NOTHING, remarks: [['warning', remark]] };
    }
    const gh = wanted.gh ? ghWiring(at, server, node) : NOTHING;
    const git = wanted.git ? gitWiring(at, server, node) : NOTHING;
    return { ...git, paths: gh.paths, remarks: [...gh.remarks, ...git.remarks] };
}
function wire(runner, wiring) {
    for (const directory of wiring.paths)
        runner.addPath(directory);
    for (const [level, text] of wiring.remarks)
        runner.log[level](text);
}
function ghWiring({ env, folder }, server, node) {
    const directory = installGh(folder.path, server, node);
    const name = server.ghVariables.find((variable) => env[variable]);
    const remark = `${name} is set for this job and wins in gh; drop it, or add it to export-env, to have gh use fresh tokens.`;
    return { ...NOTHING, paths: [directory], remarks: name?.startsWith('GH_') ? [['info', remark]] : [] };
}
function gitWiring({ env, folder, readFile }, server, node) {
    const configPath = (0,external_node_path_.join)(folder.path, refresh_types/* FILES */.c.gitConfig);
    const isWired = Object.entries(env).some(([name, value]) => name.startsWith('GIT_CONFIG_VALUE_') && value === configPath);
    if (isWired)
        return NOTHING;
    installGit(folder.path, server, node);
    const { exports, undo, warning } = appendInclude(env, configPath);
    const overridden = `A header that actions/checkout left for ${server.url} is overridden until the job ends.`;
    return {
        exports,
        paths: [],
        gitUndo: undo,
        remarks: [
            ...(hasPersistedHeader(env, server, readFile) ? [['info', overridden]] : []),
            ...(warning === null ? [] : [['warning', warning]]),
        ],
    };
}

// EXTERNAL MODULE: ./build/bundled/src/action/refresh/process-identity.js
var process_identity = __nccwpck_require__(263);
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
    const identity = (0,process_identity/* identify */.l)(pid);
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
    const liveness = keeper === null ? 'gone' : (0,process_identity/* livenessOf */.E)(keeper);
    return liveness !== 'gone' && liveness !== 'elsewhere';
}

;// CONCATENATED MODULE: ./build/bundled/src/action/refresh/hand-over.js





async function handOver(deps, found) {
    const { runner } = deps;
    const { choices, place, credentials, wiring } = found;
    const { folder, settings } = place;
    const tokenFile = (0,external_node_path_.join)(folder.path, refresh_types/* FILES */.c.token);
    const names = choices.exportNames;
    const tokens = names.map((name) => [name, credentials.token]);
    const files = names.length > 0 ? [['GITHUB_TOKEN_FILE', tokenFile]] : [];
    runner.exportVariables([...wiring.exports, ...tokens, ...files]);
    wire(runner, wiring);
    const login = await lookUpLogin(deps, settings, credentials);
    runner.setOutputs([
        ['token', credentials.token],
        ['token-file', tokenFile],
        ['credentials-file', (0,external_node_path_.join)(folder.path, refresh_types/* FILES */.c.credentials)],
        ['expires-at', credentials.expires_at ?? ''],
        ['source', credentials.source],
        ['kind', credentials.kind],
        ['login', login],
    ]);
    report(runner, found, login);
    if (place.role === 'owner' || !isKeeperAlive(folder))
        startKeeper(runner.env, folder, settings);
}
function report(runner, { choices, place, credentials }, login) {
    const until = credentials.expires_at === null ? 'does not expire' : `is renewed before ${credentials.expires_at}`;
    runner.log.info(`The token of the ${credentials.source} source ${until}.`);
    const { fallbackReason } = credentials.obtained;
    const isNormal = place.settings.request.absence !== null;
    if (fallbackReason !== null) {
        (isNormal ? runner.log.notice : runner.log.warning)(`${fallbackReason} Falling back to github-token.`);
    }
    if (!choices.git)
        return;
    const identity = pushIdentity(credentials, login, place.settings);
    runner.log.info(identity.line);
    if (identity.warning !== null)
        runner.log.warning(identity.warning);
}

;// CONCATENATED MODULE: ./build/bundled/src/action/refresh/own-process.js


function surroundingsOf(own, clock) {
    const bundle = (stage) => (0,external_node_path_.join)((0,external_node_path_.dirname)((0,external_node_path_.dirname)(own.script)), stage, 'index.js');
    return {
        worker: (0,process_identity/* identify */.l)(own.parentPid),
        startedAtMonotonicMs: clock.monotonicMs(),
        nodePath: own.nodePath,
        bundles: { token: bundle('token'), keeper: bundle('keeper') },
    };
}

;// CONCATENATED MODULE: ./build/bundled/src/action/fetch/export-names.js
const OVERWRITTEN = {
    exact: `
    CI GITHUB_ACTION GITHUB_ACTIONS GITHUB_ACTOR_ID GITHUB_ACTOR GITHUB_API_URL
    GITHUB_ARTIFACTS_LIST GITHUB_ARTIFACTS GITHUB_BASE_REF GITHUB_ENV GITHUB_GRAPHQL_URL
    GITHUB_HEAD_REF GITHUB_JOB GITHUB_OUTPUT GITHUB_PATH GITHUB_REF GITHUB_REPOSITORY
    GITHUB_RETENTION_DAYS GITHUB_SERVER_URL GITHUB_SHA GITHUB_STATE GITHUB_STEP_SUMMARY
    GITHUB_TRIGGERING_ACTOR GITHUB_WORKFLOW GITHUB_WORKSPACE`,
    prefixes: `
    RUNNER_ ACTIONS_ INPUT_ STATE_ GITHUB_ACTION_ GITHUB_EVENT_ GITHUB_REF_ GITHUB_REPOSITORY_
    GITHUB_RUN_ GITHUB_WORKFLOW_`,
};
const STEERING = {
    exact: `
    PATH PATHEXT COMSPEC SYSTEMROOT WINDIR PSMODULEPATH HOME USERPROFILE APPDATA LOCALAPPDATA SHELL
    TMPDIR TMP TEMP IFS CDPATH ENV BASHOPTS SHELLOPTS PS0 PS1 PS2 PS3 PS4 PROMPT_COMMAND GLOBIGNORE
    EDITOR VISUAL PAGER LESSOPEN LESSCLOSE GLIBC_TUNABLES GCONV_PATH LOCPATH PERLLIB BUNDLE_GEMFILE
    PHPRC PHP_INI_SCAN_DIR JAVA_TOOL_OPTIONS _JAVA_OPTIONS JDK_JAVA_OPTIONS JAVA_HOME CLASSPATH
    MAVEN_OPTS GRADLE_OPTS GOFLAGS GOROOT GOPATH GOPROXY GOENV RUSTFLAGS CARGO_HOME GH_HOST GH_REPO
    GH_CONFIG_DIR GH_PATH GH_EDITOR GH_BROWSER GH_PAGER REQUESTS_CA_BUNDLE HTTP_PROXY HTTPS_PROXY
    ALL_PROXY FTP_PROXY NO_PROXY TOKEN_POOL_URL`,
    prefixes: `
    BASH_ LD_ DYLD_ MALLOC_ NODE_ NPM_CONFIG_ PYTHON PIP_ PERL5 RUBY GEM_ LUA_ RUSTC DOTNET_
    CORECLR_ COR_ MSBUILD DOCKER_ GIT_ SSH_ CURL_ SSL_CERT_ OPENSSL_`,
};
function readExportNames(inputs) {
    const names = [...new Set(inputs.list('export-env'))];
    for (const fault of new Set(names.flatMap((name) => exportNameFault(name) ?? []))) {
        inputs.fault('export-env', `${fault}.`);
    }
    return names;
}
function exportNameFault(name) {
    if (!/^[A-Z_][A-Z0-9_]{0,99}$/.test(name)) {
        return 'write names of capital letters, digits and underscores, such as GITHUB_TOKEN';
    }
    if (isIn(OVERWRITTEN, name))
        return `${name} is set by the runner itself; choose another name, such as GITHUB_TOKEN`;
    if (isIn(STEERING, name))
        return `${name} changes how programs load or run; choose another name, such as GH_TOKEN`;
    return null;
}
function isIn({ exact, prefixes }, name) {
    return words(exact).includes(name) || words(prefixes).some((prefix) => name.startsWith(prefix));
}
function words(text) {
    return text.trim().split(/\s+/);
}

;// CONCATENATED MODULE: ./build/bundled/src/action/runner/job.js


function readJob(env) {
    const attempt = Number(env.GITHUB_RUN_ATTEMPT ?? '1');
    const repository = env.GITHUB_REPOSITORY ?? '';
    const eventName = env.GITHUB_EVENT_NAME ?? '';
    return {
        repository: fits('repository', repository) ? repository : 'unknown/unknown',
        workflow: shortened(env.GITHUB_WORKFLOW ?? ''),
        job: shortened(env.GITHUB_JOB ?? ''),
        run_id: fits('run_id', env.GITHUB_RUN_ID) ? (env.GITHUB_RUN_ID ?? '0') : '0',
        run_attempt: fits('run_attempt', attempt) ? attempt : 1,
        event_name: fits('event_name', eventName) ? eventName : '',
    };
}
function fits(name, value) {
    return faultsOf(JOB_SCHEMA.properties[name], value).length === 0;
}
function shortened(text) {
    return text.slice(0, 255);
}

;// CONCATENATED MODULE: ./build/bundled/src/action/sources/wish-inputs.js


function readBucket(inputs) {
    const bucket = inputs.text('bucket') || 'core';
    if (faultsOf(BUCKET_SCHEMA, bucket).length > 0) {
        inputs.fault('bucket', "write the name of one of GitHub's rate-limit resources, such as core, search or graphql.");
    }
    return bucket;
}
function readLabel(inputs) {
    const label = inputs.text('label');
    if (label === '')
        return null;
    if (faultsOf(LABEL_SCHEMA, label).length > 0) {
        inputs.fault('label', 'write small letters, digits and dashes, at most 40, such as push.');
    }
    return label;
}

;// CONCATENATED MODULE: ./build/bundled/src/action/refresh/settings.js




function readChoices(reading) {
    const { inputs, env } = reading;
    const seconds = (name, rule) => (inputs.integer(name, { min: 1, ...rule }) ?? rule.fallback) * 1000;
    const minRemaining = inputs.integer('min-remaining', { min: 0, max: 1_000_000, fallback: null });
    const choices = {
        settings: {
            request: readRequest(reading, {
                minRemaining,
                timeoutMs: seconds('timeout-seconds', { max: 600, fallback: 30 }),
            }),
            oidc: oidcEndpoint(env),
            serverUrl: env.GITHUB_SERVER_URL || 'https://github.com',
            refreshBeforeMs: seconds('refresh-before', { max: 86_400, fallback: 300 }),
            minRemaining,
            maxLifetimeMs: seconds('max-lifetime', { max: 5 * 86_400, fallback: 21_600 }),
        },
        git: inputs.flag('git', true),
        gh: inputs.flag('gh', true),
        exportNames: readExportNames(inputs),
    };
    inputs.check();
    return choices;
}
function readRequest(reading, known) {
    const { inputs, env } = reading;
    const given = inputs.text('token');
    if (given !== '' && /[\s\p{Cc}]/u.test(given))
        inputs.fault('token', 'write one token, without white space.');
    return {
        ...readSourceInputs(reading),
        ...known,
        given: given === '' ? null : given,
        job: readJob(env),
        count: 1,
        bucket: readBucket(inputs),
        label: readLabel(inputs),
        exclude: [],
        expectedRequests: null,
        minTtlSeconds: null,
        required: inputs.flag('required', false),
        wait: false,
        verify: true,
        attempts: 3,
    };
}

;// CONCATENATED MODULE: ./build/bundled/src/action/refresh/state.js

const NAME = 'refresh';
function saveState(runner, state) {
    runner.saveState(NAME, JSON.stringify(state));
}
function loadState(runner) {
    const state = parseJson(runner.getState(NAME));
    return typeof state === 'object' && state !== null ? state : null;
}

;// CONCATENATED MODULE: ./build/bundled/src/action/refresh/main.js















async function beginRefreshing(deps, own) {
    const { runner } = deps;
    const inputs = readInputs(runner.env);
    maskSecretInputs(inputs, runner.mask);
    const choices = readChoices({ inputs, env: runner.env, readFile: deps.readFile });
    const missing = runner.missingFiles(['GITHUB_OUTPUT', 'GITHUB_STATE', 'GITHUB_ENV', 'GITHUB_PATH'])[0];
    if (missing !== undefined)
        throw new RunnerFault(missing);
    try {
        await refreshIn(deps, choices, findPlace(runner, choices, own));
    }
    catch (error) {
        throw (0,private_files/* codeOf */.$N)(error) === '' ? error : new types/* SourceFailure */.o('refused', (0,private_files/* storageFault */.sk)(error), { cause: error });
    }
}
async function refreshIn(deps, choices, place) {
    const { runner, readFile } = deps;
    const { folder, role, settings } = place;
    let wiring;
    let credentials;
    try {
        wiring = installTools(choices, { env: runner.env, folder, settings, readFile });
        saveState(runner, { folder: folder.path, role, gitUndo: wiring.gitUndo });
        credentials = await firstToken(deps, place);
    }
    catch (error) {
        if (role === 'owner' && (0,ledger/* openTokens */.Vb)(folder).length === 0)
            (0,external_node_fs_.rmSync)(folder.path, { recursive: true, force: true });
        throw error;
    }
    if (deps.signal.aborted)
        throw new types/* SourceFailure */.o('cancelled', 'The job was cancelled; post gives the token back.');
    await handOver(deps, { choices, place, credentials, wiring });
}
function findPlace(runner, choices, own) {
    const runnerTemp = runner.env.RUNNER_TEMP ?? '';
    if (runnerTemp === '')
        throw new types/* SourceFailure */.o('refused', 'RUNNER_TEMP is not set; run this action on a runner.');
    const settings = { ...choices.settings, ...surroundingsOf(own, life/* systemClock */.ml) };
    for (const folder of (0,refresh_folder/* foldersIn */.XL)(runnerTemp)) {
        const found = (0,refresh_folder/* readSettings */.sb)(folder);
        if (!('fault' in found) && isSame(found, settings))
            return { folder, settings: found, role: 'guest' };
    }
    return { folder: (0,refresh_folder/* createFolder */.vV)(runnerTemp, settings), settings, role: 'owner' };
}
function isSame(one, other) {
    const essence = ({ request, serverUrl, refreshBeforeMs, minRemaining, worker, nodePath, }) => JSON.stringify({ ...request, absence: null, serverUrl, refreshBeforeMs, minRemaining, worker, nodePath });
    return essence(one) === essence(other);
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
        const at = intake_joined(intake).indexOf(mark, 0, 'latin1');
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
function intake_joined(intake) {
    const [only] = intake.chunks;
    if (intake.chunks.length === 1 && only !== undefined)
        return only;
    const whole = Buffer.concat(intake.chunks);
    intake.chunks = [whole];
    return whole;
}
function cut(intake, count) {
    const whole = intake_joined(intake);
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
            if (addressFault(address) !== null)
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
        appendFile: (path, text) => external_node_fs_.appendFileSync(path, text, 'utf8'),
        fileExists: (path) => path !== '' && external_node_fs_.existsSync(path),
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
                return external_node_fs_.readFileSync(path, 'utf8');
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
            written += external_node_fs_.writeSync(1, bytes, written);
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
    if (error instanceof types/* SourceFailure */.o || error instanceof RunnerFault || error instanceof HttpFailure) {
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

;// CONCATENATED MODULE: ./build/bundled/src/action/entries/refresh-token-main.js


const own = { parentPid: process.ppid, nodePath: process.execPath, script: process.argv[1] ?? '' };
void startAction((deps) => beginRefreshing(deps, own), { whenFailed: 'fail' });

module.exports = __webpack_exports__;
/******/ })()
;