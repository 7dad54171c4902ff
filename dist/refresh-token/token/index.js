/******/ (() => { // webpackBootstrap
/******/ 	"use strict";
/******/ 	var __webpack_modules__ = ({

/***/ 613:
/***/ ((module) => {

module.exports = require("assert");

/***/ }),

/***/ 434:
/***/ ((module) => {

module.exports = require("events");

/***/ }),

/***/ 611:
/***/ ((module) => {

module.exports = require("http");

/***/ }),

/***/ 692:
/***/ ((module) => {

module.exports = require("https");

/***/ }),

/***/ 278:
/***/ ((module) => {

module.exports = require("net");

/***/ }),

/***/ 24:
/***/ ((module) => {

module.exports = require("node:fs");

/***/ }),

/***/ 67:
/***/ ((module) => {

module.exports = require("node:http");

/***/ }),

/***/ 708:
/***/ ((module) => {

module.exports = require("node:https");

/***/ }),

/***/ 760:
/***/ ((module) => {

module.exports = require("node:path");

/***/ }),

/***/ 756:
/***/ ((module) => {

module.exports = require("tls");

/***/ }),

/***/ 23:
/***/ ((module) => {

module.exports = require("util");

/***/ }),

/***/ 98:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   JB: () => (/* binding */ answerFromCache),
/* harmony export */   Zy: () => (/* binding */ parseArgs),
/* harmony export */   s3: () => (/* binding */ formatCredentials)
/* harmony export */ });
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(24);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(760);
/* harmony import */ var _tools_private_files_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(496);
/* harmony import */ var _credentials_js__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(103);
/* harmony import */ var _life_js__WEBPACK_IMPORTED_MODULE_4__ = __nccwpck_require__(11);
/* harmony import */ var _types_js__WEBPACK_IMPORTED_MODULE_5__ = __nccwpck_require__(868);






function parseArgs(argv, tokenFile) {
    let folder = tokenFile ? (0,node_path__WEBPACK_IMPORTED_MODULE_1__.dirname)(tokenFile) : '';
    let format = 'token';
    let isValid = true;
    const left = [...argv];
    for (let word = left.shift(); word !== undefined; word = left.shift()) {
        if (word === '--json')
            format = 'json';
        else if (word === '--folder' && left[0])
            folder = left.shift() ?? '';
        else
            isValid = false;
    }
    return { folder, format, isValid };
}
function answerFromCache(args, clock) {
    const { folder, isValid } = args;
    if (!isValid || folder === '' || (0,_tools_private_files_js__WEBPACK_IMPORTED_MODULE_2__/* .folderFault */ .h9)(folder) !== null)
        return null;
    if ((0,node_fs__WEBPACK_IMPORTED_MODULE_0__.existsSync)((0,node_path__WEBPACK_IMPORTED_MODULE_1__.join)(folder, _types_js__WEBPACK_IMPORTED_MODULE_5__/* .FILES */ .c.erased)))
        return null;
    const read = (0,_credentials_js__WEBPACK_IMPORTED_MODULE_3__/* .readCredentials */ .L)((0,node_path__WEBPACK_IMPORTED_MODULE_1__.join)(folder, _types_js__WEBPACK_IMPORTED_MODULE_5__/* .FILES */ .c.credentials));
    if (read.state !== 'ok' || !(0,_life_js__WEBPACK_IMPORTED_MODULE_4__/* .isFresh */ .pL)(read.credentials.life, clock))
        return null;
    const bare = (0,_tools_private_files_js__WEBPACK_IMPORTED_MODULE_2__/* .readPrivateFile */ .q1)((0,node_path__WEBPACK_IMPORTED_MODULE_1__.join)(folder, _types_js__WEBPACK_IMPORTED_MODULE_5__/* .FILES */ .c.token));
    if (bare.state !== 'ok' || bare.text !== `${read.credentials.token}\n`)
        return null;
    return formatCredentials(read.credentials, args.format);
}
function formatCredentials(credentials, format) {
    if (format === 'token')
        return `${credentials.token}\n`;
    const { token, expires_at, source, kind, owner, lease_id } = credentials;
    return `${JSON.stringify({ token, expires_at, source, kind, owner, lease_id })}\n`;
}


/***/ }),

/***/ 103:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   L: () => (/* binding */ readCredentials)
/* harmony export */ });
/* harmony import */ var _tools_private_files_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(496);

