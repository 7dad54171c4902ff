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

/***/ 650:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   U9: () => (/* binding */ isLoopback),
/* harmony export */   lx: () => (/* binding */ checkedUrl),
/* harmony export */   we: () => (/* binding */ joinUrl)
/* harmony export */ });
/* unused harmony export addressFault */
/* harmony import */ var _types_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(295);

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
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   H: () => (/* binding */ HttpFailure)
/* harmony export */ });
/* harmony import */ var _coded_error_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(566);

class HttpFailure extends _coded_error_js__WEBPACK_IMPORTED_MODULE_0__/* .CodedError */ .A {
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

/***/ 997:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   o: () => (/* binding */ SourceFailure)
/* harmony export */ });
/* unused harmony export TOKEN_SOURCES */
/* harmony import */ var _coded_error_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(566);

const TOKEN_SOURCES = (/* unused pure expression or super */ null && (['pool', 'apps', 'tokens', 'app', 'given', 'fallback']));
class SourceFailure extends _coded_error_js__WEBPACK_IMPORTED_MODULE_0__/* .CodedError */ .A {
    retryAfterSeconds;
    constructor(code, message, options) {
        super(code, message, options);
        this.retryAfterSeconds = options?.retryAfterSeconds ?? null;
    }
}


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


/***/ }),

/***/ 566:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
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

// EXTERNAL MODULE: ./build/bundled/src/action/http/types.js
var types = __nccwpck_require__(295);
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
var coded_error = __nccwpck_require__(566);
;// CONCATENATED MODULE: ./build/bundled/src/action/refresh/command.js


function commandDeps(env, say) {
    const end = new AbortController();
    for (const signal of ['SIGTERM', 'SIGINT'])
        process.once(signal, () => end.abort());
    const deps = { env, say, sleep: abortableSleep('This process was asked to stop.'), signal: end.signal };
    return {
        ...deps,
        async openSource(folder, settings) {
            const { openTokenSource } = await Promise.all(/* import() */[__nccwpck_require__.e(528), __nccwpck_require__.e(422)]).then(__nccwpck_require__.bind(__nccwpck_require__, 410));
            return openTokenSource(deps, folder, settings);
        },
    };
}
function messageOf(error) {
    if (error instanceof coded_error/* CodedError */.A)
        return error.message;
    return `Unexpected error (${error instanceof Error ? error.name : typeof error}).`;
}

// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __nccwpck_require__(24);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __nccwpck_require__(760);
// EXTERNAL MODULE: ./build/bundled/src/action/tools/private-files.js
var private_files = __nccwpck_require__(496);
// EXTERNAL MODULE: ./build/bundled/src/action/http/address.js
var address = __nccwpck_require__(650);
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
var token_files = __nccwpck_require__(186);
;// CONCATENATED MODULE: ./build/bundled/src/action/refresh/credentials.js

