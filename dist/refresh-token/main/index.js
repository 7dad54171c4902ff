import { createRequire as __WEBPACK_EXTERNAL_createRequire } from "module";
/******/ var __webpack_modules__ = ({

/***/ 24:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:fs");

/***/ }),

/***/ 760:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:path");

/***/ }),

/***/ 241:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   RM: () => (/* binding */ addressFault),
/* harmony export */   lx: () => (/* binding */ checkedUrl),
/* harmony export */   we: () => (/* binding */ joinUrl)
/* harmony export */ });
/* unused harmony export isLoopback */
/* harmony import */ var _types_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(28);

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
    throw new _types_js__WEBPACK_IMPORTED_MODULE_0__/* .HttpFailure */ .H(code, `An address cannot be used: ${fault}.`);
}
/** A path below a base address, whether or not the base ends with a slash. */
function joinUrl(base, path) {
    return `${base.replace(/\/+$/, '')}${path}`;
}
//# sourceMappingURL=address.js.map

/***/ }),

/***/ 28:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
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

/***/ 992:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  G: () => (/* binding */ addKnownToken),
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

// UNUSED EXPORTS: appendLog

// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __nccwpck_require__(24);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __nccwpck_require__(760);
// EXTERNAL MODULE: ./build/src/action/refresh/private-files.js
var private_files = __nccwpck_require__(265);
;// CONCATENATED MODULE: ./build/src/action/refresh/credentials.js

/** Reads `credentials.json`; everything about it that is not as we write it is a refusal with a reason. */
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
//# sourceMappingURL=credentials.js.map
// EXTERNAL MODULE: ./build/src/action/refresh/life.js
var life = __nccwpck_require__(360);
// EXTERNAL MODULE: ./build/src/action/refresh/types.js
var types = __nccwpck_require__(681);
;// CONCATENATED MODULE: ./build/src/action/refresh/folder.js






const PREFIX = 'fetch-token-';
/** For tokens without an end: readers written in sh compare file times and need one. */
const NEVER_MS = 10 * 365 * 24 * 3_600_000;
/** Makes a folder under `RUNNER_TEMP` and puts the settings in it. */
function createFolder(runnerTemp, settings) {
    const path = (0,private_files/* makePrivateFolder */.I2)((0,external_node_path_.join)(runnerTemp, PREFIX));
    (0,private_files/* createPrivateFile */.aP)((0,external_node_path_.join)(path, types/* FILES */.c.settings), JSON.stringify(settings));
    for (const name of [types/* FILES */.c.known, types/* FILES */.c.ledger, types/* FILES */.c.now])
        (0,private_files/* createPrivateFile */.aP)((0,external_node_path_.join)(path, name), '');
    return { path };
}
/** The folders of earlier refresh-token steps of this job. */
function foldersIn(runnerTemp) {
    const names = (0,external_node_fs_.readdirSync)(runnerTemp).filter((name) => name.startsWith(PREFIX));
    return names
        .map((name) => ({ path: (0,external_node_path_.join)(runnerTemp, name) }))
        .filter(({ path }) => (0,private_files/* folderFault */.h9)(path) === null && (0,external_node_fs_.existsSync)((0,external_node_path_.join)(path, types/* FILES */.c.settings)));
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
    return readCredentials((0,external_node_path_.join)(folder.path, types/* FILES */.c.credentials));
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
    const known = read.state === 'ok' ? read.text : '';
    if (!known.split('\n').includes(token))
        (0,private_files/* replacePrivateFile */.oN)(path, `${known}${token}\n`);
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

/***/ }),

/***/ 951:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Kq: () => (/* binding */ recordObtained),
/* harmony export */   Tt: () => (/* binding */ recordSettled),
/* harmony export */   Vb: () => (/* binding */ openTokens)
/* harmony export */ });
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(24);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(760);
/* harmony import */ var _private_files_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(265);
/* harmony import */ var _types_js__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(681);




/** What tells two tokens apart: a pool may hand out the same text under two leases. */
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
/** The tokens that nobody has settled yet, oldest first; a line torn by a kill or a full disk is left out. */
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
//# sourceMappingURL=ledger.js.map

/***/ }),

/***/ 360:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   c_: () => (/* binding */ lifeOf),
/* harmony export */   fp: () => (/* binding */ remainingLifeMs),
/* harmony export */   ml: () => (/* binding */ systemClock),
/* harmony export */   pL: () => (/* binding */ isFresh)
/* harmony export */ });
/**
 * How long a token may still be used; Infinity when it never expires. Its age is the larger one of two clocks: the
 * monotonic one ignores that the wall clock was set, the wall clock knows that the machine slept.
 */
function remainingLifeMs(life, clock) {
    if (life.livesMs === null)
        return Number.POSITIVE_INFINITY;
    const monotonicAgeMs = clock.monotonicMs() - life.obtainedAtMonotonicMs;
    // A negative age means another boot of the machine: nothing is known of the token's age then.
    if (monotonicAgeMs < 0)
        return 0;
    return life.livesMs - Math.max(monotonicAgeMs, clock.wallMs() - life.obtainedAtWallMs);
}
/** Whether a reader may use the token without asking for a newer one. */
function isFresh(life, clock) {
    return remainingLifeMs(life, clock) > life.refreshBeforeMs;
}
/** The clocks of this machine. */
const systemClock = {
    wallMs: () => Date.now(),
    monotonicMs: () => Number(process.hrtime.bigint() / 1000000n),
};
/** The most of a life that may be spent waiting for the next: else a short-lived token would be renewed at every call. */
const LARGEST_SHARE = 0.5;
/**
 * The life of a token that was just obtained. `expiresAtMs` is by the issuer's clock, which is `issuerAheadMs`
 * ahead of ours.
 */
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
//# sourceMappingURL=life.js.map

/***/ }),

/***/ 265:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   $N: () => (/* binding */ codeOf),
/* harmony export */   I2: () => (/* binding */ makePrivateFolder),
/* harmony export */   aP: () => (/* binding */ createPrivateFile),
/* harmony export */   h9: () => (/* binding */ folderFault),
/* harmony export */   oN: () => (/* binding */ replacePrivateFile),
/* harmony export */   q1: () => (/* binding */ readPrivateFile)
/* harmony export */ });
/* unused harmony export ownUserId */
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(24);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(760);