function readCredentials(path) {
    return credentialsOf((0,_tools_private_files_js__WEBPACK_IMPORTED_MODULE_0__/* .readPrivateFile */ .q1)(path));
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
        return { state: 'refused', why: 'is not valid JSON' };
    }
    return isCredentials(value)
        ? { state: 'ok', credentials: value }
        : { state: 'refused', why: 'has unexpected content' };
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
    const { obtainedAtWallMs, obtainedAtMonotonicMs, lifetimeMs, refreshBeforeMs } = value;
    const numbers = [obtainedAtWallMs, obtainedAtMonotonicMs, lifetimeMs ?? 0, refreshBeforeMs];
    return numbers.every((number) => typeof number === 'number' && Number.isFinite(number));
}
function isRecord(value) {
    return typeof value === 'object' && value !== null && !Array.isArray(value);
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
    if (life.lifetimeMs === null)
        return Number.POSITIVE_INFINITY;
    const monotonicAgeMs = clock.monotonicMs() - life.obtainedAtMonotonicMs;
    if (monotonicAgeMs < 0)
        return 0;
    return life.lifetimeMs - Math.max(monotonicAgeMs, clock.wallMs() - life.obtainedAtWallMs);
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
    const lifetimeMs = token.expiresAtMs === null ? null : Math.max(0, token.expiresAtMs - token.issuerAheadMs - wallMs);
    return {
        obtainedAtWallMs: wallMs,
        obtainedAtMonotonicMs: clock.monotonicMs(),
        lifetimeMs,
        refreshBeforeMs: lifetimeMs === null ? 0 : Math.min(token.refreshBeforeMs, lifetimeMs * LARGEST_SHARE),
    };
}


/***/ }),

/***/ 868:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   c: () => (/* binding */ FILES)
/* harmony export */ });
/* harmony import */ var _tools_token_files_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(186);

const FILES = {
    ..._tools_token_files_js__WEBPACK_IMPORTED_MODULE_0__/* .TOKEN_FILES */ .I0,
    credentials: 'credentials.json',
    settings: 'settings.json',
    ledger: 'ledger.jsonl',
    used: 'used.jsonl',
    failure: 'failure.json',
    keeper: 'keeper.json',
    log: 'keeper.log',
    ghFolder: 'bin',
    ask: 'ask',
};


/***/ }),

/***/ 191:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   v: () => (/* binding */ systemErrorCode)
/* harmony export */ });
function systemErrorCode(error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    return /^E[A-Z0-9]+$/.test(code) ? code : '';
}


/***/ }),

/***/ 496:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   aP: () => (/* binding */ createPrivateFile),
/* harmony export */   h9: () => (/* binding */ folderFault),
/* harmony export */   oN: () => (/* binding */ replacePrivateFile),
/* harmony export */   q1: () => (/* binding */ readPrivateFile),
/* harmony export */   sk: () => (/* binding */ storageFault)
/* harmony export */ });
/* unused harmony exports makePrivateFolder, ensurePrivateFile */
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(24);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(760);
/* harmony import */ var _system_error_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(191);



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
            return stats.isSymbolicLink() ? 'is a symbolic link' : 'is not a folder';
        return ownershipFault(stats, ownUserId());
    }
    catch {
        return 'does not exist';
    }
}
function makePrivateFolder(prefix) {
    return mkdtempSync(prefix);
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
            return { state: 'refused', why: 'is not a regular file' };
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
    const code = (0,_system_error_js__WEBPACK_IMPORTED_MODULE_2__/* .systemErrorCode */ .v)(error);
    if (code === 'ENOENT' || code === 'ENOTDIR')
        return { state: 'missing' };
    return { state: 'refused', why: code === 'ELOOP' ? 'is a symbolic link' : 'cannot be opened' };
}
const FULL = 'the disk is full';
const NOT_ALLOWED = 'this user may not write to RUNNER_TEMP; run the job or its container as a user that may';
const REASONS = {
    ENOSPC: FULL,
    EDQUOT: FULL,
    EFBIG: FULL,
    ENOENT: 'its folder is gone',
    EACCES: NOT_ALLOWED,
    EPERM: NOT_ALLOWED,
    EROFS: NOT_ALLOWED,
};
function storageFault(error) {
    const code = (0,_system_error_js__WEBPACK_IMPORTED_MODULE_2__/* .systemErrorCode */ .v)(error);
    return `The token cannot be stored: ${REASONS[code] ?? code}.`;
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
        if (systemErrorCode(error) !== 'EEXIST')
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

/***/ 186:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   FQ: () => (/* binding */ writeToolFiles),
/* harmony export */   I0: () => (/* binding */ TOKEN_FILES)
/* harmony export */ });
/* unused harmony export FOLDER_PREFIX */
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(760);
/* harmony import */ var _private_files_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(496);