function credentials_readCredentials(path) {
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

// EXTERNAL MODULE: ./build/bundled/src/action/refresh/life.js
var refresh_life = __nccwpck_require__(11);
// EXTERNAL MODULE: ./build/bundled/src/action/refresh/types.js
var refresh_types = __nccwpck_require__(868);
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
function folder_readSettings(folder) {
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
    return credentials_readCredentials((0,external_node_path_.join)(folder.path, refresh_types/* FILES */.c.credentials));
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
        (0,external_node_fs_.appendFileSync)((0,external_node_path_.join)(folder.path, refresh_types/* FILES */.c.log), `${line}\n`, { mode: 0o600 });
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

// EXTERNAL MODULE: ./build/bundled/src/action/sources/types.js
var sources_types = __nccwpck_require__(997);
// EXTERNAL MODULE: ./build/bundled/src/action/system-error.js
var system_error = __nccwpck_require__(191);
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
    return renewal_credentialsOf(deps, settings, await deps.source.obtain(request));
}
function minTtlSeconds(settings) {
    return Math.max(settings.request.minTtlSeconds ?? 0, Math.ceil(settings.refreshBeforeMs / 1000));
}
function recheckGiven(deps, settings, cause) {
    if (cause === 'rejected') {
        const message = 'GitHub refuses the token given as `token`: it was revoked or has expired. Store a new one.';
        return Promise.reject(new sources_types/* SourceFailure */.o('bad_token', message));
    }
    return deps.source.obtain(settings.request).then((token) => renewal_credentialsOf(deps, settings, token));
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
        return renewal_credentialsOf(deps, settings, renewal.token);
    if (held.cause === 'rejected' || !(0,refresh_life/* isFresh */.pL)(held.current.life, deps.clock))
        return null;
    return withLease(held.current, renewal.lease);
}
function withLease(current, lease) {
    return { ...current, lease, lease_expires_at: isoOrNull(lease.leaseExpiresAtMs) };
}
function renewal_credentialsOf(deps, settings, obtained) {
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
async function fresh_token_freshToken(deps, cache) {
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
    return fresh_token_freshToken(deps, cache);
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

;// CONCATENATED MODULE: ./build/bundled/src/action/refresh/keeper.js

const FIRST_RETRY_MS = 5_000;
const LONGEST_RETRY_MS = 60_000;
const SHORTEST_RETRY_MS = 100;
const FALLBACK_RETRY_CHECKS = 5;
const MOST_DOUBLINGS = 4;
async function keep(deps, plan) {
    const progress = {
        failures: 0,
        retryAtMs: 0,
        checkAtMs: deps.clock.monotonicMs() + checkEveryMs(deps.cached()),
        renewLeaseAtMs: Number.POSITIVE_INFINITY,
        checks: 0,
        current: null,
    };
    for (;;) {
        const reason = deps.endReason();
        if (reason !== null)
            return reason;
        adoptCached(deps, progress);
        const cause = dueCause(deps, progress);
        if (cause !== null)
            await renew(deps, progress, cause);
        else if (deps.clock.monotonicMs() >= progress.checkAtMs)
            await checkBudget(deps, plan, progress);
        await deps.sleep(Math.min(plan.tickMs, sleepMs(deps, progress)));
    }
}
function adoptCached(deps, progress) {
    const cached = deps.cached();
    const isSame = cached?.token === progress.current?.token;
    if (isSame && cached?.lease_expires_at === progress.current?.lease_expires_at)
        return;
    progress.current = cached;
    progress.failures = 0;
    progress.retryAtMs = 0;
    const leaseEndsAtMs = cached?.lease?.leaseExpiresAtMs;
    const leaseLeftMs = typeof leaseEndsAtMs === 'number' ? leaseEndsAtMs - deps.clock.wallMs() : null;
    progress.renewLeaseAtMs =
        leaseLeftMs === null ? Number.POSITIVE_INFINITY : deps.clock.monotonicMs() + Math.max(0, leaseLeftMs / 2);
}
function leadMs(life) {
    if (life.lifetimeMs === null)
        return 0;
    const { refreshBeforeMs, lifetimeMs } = life;
    return Math.min(2 * refreshBeforeMs, refreshBeforeMs + (lifetimeMs - refreshBeforeMs) * 0.2);
}
const LONGEST_CHECK_MS = 60_000;
const SHORTEST_CHECK_MS = 1_000;
function checkEveryMs(current) {
    const lifetimeMs = current?.life.lifetimeMs ?? Number.POSITIVE_INFINITY;
    return Math.min(LONGEST_CHECK_MS, Math.max(SHORTEST_CHECK_MS, lifetimeMs / 60));
}
function dueCause(deps, progress) {
    const { current } = progress;
    const nowMs = deps.clock.monotonicMs();
    if (nowMs < progress.retryAtMs)
        return null;
    if (current === null)
        return 'due';
    if (deps.isErased())
        return 'rejected';
    const isDue = (0,refresh_life/* remainingLifeMs */.fp)(current.life, deps.clock) <= leadMs(current.life);
    return isDue || nowMs >= progress.renewLeaseAtMs ? 'due' : null;
}
async function renew(deps, progress, cause) {
    const before = progress.current;
    let after = before;
    try {
        after = await deps.renew(cause, before);
    }
    catch (error) {
        deps.log(`no new token (${cause}): ${error instanceof Error ? error.message : 'unknown reason'}`);
    }
    const isNew = after !== null && after.token !== before?.token;
    if (isNew)
        deps.log(`a new token (${cause}), ${lifeText(after)}`);
    const isDone = isNew || (after !== null && after.lease_expires_at !== before?.lease_expires_at);
    adoptCached(deps, progress);
    if (!isDone)
        postpone(deps, progress);
}
function lifeText(credentials) {
    return credentials?.expires_at ? `good until ${credentials.expires_at}` : 'with no known expiry';
}
function postpone(deps, progress) {
    const leftMs = progress.current === null ? 0 : (0,refresh_life/* remainingLifeMs */.fp)(progress.current.life, deps.clock);
    const backoffMs = Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** progress.failures);
    const waitMs = leftMs > 0 ? Math.min(backoffMs, Math.max(SHORTEST_RETRY_MS, leftMs / 4)) : backoffMs;
    progress.failures += 1;
    progress.retryAtMs = deps.clock.monotonicMs() + waitMs;
}
async function checkBudget(deps, plan, progress) {
    const { current } = progress;
    progress.checkAtMs = deps.clock.monotonicMs() + checkEveryMs(current);
    progress.checks += 1;
    if (current === null || deps.clock.monotonicMs() < progress.retryAtMs)
        return;
    const cause = await causeFromBudget(deps, plan, current);
    if (cause === 'spent' && !isSwapDue(progress, current))
        return;
    if (cause !== null)
        return renew(deps, progress, cause);
    const isFallback = current.source === 'fallback' && plan.retriesFallback;
    if (isFallback && progress.checks % FALLBACK_RETRY_CHECKS === 0)
        await renew(deps, progress, 'fallback');
}
function isSwapDue({ checks, failures }, { source }) {
    return source === 'pool' || checks % 2 ** Math.min(failures, MOST_DOUBLINGS) === 0;
}
async function causeFromBudget(deps, plan, current) {
    const reading = await deps.readBudget(current.token);
    if (reading.state === 'unauthorized') {
        const second = await deps.readBudget(current.token);
        return second.state === 'unauthorized' ? 'rejected' : null;
    }
    if (reading.state !== 'known' || !plan.swappableSources.includes(current.source))
        return null;
    const budget = reading.buckets.get(plan.bucket);
    if (budget === undefined)
        return null;
    const floor = plan.minRemaining ?? Math.max(50, budget.limit / 100);
    return budget.remaining < floor ? 'spent' : null;
}
function sleepMs(deps, progress) {
    const nowMs = deps.clock.monotonicMs();
    const { current } = progress;
    const untilDueMs = current === null ? 0 : (0,refresh_life/* remainingLifeMs */.fp)(current.life, deps.clock) - leadMs(current.life);
    const dueAtMs = Math.max(progress.retryAtMs, Math.min(nowMs + untilDueMs, progress.renewLeaseAtMs));
    return Math.max(20, Math.min(dueAtMs, progress.checkAtMs) - nowMs);
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

;// CONCATENATED MODULE: ./build/bundled/src/action/refresh/cached-answer.js






function parseArgs(argv, tokenFile) {
    let folder = tokenFile ? dirname(tokenFile) : '';
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
    if (!isValid || folder === '' || folderFault(folder) !== null)
        return null;
    if (existsSync(join(folder, FILES.erased)))
        return null;
    const read = readCredentials(join(folder, FILES.credentials));
    if (read.state !== 'ok' || !isFresh(read.credentials.life, clock))
        return null;
    const bare = readPrivateFile(join(folder, FILES.token));
    if (bare.state !== 'ok' || bare.text !== `${read.credentials.token}\n`)
        return null;
    return cached_answer_formatCredentials(read.credentials, args.format);
}
function cached_answer_formatCredentials(credentials, format) {
    if (format === 'token')
        return `${credentials.token}\n`;
    const { token, expires_at, source, kind, owner, lease_id } = credentials;
    return `${JSON.stringify({ token, expires_at, source, kind, owner, lease_id })}\n`;
}

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
        throw new SourceFailure('refused', 'Use it with these options or none: --json, --folder <folder>.');
    }
    if (args.folder === '') {
        const advice = 'Use this after a step with refresh-token, or name its folder with --folder.';
        throw new SourceFailure('refused', `GITHUB_TOKEN_FILE is not set. ${advice}`);
    }
    const folder = { path: args.folder };
    const settings = readSettings(folder);
    if ('fault' in settings)
        throw new SourceFailure('refused', `Refused: ${settings.fault}.`);
    const tokenDeps = freshTokenDepsOf(deps, folder, settings);
    const credentials = await freshToken(tokenDeps, { folder, settings });
    return formatCredentials(credentials, args.format);
}

;// CONCATENATED MODULE: ./build/bundled/src/action/refresh/keeper-command.js









const TICK_MS = 2_000;
const MAX_LOG_BYTES = 256 * 1024;
const NOTABLE = [refresh_types/* FILES */.c.erased, refresh_types/* FILES */.c.token, refresh_types/* FILES */.c.credentials];
async function runKeeper(deps, folder) {
    const settings = folder_readSettings(folder);
    if ('fault' in settings)
        return settings.fault;
    const waker = createWaker(deps, folder);
    const keeperDeps = keeperDepsOf(deps, folder, settings);
    try {
        return await keep({ ...keeperDeps, sleep: waker.sleep }, planOf(settings));
    }
    finally {
        waker.close();
    }
}
function planOf({ minRemaining, request }) {
    return {
        minRemaining,
        bucket: request.bucket,
        swappableSources: request.candidates.length > 1 ? ['pool', 'apps', 'tokens'] : ['pool'],
        retriesFallback: request.missingCredentials === null,
        tickMs: TICK_MS,
    };
}
function keeperDepsOf(deps, folder, settings) {
    const tokenDeps = freshTokenDepsOf(deps, folder, settings);
    const endReason = createEndReason(deps, folder, settings);
    const cached = () => {
        const read = readCached(folder);
        if (read.state !== 'ok' || tokenFileFault(folder, read.credentials.token) !== null)
            return null;
        return read.credentials;
    };
    return {
        clock: refresh_life/* systemClock */.ml,
        log: deps.say,
        endReason,
        cached,
        isErased: () => isErased(folder),
        renew(cause, current) {
            boundLog(folder);
            if (current === null)
                return fresh_token_freshToken(tokenDeps, { folder, settings });
            return renewToken(tokenDeps, { folder, settings, insist: current }, cause);
        },
        readBudget: (token) => tokenDeps.source.readBudget(token),
    };
}
function createEndReason(deps, folder, settings) {
    const inode = inodeOf(folder);
    return () => {
        if (deps.signal.aborted)
            return 'asked to stop';
        if (inodeOf(folder) !== inode || inode === null)
            return 'the folder is gone';
        if (settings.worker !== null && livenessOf(settings.worker) === 'gone') {
            (0,external_node_fs_.rmSync)(folder.path, { recursive: true, force: true });
            return 'the job has ended';
        }
        const ageMs = refresh_life/* systemClock */.ml.monotonicMs() - settings.startedAtMonotonicMs;
        return ageMs > settings.maxLifetimeMs ? 'max-lifetime has passed' : null;
    };
}
function inodeOf(folder) {
    try {
        return (0,external_node_fs_.statSync)(folder.path).ino;
    }
    catch {
        return null;
    }
}
function boundLog(folder) {
    const path = (0,external_node_path_.join)(folder.path, refresh_types/* FILES */.c.log);
    try {
        if ((0,external_node_fs_.statSync)(path).size > MAX_LOG_BYTES)
            (0,external_node_fs_.truncateSync)(path);
    }
    catch {
    }
}
function createWaker(deps, folder) {
    let wake = () => { };
    const onWake = () => wake();
    const watcher = (0,external_node_fs_.watch)(folder.path, { persistent: false }, (_event, name) => {
        if (name === null || NOTABLE.includes(name))
            onWake();
    });
    watcher.on('error', () => undefined);
    deps.signal.addEventListener('abort', onWake);
    return {
        sleep: (ms) => new Promise((resolve) => {
            const timer = setTimeout(resolve, ms);
            wake = () => {
                clearTimeout(timer);
                resolve();
            };
            if (deps.signal.aborted)
                wake();
        }),
        close: () => watcher.close(),
    };
}

;// CONCATENATED MODULE: ./build/bundled/src/action/refresh/run-keeper-command.js



async function runKeeperCommand(args) {
    const folder = { path: args[args.indexOf('--folder') + 1] ?? '' };
    const log = (line) => appendLog(folder, `${new Date().toISOString()} ${line}`);
    process.once('uncaughtException', (error) => {
        log(`the keeper stopped: ${messageOf(error)}`);
        process.exit(1);
    });
    try {
        log(`the keeper stopped: ${await runKeeper(commandDeps(process.env, log), folder)}`);
    }
    catch (error) {
        log(`the keeper stopped: ${messageOf(error)}`);
        process.exitCode = 1;
    }
    process.exit();
}

;// CONCATENATED MODULE: ./build/bundled/src/action/entries/refresh-token-keeper.js

void runKeeperCommand(process.argv.slice(2));

module.exports = __webpack_exports__;
/******/ })()
;