const MAX_BYTES = 1024 * 1024;
/** Undefined on Windows, whose file modes say nothing; access there is by the folder's own list. */
const NO_FOLLOW = node_fs__WEBPACK_IMPORTED_MODULE_0__.constants.O_NOFOLLOW ?? 0;
/** Which user must own private files; null where users have no numbers. */
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
/** Why a folder is not ours alone, or null. Its parents are the runner's business. */
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
/** A new folder that nobody else can reach, with a name that nobody can know beforehand. */
function makePrivateFolder(prefix) {
    return (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.mkdtempSync)(prefix);
}
/** Reads a small file without following a symbolic link, and only if no other user can have written or read it. */
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
/** The system's name of an error, such as ENOSPC, or an empty text. */
function codeOf(error) {
    return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}
/** Creates a file that must not exist yet; throws EEXIST otherwise. */
function createPrivateFile(path, text, mode = 0o600) {
    const flags = node_fs__WEBPACK_IMPORTED_MODULE_0__.constants.O_WRONLY | node_fs__WEBPACK_IMPORTED_MODULE_0__.constants.O_CREAT | node_fs__WEBPACK_IMPORTED_MODULE_0__.constants.O_EXCL | NO_FOLLOW;
    const descriptor = (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.openSync)(path, flags, mode);
    try {
        if (process.platform !== 'win32')
            (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.fchmodSync)(descriptor, mode);
        (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.writeSync)(descriptor, text);
    }
    catch (error) {
        (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.closeSync)(descriptor);
        (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.unlinkSync)(path);
        throw error;
    }
    (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.closeSync)(descriptor);
}
/**
 * Replaces a file in one step: a reader sees the old text or the new, and a full disk leaves the old. A symbolic
 * link in its place is replaced and not followed.
 */
function replacePrivateFile(path, text, mode = 0o600) {
    const draft = (0,node_path__WEBPACK_IMPORTED_MODULE_1__.join)((0,node_path__WEBPACK_IMPORTED_MODULE_1__.dirname)(path), `.${process.pid}-${process.hrtime.bigint()}.tmp`);
    createPrivateFile(draft, text, mode);
    try {
        (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.renameSync)(draft, path);
    }
    catch (error) {
        (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.unlinkSync)(draft);
        throw error;
    }
}
//# sourceMappingURL=private-files.js.map

/***/ }),

/***/ 156:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   E: () => (/* binding */ livenessOf),
/* harmony export */   l: () => (/* binding */ identify)
/* harmony export */ });
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(24);

/** Reads `/proc/<pid>/stat`; null where there is no such process or no such system. */
function readStat(pid) {
    try {
        const text = (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.readFileSync)(`/proc/${pid}/stat`, 'utf8');
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
        return (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.readlinkSync)('/proc/self/ns/pid');
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
    // Z and X: dead, and only waiting for its parent to notice.
    if (stat.state === 'Z' || stat.state === 'X')
        return 'gone';
    return stat.state === 'T' || stat.state === 't' ? 'stopped' : 'running';
}
//# sourceMappingURL=process-identity.js.map

/***/ }),

/***/ 61:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   L: () => (/* binding */ saveState)
/* harmony export */ });
/* unused harmony export loadState */

const NAME = 'refresh';
function saveState(runner, state) {
    runner.saveState(NAME, JSON.stringify(state));
}
/** Null when main ended before there was anything to clean up. */
function loadState(runner) {
    // Written by this action in the same job and handed over by the runner, hence trusted to be of our own form.
    const state = parseJson(runner.getState(NAME));
    return typeof state === 'object' && state !== null ? state : null;
}
//# sourceMappingURL=state.js.map

/***/ }),

/***/ 681:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   c: () => (/* binding */ FILES)
/* harmony export */ });
/** Names inside of the private folder. */
const FILES = {
    credentials: 'credentials.json',
    token: 'token',
    settings: 'settings.json',
    /** Every token that this job ever got here, for post to settle. */
    ledger: 'ledger.jsonl',
    /** One token per line: a variable with one of these values was set by us and not by the user. */
    known: 'known',
    /** Exists while a token has been rejected and not yet replaced. */
    erased: 'erase-request',
    /** Its time of change is when a reader should renew; `now` is touched to compare. */
    due: 'due',
    now: 'now',
    /** Exists while the current token is not masked in the log. */
    unmasked: 'unmasked',
    failure: 'failure.json',
    keeper: 'keeper.json',
    log: 'keeper.log',
    gitConfig: 'git.config',
    gitHelper: 'git-credential',
    ghFolder: 'bin',
    /** Prints the token of the moment, for scripts. */
    ask: 'ask',
};
//# sourceMappingURL=types.js.map

/***/ }),

/***/ 966:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Ni: () => (/* binding */ fitMasks),
/* harmony export */   Zu: () => (/* binding */ credentialMasks),
/* harmony export */   vc: () => (/* binding */ tokenMasks)
/* harmony export */ });
/* harmony import */ var _github_token_format_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(94);

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
    if (encoded.length <= BASE64_COLUMNS)
        return [];
    const lines = encoded.match(new RegExp(`.{1,${BASE64_COLUMNS}}`, 'g')) ?? [];
    return lines.filter((line) => line.length >= 16);
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
    const found = new Set(body.match(_github_token_format_js__WEBPACK_IMPORTED_MODULE_0__/* .TOKEN_LIKE */ .c) ?? []);
    for (const text of stringsUnderTokenNames(body)) {
        for (const match of text.match(_github_token_format_js__WEBPACK_IMPORTED_MODULE_0__/* .TOKEN_LIKE */ .c) ?? [])
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

/***/ }),

/***/ 638:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   C5: () => (/* binding */ memberOf),
/* harmony export */   MP: () => (/* binding */ describeBody),
/* harmony export */   qF: () => (/* binding */ parseJson)
/* harmony export */ });
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

/***/ }),

/***/ 416:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   $: () => (/* binding */ readPrivateKey),
/* harmony export */   x: () => (/* binding */ appJwt)
/* harmony export */ });
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

/***/ }),