const FOLDER_PREFIX = 'fetch-token-';
const TOKEN_FILES = {
    token: 'token',
    known: 'known',
    erased: 'erase-request',
    now: 'now',
    gitConfig: 'git.config',
    gitHelper: 'git-credential',
    secret: 'secret',
    netrc: 'netrc',
    nix: 'nix.conf',
};
function writeToolFiles(folder, files, found) {
    for (const file of files)
        (0,_private_files_js__WEBPACK_IMPORTED_MODULE_1__/* .replacePrivateFile */ .oN)((0,node_path__WEBPACK_IMPORTED_MODULE_0__.join)(folder, TOKEN_FILES[file]), TEXTS[file](found));
}
const TEXTS = {
    secret: ({ token }) => token,
    netrc: ({ server, token }) => {
        const line = (host) => `machine ${host} login x-access-token password ${token}\n`;
        return downloadHosts(server).map(line).join('');
    },
    nix: ({ server, token }) => `extra-access-tokens = ${server.host}=${token}\n`,
};
function downloadHosts({ host }) {
    if (host === 'github.com') {
        return ['github.com', 'api.github.com', 'raw.githubusercontent.com', 'codeload.github.com'];
    }
    const name = host.replace(/:\d+$/, '');
    const isAddress = /^[\d.]+$|^\[/.test(name);
    return isAddress ? [name] : [name, `api.${name}`, `raw.${name}`, `codeload.${name}`];
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
/******/ 	/* webpack/runtime/create fake namespace object */
/******/ 	(() => {
/******/ 		var getProto = Object.getPrototypeOf ? (obj) => (Object.getPrototypeOf(obj)) : (obj) => (obj.__proto__);
/******/ 		var leafPrototypes;
/******/ 		// create a fake namespace object
/******/ 		// mode & 1: value is a module id, require it
/******/ 		// mode & 2: merge all properties of value into the ns
/******/ 		// mode & 4: return value when already ns object
/******/ 		// mode & 16: return value when it's Promise-like
/******/ 		// mode & 8|1: behave like require
/******/ 		__nccwpck_require__.t = function(value, mode) {
/******/ 			if(mode & 1) value = this(value);
/******/ 			if(mode & 8) return value;
/******/ 			if(typeof value === 'object' && value) {
/******/ 				if((mode & 4) && value.__esModule) return value;
/******/ 				if((mode & 16) && typeof value.then === 'function') return value;
/******/ 			}
/******/ 			var ns = Object.create(null);
/******/ 			__nccwpck_require__.r(ns);
/******/ 			var def = {};
/******/ 			leafPrototypes = leafPrototypes || [null, getProto({}), getProto([]), getProto(getProto)];
/******/ 			for(var current = mode & 2 && value; typeof current == 'object' && !~leafPrototypes.indexOf(current); current = getProto(current)) {
/******/ 				Object.getOwnPropertyNames(current).forEach((key) => (def[key] = () => (value[key])));
/******/ 			}
/******/ 			def['default'] = () => (value);
/******/ 			__nccwpck_require__.d(ns, def);
/******/ 			return ns;
/******/ 		};
/******/ 	})();
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
/******/ 	/* webpack/runtime/make namespace object */
/******/ 	(() => {
/******/ 		// define __esModule on exports
/******/ 		__nccwpck_require__.r = (exports) => {
/******/ 			if(typeof Symbol !== 'undefined' && Symbol.toStringTag) {
/******/ 				Object.defineProperty(exports, Symbol.toStringTag, { value: 'Module' });
/******/ 			}
/******/ 			Object.defineProperty(exports, '__esModule', { value: true });
/******/ 		};
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
__nccwpck_require__.r(__webpack_exports__);
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(24);
/* harmony import */ var _refresh_life_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(11);
/* harmony import */ var _refresh_cached_answer_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(98);



const args = (0,_refresh_cached_answer_js__WEBPACK_IMPORTED_MODULE_2__/* .parseArgs */ .Zy)(process.argv.slice(2), process.env.GITHUB_TOKEN_FILE);
const answer = (0,_refresh_cached_answer_js__WEBPACK_IMPORTED_MODULE_2__/* .answerFromCache */ .JB)(args, _refresh_life_js__WEBPACK_IMPORTED_MODULE_1__/* .systemClock */ .ml);
if (answer !== null)
    (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.writeSync)(1, answer);
else
    void __nccwpck_require__.e(/* import() */ 875).then(__nccwpck_require__.bind(__nccwpck_require__, 875)).then(({ runTokenCommand }) => runTokenCommand(args));

module.exports = __webpack_exports__;
/******/ })()
;