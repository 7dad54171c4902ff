/******/ (() => { // webpackBootstrap
/******/ 	var __webpack_modules__ = ({

/***/ 770:
/***/ ((module, __unused_webpack_exports, __nccwpck_require__) => {

module.exports = __nccwpck_require__(218);


/***/ }),

/***/ 218:
/***/ ((__unused_webpack_module, exports, __nccwpck_require__) => {

"use strict";
var __webpack_unused_export__;


var net = __nccwpck_require__(278);
var tls = __nccwpck_require__(756);
var http = __nccwpck_require__(611);
var https = __nccwpck_require__(692);
var events = __nccwpck_require__(434);
var assert = __nccwpck_require__(613);
var util = __nccwpck_require__(23);


exports.httpOverHttp = httpOverHttp;
exports.httpsOverHttp = httpsOverHttp;
exports.httpOverHttps = httpOverHttps;
exports.httpsOverHttps = httpsOverHttps;


function httpOverHttp(options) {
  var agent = new TunnelingAgent(options);
  agent.request = http.request;
  return agent;
}

function httpsOverHttp(options) {
  var agent = new TunnelingAgent(options);
  agent.request = http.request;
  agent.createSocket = createSecureSocket;
  agent.defaultPort = 443;
  return agent;
}

function httpOverHttps(options) {
  var agent = new TunnelingAgent(options);
  agent.request = https.request;
  return agent;
}

function httpsOverHttps(options) {
  var agent = new TunnelingAgent(options);
  agent.request = https.request;
  agent.createSocket = createSecureSocket;
  agent.defaultPort = 443;
  return agent;
}


function TunnelingAgent(options) {
  var self = this;
  self.options = options || {};
  self.proxyOptions = self.options.proxy || {};
  self.maxSockets = self.options.maxSockets || http.Agent.defaultMaxSockets;
  self.requests = [];
  self.sockets = [];

  self.on('free', function onFree(socket, host, port, localAddress) {
    var options = toOptions(host, port, localAddress);
    for (var i = 0, len = self.requests.length; i < len; ++i) {
      var pending = self.requests[i];
      if (pending.host === options.host && pending.port === options.port) {
        // Detect the request to connect same origin server,
        // reuse the connection.
        self.requests.splice(i, 1);
        pending.request.onSocket(socket);
        return;
      }
    }
    socket.destroy();
    self.removeSocket(socket);
  });
}
util.inherits(TunnelingAgent, events.EventEmitter);

TunnelingAgent.prototype.addRequest = function addRequest(req, host, port, localAddress) {
  var self = this;
  var options = mergeOptions({request: req}, self.options, toOptions(host, port, localAddress));

  if (self.sockets.length >= this.maxSockets) {
    // We are over limit so we'll add it to the queue.
    self.requests.push(options);
    return;
  }

  // If we are under maxSockets create a new one.
  self.createSocket(options, function(socket) {
    socket.on('free', onFree);
    socket.on('close', onCloseOrRemove);
    socket.on('agentRemove', onCloseOrRemove);
    req.onSocket(socket);

    function onFree() {
      self.emit('free', socket, options);
    }

    function onCloseOrRemove(err) {
      self.removeSocket(socket);
      socket.removeListener('free', onFree);
      socket.removeListener('close', onCloseOrRemove);
      socket.removeListener('agentRemove', onCloseOrRemove);
    }
  });
};

TunnelingAgent.prototype.createSocket = function createSocket(options, cb) {
  var self = this;
  var placeholder = {};
  self.sockets.push(placeholder);

  var connectOptions = mergeOptions({}, self.proxyOptions, {
    method: 'CONNECT',
    path: options.host + ':' + options.port,
    agent: false,
    headers: {
      host: options.host + ':' + options.port
    }
  });
  if (options.localAddress) {
    connectOptions.localAddress = options.localAddress;
  }
  if (connectOptions.proxyAuth) {
    connectOptions.headers = connectOptions.headers || {};
    connectOptions.headers['Proxy-Authorization'] = 'Basic ' +
        new Buffer(connectOptions.proxyAuth).toString('base64');
  }

  debug('making CONNECT request');
  var connectReq = self.request(connectOptions);
  connectReq.useChunkedEncodingByDefault = false; // for v0.6
  connectReq.once('response', onResponse); // for v0.6
  connectReq.once('upgrade', onUpgrade);   // for v0.6
  connectReq.once('connect', onConnect);   // for v0.7 or later
  connectReq.once('error', onError);
  connectReq.end();

  function onResponse(res) {
    // Very hacky. This is necessary to avoid http-parser leaks.
    res.upgrade = true;
  }

  function onUpgrade(res, socket, head) {
    // Hacky.
    process.nextTick(function() {
      onConnect(res, socket, head);
    });
  }

  function onConnect(res, socket, head) {
    connectReq.removeAllListeners();
    socket.removeAllListeners();

    if (res.statusCode !== 200) {
      debug('tunneling socket could not be established, statusCode=%d',
        res.statusCode);
      socket.destroy();
      var error = new Error('tunneling socket could not be established, ' +
        'statusCode=' + res.statusCode);
      error.code = 'ECONNRESET';
      options.request.emit('error', error);
      self.removeSocket(placeholder);
      return;
    }
    if (head.length > 0) {
      debug('got illegal response body from proxy');
      socket.destroy();
      var error = new Error('got illegal response body from proxy');
      error.code = 'ECONNRESET';
      options.request.emit('error', error);
      self.removeSocket(placeholder);
      return;
    }
    debug('tunneling connection has established');
    self.sockets[self.sockets.indexOf(placeholder)] = socket;
    return cb(socket);
  }

  function onError(cause) {
    connectReq.removeAllListeners();

    debug('tunneling socket could not be established, cause=%s\n',
          cause.message, cause.stack);
    var error = new Error('tunneling socket could not be established, ' +
                          'cause=' + cause.message);
    error.code = 'ECONNRESET';
    options.request.emit('error', error);
    self.removeSocket(placeholder);
  }
};

TunnelingAgent.prototype.removeSocket = function removeSocket(socket) {
  var pos = this.sockets.indexOf(socket)
  if (pos === -1) {
    return;
  }
  this.sockets.splice(pos, 1);

  var pending = this.requests.shift();
  if (pending) {
    // If we have pending requests and a socket gets closed a new one
    // needs to be created to take over in the pool for the one that closed.
    this.createSocket(pending, function(socket) {
      pending.request.onSocket(socket);
    });
  }
};

function createSecureSocket(options, cb) {
  var self = this;
  TunnelingAgent.prototype.createSocket.call(self, options, function(socket) {
    var hostHeader = options.request.getHeader('host');
    var tlsOptions = mergeOptions({}, self.options, {
      socket: socket,
      servername: hostHeader ? hostHeader.replace(/:.*$/, '') : options.host
    });

    // 0 is dummy port for v0.6
    var secureSocket = tls.connect(0, tlsOptions);
    self.sockets[self.sockets.indexOf(socket)] = secureSocket;
    cb(secureSocket);
  });
}


function toOptions(host, port, localAddress) {
  if (typeof host === 'string') { // since v0.10
    return {
      host: host,
      port: port,
      localAddress: localAddress
    };
  }
  return host; // for v0.11 or later
}

function mergeOptions(target) {
  for (var i = 1, len = arguments.length; i < len; ++i) {
    var overrides = arguments[i];
    if (typeof overrides === 'object') {
      var keys = Object.keys(overrides);
      for (var j = 0, keyLen = keys.length; j < keyLen; ++j) {
        var k = keys[j];
        if (overrides[k] !== undefined) {
          target[k] = overrides[k];
        }
      }
    }
  }
  return target;
}


var debug;
if (process.env.NODE_DEBUG && /\btunnel\b/.test(process.env.NODE_DEBUG)) {
  debug = function() {
    var args = Array.prototype.slice.call(arguments);
    if (typeof args[0] === 'string') {
      args[0] = 'TUNNEL: ' + args[0];
    } else {
      args.unshift('TUNNEL:');
    }
    console.error.apply(console, args);
  }
} else {
  debug = function() {};
}
__webpack_unused_export__ = debug; // for test


/***/ }),

/***/ 613:
/***/ ((module) => {

"use strict";
module.exports = require("assert");

/***/ }),

/***/ 434:
/***/ ((module) => {

"use strict";
module.exports = require("events");

/***/ }),

/***/ 611:
/***/ ((module) => {

"use strict";
module.exports = require("http");

/***/ }),

/***/ 692:
/***/ ((module) => {

"use strict";
module.exports = require("https");

/***/ }),

/***/ 278:
/***/ ((module) => {

"use strict";
module.exports = require("net");

/***/ }),

/***/ 756:
/***/ ((module) => {

"use strict";
module.exports = require("tls");

/***/ }),

/***/ 23:
/***/ ((module) => {

"use strict";
module.exports = require("util");

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
/************************************************************************/
var __webpack_exports__ = {};
// This entry need to be wrapped in an IIFE because it need to be in strict mode.
(() => {
"use strict";

// NAMESPACE OBJECT: ./build/bundled/node_modules/@actions/core/lib/platform.js
var platform_namespaceObject = {};
__nccwpck_require__.r(platform_namespaceObject);
__nccwpck_require__.d(platform_namespaceObject, {
  arch: () => (arch),
  getDetails: () => (getDetails),
  isLinux: () => (isLinux),
  isMacOS: () => (isMacOS),
  isWindows: () => (isWindows),
  platform: () => (platform)
});

// NAMESPACE OBJECT: ./build/bundled/node_modules/@actions/core/lib/core.js
var core_namespaceObject = {};
__nccwpck_require__.r(core_namespaceObject);
__nccwpck_require__.d(core_namespaceObject, {
  ExitCode: () => (ExitCode),
  addPath: () => (addPath),
  debug: () => (debug),
  endGroup: () => (endGroup),
  error: () => (error),
  exportVariable: () => (exportVariable),
  getBooleanInput: () => (getBooleanInput),
  getIDToken: () => (getIDToken),
  getInput: () => (getInput),
  getMultilineInput: () => (getMultilineInput),
  getState: () => (getState),
  group: () => (group),
  info: () => (info),
  isDebug: () => (isDebug),
  markdownSummary: () => (markdownSummary),
  notice: () => (notice),
  platform: () => (platform_namespaceObject),
  saveState: () => (saveState),
  setCommandEcho: () => (setCommandEcho),
  setFailed: () => (setFailed),
  setOutput: () => (setOutput),
  setSecret: () => (setSecret),
  startGroup: () => (startGroup),
  summary: () => (summary),
  toPlatformPath: () => (toPlatformPath),
  toPosixPath: () => (toPosixPath),
  toWin32Path: () => (toWin32Path),
  warning: () => (warning)
});

;// CONCATENATED MODULE: ./build/bundled/src/coded-error.js
class CodedError extends Error {
    code;
    constructor(code, message, options) {
        super(message, options);
        this.name = new.target.name;
        this.code = code;
    }
}

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

;// CONCATENATED MODULE: ./build/bundled/src/json-schema.js
function json_schema_faultsOf(schema, value, path = 'body') {
    if (schema.anyOf) {
        const tries = schema.anyOf.map((option) => json_schema_faultsOf(option, value, path));
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
    return items ? value.flatMap((item, index) => json_schema_faultsOf(items, item, `${path}[${index}]`)) : [];
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
                return json_schema_faultsOf(properties[name] ?? {}, member, `${path}.${name}`);
            if (others === false)
                return [`${path} has an unknown member`];
            return typeof others === 'object' ? json_schema_faultsOf(others, member, `${path}.*`) : [];
        }),
    ];
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
const line = (maxLength) => ({ type: 'string', maxLength, pattern: '^[^\\u0000-\\u001f\\u007f-\\u009f]*$' });
const timestamp = { type: 'string', format: 'date-time', maxLength: 40 };
const timestampOrNull = { anyOf: [timestamp, { type: 'null' }] };
const requests = count(1_000_000);
const BUCKET_SCHEMA = { type: 'string', pattern: '^[a-z][a-z_]{0,39}$', maxLength: 40 };
const wire_LABEL_SCHEMA = { type: 'string', pattern: '^[a-z0-9][a-z0-9-]{0,39}$', maxLength: 40 };
const OWNER_REF_SCHEMA = { type: 'string', pattern: '^[A-Za-z0-9_-]{1,64}$', maxLength: 64 };
const wire_JOB_SCHEMA = {
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
        job: wire_JOB_SCHEMA,
        count: { type: 'integer', minimum: 1, maximum: 20, description: 'Tokens of distinct owners wanted.' },
        bucket: BUCKET_SCHEMA,
        expected_requests: requests,
        min_remaining: requests,
        min_ttl_seconds: count(86_400),
        label: wire_LABEL_SCHEMA,
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
        expires_at: timestampOrNull,
        lease_expires_at: timestamp,
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
const wire_RENEW_ANSWER_SCHEMA = {
    type: 'object',
    required: ['decision', 'lease_id', 'lease_expires_at'],
    properties: {
        decision: { type: 'string', enum: ['keep', 'replace'] },
        lease_id: wire_text(64),
        lease_expires_at: timestamp,
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
                retryable: {
                    type: 'boolean',
                    description: 'False with pool_exhausted when no owner could serve the request even after a reset.',
                },
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

;// CONCATENATED MODULE: ./build/bundled/src/action/http/types.js

class HttpFailure extends CodedError {
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

;// CONCATENATED MODULE: ./build/bundled/src/action/sources/types.js

const TOKEN_SOURCES = (/* unused pure expression or super */ null && (['pool', 'apps', 'tokens', 'app', 'given', 'fallback']));
class types_SourceFailure extends CodedError {
    retryAfterSeconds;
    constructor(code, message, options) {
        super(code, message, options);
        this.retryAfterSeconds = options?.retryAfterSeconds ?? null;
    }
}

;// CONCATENATED MODULE: ./build/bundled/src/action/sources/pool-refusal.js





function refusalOf(response, request) {
    const { status } = response;
    const code = errorCodeOf(response.body);
    const says = poolReason(response, request.auth);
    const seconds = retryAfterSeconds(response, request.nowMs);
    const isSaid = seconds === null || new RegExp(`\\b${seconds} s(?:econds)?\\b`).test(says);
    const later = isSaid ? '' : ` It asks to come back in ${seconds} s.`;
    if (status === 401)
        return new types_SourceFailure('refused', unauthorizedMessage(request.auth, says));
    if (status === 403) {
        const advice = forbiddenAdvice(request);
        return new types_SourceFailure('refused', `The pool does not allow this job to lease (403).${says} ${advice}`);
    }
    if (code === 'lease_ended' || (status === 404 && request.wanted === null)) {
        return new types_SourceFailure('lease_ended', 'The pool no longer knows this lease.');
    }
    if (code === 'pool_exhausted' && isNeverServed(response.body)) {
        return new types_SourceFailure('exhausted', `No owner of the pool could ever serve this request.${says} Ask for less, or have the pool's operator add owners.`);
    }
    if (status === 503 && (code === 'pool_exhausted' || code === null)) {
        const message = `The pool has no token to lend that fits this request.${says}${later} Run it later, ask for less, or have the pool's operator add owners.`;
        return new types_SourceFailure('exhausted', message, { retryAfterSeconds: seconds });
    }
    if (status === 429) {
        return new types_SourceFailure('refused', `The pool limits how often this job may ask (429).${says}${later} Ask the pool's operator for a higher quota.`);
    }
    const named = code === null ? '' : `, ${code}`;
    return new types_SourceFailure('bad_answer', `The pool answered ${status}${named}.${says}${later} Check pool-url and the pool's log.`);
}
function notAPool(response, pool) {
    const url = new URL(pool.url);
    const advice = url.pathname === '/'
        ? 'Correct pool-url.'
        : 'pool-url has a path: leave it out, or correct it where the pool is served below one.';
    return new SourceFailure('bad_answer', `No pool answers at pool-url: ${url.host} knows neither its leases nor its tokens there ` +
        `(${response.status}).${poolReason(response, pool.auth)} ${advice}`);
}
function isNeverServed(body) {
    return answers_memberOf(answers_memberOf(answers_parseJson(body), 'error'), 'retryable') === false;
}
function errorCodeOf(body) {
    const code = answers_memberOf(answers_memberOf(answers_parseJson(body), 'error'), 'code');
    return ERROR_CODES.find((known) => known === code) ?? null;
}
function poolReason({ body, headers }, auth) {
    const secrets = auth.kind === 'key' ? [auth.secret] : [];
    const reason = quotable(answers_memberOf(answers_memberOf(answers_parseJson(body), 'error'), 'message'), secrets);
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

;// CONCATENATED MODULE: ./build/bundled/src/action/http/address.js

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
function address_addressFault(text) {
    const fault = faultIn(text);
    if (fault !== null)
        return fault.advice;
    return /[?#]/.test(text) ? 'leave out everything from ? or # on' : null;
}
function checkedUrl(text) {
    const fault = faultIn(text);
    if (fault !== null)
        throw new HttpFailure(fault.code, `An address cannot be used: ${fault.advice}.`);
    return new URL(text);
}
function joinUrl(base, path) {
    return `${base.replace(/\/+$/, '')}${path}`;
}

;// CONCATENATED MODULE: ./build/bundled/src/action/sources/oidc.js




const TIMEOUT_MS = 5000;
function oidc_oidcEndpoint(env) {
    const requestUrl = env.ACTIONS_ID_TOKEN_REQUEST_URL ?? '';
    const requestToken = env.ACTIONS_ID_TOKEN_REQUEST_TOKEN ?? '';
    return requestUrl !== '' && requestToken !== '' ? { requestUrl, requestToken } : null;
}
async function fetchOidcToken(deps, audience, deadlineAtMs) {
    const endpoint = deps.oidc;
    if (!endpoint) {
        throw new types_SourceFailure('no_credential', 'This job may not ask for an OIDC identity; add `permissions: id-token: write`.');
    }
    const url = URL.parse(endpoint.requestUrl);
    if (!url)
        throw new types_SourceFailure('refused', 'ACTIONS_ID_TOKEN_REQUEST_URL is not an address; leave it to the runner.');
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

;// CONCATENATED MODULE: ./build/bundled/src/action/sources/pool-request.js







const PER_TRY_MS = 10_000;
async function requestPool(deps, call) {
    const { auth, deadlineAtMs } = call;
    const makeRequest = async () => {
        const bearer = auth.kind === 'key' ? auth.secret : await fetchOidcToken(deps, auth.audience, deadlineAtMs);
        return {
            method: call.method,
            url: joinUrl(call.poolUrl, call.path),
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
        if (!(error instanceof HttpFailure))
            throw error;
        const code = error.code === 'cancelled' ? 'cancelled' : 'unreachable';
        throw new types_SourceFailure(code, `The pool cannot be used: ${error.message}`, { cause: error });
    }
}
function isFinal(response) {
    return errorCodeOf(response.body) === 'pool_exhausted';
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
        url: joinUrl(call.apiUrl, call.path),
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
        if (!(error instanceof HttpFailure) || error.code === 'cancelled')
            throw error;
        return { state: 'unknown', why: error.message };
    }
}
function readingOf(response, nowMs) {
    const body = answers_parseJson(response.body);
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
    const isGitHubs = typeof answers_memberOf(body, 'message') === 'string';
    if (refusal === 'forbidden' && isGitHubs)
        return { state: 'unauthorized' };
    return unknown(`GitHub answered ${response.status}`);
}
const LONGEST_WINDOW_MS = 48 * 3_600_000;
function plausible(buckets, nowMs) {
    return new Map([...buckets].filter(([, { resetAtMs }]) => read_budget_isPlausibleReset(resetAtMs, nowMs)));
}
function read_budget_isPlausibleReset(resetAtMs, nowMs) {
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
            tokens.push(read_leases_obtainedFrom(lease, settings, nowMs));
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
function read_leases_obtainedFrom(lease, settings, nowMs) {
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
    const path = wire_PATHS.report(nativeId(lease));
    const response = await post(deps, { lease, body, timeoutMs, path, shownPath: wire_PATHS.report('*') });
    const answer = answers_parseJson(response.body);
    if (json_schema_faultsOf(REPORT_ANSWER_SCHEMA, answer, 'answer').length > 0) {
        throw new types_SourceFailure('bad_answer', "The pool's answer to the report is not valid. Check that pool and action are of matching versions.");
    }
    return answer;
}
async function renewLease(deps, { lease, body, timeoutMs }) {
    const path = PATHS.renew(nativeId(lease));
    const response = await post(deps, { lease, body, timeoutMs, path, shownPath: PATHS.renew('*') });
    const answer = parseJson(response.body);
    const fault = faultsOf(RENEW_ANSWER_SCHEMA, answer, 'answer')[0];
    if (fault !== undefined)
        throw new SourceFailure('bad_answer', `The pool's answer to the renewal is not valid: ${fault}. Check that pool and action are of matching versions.`);
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
    await post(deps, { lease, body: legacyBody, timeoutMs, path: wire_PATHS.legacyRateLimit });
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
    throw new types_SourceFailure('lease_ended', 'A mise-versions server has no leases to report or renew.');
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
    throw new types_SourceFailure('refused', `GitHub did not revoke the installation token (status ${response.status}).`);
}

;// CONCATENATED MODULE: ./build/bundled/src/action/runner/job.js


function job_readJob(context) {
    const { workflow, job, runId, runAttempt, eventName } = context;
    const repository = job_repositoryOf(context) ?? '';
    return {
        repository: fits('repository', repository) ? repository : 'unknown/unknown',
        workflow: shortened(workflow ?? ''),
        job: shortened(job ?? ''),
        run_id: fits('run_id', String(runId)) ? String(runId) : '0',
        run_attempt: fits('run_attempt', runAttempt) ? runAttempt : 1,
        event_name: fits('event_name', eventName ?? '') ? (eventName ?? '') : '',
    };
}
function job_repositoryOf(context) {
    try {
        return `${context.repo.owner}/${context.repo.repo}`;
    }
    catch {
        return null;
    }
}
function fits(name, value) {
    return faultsOf(JOB_SCHEMA.properties[name], value).length === 0;
}
function shortened(text) {
    return text.replace(/\p{Cc}+/gu, ' ').slice(0, 255);
}

;// CONCATENATED MODULE: ./build/bundled/src/action/sources/candidate-inputs.js

const MOST = 100;
const MEMBERS = (/* unused pure expression or super */ null && (['client_id', 'app_id', 'private_key', 'owner']));
const candidate_inputs_APP_ID = /^[A-Za-z0-9.]{1,64}$/;
const candidate_inputs_ACCOUNT = /^[A-Za-z0-9][\w-]{0,99}$/;
function candidate_inputs_readCandidates(inputs, scope) {
    return [...readApps(inputs, scope), ...readTokens(inputs)];
}
function candidateSecrets(inputs) {
    const text = inputs.text('apps');
    const list = answers_parseJson(text);
    const keys = Array.isArray(list) ? list.map((entry) => answers_memberOf(entry, 'private_key')) : [];
    const runs = text.replaceAll('\\n', '\n').match(/[A-Za-z0-9+/=]{24,}/g) ?? [];
    return { keys: [...keys.filter((key) => typeof key === 'string'), ...runs], tokens: tokensOf(inputs) };
}
function readApps(inputs, scope) {
    const text = inputs.text('apps');
    if (text === '')
        return [];
    const list = parseJson(text);
    if (!Array.isArray(list) || list.length === 0 || list.length > MOST) {
        const form = '[{"client_id": "...", "private_key": "..."}, ...]';
        inputs.fault('apps', `write a JSON array of 1 to ${MOST} Apps, ${form}.`);
        return [];
    }
    const apps = [];
    for (const [index, entry] of list.entries()) {
        const app = appOf(entry, scope);
        const fault = typeof app === 'string' ? app : sameFault(app, apps);
        if (fault !== null)
            inputs.fault('apps', `App ${index + 1} ${fault}.`);
        if (typeof app !== 'string')
            apps.push(app);
    }
    return apps.map((app) => ({ kind: 'app', app }));
}
function appOf(entry, scope) {
    if (typeof entry !== 'object' || entry === null || Array.isArray(entry))
        return 'is not a JSON object';
    const isKnown = Object.keys(entry).every((name) => MEMBERS.includes(name));
    if (!isKnown)
        return `has an unknown member; write some of ${MEMBERS.join(', ')}`;
    const ids = [memberOf(entry, 'client_id'), memberOf(entry, 'app_id')].filter((id) => id !== undefined);
    const [id] = ids.map((each) => (typeof each === 'number' ? String(each) : each));
    if (ids.length !== 1)
        return 'needs one of client_id and app_id';
    if (typeof id !== 'string' || !candidate_inputs_APP_ID.test(id)) {
        return "needs the id from the App's settings page as its client_id or app_id";
    }
    const privateKeyPem = memberOf(entry, 'private_key');
    if (typeof privateKeyPem !== 'string' || privateKeyPem.trim() === '')
        return 'needs a private_key';
    const owner = memberOf(entry, 'owner') ?? scope.owner;
    if (owner !== null && (typeof owner !== 'string' || !candidate_inputs_ACCOUNT.test(owner))) {
        return 'needs one user or organization name as its owner, or none';
    }
    return { ...scope, id, privateKeyPem, owner };
}
function sameFault({ id, owner }, earlier) {
    const same = (other) => other.id === id && other.owner?.toLowerCase() === owner?.toLowerCase();
    const place = earlier.findIndex(same);
    return place < 0 ? null : `is the same as App ${place + 1}; list an App once for each account`;
}
function tokensOf(inputs) {
    return inputs
        .text('tokens')
        .split(/\s+/)
        .filter((token) => token !== '');
}
function readTokens(inputs) {
    const tokens = tokensOf(inputs);
    if (tokens.length > MOST)
        inputs.fault('tokens', `write at most ${MOST} tokens.`);
    for (const [index, token] of tokens.entries()) {
        const first = tokens.indexOf(token);
        if (first < index)
            inputs.fault('tokens', `Token ${index + 1} is the same as Token ${first + 1}.`);
    }
    return tokens.map((token) => ({ kind: 'token', token }));
}

;// CONCATENATED MODULE: ./build/bundled/src/action/sources/lease-inputs.js



const MOST_REQUESTS = 1_000_000;
function lease_inputs_readBucket(inputs) {
    const bucket = inputs.text('bucket') || 'core';
    if (BUCKETS.every((known) => known !== bucket)) {
        inputs.fault('bucket', `write one of GitHub's rate-limit resources: ${BUCKETS.join(', ')}.`);
    }
    return bucket;
}
function lease_inputs_readRequests(inputs, name, { bucket, githubApiUrl }) {
    const count = inputs.integer(name, { min: 0, max: MOST_REQUESTS, fallback: null });
    const most = highestLimitOf(bucket);
    if (count !== null && count > most && !isEnterpriseServer(githubApiUrl)) {
        inputs.fault(name, `write at most ${most}: GitHub gives no one more of ${bucket} in a window.`);
    }
    return count;
}
function isEnterpriseServer(githubApiUrl) {
    return /\/api\/v3\/*$/.test(githubApiUrl);
}
function checkLifetime(inputs, name, { seconds, sources }) {
    const { pool, candidates, app } = sources;
    const hasApps = app !== null || candidates.some(({ kind }) => kind === 'app');
    const hasOthers = pool !== null || candidates.some(({ kind }) => kind === 'token');
    if (seconds < INSTALLATION_TOKEN_SECONDS || !hasApps || hasOthers)
        return;
    const most = INSTALLATION_TOKEN_SECONDS - 1;
    inputs.fault(name, `write at most ${most}: the token of an App lives for an hour.`);
}
function lease_inputs_readLabel(inputs) {
    const label = inputs.text('label');
    if (label === '')
        return null;
    if (faultsOf(LABEL_SCHEMA, label).length > 0) {
        inputs.fault('label', 'write small letters, digits and dashes, at most 40, such as push.');
    }
    return label;
}

;// CONCATENATED MODULE: ./build/bundled/src/action/sources/missing-credentials.js


function missing_credentials_explainMissingCredentials(step) {
    const { inputs, env, context } = step;
    const hasPool = (inputs.text('pool-url') || env.TOKEN_POOL_URL || '') !== '';
    const hasApp = (inputs.text('client-id') || inputs.text('app-id')) !== '';
    const missing = missingCredential({ hasPool, hasApp });
    if (isFromFork(step))
        return `This run comes from a fork, which is given no secrets, so there is ${missing}.`;
    if (context.actor === 'dependabot[bot]') {
        return `Runs for Dependabot see only Dependabot's own secrets, so there is ${missing}.`;
    }
    if (!hasPool && !hasApp) {
        return 'No source is configured, or its secret is empty: check the names of secrets, or set pool-url, apps, tokens, or client-id and private-key.';
    }
    if (!hasPool)
        return 'private-key is empty; check the name of the secret.';
    if (inputs.text('oidc') === 'always')
        return 'This job may not ask for an OIDC identity; add `permissions: id-token: write`.';
    return 'api-secret is empty and there is no OIDC identity; check the name of the secret, or add `permissions: id-token: write`.';
}
function missingCredential({ hasPool, hasApp }) {
    if (hasPool)
        return 'no api-secret and no OIDC identity';
    return hasApp ? 'no private-key' : 'no source of tokens';
}
function isFromFork({ context }) {
    if (!(context.eventName ?? '').startsWith('pull_request'))
        return false;
    const head = memberOf(memberOf(memberOf(context.payload, 'pull_request'), 'head'), 'repo');
    return memberOf(head, 'full_name') !== repositoryOf(context);
}

;// CONCATENATED MODULE: ./build/bundled/src/action/sources/source-inputs.js









function maskSecretInputs(inputs, mask) {
    const { keys, tokens } = candidateSecrets(inputs);
    const tokenTexts = [readToken(inputs, 'github-token'), readToken(inputs, 'token'), ...tokens].filter((token) => token !== '');
    const keyTexts = [inputs.text('private-key'), ...keys].flatMap((key) => [key, decodedKey(key)]);
    mask(inputs.text('api-secret'), ...keyTexts, ...tokenTexts.flatMap(tokenMasks));
}
function readToken(inputs, name) {
    const text = inputs.text(name);
    return text === 'null' ? '' : text;
}
function decodedKey(key) {
    const decoded = key.includes('-----') ? '' : Buffer.from(key, 'base64').toString('utf8');
    return decoded.includes('-----') ? decoded : '';
}
function readCommonRequest(step) {
    const { inputs } = step;
    const bucket = readBucket(inputs);
    const apiUrl = githubApiUrl(step);
    const seconds = inputs.integer('timeout-seconds', { min: 1, max: 600, fallback: 30 });
    return {
        ...readSources(step),
        githubApiUrl: apiUrl,
        bucket,
        minRemaining: readRequests(inputs, 'min-remaining', { bucket, githubApiUrl: apiUrl }),
        label: readLabel(inputs),
        timeoutMs: (seconds ?? 30) * 1000,
        job: readJob(step.context),
        exclude: [],
    };
}
function readSources(step) {
    const { inputs } = step;
    const scope = readScope(inputs);
    const pool = poolSettings(step);
    const candidates = readCandidates(inputs, scope);
    const app = appSettings(inputs, scope);
    const hasOwnCredentials = candidates.length > 0 || app !== null;
    const fallbackToken = readToken(inputs, 'github-token');
    if (!/^[!-~]*$/.test(fallbackToken) && /[\s\p{Cc}]/u.test(fallbackToken)) {
        inputs.fault('github-token', 'write one token, without white space.');
    }
    return {
        pool,
        candidates,
        jobIndex: inputs.integer('job-index', { min: 0, max: 1_000_000, fallback: 0 }) ?? 0,
        app,
        missingCredentials: pool || hasOwnCredentials ? null : explainMissingCredentials(step),
        required: readRequired(inputs, { isImplied: hasOwnCredentials && pool === null }),
        fallbackToken: fallbackToken === '' ? null : fallbackToken,
    };
}
function readRequired(inputs, { isImplied }) {
    if (inputs.text('required') === '')
        return isImplied ? 'implied' : 'no';
    return inputs.flag('required', false) ? 'asked' : 'no';
}
function githubApiUrl({ inputs, env }) {
    const url = inputs.text('github-api-url') || env.GITHUB_API_URL || 'https://api.github.com';
    const fault = addressFault(url);
    if (fault !== null)
        inputs.fault('github-api-url', `${fault}.`);
    return url;
}
const OTHER_SOURCES = (/* unused pure expression or super */ null && (['client-id', 'app-id', 'apps', 'tokens']));
function poolSettings({ inputs, env }) {
    const url = inputs.text('pool-url') || (env.TOKEN_POOL_URL ?? '').trim();
    const secret = inputs.text('api-secret');
    const oidc = inputs.choice('oidc', ['auto', 'always', 'never']);
    const audience = inputs.text('oidc-audience') || DEFAULT_OIDC_AUDIENCE;
    const fault = url === '' ? null : addressFault(url);
    if (fault !== null)
        inputs.fault('pool-url', `${fault}.`);
    if (secret !== '' && url === '' && OTHER_SOURCES.every((name) => inputs.text(name) === '')) {
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
function readScope(inputs) {
    const owner = inputs.text('owner');
    if (owner !== '' && !ACCOUNT.test(owner))
        inputs.fault('owner', 'write one user or organization name.');
    const repositories = inputs.list('repositories');
    if (!repositories.every((name) => /^[\w.-]{1,100}$/.test(name))) {
        inputs.fault('repositories', 'write names without the owner, separated by commas or lines.');
    }
    return { owner: owner || null, repositories, permissions: readPermissions(inputs) };
}
function appSettings(inputs, scope) {
    const [clientId, appId] = [inputs.text('client-id'), inputs.text('app-id')];
    const key = inputs.text('private-key');
    if (clientId !== '' && appId !== '')
        inputs.fault('app-id', 'leave it empty when client-id is given.');
    const id = clientId || appId;
    if (id !== '' && !APP_ID.test(id)) {
        inputs.fault(clientId === '' ? 'app-id' : 'client-id', "write the id from the App's settings page, such as Iv1.0123456789abcdef or 12345.");
    }
    if (id === '' && key !== '')
        inputs.fault('client-id', 'write the client id of the App that the private-key is for.');
    if (id === '' || key === '')
        return null;
    const reading = readPrivateKey(key, process.getBuiltinModule('node:crypto'));
    if (!reading.ok) {
        inputs.fault('private-key', `${reading.rule}; paste the whole .pem file of the App, or its base64, into the secret.`);
    }
    return { ...scope, id, privateKeyPem: reading.ok ? reading.pem : '' };
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

;// CONCATENATED MODULE: ./build/bundled/src/action/sources/bucket-report.js
const bucket_report_MOST_REQUESTS = 1_000_000;
function bucketReport(seen, remainingAtStart) {
    const bounded = (count) => Math.min(count, bucket_report_MOST_REQUESTS);
    return {
        limit: bounded(seen.limit),
        remaining: bounded(seen.remaining),
        used: bounded(seen.used),
        reset_at: new Date(Math.min(seen.resetAtMs, 8.64e15)).toISOString(),
        ...(remainingAtStart === null ? {} : { remaining_at_start: bounded(remainingAtStart) }),
    };
}

;// CONCATENATED MODULE: ./build/bundled/src/action/sources/usage-report.js

const RELEASE = { buckets: {}, outcome: 'ok', release: true };
const MOST_BUCKETS = 30;
function usageReport(end, start) {
    if (end?.state === 'unauthorized')
        return { ...RELEASE, outcome: 'unauthorized' };
    if (end?.state === 'secondary_limited') {
        const { retryAfterSeconds } = end;
        const wait = retryAfterSeconds === null ? {} : { retry_after_seconds: retryAfterSeconds };
        return { ...RELEASE, outcome: 'secondary_limited', ...wait };
    }
    if (end?.state !== 'known')
        return RELEASE;
    const worthReporting = [...end.buckets.values()].filter(({ used, bucket }) => used > 0 || bucket === start.bucket);
    const buckets = worthReporting.slice(0, MOST_BUCKETS).map((seen) => {
        const before = start.budgets.find(({ bucket }) => bucket === seen.bucket);
        return [seen.bucket, bucketReport(seen, before?.remaining ?? null)];
    });
    const isSpent = end.buckets.get(start.bucket)?.remaining === 0;
    return { buckets: Object.fromEntries(buckets), outcome: isSpent ? 'exhausted' : 'ok', release: true };
}

;// CONCATENATED MODULE: external "node:fs"
const external_node_fs_namespaceObject = require("node:fs");
;// CONCATENATED MODULE: external "os"
const external_os_namespaceObject = require("os");
;// CONCATENATED MODULE: ./build/bundled/node_modules/@actions/core/lib/utils.js
/* eslint-disable @typescript-eslint/no-explicit-any */
function toCommandValue(input) {
    if (input === null || input === undefined) {
        return '';
    }
    else if (typeof input === 'string' || input instanceof String) {
        return input;
    }
    return JSON.stringify(input);
}
function toCommandProperties(annotationProperties) {
    if (!Object.keys(annotationProperties).length) {
        return {};
    }
    return {
        title: annotationProperties.title,
        file: annotationProperties.file,
        line: annotationProperties.startLine,
        endLine: annotationProperties.endLine,
        col: annotationProperties.startColumn,
        endColumn: annotationProperties.endColumn
    };
}
//# sourceMappingURL=utils.js.map
;// CONCATENATED MODULE: ./build/bundled/node_modules/@actions/core/lib/command.js


function issueCommand(command, properties, message) {
    const cmd = new Command(command, properties, message);
    process.stdout.write(cmd.toString() + external_os_namespaceObject.EOL);
}
function issue(name, message = '') {
    issueCommand(name, {}, message);
}
const CMD_STRING = '::';
class Command {
    constructor(command, properties, message) {
        if (!command) {
            command = 'missing.command';
        }
        this.command = command;
        this.properties = properties;
        this.message = message;
    }
    toString() {
        let cmdStr = CMD_STRING + this.command;
        if (this.properties && Object.keys(this.properties).length > 0) {
            cmdStr += ' ';
            let first = true;
            for (const key in this.properties) {
                if (this.properties.hasOwnProperty(key)) {
                    const val = this.properties[key];
                    if (val) {
                        if (first) {
                            first = false;
                        }
                        else {
                            cmdStr += ',';
                        }
                        cmdStr += `${key}=${escapeProperty(val)}`;
                    }
                }
            }
        }
        cmdStr += `${CMD_STRING}${escapeData(this.message)}`;
        return cmdStr;
    }
}
function escapeData(s) {
    return toCommandValue(s)
        .replace(/%/g, '%25')
        .replace(/\r/g, '%0D')
        .replace(/\n/g, '%0A');
}
function escapeProperty(s) {
    return toCommandValue(s)
        .replace(/%/g, '%25')
        .replace(/\r/g, '%0D')
        .replace(/\n/g, '%0A')
        .replace(/:/g, '%3A')
        .replace(/,/g, '%2C');
}
//# sourceMappingURL=command.js.map
;// CONCATENATED MODULE: external "crypto"
const external_crypto_namespaceObject = require("crypto");
;// CONCATENATED MODULE: external "fs"
const external_fs_namespaceObject = require("fs");
;// CONCATENATED MODULE: ./build/bundled/node_modules/@actions/core/lib/file-command.js
/* eslint-disable @typescript-eslint/no-explicit-any */




function issueFileCommand(command, message) {
    const filePath = process.env[`GITHUB_${command}`];
    if (!filePath) {
        throw new Error(`Unable to find environment variable for file command ${command}`);
    }
    if (!external_fs_namespaceObject.existsSync(filePath)) {
        throw new Error(`Missing file at path: ${filePath}`);
    }
    external_fs_namespaceObject.appendFileSync(filePath, `${toCommandValue(message)}${external_os_namespaceObject.EOL}`, {
        encoding: 'utf8'
    });
}
function prepareKeyValueMessage(key, value) {
    const delimiter = `ghadelimiter_${external_crypto_namespaceObject.randomUUID()}`;
    const convertedValue = toCommandValue(value);
    if (key.includes(delimiter)) {
        throw new Error(`Unexpected input: name should not contain the delimiter "${delimiter}"`);
    }
    if (convertedValue.includes(delimiter)) {
        throw new Error(`Unexpected input: value should not contain the delimiter "${delimiter}"`);
    }
    return `${key}<<${delimiter}${external_os_namespaceObject.EOL}${convertedValue}${external_os_namespaceObject.EOL}${delimiter}`;
}
//# sourceMappingURL=file-command.js.map
;// CONCATENATED MODULE: external "path"
const external_path_namespaceObject = require("path");
// EXTERNAL MODULE: external "http"
var external_http_ = __nccwpck_require__(611);
var external_http_namespaceObject = /*#__PURE__*/__nccwpck_require__.t(external_http_, 2);
// EXTERNAL MODULE: external "https"
var external_https_ = __nccwpck_require__(692);
var external_https_namespaceObject = /*#__PURE__*/__nccwpck_require__.t(external_https_, 2);
;// CONCATENATED MODULE: ./build/bundled/node_modules/@actions/http-client/lib/proxy.js
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
    const upperReqHosts = [reqUrl.hostname.toUpperCase()];
    if (typeof reqPort === 'number') {
        upperReqHosts.push(`${upperReqHosts[0]}:${reqPort}`);
    }
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
// EXTERNAL MODULE: ./node_modules/tunnel/index.js
var tunnel = __nccwpck_require__(770);
;// CONCATENATED MODULE: ./build/bundled/src/action/stubs/undici.js
class ProxyAgent {
    constructor() {
        throw new Error('undici is not part of this bundle; see src/action/stubs/undici.ts.');
    }
}

;// CONCATENATED MODULE: ./build/bundled/node_modules/@actions/http-client/lib/index.js
/* eslint-disable @typescript-eslint/no-explicit-any */
var __awaiter = (undefined && undefined.__awaiter) || function (thisArg, _arguments, P, generator) {
    function adopt(value) { return value instanceof P ? value : new P(function (resolve) { resolve(value); }); }
    return new (P || (P = Promise))(function (resolve, reject) {
        function fulfilled(value) { try { step(generator.next(value)); } catch (e) { reject(e); } }
        function rejected(value) { try { step(generator["throw"](value)); } catch (e) { reject(e); } }
        function step(result) { result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected); }
        step((generator = generator.apply(thisArg, _arguments || [])).next());
    });
};





var HttpCodes;
(function (HttpCodes) {
    HttpCodes[HttpCodes["OK"] = 200] = "OK";
    HttpCodes[HttpCodes["MultipleChoices"] = 300] = "MultipleChoices";
    HttpCodes[HttpCodes["MovedPermanently"] = 301] = "MovedPermanently";
    HttpCodes[HttpCodes["ResourceMoved"] = 302] = "ResourceMoved";
    HttpCodes[HttpCodes["SeeOther"] = 303] = "SeeOther";
    HttpCodes[HttpCodes["NotModified"] = 304] = "NotModified";
    HttpCodes[HttpCodes["UseProxy"] = 305] = "UseProxy";
    HttpCodes[HttpCodes["SwitchProxy"] = 306] = "SwitchProxy";
    HttpCodes[HttpCodes["TemporaryRedirect"] = 307] = "TemporaryRedirect";
    HttpCodes[HttpCodes["PermanentRedirect"] = 308] = "PermanentRedirect";
    HttpCodes[HttpCodes["BadRequest"] = 400] = "BadRequest";
    HttpCodes[HttpCodes["Unauthorized"] = 401] = "Unauthorized";
    HttpCodes[HttpCodes["PaymentRequired"] = 402] = "PaymentRequired";
    HttpCodes[HttpCodes["Forbidden"] = 403] = "Forbidden";
    HttpCodes[HttpCodes["NotFound"] = 404] = "NotFound";
    HttpCodes[HttpCodes["MethodNotAllowed"] = 405] = "MethodNotAllowed";
    HttpCodes[HttpCodes["NotAcceptable"] = 406] = "NotAcceptable";
    HttpCodes[HttpCodes["ProxyAuthenticationRequired"] = 407] = "ProxyAuthenticationRequired";
    HttpCodes[HttpCodes["RequestTimeout"] = 408] = "RequestTimeout";
    HttpCodes[HttpCodes["Conflict"] = 409] = "Conflict";
    HttpCodes[HttpCodes["Gone"] = 410] = "Gone";
    HttpCodes[HttpCodes["TooManyRequests"] = 429] = "TooManyRequests";
    HttpCodes[HttpCodes["InternalServerError"] = 500] = "InternalServerError";
    HttpCodes[HttpCodes["NotImplemented"] = 501] = "NotImplemented";
    HttpCodes[HttpCodes["BadGateway"] = 502] = "BadGateway";
    HttpCodes[HttpCodes["ServiceUnavailable"] = 503] = "ServiceUnavailable";
    HttpCodes[HttpCodes["GatewayTimeout"] = 504] = "GatewayTimeout";
})(HttpCodes || (HttpCodes = {}));
var Headers;
(function (Headers) {
    Headers["Accept"] = "accept";
    Headers["ContentType"] = "content-type";
})(Headers || (Headers = {}));
var MediaTypes;
(function (MediaTypes) {
    MediaTypes["ApplicationJson"] = "application/json";
})(MediaTypes || (MediaTypes = {}));
function lib_getProxyUrl(serverUrl) {
    const proxyUrl = getProxyUrl(new URL(serverUrl));
    return proxyUrl ? proxyUrl.href : '';
}
const HttpRedirectCodes = [
    HttpCodes.MovedPermanently,
    HttpCodes.ResourceMoved,
    HttpCodes.SeeOther,
    HttpCodes.TemporaryRedirect,
    HttpCodes.PermanentRedirect
];
const HttpResponseRetryCodes = [
    HttpCodes.BadGateway,
    HttpCodes.ServiceUnavailable,
    HttpCodes.GatewayTimeout
];
const RetryableHttpVerbs = ['OPTIONS', 'GET', 'DELETE', 'HEAD'];
const ExponentialBackoffCeiling = 10;
const ExponentialBackoffTimeSlice = 5;
class HttpClientError extends Error {
    constructor(message, statusCode) {
        super(message);
        this.name = 'HttpClientError';
        this.statusCode = statusCode;
        Object.setPrototypeOf(this, HttpClientError.prototype);
    }
}
class HttpClientResponse {
    constructor(message) {
        this.message = message;
    }
    readBody() {
        return __awaiter(this, void 0, void 0, function* () {
            return new Promise((resolve) => __awaiter(this, void 0, void 0, function* () {
                let output = Buffer.alloc(0);
                this.message.on('data', (chunk) => {
                    output = Buffer.concat([output, chunk]);
                });
                this.message.on('end', () => {
                    resolve(output.toString());
                });
            }));
        });
    }
    readBodyBuffer() {
        return __awaiter(this, void 0, void 0, function* () {
            return new Promise((resolve) => __awaiter(this, void 0, void 0, function* () {
                const chunks = [];
                this.message.on('data', (chunk) => {
                    chunks.push(chunk);
                });
                this.message.on('end', () => {
                    resolve(Buffer.concat(chunks));
                });
            }));
        });
    }
}
function isHttps(requestUrl) {
    const parsedUrl = new URL(requestUrl);
    return parsedUrl.protocol === 'https:';
}
class HttpClient {
    constructor(userAgent, handlers, requestOptions) {
        this._ignoreSslError = false;
        this._allowRedirects = true;
        this._allowRedirectDowngrade = false;
        this._maxRedirects = 50;
        this._allowRetries = false;
        this._maxRetries = 1;
        this._keepAlive = false;
        this._disposed = false;
        this.userAgent = this._getUserAgentWithOrchestrationId(userAgent);
        this.handlers = handlers || [];
        this.requestOptions = requestOptions;
        if (requestOptions) {
            if (requestOptions.ignoreSslError != null) {
                this._ignoreSslError = requestOptions.ignoreSslError;
            }
            this._socketTimeout = requestOptions.socketTimeout;
            if (requestOptions.allowRedirects != null) {
                this._allowRedirects = requestOptions.allowRedirects;
            }
            if (requestOptions.allowRedirectDowngrade != null) {
                this._allowRedirectDowngrade = requestOptions.allowRedirectDowngrade;
            }
            if (requestOptions.maxRedirects != null) {
                this._maxRedirects = Math.max(requestOptions.maxRedirects, 0);
            }
            if (requestOptions.keepAlive != null) {
                this._keepAlive = requestOptions.keepAlive;
            }
            if (requestOptions.allowRetries != null) {
                this._allowRetries = requestOptions.allowRetries;
            }
            if (requestOptions.maxRetries != null) {
                this._maxRetries = requestOptions.maxRetries;
            }
        }
    }
    options(requestUrl, additionalHeaders) {
        return __awaiter(this, void 0, void 0, function* () {
            return this.request('OPTIONS', requestUrl, null, additionalHeaders || {});
        });
    }
    get(requestUrl, additionalHeaders) {
        return __awaiter(this, void 0, void 0, function* () {
            return this.request('GET', requestUrl, null, additionalHeaders || {});
        });
    }
    del(requestUrl, additionalHeaders) {
        return __awaiter(this, void 0, void 0, function* () {
            return this.request('DELETE', requestUrl, null, additionalHeaders || {});
        });
    }
    post(requestUrl, data, additionalHeaders) {
        return __awaiter(this, void 0, void 0, function* () {
            return this.request('POST', requestUrl, data, additionalHeaders || {});
        });
    }
    patch(requestUrl, data, additionalHeaders) {
        return __awaiter(this, void 0, void 0, function* () {
            return this.request('PATCH', requestUrl, data, additionalHeaders || {});
        });
    }
    put(requestUrl, data, additionalHeaders) {
        return __awaiter(this, void 0, void 0, function* () {
            return this.request('PUT', requestUrl, data, additionalHeaders || {});
        });
    }
    head(requestUrl, additionalHeaders) {
        return __awaiter(this, void 0, void 0, function* () {
            return this.request('HEAD', requestUrl, null, additionalHeaders || {});
        });
    }
    sendStream(verb, requestUrl, stream, additionalHeaders) {
        return __awaiter(this, void 0, void 0, function* () {
            return this.request(verb, requestUrl, stream, additionalHeaders);
        });
    }
    getJson(requestUrl_1) {
        return __awaiter(this, arguments, void 0, function* (requestUrl, additionalHeaders = {}) {
            additionalHeaders[Headers.Accept] = this._getExistingOrDefaultHeader(additionalHeaders, Headers.Accept, MediaTypes.ApplicationJson);
            const res = yield this.get(requestUrl, additionalHeaders);
            return this._processResponse(res, this.requestOptions);
        });
    }
    postJson(requestUrl_1, obj_1) {
        return __awaiter(this, arguments, void 0, function* (requestUrl, obj, additionalHeaders = {}) {
            const data = JSON.stringify(obj, null, 2);
            additionalHeaders[Headers.Accept] = this._getExistingOrDefaultHeader(additionalHeaders, Headers.Accept, MediaTypes.ApplicationJson);
            additionalHeaders[Headers.ContentType] =
                this._getExistingOrDefaultContentTypeHeader(additionalHeaders, MediaTypes.ApplicationJson);
            const res = yield this.post(requestUrl, data, additionalHeaders);
            return this._processResponse(res, this.requestOptions);
        });
    }
    putJson(requestUrl_1, obj_1) {
        return __awaiter(this, arguments, void 0, function* (requestUrl, obj, additionalHeaders = {}) {
            const data = JSON.stringify(obj, null, 2);
            additionalHeaders[Headers.Accept] = this._getExistingOrDefaultHeader(additionalHeaders, Headers.Accept, MediaTypes.ApplicationJson);
            additionalHeaders[Headers.ContentType] =
                this._getExistingOrDefaultContentTypeHeader(additionalHeaders, MediaTypes.ApplicationJson);
            const res = yield this.put(requestUrl, data, additionalHeaders);
            return this._processResponse(res, this.requestOptions);
        });
    }
    patchJson(requestUrl_1, obj_1) {
        return __awaiter(this, arguments, void 0, function* (requestUrl, obj, additionalHeaders = {}) {
            const data = JSON.stringify(obj, null, 2);
            additionalHeaders[Headers.Accept] = this._getExistingOrDefaultHeader(additionalHeaders, Headers.Accept, MediaTypes.ApplicationJson);
            additionalHeaders[Headers.ContentType] =
                this._getExistingOrDefaultContentTypeHeader(additionalHeaders, MediaTypes.ApplicationJson);
            const res = yield this.patch(requestUrl, data, additionalHeaders);
            return this._processResponse(res, this.requestOptions);
        });
    }
    request(verb, requestUrl, data, headers) {
        return __awaiter(this, void 0, void 0, function* () {
            if (this._disposed) {
                throw new Error('Client has already been disposed.');
            }
            const parsedUrl = new URL(requestUrl);
            let info = this._prepareRequest(verb, parsedUrl, headers);
            const maxTries = this._allowRetries && RetryableHttpVerbs.includes(verb)
                ? this._maxRetries + 1
                : 1;
            let numTries = 0;
            let response;
            do {
                response = yield this.requestRaw(info, data);
                if (response &&
                    response.message &&
                    response.message.statusCode === HttpCodes.Unauthorized) {
                    let authenticationHandler;
                    for (const handler of this.handlers) {
                        if (handler.canHandleAuthentication(response)) {
                            authenticationHandler = handler;
                            break;
                        }
                    }
                    if (authenticationHandler) {
                        return authenticationHandler.handleAuthentication(this, info, data);
                    }
                    else {
                        return response;
                    }
                }
                let redirectsRemaining = this._maxRedirects;
                while (response.message.statusCode &&
                    HttpRedirectCodes.includes(response.message.statusCode) &&
                    this._allowRedirects &&
                    redirectsRemaining > 0) {
                    const redirectUrl = response.message.headers['location'];
                    if (!redirectUrl) {
                        break;
                    }
                    const parsedRedirectUrl = new URL(redirectUrl);
                    if (parsedUrl.protocol === 'https:' &&
                        parsedUrl.protocol !== parsedRedirectUrl.protocol &&
                        !this._allowRedirectDowngrade) {
                        throw new Error('Redirect from HTTPS to HTTP protocol. This downgrade is not allowed for security reasons. If you want to allow this behavior, set the allowRedirectDowngrade option to true.');
                    }
                    yield response.readBody();
                    if (parsedRedirectUrl.hostname !== parsedUrl.hostname) {
                        for (const header in headers) {
                            if (header.toLowerCase() === 'authorization') {
                                delete headers[header];
                            }
                        }
                    }
                    info = this._prepareRequest(verb, parsedRedirectUrl, headers);
                    response = yield this.requestRaw(info, data);
                    redirectsRemaining--;
                }
                if (!response.message.statusCode ||
                    !HttpResponseRetryCodes.includes(response.message.statusCode)) {
                    return response;
                }
                numTries += 1;
                if (numTries < maxTries) {
                    yield response.readBody();
                    yield this._performExponentialBackoff(numTries);
                }
            } while (numTries < maxTries);
            return response;
        });
    }
    dispose() {
        if (this._agent) {
            this._agent.destroy();
        }
        this._disposed = true;
    }
    requestRaw(info, data) {
        return __awaiter(this, void 0, void 0, function* () {
            return new Promise((resolve, reject) => {
                function callbackForResult(err, res) {
                    if (err) {
                        reject(err);
                    }
                    else if (!res) {
                        reject(new Error('Unknown error'));
                    }
                    else {
                        resolve(res);
                    }
                }
                this.requestRawWithCallback(info, data, callbackForResult);
            });
        });
    }
    requestRawWithCallback(info, data, onResult) {
        if (typeof data === 'string') {
            if (!info.options.headers) {
                info.options.headers = {};
            }
            info.options.headers['Content-Length'] = Buffer.byteLength(data, 'utf8');
        }
        let callbackCalled = false;
        function handleResult(err, res) {
            if (!callbackCalled) {
                callbackCalled = true;
                onResult(err, res);
            }
        }
        const req = info.httpModule.request(info.options, (msg) => {
            const res = new HttpClientResponse(msg);
            handleResult(undefined, res);
        });
        let socket;
        req.on('socket', sock => {
            socket = sock;
        });
        req.setTimeout(this._socketTimeout || 3 * 60000, () => {
            if (socket) {
                socket.end();
            }
            handleResult(new Error(`Request timeout: ${info.options.path}`));
        });
        req.on('error', function (err) {
            handleResult(err);
        });
        if (data && typeof data === 'string') {
            req.write(data, 'utf8');
        }
        if (data && typeof data !== 'string') {
            data.on('close', function () {
                req.end();
            });
            data.pipe(req);
        }
        else {
            req.end();
        }
    }
    getAgent(serverUrl) {
        const parsedUrl = new URL(serverUrl);
        return this._getAgent(parsedUrl);
    }
    getAgentDispatcher(serverUrl) {
        const parsedUrl = new URL(serverUrl);
        const proxyUrl = getProxyUrl(parsedUrl);
        const useProxy = proxyUrl && proxyUrl.hostname;
        if (!useProxy) {
            return;
        }
        return this._getProxyAgentDispatcher(parsedUrl, proxyUrl);
    }
    _prepareRequest(method, requestUrl, headers) {
        const info = {};
        info.parsedUrl = requestUrl;
        const usingSsl = info.parsedUrl.protocol === 'https:';
        info.httpModule = usingSsl ? external_https_namespaceObject : external_http_namespaceObject;
        const defaultPort = usingSsl ? 443 : 80;
        info.options = {};
        info.options.host = info.parsedUrl.hostname;
        info.options.port = info.parsedUrl.port
            ? parseInt(info.parsedUrl.port)
            : defaultPort;
        info.options.path =
            (info.parsedUrl.pathname || '') + (info.parsedUrl.search || '');
        info.options.method = method;
        info.options.headers = this._mergeHeaders(headers);
        if (this.userAgent != null) {
            info.options.headers['user-agent'] = this.userAgent;
        }
        info.options.agent = this._getAgent(info.parsedUrl);
        if (this.handlers) {
            for (const handler of this.handlers) {
                handler.prepareRequest(info.options);
            }
        }
        return info;
    }
    _mergeHeaders(headers) {
        if (this.requestOptions && this.requestOptions.headers) {
            return Object.assign({}, lowercaseKeys(this.requestOptions.headers), lowercaseKeys(headers || {}));
        }
        return lowercaseKeys(headers || {});
    }
    _getExistingOrDefaultHeader(additionalHeaders, header, _default) {
        let clientHeader;
        if (this.requestOptions && this.requestOptions.headers) {
            const headerValue = lowercaseKeys(this.requestOptions.headers)[header];
            if (headerValue) {
                clientHeader =
                    typeof headerValue === 'number' ? headerValue.toString() : headerValue;
            }
        }
        const additionalValue = additionalHeaders[header];
        if (additionalValue !== undefined) {
            return typeof additionalValue === 'number'
                ? additionalValue.toString()
                : additionalValue;
        }
        if (clientHeader !== undefined) {
            return clientHeader;
        }
        return _default;
    }
    _getExistingOrDefaultContentTypeHeader(additionalHeaders, _default) {
        let clientHeader;
        if (this.requestOptions && this.requestOptions.headers) {
            const headerValue = lowercaseKeys(this.requestOptions.headers)[Headers.ContentType];
            if (headerValue) {
                if (typeof headerValue === 'number') {
                    clientHeader = String(headerValue);
                }
                else if (Array.isArray(headerValue)) {
                    clientHeader = headerValue.join(', ');
                }
                else {
                    clientHeader = headerValue;
                }
            }
        }
        const additionalValue = additionalHeaders[Headers.ContentType];
        if (additionalValue !== undefined) {
            if (typeof additionalValue === 'number') {
                return String(additionalValue);
            }
            else if (Array.isArray(additionalValue)) {
                return additionalValue.join(', ');
            }
            else {
                return additionalValue;
            }
        }
        if (clientHeader !== undefined) {
            return clientHeader;
        }
        return _default;
    }
    _getAgent(parsedUrl) {
        let agent;
        const proxyUrl = getProxyUrl(parsedUrl);
        const useProxy = proxyUrl && proxyUrl.hostname;
        if (this._keepAlive && useProxy) {
            agent = this._proxyAgent;
        }
        if (!useProxy) {
            agent = this._agent;
        }
        if (agent) {
            return agent;
        }
        const usingSsl = parsedUrl.protocol === 'https:';
        let maxSockets = 100;
        if (this.requestOptions) {
            maxSockets = this.requestOptions.maxSockets || external_http_.globalAgent.maxSockets;
        }
        if (proxyUrl && proxyUrl.hostname) {
            const agentOptions = {
                maxSockets,
                keepAlive: this._keepAlive,
                proxy: Object.assign(Object.assign({}, ((proxyUrl.username || proxyUrl.password) && {
                    proxyAuth: `${proxyUrl.username}:${proxyUrl.password}`
                })), { host: proxyUrl.hostname, port: proxyUrl.port })
            };
            let tunnelAgent;
            const overHttps = proxyUrl.protocol === 'https:';
            if (usingSsl) {
                tunnelAgent = overHttps ? tunnel.httpsOverHttps : tunnel.httpsOverHttp;
            }
            else {
                tunnelAgent = overHttps ? tunnel.httpOverHttps : tunnel.httpOverHttp;
            }
            agent = tunnelAgent(agentOptions);
            this._proxyAgent = agent;
        }
        if (!agent) {
            const options = { keepAlive: this._keepAlive, maxSockets };
            agent = usingSsl ? new external_https_.Agent(options) : new external_http_.Agent(options);
            this._agent = agent;
        }
        if (usingSsl && this._ignoreSslError) {
            agent.options = Object.assign(agent.options || {}, {
                rejectUnauthorized: false
            });
        }
        return agent;
    }
    _getProxyAgentDispatcher(parsedUrl, proxyUrl) {
        let proxyAgent;
        if (this._keepAlive) {
            proxyAgent = this._proxyAgentDispatcher;
        }
        if (proxyAgent) {
            return proxyAgent;
        }
        const usingSsl = parsedUrl.protocol === 'https:';
        proxyAgent = new ProxyAgent(Object.assign({ uri: proxyUrl.href, pipelining: !this._keepAlive ? 0 : 1 }, ((proxyUrl.username || proxyUrl.password) && {
            token: `Basic ${Buffer.from(`${proxyUrl.username}:${proxyUrl.password}`).toString('base64')}`
        })));
        this._proxyAgentDispatcher = proxyAgent;
        if (usingSsl && this._ignoreSslError) {
            proxyAgent.options = Object.assign(proxyAgent.options.requestTls || {}, {
                rejectUnauthorized: false
            });
        }
        return proxyAgent;
    }
    _getUserAgentWithOrchestrationId(userAgent) {
        const baseUserAgent = userAgent || 'actions/http-client';
        const orchId = process.env['ACTIONS_ORCHESTRATION_ID'];
        if (orchId) {
            const sanitizedId = orchId.replace(/[^a-z0-9_.-]/gi, '_');
            return `${baseUserAgent} actions_orchestration_id/${sanitizedId}`;
        }
        return baseUserAgent;
    }
    _performExponentialBackoff(retryNumber) {
        return __awaiter(this, void 0, void 0, function* () {
            retryNumber = Math.min(ExponentialBackoffCeiling, retryNumber);
            const ms = ExponentialBackoffTimeSlice * Math.pow(2, retryNumber);
            return new Promise(resolve => setTimeout(() => resolve(), ms));
        });
    }
    _processResponse(res, options) {
        return __awaiter(this, void 0, void 0, function* () {
            return new Promise((resolve, reject) => __awaiter(this, void 0, void 0, function* () {
                const statusCode = res.message.statusCode || 0;
                const response = {
                    statusCode,
                    result: null,
                    headers: {}
                };
                if (statusCode === HttpCodes.NotFound) {
                    resolve(response);
                }
                function dateTimeDeserializer(key, value) {
                    if (typeof value === 'string') {
                        const a = new Date(value);
                        if (!isNaN(a.valueOf())) {
                            return a;
                        }
                    }
                    return value;
                }
                let obj;
                let contents;
                try {
                    contents = yield res.readBody();
                    if (contents && contents.length > 0) {
                        if (options && options.deserializeDates) {
                            obj = JSON.parse(contents, dateTimeDeserializer);
                        }
                        else {
                            obj = JSON.parse(contents);
                        }
                        response.result = obj;
                    }
                    response.headers = res.message.headers;
                }
                catch (err) {
                }
                if (statusCode > 299) {
                    let msg;
                    if (obj && obj.message) {
                        msg = obj.message;
                    }
                    else if (contents && contents.length > 0) {
                        msg = contents;
                    }
                    else {
                        msg = `Failed request: (${statusCode})`;
                    }
                    const err = new HttpClientError(msg, statusCode);
                    err.result = response.result;
                    reject(err);
                }
                else {
                    resolve(response);
                }
            }));
        });
    }
}
const lowercaseKeys = (obj) => Object.keys(obj).reduce((c, k) => ((c[k.toLowerCase()] = obj[k]), c), {});
//# sourceMappingURL=index.js.map
;// CONCATENATED MODULE: ./build/bundled/src/action/stubs/actions-http-client-auth.js
class BearerCredentialHandler {
    constructor() {
        throw new Error('@actions/http-client/lib/auth is not part of this bundle; see src/action/stubs/actions-http-client-auth.ts.');
    }
}

;// CONCATENATED MODULE: ./build/bundled/node_modules/@actions/core/lib/oidc-utils.js
var oidc_utils_awaiter = (undefined && undefined.__awaiter) || function (thisArg, _arguments, P, generator) {
    function adopt(value) { return value instanceof P ? value : new P(function (resolve) { resolve(value); }); }
    return new (P || (P = Promise))(function (resolve, reject) {
        function fulfilled(value) { try { step(generator.next(value)); } catch (e) { reject(e); } }
        function rejected(value) { try { step(generator["throw"](value)); } catch (e) { reject(e); } }
        function step(result) { result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected); }
        step((generator = generator.apply(thisArg, _arguments || [])).next());
    });
};



class OidcClient {
    static createHttpClient(allowRetry = true, maxRetry = 10) {
        const requestOptions = {
            allowRetries: allowRetry,
            maxRetries: maxRetry
        };
        return new HttpClient('actions/oidc-client', [new BearerCredentialHandler(OidcClient.getRequestToken())], requestOptions);
    }
    static getRequestToken() {
        const token = process.env['ACTIONS_ID_TOKEN_REQUEST_TOKEN'];
        if (!token) {
            throw new Error('Unable to get ACTIONS_ID_TOKEN_REQUEST_TOKEN env variable');
        }
        return token;
    }
    static getIDTokenUrl() {
        const runtimeUrl = process.env['ACTIONS_ID_TOKEN_REQUEST_URL'];
        if (!runtimeUrl) {
            throw new Error('Unable to get ACTIONS_ID_TOKEN_REQUEST_URL env variable');
        }
        return runtimeUrl;
    }
    static getCall(id_token_url) {
        return oidc_utils_awaiter(this, void 0, void 0, function* () {
            var _a;
            const httpclient = OidcClient.createHttpClient();
            const res = yield httpclient
                .getJson(id_token_url)
                .catch(error => {
                throw new Error(`Failed to get ID Token. \n 
        Error Code : ${error.statusCode}\n 
        Error Message: ${error.message}`);
            });
            const id_token = (_a = res.result) === null || _a === void 0 ? void 0 : _a.value;
            if (!id_token) {
                throw new Error('Response json body do not have ID Token field');
            }
            return id_token;
        });
    }
    static getIDToken(audience) {
        return oidc_utils_awaiter(this, void 0, void 0, function* () {
            try {
                let id_token_url = OidcClient.getIDTokenUrl();
                if (audience) {
                    const encodedAudience = encodeURIComponent(audience);
                    id_token_url = `${id_token_url}&audience=${encodedAudience}`;
                }
                debug(`ID token url is ${id_token_url}`);
                const id_token = yield OidcClient.getCall(id_token_url);
                setSecret(id_token);
                return id_token;
            }
            catch (error) {
                throw new Error(`Error message: ${error.message}`);
            }
        });
    }
}
//# sourceMappingURL=oidc-utils.js.map
;// CONCATENATED MODULE: ./build/bundled/node_modules/@actions/core/lib/summary.js
var summary_awaiter = (undefined && undefined.__awaiter) || function (thisArg, _arguments, P, generator) {
    function adopt(value) { return value instanceof P ? value : new P(function (resolve) { resolve(value); }); }
    return new (P || (P = Promise))(function (resolve, reject) {
        function fulfilled(value) { try { step(generator.next(value)); } catch (e) { reject(e); } }
        function rejected(value) { try { step(generator["throw"](value)); } catch (e) { reject(e); } }
        function step(result) { result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected); }
        step((generator = generator.apply(thisArg, _arguments || [])).next());
    });
};


const { access, appendFile, writeFile } = external_fs_namespaceObject.promises;
const SUMMARY_ENV_VAR = 'GITHUB_STEP_SUMMARY';
const SUMMARY_DOCS_URL = 'https://docs.github.com/actions/using-workflows/workflow-commands-for-github-actions#adding-a-job-summary';
class Summary {
    constructor() {
        this._buffer = '';
    }
    filePath() {
        return summary_awaiter(this, void 0, void 0, function* () {
            if (this._filePath) {
                return this._filePath;
            }
            const pathFromEnv = process.env[SUMMARY_ENV_VAR];
            if (!pathFromEnv) {
                throw new Error(`Unable to find environment variable for $${SUMMARY_ENV_VAR}. Check if your runtime environment supports job summaries.`);
            }
            try {
                yield access(pathFromEnv, external_fs_namespaceObject.constants.R_OK | external_fs_namespaceObject.constants.W_OK);
            }
            catch (_a) {
                throw new Error(`Unable to access summary file: '${pathFromEnv}'. Check if the file has correct read/write permissions.`);
            }
            this._filePath = pathFromEnv;
            return this._filePath;
        });
    }
    wrap(tag, content, attrs = {}) {
        const htmlAttrs = Object.entries(attrs)
            .map(([key, value]) => ` ${key}="${value}"`)
            .join('');
        if (!content) {
            return `<${tag}${htmlAttrs}>`;
        }
        return `<${tag}${htmlAttrs}>${content}</${tag}>`;
    }
    write(options) {
        return summary_awaiter(this, void 0, void 0, function* () {
            const overwrite = !!(options === null || options === void 0 ? void 0 : options.overwrite);
            const filePath = yield this.filePath();
            const writeFunc = overwrite ? writeFile : appendFile;
            yield writeFunc(filePath, this._buffer, { encoding: 'utf8' });
            return this.emptyBuffer();
        });
    }
    clear() {
        return summary_awaiter(this, void 0, void 0, function* () {
            return this.emptyBuffer().write({ overwrite: true });
        });
    }
    stringify() {
        return this._buffer;
    }
    isEmptyBuffer() {
        return this._buffer.length === 0;
    }
    emptyBuffer() {
        this._buffer = '';
        return this;
    }
    addRaw(text, addEOL = false) {
        this._buffer += text;
        return addEOL ? this.addEOL() : this;
    }
    addEOL() {
        return this.addRaw(external_os_namespaceObject.EOL);
    }
    addCodeBlock(code, lang) {
        const attrs = Object.assign({}, (lang && { lang }));
        const element = this.wrap('pre', this.wrap('code', code), attrs);
        return this.addRaw(element).addEOL();
    }
    addList(items, ordered = false) {
        const tag = ordered ? 'ol' : 'ul';
        const listItems = items.map(item => this.wrap('li', item)).join('');
        const element = this.wrap(tag, listItems);
        return this.addRaw(element).addEOL();
    }
    addTable(rows) {
        const tableBody = rows
            .map(row => {
            const cells = row
                .map(cell => {
                if (typeof cell === 'string') {
                    return this.wrap('td', cell);
                }
                const { header, data, colspan, rowspan } = cell;
                const tag = header ? 'th' : 'td';
                const attrs = Object.assign(Object.assign({}, (colspan && { colspan })), (rowspan && { rowspan }));
                return this.wrap(tag, data, attrs);
            })
                .join('');
            return this.wrap('tr', cells);
        })
            .join('');
        const element = this.wrap('table', tableBody);
        return this.addRaw(element).addEOL();
    }
    addDetails(label, content) {
        const element = this.wrap('details', this.wrap('summary', label) + content);
        return this.addRaw(element).addEOL();
    }
    addImage(src, alt, options) {
        const { width, height } = options || {};
        const attrs = Object.assign(Object.assign({}, (width && { width })), (height && { height }));
        const element = this.wrap('img', null, Object.assign({ src, alt }, attrs));
        return this.addRaw(element).addEOL();
    }
    addHeading(text, level) {
        const tag = `h${level}`;
        const allowedTag = ['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].includes(tag)
            ? tag
            : 'h1';
        const element = this.wrap(allowedTag, text);
        return this.addRaw(element).addEOL();
    }
    addSeparator() {
        const element = this.wrap('hr', null);
        return this.addRaw(element).addEOL();
    }
    addBreak() {
        const element = this.wrap('br', null);
        return this.addRaw(element).addEOL();
    }
    addQuote(text, cite) {
        const attrs = Object.assign({}, (cite && { cite }));
        const element = this.wrap('blockquote', text, attrs);
        return this.addRaw(element).addEOL();
    }
    addLink(text, href) {
        const element = this.wrap('a', text, { href });
        return this.addRaw(element).addEOL();
    }
}
const _summary = new Summary();
const markdownSummary = _summary;
const summary = _summary;
//# sourceMappingURL=summary.js.map
;// CONCATENATED MODULE: ./build/bundled/node_modules/@actions/core/lib/path-utils.js

function toPosixPath(pth) {
    return pth.replace(/[\\]/g, '/');
}
function toWin32Path(pth) {
    return pth.replace(/[/]/g, '\\');
}
function toPlatformPath(pth) {
    return pth.replace(/[/\\]/g, external_path_namespaceObject.sep);
}
//# sourceMappingURL=path-utils.js.map
;// CONCATENATED MODULE: ./build/bundled/src/action/stubs/actions-exec.js
function getExecOutput() {
    throw new Error('@actions/exec is not part of this bundle; see src/action/stubs/actions-exec.ts.');
}

;// CONCATENATED MODULE: ./build/bundled/node_modules/@actions/core/lib/platform.js
var platform_awaiter = (undefined && undefined.__awaiter) || function (thisArg, _arguments, P, generator) {
    function adopt(value) { return value instanceof P ? value : new P(function (resolve) { resolve(value); }); }
    return new (P || (P = Promise))(function (resolve, reject) {
        function fulfilled(value) { try { step(generator.next(value)); } catch (e) { reject(e); } }
        function rejected(value) { try { step(generator["throw"](value)); } catch (e) { reject(e); } }
        function step(result) { result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected); }
        step((generator = generator.apply(thisArg, _arguments || [])).next());
    });
};


const getWindowsInfo = () => platform_awaiter(void 0, void 0, void 0, function* () {
    const { stdout: version } = yield getExecOutput('powershell -command "(Get-CimInstance -ClassName Win32_OperatingSystem).Version"', undefined, {
        silent: true
    });
    const { stdout: name } = yield getExecOutput('powershell -command "(Get-CimInstance -ClassName Win32_OperatingSystem).Caption"', undefined, {
        silent: true
    });
    return {
        name: name.trim(),
        version: version.trim()
    };
});
const getMacOsInfo = () => platform_awaiter(void 0, void 0, void 0, function* () {
    var _a, _b, _c, _d;
    const { stdout } = yield getExecOutput('sw_vers', undefined, {
        silent: true
    });
    const version = (_b = (_a = stdout.match(/ProductVersion:\s*(.+)/)) === null || _a === void 0 ? void 0 : _a[1]) !== null && _b !== void 0 ? _b : '';
    const name = (_d = (_c = stdout.match(/ProductName:\s*(.+)/)) === null || _c === void 0 ? void 0 : _c[1]) !== null && _d !== void 0 ? _d : '';
    return {
        name,
        version
    };
});
const getLinuxInfo = () => platform_awaiter(void 0, void 0, void 0, function* () {
    const { stdout } = yield getExecOutput('lsb_release', ['-i', '-r', '-s'], {
        silent: true
    });
    const [name, version] = stdout.trim().split('\n');
    return {
        name,
        version
    };
});
const platform = external_os_namespaceObject.platform();
const arch = external_os_namespaceObject.arch();
const isWindows = platform === 'win32';
const isMacOS = platform === 'darwin';
const isLinux = platform === 'linux';
function getDetails() {
    return platform_awaiter(this, void 0, void 0, function* () {
        return Object.assign(Object.assign({}, (yield (isWindows
            ? getWindowsInfo()
            : isMacOS
                ? getMacOsInfo()
                : getLinuxInfo()))), { platform,
            arch,
            isWindows,
            isMacOS,
            isLinux });
    });
}
//# sourceMappingURL=platform.js.map
;// CONCATENATED MODULE: ./build/bundled/node_modules/@actions/core/lib/core.js
var core_awaiter = (undefined && undefined.__awaiter) || function (thisArg, _arguments, P, generator) {
    function adopt(value) { return value instanceof P ? value : new P(function (resolve) { resolve(value); }); }
    return new (P || (P = Promise))(function (resolve, reject) {
        function fulfilled(value) { try { step(generator.next(value)); } catch (e) { reject(e); } }
        function rejected(value) { try { step(generator["throw"](value)); } catch (e) { reject(e); } }
        function step(result) { result.done ? resolve(result.value) : adopt(result.value).then(fulfilled, rejected); }
        step((generator = generator.apply(thisArg, _arguments || [])).next());
    });
};






var ExitCode;
(function (ExitCode) {
    ExitCode[ExitCode["Success"] = 0] = "Success";
    ExitCode[ExitCode["Failure"] = 1] = "Failure";
})(ExitCode || (ExitCode = {}));
function exportVariable(name, val) {
    const convertedVal = toCommandValue(val);
    process.env[name] = convertedVal;
    const filePath = process.env['GITHUB_ENV'] || '';
    if (filePath) {
        return issueFileCommand('ENV', prepareKeyValueMessage(name, val));
    }
    issueCommand('set-env', { name }, convertedVal);
}
function setSecret(secret) {
    issueCommand('add-mask', {}, secret);
}
function addPath(inputPath) {
    const filePath = process.env['GITHUB_PATH'] || '';
    if (filePath) {
        issueFileCommand('PATH', inputPath);
    }
    else {
        issueCommand('add-path', {}, inputPath);
    }
    process.env['PATH'] = `${inputPath}${external_path_namespaceObject.delimiter}${process.env['PATH']}`;
}
function getInput(name, options) {
    const val = process.env[`INPUT_${name.replace(/ /g, '_').toUpperCase()}`] || '';
    if (options && options.required && !val) {
        throw new Error(`Input required and not supplied: ${name}`);
    }
    if (options && options.trimWhitespace === false) {
        return val;
    }
    return val.trim();
}
function getMultilineInput(name, options) {
    const inputs = getInput(name, options)
        .split('\n')
        .filter(x => x !== '');
    if (options && options.trimWhitespace === false) {
        return inputs;
    }
    return inputs.map(input => input.trim());
}
function getBooleanInput(name, options) {
    const trueValue = ['true', 'True', 'TRUE'];
    const falseValue = ['false', 'False', 'FALSE'];
    const val = getInput(name, options);
    if (trueValue.includes(val))
        return true;
    if (falseValue.includes(val))
        return false;
    throw new TypeError(`Input does not meet YAML 1.2 "Core Schema" specification: ${name}\n` +
        `Support boolean input list: \`true | True | TRUE | false | False | FALSE\``);
}
function setOutput(name, value) {
    const filePath = process.env['GITHUB_OUTPUT'] || '';
    if (filePath) {
        return issueFileCommand('OUTPUT', prepareKeyValueMessage(name, value));
    }
    process.stdout.write(external_os_namespaceObject.EOL);
    issueCommand('set-output', { name }, toCommandValue(value));
}
function setCommandEcho(enabled) {
    issue('echo', enabled ? 'on' : 'off');
}
function setFailed(message) {
    process.exitCode = ExitCode.Failure;
    error(message);
}
function isDebug() {
    return process.env['RUNNER_DEBUG'] === '1';
}
function debug(message) {
    issueCommand('debug', {}, message);
}
function error(message, properties = {}) {
    issueCommand('error', toCommandProperties(properties), message instanceof Error ? message.toString() : message);
}
function warning(message, properties = {}) {
    issueCommand('warning', toCommandProperties(properties), message instanceof Error ? message.toString() : message);
}
function notice(message, properties = {}) {
    issueCommand('notice', toCommandProperties(properties), message instanceof Error ? message.toString() : message);
}
function info(message) {
    process.stdout.write(message + external_os_namespaceObject.EOL);
}
function startGroup(name) {
    issue('group', name);
}
function endGroup() {
    issue('endgroup');
}
function group(name, fn) {
    return core_awaiter(this, void 0, void 0, function* () {
        startGroup(name);
        let result;
        try {
            result = yield fn();
        }
        finally {
            endGroup();
        }
        return result;
    });
}
function saveState(name, value) {
    const filePath = process.env['GITHUB_STATE'] || '';
    if (filePath) {
        return issueFileCommand('STATE', prepareKeyValueMessage(name, value));
    }
    issueCommand('save-state', { name }, toCommandValue(value));
}
function getState(name) {
    return process.env[`STATE_${name}`] || '';
}
function getIDToken(aud) {
    return core_awaiter(this, void 0, void 0, function* () {
        return yield OidcClient.getIDToken(aud);
    });
}




//# sourceMappingURL=core.js.map
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

;// CONCATENATED MODULE: external "node:http"
const external_node_http_namespaceObject = require("node:http");
var external_node_http_namespaceObject_0 = /*#__PURE__*/__nccwpck_require__.t(external_node_http_namespaceObject, 2);
;// CONCATENATED MODULE: external "node:https"
const external_node_https_namespaceObject = require("node:https");
var external_node_https_namespaceObject_0 = /*#__PURE__*/__nccwpck_require__.t(external_node_https_namespaceObject, 2);
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
        const cancel = () => fail(new HttpFailure('cancelled', `The request to ${host} was cancelled.`));
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
    return new HttpFailure('timeout', `${host} did not answer completely within ${seconds} s. Check that server, or run the job again.`);
}

;// CONCATENATED MODULE: ./build/bundled/src/action/http/failures.js

const TLS_CODE = /^(ERR_TLS|ERR_SSL|CERT_|SELF_SIGNED|DEPTH_ZERO|UNABLE_TO_|HOSTNAME_|EPROTO|CRL_|INVALID_CA)/;
function failureFrom(error, { url, proxy }) {
    if (error instanceof HttpFailure)
        return error;
    const { host } = url;
    const code = errorCode(error);
    if (proxy !== null && error instanceof Error) {
        const failure = proxyFailure(error, proxy);
        if (failure !== null)
            return failure;
    }
    if (isPlainHttp(error)) {
        return new HttpFailure('tls', `${host} speaks plain http on that port, not TLS. Correct the port, or serve it over https.`, { cause: error });
    }
    if (TLS_CODE.test(code)) {
        return new HttpFailure('tls', `TLS with ${host} failed (${code}). Correct its certificate, or set NODE_EXTRA_CA_CERTS to the file ` +
            'of your own authority.', { cause: error });
    }
    if (isTlsAlert(error))
        return expectsTls(host, error);
    if (code === 'ECONNRESET')
        return connectionClosed(url, error);
    if (code.startsWith('HPE_')) {
        return new HttpFailure('network', `${host} sent something that is not valid HTTP (${code}). Check its address and port.`, {
            cause: error,
        });
    }
    return new HttpFailure('network', `${host} cannot be reached (${code}). Check its address, and that this runner has access to it.`, { cause: error });
}
function proxyFailure(error, proxy) {
    const [, status, cause] = /^tunneling socket could not be established, (?:statusCode=(\d+)|(cause)=)/.exec(error.message) ?? [];
    const name = `The proxy ${proxy.host}`;
    if (status !== undefined) {
        const advice = status === '407'
            ? ' Put its user and password into the proxy variable.'
            : ' Ask its administrator to allow this host.';
        return new HttpFailure('proxy', `${name} answered ${status} to CONNECT.${advice}`, { cause: error });
    }
    if (cause === undefined)
        return null;
    return new HttpFailure('proxy', `${name} cannot be reached. Correct https_proxy or no_proxy.`, {
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
    return new HttpFailure('tls', `${host} expects TLS on that port, and the address says http://. Write https:// there, or correct the port.`, { cause });
}
function connectionClosed({ protocol, host }, cause) {
    const advice = protocol === 'http:'
        ? 'If that port is for TLS, write https:// in the address; otherwise check that server.'
        : 'Check that server, or run the job again.';
    return new HttpFailure('network', `${host} closed the connection without an answer. ${advice}`, { cause });
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
        const client = clients.get(origin) ?? new HttpClient('fetch-token', [], { keepAlive: true });
        clients.set(origin, client);
        return client;
    };
    return async (request) => {
        const url = checkedUrl(request.url);
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
    throw new HttpFailure('unsendable', `A header for ${host} holds a character that HTTP does not allow. ${advice}`);
}
function proxyOf(url) {
    const text = lib_getProxyUrl(url.href);
    if (text === '')
        return null;
    const proxy = URL.parse(text);
    if (!proxy || !/^https?:$/.test(proxy.protocol) || proxy.hostname === '') {
        throw new HttpFailure('proxy', 'https_proxy is not an address such as http://proxy.example.com:3128.');
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
    const info = { options, parsedUrl: url, httpModule: isSecure ? external_node_https_namespaceObject_0 : external_node_http_namespaceObject_0 };
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
    const tooLarge = () => new HttpFailure('too_large', `${host} sent more than ${maxBytes} bytes. Check its address.`);
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
        throw error instanceof HttpFailure ? error : truncated(host, error);
    }
    if (!message.complete)
        throw truncated(host);
    return { status, headers: singleHeaders(message.headers), body: Buffer.concat(chunks).toString('utf8') };
}
function truncated(host, cause) {
    return new HttpFailure('truncated', `${host} closed the connection in the middle of its answer. Check that server, or run the job again.`, { cause });
}
function refuseRedirect(status, host) {
    if (status < 300 || status >= 400 || status === 304)
        return;
    throw new HttpFailure('redirect', `${host} answered ${status}, a redirect, which is not followed because it could carry the secret ` +
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
            log(`no answer (${error instanceof HttpFailure ? error.code : 'unexpected fault'})`);
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

;// CONCATENATED MODULE: ./build/bundled/src/action/runner/faults.js

class RunnerFault extends CodedError {
    constructor(file) {
        super('runner_file_missing', `${file} is not set or its file is missing, so no value can be passed to the runner without printing it. ` +
            'Run this action on a runner that supports file commands, and do not set that variable.');
    }
}
class InputFaults extends CodedError {
    faults;
    constructor(faults) {
        const count = faults.length === 1 ? 'An input is' : `${faults.length} inputs are`;
        super('bad_inputs', `${count} wrong. ${faults.join(' | ')}`);
        this.faults = faults;
    }
}

;// CONCATENATED MODULE: ./build/bundled/src/action/runner/inputs.js

function readInputs(core) {
    const faults = [];
    const text = (name) => core.getInput(name);
    const fault = (name, advice) => {
        faults.push(`${name}: ${advice}`);
    };
    return {
        text,
        fault,
        flag(name, whenEmpty) {
            if (text(name) === '')
                return whenEmpty;
            try {
                return core.getBooleanInput(name);
            }
            catch {
                fault(name, 'write true or false.');
                return false;
            }
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

;// CONCATENATED MODULE: ./build/bundled/src/action/runner/plain-line.js
function plainLine(text) {
    const oneLine = text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ');
    return oneLine.replace(/^(\s*):(?=:)/, '$1:\u200b').replaceAll('##[', '## [');
}

;// CONCATENATED MODULE: ./build/bundled/src/action/runner/runner.js




function createRunner({ core, env, fileExists }) {
    const isMissing = (file) => !fileExists(env[file] ?? '');
    const requireFile = (file) => {
        if (isMissing(file))
            throw new RunnerFault(file);
    };
    const masked = new Set();
    return {
        env,
        inputs: readInputs(core),
        log: createLog(core),
        mask(...values) {
            const fresh = fitMasks(values).filter((value) => !masked.has(value));
            for (const value of fresh) {
                masked.add(value);
                core.setSecret(value);
            }
        },
        missingFiles: (needed) => needed.filter(isMissing),
        exportVariable(name, value) {
            requireFile('GITHUB_ENV');
            core.exportVariable(name, value);
        },
        setOutput(name, value) {
            requireFile('GITHUB_OUTPUT');
            core.setOutput(name, value);
        },
        saveState(name, value) {
            requireFile('GITHUB_STATE');
            core.saveState(name, value);
        },
        getState: (name) => core.getState(name),
        addPath(directory) {
            requireFile('GITHUB_PATH');
            core.addPath(directory);
        },
        async appendSummary(markdown) {
            if (!isMissing('GITHUB_STEP_SUMMARY'))
                await core.summary.addRaw(markdown).write();
        },
    };
}
function createLog(core) {
    const line = (write) => (text) => write(plainLine(text));
    const info = line(core.info);
    return {
        info,
        notice: line(core.notice),
        warning: line(core.warning),
        error: line(core.error),
        debug: line(core.debug),
        group(title, lines) {
            core.startGroup(plainLine(title));
            for (const text of lines)
                info(text);
            core.endGroup();
        },
    };
}

;// CONCATENATED MODULE: ./build/bundled/src/action/system-error.js
function system_error_systemErrorCode(error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    return /^E[A-Z0-9]+$/.test(code) ? code : '';
}

;// CONCATENATED MODULE: ./build/bundled/src/action/start.js










function requestDepsOf({ runner, http, now, sleep, random, signal }) {
    const { log, mask, env } = runner;
    return { http, log, mask, now, sleep, random, signal, oidc: oidc_oidcEndpoint(env) };
}
const CANCEL_GRACE_MS = 6000;
async function startAction(run, options) {
    process.exitCode = options.whenFailed === 'fail' ? 1 : 0;
    makeStdoutSynchronous();
    const deps = realDeps();
    const { log } = deps.runner;
    const report = (error) => {
        for (const line of describe(error))
            (options.whenFailed === 'fail' ? log.error : log.warning)(line);
    };
    process.on('uncaughtException', (error) => {
        report(error);
        process.exit();
    });
    try {
        await run(deps);
        process.exitCode = 0;
    }
    catch (error) {
        report(error);
    }
    process.exit();
}
function realDeps() {
    const { env } = process;
    const now = Date.now;
    const runner = createRunner({ core: core_namespaceObject, env, fileExists: (path) => path !== '' && external_node_fs_namespaceObject.existsSync(path) });
    return {
        runner,
        http: env.RUNNER_DEBUG === '1' ? traced(createHttp(), { debug: runner.log.debug, now }) : createHttp(),
        now,
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
function makeStdoutSynchronous() {
    const { stdout } = process;
    stdout.on('error', () => undefined);
    const { _handle: handle } = stdout;
    handle?.setBlocking?.(true);
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
    if (error instanceof CodedError)
        return [error.message];
    const code = system_error_systemErrorCode(error);
    if (code !== '') {
        return [
            `A file of the runner cannot be used (${code}). Check that this user, such as a container's, may write to ` +
                'RUNNER_TEMP, and that the disk is not full.',
        ];
    }
    const name = error instanceof Error ? error.name : typeof error;
    const frame = error instanceof Error ? /^ {4}at (\S+)/m.exec(error.stack ?? '')?.[1] : undefined;
    return [`Unexpected error (${name}${frame ? ` in ${frame}` : ''}). Please report it to the maintainers.`];
}
function inAnnotations(lines) {
    return lines.length <= 10 ? [...lines] : [...lines.slice(0, 9), lines.slice(9).join(' ')];
}

;// CONCATENATED MODULE: external "node:path"
const external_node_path_namespaceObject = require("node:path");
;// CONCATENATED MODULE: ./build/bundled/src/action/tools/private-files.js



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
function folderFault(folder) {
    try {
        const stats = lstatSync(folder);
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
        descriptor = (0,external_node_fs_namespaceObject.openSync)(path, external_node_fs_namespaceObject.constants.O_RDONLY | NO_FOLLOW);
    }
    catch (error) {
        return refusalOfOpen(error);
    }
    try {
        const stats = (0,external_node_fs_namespaceObject.fstatSync)(descriptor);
        if (!stats.isFile())
            return { state: 'refused', why: 'is not a regular file' };
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
    const code = system_error_systemErrorCode(error);
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
    const code = systemErrorCode(error);
    return `The token cannot be stored: ${REASONS[code] ?? code}.`;
}
function private_files_createPrivateFile(path, text, traits = {}) {
    const flags = external_node_fs_namespaceObject.constants.O_WRONLY | external_node_fs_namespaceObject.constants.O_CREAT | external_node_fs_namespaceObject.constants.O_EXCL | NO_FOLLOW;
    const descriptor = (0,external_node_fs_namespaceObject.openSync)(path, flags, traits.mode ?? 0o600);
    try {
        (0,external_node_fs_namespaceObject.writeFileSync)(descriptor, text);
        const atSeconds = traits.modifiedAtMs === undefined ? undefined : traits.modifiedAtMs / 1000;
        if (atSeconds !== undefined)
            (0,external_node_fs_namespaceObject.futimesSync)(descriptor, atSeconds, atSeconds);
    }
    catch (error) {
        (0,external_node_fs_namespaceObject.closeSync)(descriptor);
        (0,external_node_fs_namespaceObject.unlinkSync)(path);
        throw error;
    }
    (0,external_node_fs_namespaceObject.closeSync)(descriptor);
}
function ensurePrivateFile(path, text, traits = {}) {
    try {
        private_files_createPrivateFile(path, text, traits);
    }
    catch (error) {
        if (systemErrorCode(error) !== 'EEXIST')
            throw error;
    }
}
function replacePrivateFile(path, text, traits = {}) {
    const draft = (0,external_node_path_namespaceObject.join)((0,external_node_path_namespaceObject.dirname)(path), `.${process.pid}-${process.hrtime.bigint()}.tmp`);
    private_files_createPrivateFile(draft, text, traits);
    try {
        (0,external_node_fs_namespaceObject.renameSync)(draft, path);
    }
    catch (error) {
        (0,external_node_fs_namespaceObject.unlinkSync)(draft);
        throw error;
    }
}

;// CONCATENATED MODULE: ./build/bundled/src/action/summary/claim.js


const WRITER = 'writes-summary';
function summaryFile({ RUNNER_TEMP: runnerTemp = '' }) {
    return runnerTemp === '' ? null : (0,external_node_path_namespaceObject.join)(runnerTemp, 'fetch-token.summary.json');
}
function claimSummary(runner) {
    const file = summaryFile(runner.env);
    if (file === null)
        return;
    try {
        createPrivateFile(file, '[]');
    }
    catch {
        return;
    }
    runner.saveState(WRITER, 'true');
}

;// CONCATENATED MODULE: ./build/bundled/src/action/summary/table.js
const HEADINGS = {
    source: 'Source',
    owner: 'Owner',
    budgetBefore: 'Budget before',
    budgetAfter: 'Budget after',
    spent: 'Spent',
    permissions: 'Permissions',
};
const COLUMNS = Object.keys(HEADINGS);
function summaryText(entries) {
    const rows = entries.flatMap((entry) => entry.rows);
    const notes = new Set(entries.flatMap((entry) => entry.notes));
    const columns = COLUMNS.filter((column) => rows.some((row) => row[column] !== ''));
    const line = (cells) => `| ${cells.map(escaped).join(' | ')} |\n`;
    const head = line(columns.map((column) => HEADINGS[column]));
    const body = rows.map((row) => line(columns.map((column) => row[column]))).join('');
    const list = [...notes].map((note) => `- ${escaped(note)}\n`).join('');
    const table = `${head}|${' --- |'.repeat(columns.length)}\n${body}\n`;
    return `#### GitHub token\n\n${table}${list === '' ? '' : `${list}\n`}`;
}
function escaped(text) {
    const oneLine = /^[!-~]+(?: [!-~]+)*$/.test(text) ? text : text.replace(/[\p{Cc}\s]+/gu, ' ');
    return oneLine.replace(/[\\|<>`*_[\]]/g, (mark) => `\\${mark}`);
}

;// CONCATENATED MODULE: ./build/bundled/src/action/summary/add-to-summary.js






const MAX_CHARACTERS = 256 * 1024;
async function addToSummary(runner, own) {
    const file = summaryFile(runner.env);
    const shared = file === null ? null : readEntries(file);
    const added = own === null ? [] : [own];
    const all = [...(shared ?? []), ...added];
    if (runner.getState(WRITER) !== '') {
        if (file !== null)
            discard(file);
        return write(runner, all.reverse());
    }
    if (file === null || shared === null || !store(file, all))
        return write(runner, added);
}
function discard(file) {
    try {
        (0,external_node_fs_namespaceObject.rmSync)(file, { force: true });
    }
    catch {
    }
}
async function write(runner, entries) {
    if (entries.length === 0)
        return;
    try {
        await runner.appendSummary(summaryText(entries));
    }
    catch (error) {
        runner.log.info(`The job summary was not written (${system_error_systemErrorCode(error) || 'no reason given'}).`);
    }
}
function readEntries(file) {
    const read = readPrivateFile(file);
    const isUsable = read.state === 'ok' && read.text.length <= MAX_CHARACTERS;
    const value = isUsable ? answers_parseJson(read.text) : undefined;
    return Array.isArray(value) && value.every(isEntry) ? value : null;
}
function store(file, entries) {
    const text = JSON.stringify(entries);
    if (text.length > MAX_CHARACTERS)
        return false;
    try {
        replacePrivateFile(file, text);
        return true;
    }
    catch {
        return false;
    }
}
function isEntry(value) {
    const [rows, notes] = [answers_memberOf(value, 'rows'), answers_memberOf(value, 'notes')];
    if (!Array.isArray(rows) || !Array.isArray(notes))
        return false;
    return rows.every(isRow) && notes.every((note) => typeof note === 'string');
}
function isRow(value) {
    return COLUMNS.every((column) => typeof answers_memberOf(value, column) === 'string');
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

;// CONCATENATED MODULE: ./build/bundled/src/action/summary/spent.js

function spentByBucket(start, end) {
    const spent = end.flatMap((now) => {
        const before = start.find(({ bucket }) => bucket === now.bucket);
        if (before === undefined || isNewWindow(before, now))
            return [];
        return [{ bucket: now.bucket, requests: Math.max(0, before.remaining - now.remaining) }];
    });
    return spent.sort((one, other) => other.requests - one.requests);
}
function isNewWindow(before, now) {
    return now.resetAtMs > before.resetAtMs && now.remaining > before.remaining;
}
function spentText(spent, bucket) {
    const some = spent.filter(({ requests }) => requests > 0);
    const shown = some.length > 0 ? some : spent.filter((each) => each.bucket === bucket);
    if (shown.length === 0)
        return null;
    return shown.map((each) => `${thousands(each.requests)} ${each.bucket}`).join(', ');
}

;// CONCATENATED MODULE: ./build/bundled/src/action/summary/row.js



function summaryRow(token, end, bucket) {
    const buckets = end.state === 'known' ? end.buckets : new Map();
    const after = buckets.get(bucket);
    return {
        source: token.source,
        owner: token.ownerRef ?? '',
        budgetBefore: token.rateLimit ? budgetText(token.rateLimit) : '',
        budgetAfter: after ? budgetText(after) : '',
        spent: spentText(spentByBucket(token.budgets ?? [], [...buckets.values()]), bucket) ?? '',
        permissions: token.grant ? grantText(token.grant) : '',
    };
}

;// CONCATENATED MODULE: ./build/bundled/src/action/tools/git-restore.js
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

;// CONCATENATED MODULE: ./build/bundled/src/action/fetch/clear-tools.js


function clearTools(runner, { folder, gitUndo }) {
    if (gitUndo !== null && runner.missingFiles(['GITHUB_ENV']).length === 0) {
        for (const [name, value] of restoreExports(runner.env, gitUndo))
            runner.exportVariable(name, value);
    }
    try {
        (0,external_node_fs_namespaceObject.rmSync)(folder, { recursive: true, force: true });
    }
    catch {
        runner.log.warning(`${folder} could not be deleted; the runner deletes it with its folder for temporary files.`);
    }
}

;// CONCATENATED MODULE: ./build/bundled/src/action/fetch/state.js

const NAME = 'fetched';
function createStateWriter(runner, settings) {
    const tokens = new Map();
    let tools = null;
    const save = () => {
        const state = {
            tokens: [...tokens.values()],
            tools,
            githubApiUrl: settings.request.githubApiUrl,
            bucket: settings.request.bucket,
            reportUsage: settings.reportUsage,
            summary: settings.summary,
        };
        runner.saveState(NAME, JSON.stringify(state));
    };
    return {
        keep(token) {
            tokens.set(token.token, savedFrom(token));
            save();
        },
        keepTools(installed) {
            tools = installed;
            save();
        },
        drop(token) {
            tokens.delete(token.token);
            save();
        },
    };
}
function savedFrom({ lease, ...token }) {
    const audience = lease?.auth.kind === 'oidc' ? lease.auth.audience : null;
    const pool = lease ? { url: lease.poolUrl, leaseId: lease.leaseId, audience } : null;
    const budgets = token.budgets ?? (token.rateLimit === null ? [] : [token.rateLimit]);
    return { ...token, budgets, pool };
}
function loadState(runner) {
    const state = answers_parseJson(runner.getState(NAME));
    return typeof state === 'object' && state !== null ? state : null;
}

;// CONCATENATED MODULE: ./build/bundled/src/action/fetch/post.js












const READ_TIMEOUT_MS = 4000;
const SETTLE_TIMEOUT_MS = 5500;
async function settleTokens(deps) {
    const entry = await settleAll(deps);
    await addToSummary(deps.runner, entry);
}
async function settleAll(deps) {
    const { runner } = deps;
    const { inputs } = runner;
    maskSecretInputs(inputs, runner.mask);
    const state = loadState(runner);
    if (!state)
        return null;
    runner.mask(...state.tokens.flatMap((token) => tokenMasks(token.token)));
    if (state.tools !== null)
        clearTools(runner, state.tools);
    const apiSecret = inputs.text('api-secret');
    const requestDeps = requestDepsOf(deps);
    const entries = await Promise.all(state.tokens.map((token) => settle(requestDeps, { state, token, apiSecret })));
    if (!state.summary || entries.length === 0)
        return null;
    return { rows: entries.flatMap(({ rows }) => rows), notes: entries.flatMap(({ notes }) => notes) };
}
async function settle(deps, settling) {
    const { state, token } = settling;
    const reading = await readAtEnd(deps, state, token);
    const settled = [...(await settleWithPool(deps, settling, reading)), ...(await revoke(deps, settling))];
    const row = summaryRow(token, reading, state.bucket);
    const name = token.ownerRef ?? token.source;
    if (row.spent !== '')
        deps.log.info(`Token of ${name}: ${row.spent} requests spent, ${row.budgetAfter || 'not known'} left.`);
    return {
        rows: [row],
        notes: [...(token.fallbackReason === null ? [] : [token.fallbackReason]), ...settled],
    };
}
async function readAtEnd(deps, state, token) {
    if (!state.reportUsage && !state.summary)
        return { state: 'unknown', why: 'not asked for' };
    try {
        const { githubApiUrl } = state;
        return await readBudget(deps, { githubApiUrl, token: token.token, timeoutMs: READ_TIMEOUT_MS });
    }
    catch {
        return { state: 'unknown', why: 'the job was cancelled' };
    }
}
async function settleWithPool(deps, settling, reading) {
    const { token } = settling;
    if (!token.pool)
        return [];
    const lease = heldLease(token.pool, settling.apiSecret);
    if (!lease)
        return warned(deps, 'api-secret is empty in post, so the lease is left to end by itself.');
    try {
        if (lease.leaseId === null)
            await reportLegacy(deps, { ...settling, lease, reading });
        else {
            const { bucket, reportUsage } = settling.state;
            const body = usageReport(reportUsage ? reading : null, { bucket, budgets: token.budgets });
            await reportLease(deps, { lease, body, timeoutMs: SETTLE_TIMEOUT_MS });
        }
        return [];
    }
    catch (error) {
        return warned(deps, `The lease was not given back; it ends by itself. ${messageOf(error)}`);
    }
}
async function reportLegacy(deps, { state, token, lease, reading }) {
    const end = reading.state === 'known' ? reading.buckets.get(state.bucket) : undefined;
    if (!state.reportUsage || token.tokenId === null || end?.remaining !== 0)
        return;
    const body = { tokenId: token.tokenId, resetAtMs: end.resetAtMs };
    await reportSpentLegacyToken(deps, { lease, body, timeoutMs: SETTLE_TIMEOUT_MS });
}
function heldLease(pool, apiSecret) {
    if (pool.audience === null && apiSecret === '')
        return null;
    const auth = pool.audience === null ? { kind: 'key', secret: apiSecret } : { kind: 'oidc', audience: pool.audience };
    return { poolUrl: pool.url, leaseId: pool.leaseId, leaseExpiresAtMs: null, auth };
}
const NOT_REVOKED = 'Not revoked, because its budget is spent; it expires within the hour.';
async function revoke(deps, { state, token }) {
    if (!token.mintedForThisJob)
        return [];
    try {
        const { githubApiUrl } = state;
        const revocation = { githubApiUrl, token: token.token, timeoutMs: SETTLE_TIMEOUT_MS };
        return (await revokeInstallationToken(deps, revocation)) === 'spent' ? [NOT_REVOKED] : [];
    }
    catch (error) {
        return warned(deps, `The installation token was not revoked; it expires within the hour. ${messageOf(error)}`);
    }
}
function warned(deps, line) {
    deps.log.warning(line);
    return [line];
}
function messageOf(error) {
    return error instanceof CodedError ? error.message : '';
}

;// CONCATENATED MODULE: ./build/bundled/src/action/entries/fetch-token-post.js


void startAction(settleTokens, { whenFailed: 'warn' });

})();

module.exports = __webpack_exports__;
/******/ })()
;