/***/ 72:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   o: () => (/* binding */ SourceFailure)
/* harmony export */ });
/** Why no token can be had; the message is one line for people and tells what to do. */
class SourceFailure extends Error {
    code;
    constructor(code, message, options) {
        super(message, options);
        this.name = 'SourceFailure';
        this.code = code;
    }
}
//# sourceMappingURL=types.js.map

/***/ }),

/***/ 94:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   c: () => (/* binding */ TOKEN_LIKE),
/* harmony export */   p: () => (/* binding */ checkTokenFormat)
/* harmony export */ });
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
    if (/[\p{Cc}\p{Cf}]/u.test(token))
        return { ok: false, rule: 'it contains a control character or a line break' };
    if (/\s/u.test(token))
        return { ok: false, rule: 'it contains white space' };
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
/** The characters of anything that could be a GitHub credential, refresh tokens included, inside other text. */
const TOKEN_LIKE = /(?:gh[a-z]_|github_pat_)[A-Za-z0-9._-]{16,}/g;
//# sourceMappingURL=token-format.js.map

/***/ }),

/***/ 787:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   x: () => (/* binding */ faultsOf)
/* harmony export */ });
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

/***/ }),

/***/ 500:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   OQ: () => (/* binding */ ERROR_CODES),
/* harmony export */   QO: () => (/* binding */ LEGACY_TOKEN_SCHEMA),
/* harmony export */   R7: () => (/* binding */ PATHS),
/* harmony export */   Ry: () => (/* binding */ RENEW_ANSWER_SCHEMA),
/* harmony export */   X7: () => (/* binding */ LABEL_SCHEMA),
/* harmony export */   Zg: () => (/* binding */ LEASE_SCHEMA),
/* harmony export */   fv: () => (/* binding */ DEFAULT_OIDC_AUDIENCE),
/* harmony export */   gB: () => (/* binding */ MAX_ANSWER_BYTES),
/* harmony export */   m7: () => (/* binding */ JOB_SCHEMA),
/* harmony export */   t5: () => (/* binding */ BUCKET_SCHEMA),
/* harmony export */   w5: () => (/* binding */ REPORT_ANSWER_SCHEMA)
/* harmony export */ });
/* unused harmony exports MAX_REQUEST_BYTES, OWNER_REF_SCHEMA, LEASE_REQUEST_SCHEMA, TOKEN_KINDS, RATE_LIMIT_SCHEMA, LEASES_SCHEMA, OUTCOMES, BUCKET_REPORT_SCHEMA, REPORT_SCHEMA, RENEW_REQUEST_SCHEMA, ERROR_SCHEMA */
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
const text = (maxLength) => ({ type: 'string', maxLength });
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
        workflow: text(255),
        job: text(255),
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
        lease_id: text(64),
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
        lease_id: text(64),
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
                message: text(2000),
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
        expires_at: { anyOf: [text(40), { type: 'null' }] },
        rate_limit_remaining: { type: 'integer' },
    },
};
//# sourceMappingURL=wire.js.map

/***/ })

/******/ });
/************************************************************************/
/******/ // The module cache
/******/ var __webpack_module_cache__ = {};
/******/ 
/******/ // The require function
/******/ function __nccwpck_require__(moduleId) {
/******/ 	// Check if module is in cache
/******/ 	var cachedModule = __webpack_module_cache__[moduleId];
/******/ 	if (cachedModule !== undefined) {
/******/ 		return cachedModule.exports;
/******/ 	}
/******/ 	// Create a new module (and put it into the cache)
/******/ 	var module = __webpack_module_cache__[moduleId] = {
/******/ 		// no module.id needed
/******/ 		// no module.loaded needed
/******/ 		exports: {}
/******/ 	};
/******/ 
/******/ 	// Execute the module function
/******/ 	var threw = true;
/******/ 	try {
/******/ 		__webpack_modules__[moduleId](module, module.exports, __nccwpck_require__);
/******/ 		threw = false;
/******/ 	} finally {
/******/ 		if(threw) delete __webpack_module_cache__[moduleId];
/******/ 	}
/******/ 
/******/ 	// Return the exports of the module
/******/ 	return module.exports;
/******/ }
/******/ 
/******/ // expose the modules object (__webpack_modules__)
/******/ __nccwpck_require__.m = __webpack_modules__;
/******/ 
/************************************************************************/
/******/ /* webpack/runtime/asset-relocator-loader */
/******/ if (typeof __nccwpck_require__ !== 'undefined') __nccwpck_require__.ab = decodeURIComponent(new URL('.', import.meta.url).pathname).slice(import.meta.url.match(/^file:\/\/\/\w:/) ? 1 : 0, -1) + "/";
/******/ 
/******/ /* webpack/runtime/create fake namespace object */
/******/ (() => {
/******/ 	var getProto = Object.getPrototypeOf ? (obj) => (Object.getPrototypeOf(obj)) : (obj) => (obj.__proto__);
/******/ 	var leafPrototypes;
/******/ 	// create a fake namespace object
/******/ 	// mode & 1: value is a module id, require it
/******/ 	// mode & 2: merge all properties of value into the ns
/******/ 	// mode & 4: return value when already ns object
/******/ 	// mode & 16: return value when it's Promise-like
/******/ 	// mode & 8|1: behave like require
/******/ 	__nccwpck_require__.t = function(value, mode) {
/******/ 		if(mode & 1) value = this(value);
/******/ 		if(mode & 8) return value;
/******/ 		if(typeof value === 'object' && value) {
/******/ 			if((mode & 4) && value.__esModule) return value;
/******/ 			if((mode & 16) && typeof value.then === 'function') return value;
/******/ 		}
/******/ 		var ns = Object.create(null);
/******/ 		__nccwpck_require__.r(ns);
/******/ 		var def = {};
/******/ 		leafPrototypes = leafPrototypes || [null, getProto({}), getProto([]), getProto(getProto)];
/******/ 		for(var current = mode & 2 && value; typeof current == 'object' && !~leafPrototypes.indexOf(current); current = getProto(current)) {
/******/ 			Object.getOwnPropertyNames(current).forEach((key) => (def[key] = () => (value[key])));
/******/ 		}
/******/ 		def['default'] = () => (value);
/******/ 		__nccwpck_require__.d(ns, def);
/******/ 		return ns;
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/define property getters */
/******/ (() => {
/******/ 	// define getter functions for harmony exports
/******/ 	__nccwpck_require__.d = (exports, definition) => {
/******/ 		for(var key in definition) {
/******/ 			if(__nccwpck_require__.o(definition, key) && !__nccwpck_require__.o(exports, key)) {
/******/ 				Object.defineProperty(exports, key, { enumerable: true, get: definition[key] });
/******/ 			}
/******/ 		}
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/ensure chunk */
/******/ (() => {
/******/ 	__nccwpck_require__.f = {};
/******/ 	// This file contains only the entry chunk.
/******/ 	// The chunk loading function for additional chunks
/******/ 	__nccwpck_require__.e = (chunkId) => {
/******/ 		return Promise.all(Object.keys(__nccwpck_require__.f).reduce((promises, key) => {
/******/ 			__nccwpck_require__.f[key](chunkId, promises);
/******/ 			return promises;
/******/ 		}, []));
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/get javascript chunk filename */
/******/ (() => {
/******/ 	// This function allow to reference async chunks
/******/ 	__nccwpck_require__.u = (chunkId) => {
/******/ 		// return url for filenames based on template
/******/ 		return "" + chunkId + ".index.js";
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/hasOwnProperty shorthand */
/******/ (() => {
/******/ 	__nccwpck_require__.o = (obj, prop) => (Object.prototype.hasOwnProperty.call(obj, prop))
/******/ })();
/******/ 
/******/ /* webpack/runtime/make namespace object */
/******/ (() => {
/******/ 	// define __esModule on exports
/******/ 	__nccwpck_require__.r = (exports) => {
/******/ 		if(typeof Symbol !== 'undefined' && Symbol.toStringTag) {
/******/ 			Object.defineProperty(exports, Symbol.toStringTag, { value: 'Module' });
/******/ 		}
/******/ 		Object.defineProperty(exports, '__esModule', { value: true });
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/import chunk loading */
/******/ (() => {
/******/ 	// no baseURI
/******/ 	
/******/ 	// object to store loaded and loading chunks
/******/ 	// undefined = chunk not loaded, null = chunk preloaded/prefetched
/******/ 	// [resolve, Promise] = chunk loading, 0 = chunk loaded
/******/ 	var installedChunks = {
/******/ 		792: 0
/******/ 	};
/******/ 	
/******/ 	var installChunk = (data) => {
/******/ 		var {ids, modules, runtime} = data;
/******/ 		// add "modules" to the modules object,
/******/ 		// then flag all "ids" as loaded and fire callback
/******/ 		var moduleId, chunkId, i = 0;
/******/ 		for(moduleId in modules) {
/******/ 			if(__nccwpck_require__.o(modules, moduleId)) {
/******/ 				__nccwpck_require__.m[moduleId] = modules[moduleId];
/******/ 			}
/******/ 		}
/******/ 		if(runtime) runtime(__nccwpck_require__);
/******/ 		for(;i < ids.length; i++) {
/******/ 			chunkId = ids[i];
/******/ 			if(__nccwpck_require__.o(installedChunks, chunkId) && installedChunks[chunkId]) {
/******/ 				installedChunks[chunkId][0]();
/******/ 			}
/******/ 			installedChunks[ids[i]] = 0;
/******/ 		}
/******/ 	
/******/ 	}
/******/ 	
/******/ 	__nccwpck_require__.f.j = (chunkId, promises) => {
/******/ 			// import() chunk loading for javascript
/******/ 			var installedChunkData = __nccwpck_require__.o(installedChunks, chunkId) ? installedChunks[chunkId] : undefined;
/******/ 			if(installedChunkData !== 0) { // 0 means "already installed".
/******/ 	
/******/ 				// a Promise means "currently loading".
/******/ 				if(installedChunkData) {
/******/ 					promises.push(installedChunkData[1]);
/******/ 				} else {
/******/ 					if(true) { // all chunks have JS
/******/ 						// setup Promise in chunk cache
/******/ 						var promise = import("./" + __nccwpck_require__.u(chunkId)).then(installChunk, (e) => {
/******/ 							if(installedChunks[chunkId] !== 0) installedChunks[chunkId] = undefined;
/******/ 							throw e;
/******/ 						});
/******/ 						var promise = Promise.race([promise, new Promise((resolve) => (installedChunkData = installedChunks[chunkId] = [resolve]))])
/******/ 						promises.push(installedChunkData[1] = promise);
/******/ 					}
/******/ 				}
/******/ 			}
/******/ 	};
/******/ 	
/******/ 	// no prefetching
/******/ 	
/******/ 	// no preloaded
/******/ 	
/******/ 	// no external install chunk
/******/ 	
/******/ 	// no on chunks loaded
/******/ })();
/******/ 
/************************************************************************/
var __webpack_exports__ = {};

// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __nccwpck_require__(24);
;// CONCATENATED MODULE: ./build/src/action/runner/faults.js
/** The runner did not provide what the action needs in order to hand anything on safely. */
class RunnerFault extends Error {
    constructor(file) {
        super(`${file} is not set or its file is missing, so nothing can be handed to the runner without printing it. ` +
            'Run this action on a runner that supports file commands, and leave that variable alone.');
        this.name = 'RunnerFault';
    }
}
/** Everything that is wrong with the inputs, each with what to write instead. */
class InputFaults extends Error {
    faults;
    constructor(faults) {
        super(`${faults.length === 1 ? 'An input is' : `${faults.length} inputs are`} wrong. ${faults.join(' | ')}`);
        this.name = 'InputFaults';
        this.faults = faults;
    }
}
//# sourceMappingURL=faults.js.map
;// CONCATENATED MODULE: ./build/src/action/runner/inputs.js

const TRUE = ['true', 'True', 'TRUE'];
const FALSE = ['false', 'False', 'FALSE'];
/** The variable that carries an input: the runner upper-cases the name and replaces spaces, but not hyphens. */
function inputVariable(name) {
    return `INPUT_${name.replaceAll(' ', '_').toUpperCase()}`;
}
/** Reads the inputs of an action from its environment; see `Inputs`. */
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
//# sourceMappingURL=inputs.js.map
// EXTERNAL MODULE: ./build/src/wire.js
var wire = __nccwpck_require__(500);
// EXTERNAL MODULE: ./build/src/action/http/address.js
var address = __nccwpck_require__(241);
// EXTERNAL MODULE: ./build/src/action/runner/masks.js
var masks = __nccwpck_require__(966);
// EXTERNAL MODULE: ./build/src/action/sources/answers.js
var answers = __nccwpck_require__(638);
;// CONCATENATED MODULE: ./build/src/action/sources/absence.js

/**
 * Why no source can be used although the inputs are right. For a job without access to secrets this is the normal
 * case, and the words should tell a contributor that nothing is broken.
 */
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
/** The head repository is null when the fork was deleted; then there is no telling, nor a need to. */
function isFromFork({ env, readFile }) {
    if (!(env.GITHUB_EVENT_NAME ?? '').startsWith('pull_request'))
        return false;
    const pullRequest = (0,answers/* memberOf */.C5)((0,answers/* parseJson */.qF)(readFile(env.GITHUB_EVENT_PATH ?? '')), 'pull_request');
    const head = (0,answers/* memberOf */.C5)((0,answers/* memberOf */.C5)((0,answers/* memberOf */.C5)(pullRequest, 'head'), 'repo'), 'full_name');
    return typeof head === 'string' && head !== env.GITHUB_REPOSITORY;
}
//# sourceMappingURL=absence.js.map
// EXTERNAL MODULE: ./build/src/action/sources/app-key.js
var app_key = __nccwpck_require__(416);
;// CONCATENATED MODULE: ./build/src/action/sources/source-inputs.js





/** Masks every secret among the inputs. Call it before anything is printed. */
function maskSecretInputs(inputs, mask) {
    const key = inputs.text('private-key');
    const given = [inputs.text('github-token'), inputs.text('token')].filter((token) => token !== '');
    const decodedKey = key.includes('-----') ? '' : Buffer.from(key, 'base64').toString('utf8');
    mask(inputs.text('api-secret'), key, decodedKey, ...given.flatMap(masks/* tokenMasks */.vc));
}
/** Where the runner issues OIDC identities for this job, if it may have any. */
function oidcEndpoint(env) {
    const requestUrl = env.ACTIONS_ID_TOKEN_REQUEST_URL ?? '';
    const requestToken = env.ACTIONS_ID_TOKEN_REQUEST_TOKEN ?? '';
    return requestUrl !== '' && requestToken !== '' ? { requestUrl, requestToken } : null;
}
/** The inputs that choose a source, the same in every action of the suite. Faults go to `inputs`. */
function readSourceInputs(reading) {
    const pool = poolSettings(reading);
    const app = appSettings(reading);
    const fallbackToken = reading.inputs.text('github-token');
    if (/[\s\p{Cc}]/u.test(fallbackToken)) {
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
    const fault = (0,address/* addressFault */.RM)(url);
    if (fault !== null)
        inputs.fault('github-api-url', `${fault}.`);
    return url;
}
function poolSettings({ inputs, env }) {
    const url = inputs.text('pool-url') || (env.TOKEN_POOL_URL ?? '').trim();
    const secret = inputs.text('api-secret');
    const oidc = inputs.choice('oidc', ['auto', 'always', 'never']);
    const audience = inputs.text('oidc-audience') || wire/* DEFAULT_OIDC_AUDIENCE */.fv;
    const fault = url === '' ? null : (0,address/* addressFault */.RM)(url);
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
    // An empty key with an id is what a job without access to secrets sees.
    if (id === '' || key === '')
        return null;
    const reading = (0,app_key/* readPrivateKey */.$)(key, process.getBuiltinModule('node:crypto'));
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
//# sourceMappingURL=source-inputs.js.map
// EXTERNAL MODULE: ./build/src/action/sources/types.js
var types = __nccwpck_require__(72);
// EXTERNAL MODULE: ./build/src/action/refresh/folder.js + 1 modules
var refresh_folder = __nccwpck_require__(992);
// EXTERNAL MODULE: ./build/src/action/refresh/ledger.js
var ledger = __nccwpck_require__(951);
// EXTERNAL MODULE: ./build/src/action/refresh/life.js
var life = __nccwpck_require__(360);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __nccwpck_require__(760);
// EXTERNAL MODULE: ./build/src/action/refresh/process-identity.js
var process_identity = __nccwpck_require__(156);
;// CONCATENATED MODULE: ./build/src/action/refresh/own-process.js


/** What the other processes of the job need to know of main's surroundings. */
function surroundingsOf(own, clock) {
    const bundle = (stage) => (0,external_node_path_.join)((0,external_node_path_.dirname)((0,external_node_path_.dirname)(own.script)), stage, 'index.js');
    return {
        worker: (0,process_identity/* identify */.l)(own.parentPid),
        startedAtMonotonicMs: clock.monotonicMs(),
        nodePath: own.nodePath,
        bundles: { token: bundle('token'), keeper: bundle('keeper') },
    };
}
//# sourceMappingURL=own-process.js.map
// EXTERNAL MODULE: ./build/src/json-schema.js
var json_schema = __nccwpck_require__(787);
;// CONCATENATED MODULE: ./build/src/action/fetch/export-names.js
/** Variables that the runner sets in every process, so that what an action exports under them is lost. */
const OVERWRITTEN = /^(?:CI|RUNNER_.*|ACTIONS_.*|INPUT_.*|STATE_.*|GITHUB_(?:ACTIONS?|ACTION_.*|ACTOR(?:_ID)?|API_URL|ARTIFACTS(?:_LIST)?|BASE_REF|ENV|EVENT_.*|GRAPHQL_URL|HEAD_REF|JOB|OUTPUT|PATH|REF(?:_.*)?|REPOSITORY(?:_.*)?|RETENTION_DAYS|RUN_.*|SERVER_URL|SHA|STATE|STEP_SUMMARY|TRIGGERING_ACTOR|WORKFLOW(?:_.*)?|WORKSPACE))$/;
/** Variables that decide what programs load, where they look and how they run. */
const STEERING = /^(?:PATH|PATHEXT|COMSPEC|SYSTEMROOT|WINDIR|PSMODULEPATH|HOME|USERPROFILE|APPDATA|LOCALAPPDATA|SHELL|TMPDIR|TMP|TEMP|IFS|CDPATH|ENV|BASH_.*|BASHOPTS|SHELLOPTS|PS[0-4]|PROMPT_COMMAND|GLOBIGNORE|EDITOR|VISUAL|PAGER|LESSOPEN|LESSCLOSE|LD_.*|DYLD_.*|GLIBC_TUNABLES|MALLOC_.*|GCONV_PATH|LOCPATH|NODE_.*|NPM_CONFIG_.*|PYTHON.*|PIP_.*|PERL5.*|PERLLIB|RUBY.*|GEM_.*|BUNDLE_GEMFILE|LUA_.*|PHPRC|PHP_INI_SCAN_DIR|JAVA_TOOL_OPTIONS|_JAVA_OPTIONS|JDK_JAVA_OPTIONS|JAVA_HOME|CLASSPATH|MAVEN_OPTS|GRADLE_OPTS|GOFLAGS|GOROOT|GOPATH|GOPROXY|GOENV|RUSTFLAGS|RUSTC.*|CARGO_HOME|DOTNET_.*|CORECLR_.*|COR_.*|MSBUILD.*|DOCKER_.*|GIT_.*|SSH_.*|GH_(?:HOST|REPO|CONFIG_DIR|PATH|EDITOR|BROWSER|PAGER)|CURL_.*|SSL_CERT_.*|OPENSSL_.*|REQUESTS_CA_BUNDLE|HTTPS?_PROXY|ALL_PROXY|FTP_PROXY|NO_PROXY|TOKEN_POOL_URL)$/;
/** Why a token must not be exported under this name, or null when it may. */
function exportNameFault(name) {
    if (!/^[A-Z_][A-Z0-9_]{0,99}$/.test(name)) {
        return 'write names of capital letters, digits and underscores, such as GITHUB_TOKEN';
    }
    if (OVERWRITTEN.test(name))
        return `${name} is set by the runner itself; choose another name, such as GITHUB_TOKEN`;
    if (STEERING.test(name))
        return `${name} changes how programs load or run; choose another name, such as GH_TOKEN`;
    return null;
}
//# sourceMappingURL=export-names.js.map
;// CONCATENATED MODULE: ./build/src/action/runner/job.js


/**
 * The job's identity as the pool's contract wants it; the same names that `@actions/github` gives. What a stray
 * environment lacks or exceeds is replaced by a harmless value: the identity is for accounting, not for access.
 */
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
    return (0,json_schema/* faultsOf */.x)(wire/* JOB_SCHEMA */.m7.properties[name], value).length === 0;
}
function shortened(text) {
    return text.slice(0, 255);
}
//# sourceMappingURL=job.js.map
;// CONCATENATED MODULE: ./build/src/action/refresh/settings.js





/** Reads all inputs; throws `InputFaults` with everything that is wrong among them. */
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
        exportNames: readExportNames(reading),
    };
    inputs.check();
    return choices;
}
function readRequest(reading, known) {
    const { inputs, env } = reading;
    const given = inputs.text('token');
    if (/[\s\p{Cc}]/u.test(given))
        inputs.fault('token', 'write one token, without white space.');
    const bucket = inputs.text('bucket') || 'core';
    if ((0,json_schema/* faultsOf */.x)(wire/* BUCKET_SCHEMA */.t5, bucket).length > 0) {
        inputs.fault('bucket', "write the name of one of GitHub's rate-limit resources, such as core or graphql.");
    }
    const label = inputs.text('label');
    if (label !== '' && (0,json_schema/* faultsOf */.x)(wire/* LABEL_SCHEMA */.X7, label).length > 0) {
        inputs.fault('label', 'write small letters, digits and dashes, at most 40, such as push.');
    }
    return {
        ...readSourceInputs(reading),
        ...known,
        given: given === '' ? null : given,
        job: readJob(env),
        count: 1,
        bucket,
        label: label === '' ? null : label,
        exclude: [],
        expectedRequests: null,
        minTtlSeconds: null,
        required: inputs.flag('required', false),
        verify: true,
        attempts: 3,
    };
}
function readExportNames({ inputs }) {
    const names = [...new Set(inputs.list('export-env'))];
    for (const fault of new Set(names.flatMap((name) => exportNameFault(name) ?? []))) {
        inputs.fault('export-env', `${fault}.`);
    }
    return names;
}
//# sourceMappingURL=settings.js.map
// EXTERNAL MODULE: ./build/src/action/refresh/state.js
var state = __nccwpck_require__(61);
;// CONCATENATED MODULE: ./build/src/action/refresh/main.js











/**
 * refresh-token's main: puts a token where every later process of the job finds a fresh one, and starts what keeps
 * it fresh. Throws when the step must fail; every message is fit for the log.
 */
async function beginRefreshing(deps, own) {
    const { runner } = deps;
    const inputs = readInputs(runner.env);
    maskSecretInputs(inputs, runner.mask);
    const choices = readChoices({ inputs, env: runner.env, readFile: deps.readFile });
    const missing = runner.missingFiles(['GITHUB_OUTPUT', 'GITHUB_STATE', 'GITHUB_ENV', 'GITHUB_PATH'])[0];
    if (missing !== undefined)
        throw new RunnerFault(missing);
    const place = findPlace(runner, choices, own);
    const { folder, role } = place;
    (0,state/* saveState */.L)(runner, { folder: folder.path, role, gitUndo: null });
    let credentials;
    try {
        // Loaded only now: what is wrong with the inputs can be told without the network's part.
        const { firstToken } = await __nccwpck_require__.e(/* import() */ 123).then(__nccwpck_require__.bind(__nccwpck_require__, 123));
        credentials = await firstToken(deps, place);
    }
    catch (error) {
        // Whatever was obtained on the way is in the ledger, which post still needs.
        if (role === 'owner' && (0,ledger/* openTokens */.Vb)(folder).length === 0)
            (0,external_node_fs_.rmSync)(folder.path, { recursive: true, force: true });
        throw error;
    }
    if (deps.signal.aborted)
        throw new types/* SourceFailure */.o('cancelled', 'The job was cancelled; post gives the token back.');
    const { handOver } = await __nccwpck_require__.e(/* import() */ 929).then(__nccwpck_require__.bind(__nccwpck_require__, 929));
    await handOver(deps, { choices, place, credentials });
}
/** The folder of an earlier step with the same settings, or one of our own. */
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
/** What a later step may have different without wanting a token of its own. */
function isSame(one, other) {
    const essence = ({ request, serverUrl, refreshBeforeMs, minRemaining, worker, nodePath, }) => JSON.stringify({ ...request, absence: null, serverUrl, refreshBeforeMs, minRemaining, worker, nodePath });
    return essence(one) === essence(other);
}
//# sourceMappingURL=main.js.map
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
;// CONCATENATED MODULE: external "node:http"
const external_node_http_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:http");
var external_node_http_namespaceObject_0 = /*#__PURE__*/__nccwpck_require__.t(external_node_http_namespaceObject, 2);
;// CONCATENATED MODULE: ./build/src/action/http/node-modules.js

/** The modules of the running Node. */
function nodeModules() {
    return {
        http: external_node_http_namespaceObject_0,
        https: () => process.getBuiltinModule('node:https'),
        tls: () => process.getBuiltinModule('node:tls'),
    };
}
//# sourceMappingURL=node-modules.js.map
// EXTERNAL MODULE: ./build/src/action/http/types.js
var http_types = __nccwpck_require__(28);
;// CONCATENATED MODULE: ./build/src/action/http/failures.js

const TLS_CODE = /^(ERR_TLS|ERR_SSL|CERT_|SELF_SIGNED|DEPTH_ZERO|UNABLE_TO_|HOSTNAME_|EPROTO|CRL_|INVALID_CA)/;
/** Turns what Node throws into one line; only Node's error code is quoted, since messages may carry foreign text. */
function failureFrom(error, host) {
    if (error instanceof http_types/* HttpFailure */.H)
        return error;
    const code = errorCode(error);
    if (TLS_CODE.test(code)) {
        return new http_types/* HttpFailure */.H('tls', `${host} does not prove its identity by TLS (${code}). Correct its certificate, or name your own ` +
            'authority in NODE_EXTRA_CA_CERTS.', { cause: error });
    }
    return new http_types/* HttpFailure */.H('network', `${host} cannot be reached (${code}).`, { cause: error });
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
function connect(modules, { proxy, target, signal }) {
    const request = proxy.protocol === 'https:' ? modules.https().request : modules.http.request;
    const name = `The proxy ${proxy.host}`;
    return new Promise((resolve, reject) => {
        const asking = request(connectOptions(proxy, target, signal));
        asking.once('connect', (answer, socket, head) => {
            if (answer.statusCode === 200 && head.length === 0)
                return resolve(socket);
            socket.destroy();
            const advice = answer.statusCode === 407 ? ' Put its user and password into the proxy variable.' : '';
            reject(new http_types/* HttpFailure */.H('proxy', `${name} answered ${answer.statusCode} to CONNECT.${advice}`));
        });
        asking.once('response', () => reject(new http_types/* HttpFailure */.H('proxy', `${name} does not understand CONNECT.`)));
        asking.once('error', (cause) => {
            reject(new http_types/* HttpFailure */.H('proxy', `${name} cannot be reached. Correct https_proxy or no_proxy.`, { cause }));
        });
        asking.end();
    });
}
function connectOptions(proxy, target, signal) {
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
        signal,
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
        const url = (0,address/* checkedUrl */.lx)(request.url);
        const deadline = new AbortController();
        const timer = setTimeout(() => deadline.abort(), Math.max(1, request.timeoutMs));
        const signals = request.signal ? [request.signal, deadline.signal] : [deadline.signal];
        try {
            return await settledBy(AbortSignal.any(signals), (signal) => exchange(deps, { request, url, signal }));
        }
        catch (error) {
            if (request.signal?.aborted)
                throw new http_types/* HttpFailure */.H('cancelled', `The request to ${url.host} was cancelled.`);
            if (!deadline.signal.aborted)
                throw failureFrom(error, url.host);
            const seconds = Math.round(request.timeoutMs / 100) / 10;
            throw new http_types/* HttpFailure */.H('timeout', `${url.host} did not answer completely within ${seconds} s.`);
        }
        finally {
            clearTimeout(timer);
        }
    };
}
/** Node leaves some promises open when a peer vanishes at the wrong moment; the signal always settles this one. */
function settledBy(signal, work) {
    return new Promise((resolve, reject) => {
        const abort = () => reject(new http_types/* HttpFailure */.H('cancelled', 'The request was given up.'));
        if (signal.aborted)
            return abort();
        signal.addEventListener('abort', abort, { once: true });
        work(signal)
            .then(resolve, reject)
            .finally(() => signal.removeEventListener('abort', abort));
    });
}
async function exchange(deps, { request, url, signal }) {
    const options = { method: request.method, headers: headersOf(request), signal };
    const proxy = url.protocol === 'https:' ? deps.proxyFor(url) : undefined;
    if (proxy) {
        const socket = await openTunnel(deps.modules, { proxy, target: url, signal });
        // Only without any agent, not even `false`, does Node use a connection that it is given.
        options.createConnection = () => socket;
    }
    const module = url.protocol === 'https:' ? deps.modules.https() : deps.modules.http;
    const sent = module.request(url, options);
    const answer = await answerTo(sent, request.body);
    try {
        return await readAnswer(answer, { host: url.host, maxBytes: request.maxBytes ?? wire/* MAX_ANSWER_BYTES */.gB });
    }
    catch (error) {
        sent.destroy();
        throw error;
    }
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
        throw new http_types/* HttpFailure */.H('redirect', `${bounds.host} answered ${status}, a redirect, which is not followed because it could carry the secret ` +
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
    const tooLarge = () => new http_types/* HttpFailure */.H('too_large', `${host} sent more than ${maxBytes} bytes.`);
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
        const truncated = () => reject(new http_types/* HttpFailure */.H('truncated', `${host} broke off in the middle of its answer.`));
        answer.on('error', truncated);
        answer.on('close', () => (answer.complete ? undefined : truncated()));
        answer.on('end', () => (answer.complete ? resolve(Buffer.concat(chunks).toString('utf8')) : truncated()));
    });
}
//# sourceMappingURL=transport.js.map
;// CONCATENATED MODULE: ./build/src/action/runner/commands.js
/** The escaping of the runner's workflow commands: `::name key=value::data`. */
function escapeData(text) {
    return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}
function escapeProperty(text) {
    return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
/** One workflow command, without its line break. */
function workflowCommand(name, data, properties = {}) {
    const pairs = Object.entries(properties)
        .filter(([, value]) => value !== '')
        .map(([key, value]) => `${key}=${escapeProperty(value)}`);
    const head = pairs.length > 0 ? `${name} ${pairs.join(',')}` : name;
    return `::${head}::${escapeData(data)}`;
}
/** One line that cannot be taken for a command nor break into several. */
function plainLine(text) {
    const oneLine = text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ');
    // The runner looks for `::` at the start of a line and for `##[` anywhere in it.
    return oneLine.replace(/^(\s*):(?=:)/, '$1:\u200b').replaceAll('##[', '## [');
}
//# sourceMappingURL=commands.js.map
;// CONCATENATED MODULE: ./build/src/action/runner/heredoc.js
/**
 * An entry of the runner's env, output and state files: `name<<delimiter`, the value, the delimiter. The value may
 * come from a stranger, so the delimiter is not only random but proven to be absent from it.
 */
function heredoc(name, value, deps) {
    const delimiter = absentDelimiter(`${name}\n${value}`, deps.random);
    return `${name}<<${delimiter}${deps.eol}${value}${deps.eol}${delimiter}${deps.eol}`;
}
function absentDelimiter(text, random) {
    let delimiter = 'ghadelimiter_';
    // Growing until absent ends for every text, even when `random` is constant.
    do
        delimiter += Math.floor(random() * 2 ** 48)
            .toString(16)
            .padStart(12, '0');
    while (text.includes(delimiter));
    return delimiter;
}
//# sourceMappingURL=heredoc.js.map
;// CONCATENATED MODULE: ./build/src/action/runner/runner.js




/** The runner as an action sees it: environment, standard output and the runner's files. */
function createRunner(deps) {
    const isMissing = (file) => !deps.fileExists(deps.env[file] ?? '');
    const append = (file, text) => {
        if (isMissing(file))
            throw new RunnerFault(file);
        deps.appendFile(deps.env[file] ?? '', text);
    };
    return {
        env: deps.env,
        log: createLog(deps.write),
        mask(...values) {
            const lines = (0,masks/* fitMasks */.Ni)(values).map((value) => `${workflowCommand('add-mask', value)}${deps.eol}`);
            // One write, so that no other output can come between the first mask and the last.
            if (lines.length > 0)
                deps.write(lines.join(''));
        },
        missingFiles: (needed) => needed.filter(isMissing),
        exportVariable: (name, value) => append('GITHUB_ENV', heredoc(name, value, deps)),
        setOutput: (name, value) => append('GITHUB_OUTPUT', heredoc(name, value, deps)),
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
//# sourceMappingURL=runner.js.map
;// CONCATENATED MODULE: ./build/src/action/start.js








/** How long a cancelled action may still use to save what post needs; the runner kills it after 7.5 s. */
const CANCEL_GRACE_MS = 6000;
/** What may still be open at the end is of no use to anybody, such as a connection to a silent proxy. */
const EXIT_GRACE_MS = 250;
/**
 * Runs a use case in this process. The exit code says failure until the use case has succeeded, so that a process
 * that runs dry, as Node does when a peer vanishes, never counts as a success.
 */
async function startAction(run, options) {
    process.exitCode = options.whenFailed === 'fail' ? 1 : 0;
    const deps = realDeps();
    try {
        await run(deps);
        process.exitCode = 0;
    }
    catch (error) {
        const { log } = deps.runner;
        for (const line of describe(error))
            (options.whenFailed === 'fail' ? log.error : log.warning)(line);
    }
    setTimeout(() => process.exit(), EXIT_GRACE_MS).unref();
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
        http: createHttp({ modules: nodeModules(), proxyFor: getProxyUrl }),
        now: Date.now,
        sleep,
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
/**
 * Written at once, so that no mask is still under way when a cancelled process ends. Setting up `process.stdout`
 * would also take some milliseconds.
 */
function writeOut(text) {
    const bytes = Buffer.from(text, 'utf8');
    let written = 0;
    try {
        while (written < bytes.length)
            written += external_node_fs_.writeSync(1, bytes, written);
    }
    catch {
        // A full pipe that does not block; the stream knows how to wait.
        process.stdout.write(bytes.subarray(written));
    }
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
function sleep(ms, signal) {
    return new Promise((resolve, reject) => {
        const cancelled = () => {
            clearTimeout(timer);
            reject(new http_types/* HttpFailure */.H('cancelled', 'The job was cancelled.'));
        };
        const timer = setTimeout(() => {
            signal?.removeEventListener('abort', cancelled);
            resolve();
        }, ms);
        if (signal?.aborted)
            cancelled();
        else
            signal?.addEventListener('abort', cancelled, { once: true });
    });
}
/** Only faults of our own making are quoted: the message of any other error could hold anything. */
function describe(error) {
    if (error instanceof InputFaults)
        return inAnnotations(error.faults.map((fault) => `Input ${fault}`));
    if (error instanceof types/* SourceFailure */.o || error instanceof RunnerFault || error instanceof http_types/* HttpFailure */.H) {
        return [error.message];
    }
    const name = error instanceof Error ? error.name : typeof error;
    const frame = error instanceof Error ? /\bat (\S+)/.exec(error.stack ?? '')?.[1] : undefined;
    return [
        `An unexpected fault (${name}${frame ? ` in ${frame}` : ''}). Please report it to the maintainers.`,
    ];
}
/** The runner shows ten annotations of a step and drops the others. */
function inAnnotations(lines) {
    return lines.length <= 10 ? [...lines] : [...lines.slice(0, 9), lines.slice(9).join(' ')];
}
//# sourceMappingURL=start.js.map
;// CONCATENATED MODULE: ./build/src/action/entries/refresh-token-main.js


const own = { parentPid: process.ppid, nodePath: process.execPath, script: process.argv[1] ?? '' };
void startAction((deps) => beginRefreshing(deps, own), { whenFailed: 'fail' });
//# sourceMappingURL=refresh-token-main.js.map
