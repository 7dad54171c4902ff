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

;// CONCATENATED MODULE: external "node:fs"
const external_node_fs_namespaceObject = require("node:fs");
;// CONCATENATED MODULE: ./build/bundled/src/coded-error.js
class CodedError extends Error {
    code;
    constructor(code, message, options) {
        super(message, options);
        this.name = new.target.name;
        this.code = code;
    }
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

;// CONCATENATED MODULE: ./build/bundled/src/action/http/types.js

class HttpFailure extends CodedError {
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
function addressFault(text) {
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

;// CONCATENATED MODULE: ./build/bundled/src/action/runner/job.js


function readJob(context) {
    const { workflow, job, runId, runAttempt, eventName } = context;
    const repository = repositoryOf(context) ?? '';
    return {
        repository: fits('repository', repository) ? repository : 'unknown/unknown',
        workflow: shortened(workflow ?? ''),
        job: shortened(job ?? ''),
        run_id: fits('run_id', String(runId)) ? String(runId) : '0',
        run_attempt: fits('run_attempt', runAttempt) ? runAttempt : 1,
        event_name: fits('event_name', eventName ?? '') ? (eventName ?? '') : '',
    };
}
function repositoryOf(context) {
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

;// CONCATENATED MODULE: ./build/bundled/src/action/sources/candidate-inputs.js

const MOST = 100;
const MEMBERS = ['client_id', 'app_id', 'private_key', 'owner'];
const APP_ID = /^[A-Za-z0-9.]{1,64}$/;
const ACCOUNT = /^[A-Za-z0-9][\w-]{0,99}$/;
function readCandidates(inputs, scope) {
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
    const list = answers_parseJson(text);
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
    const ids = [answers_memberOf(entry, 'client_id'), answers_memberOf(entry, 'app_id')].filter((id) => id !== undefined);
    const [id] = ids.map((each) => (typeof each === 'number' ? String(each) : each));
    if (ids.length !== 1)
        return 'needs one of client_id and app_id';
    if (typeof id !== 'string' || !APP_ID.test(id)) {
        return "needs the id from the App's settings page as its client_id or app_id";
    }
    const privateKeyPem = answers_memberOf(entry, 'private_key');
    if (typeof privateKeyPem !== 'string' || privateKeyPem.trim() === '')
        return 'needs a private_key';
    const owner = answers_memberOf(entry, 'owner') ?? scope.owner;
    if (owner !== null && (typeof owner !== 'string' || !ACCOUNT.test(owner))) {
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

;// CONCATENATED MODULE: ./build/bundled/src/github/buckets.js
const BUCKETS = [
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
];
const HIGHEST_LIMIT = 15_000;
function highestLimitOf(bucket) {
    if (bucket === 'search')
        return 30;
    if (bucket === 'code_search')
        return 10;
    return bucket === 'graphql' ? 12_500 : HIGHEST_LIMIT;
}
const INSTALLATION_TOKEN_SECONDS = 3600;

;// CONCATENATED MODULE: ./build/bundled/src/action/sources/lease-inputs.js



const MOST_REQUESTS = 1_000_000;
function readBucket(inputs) {
    const bucket = inputs.text('bucket') || 'core';
    if (BUCKETS.every((known) => known !== bucket)) {
        inputs.fault('bucket', `write one of GitHub's rate-limit resources: ${BUCKETS.join(', ')}.`);
    }
    return bucket;
}
function readRequests(inputs, name, { bucket, githubApiUrl }) {
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
function readLabel(inputs) {
    const label = inputs.text('label');
    if (label === '')
        return null;
    if (faultsOf(LABEL_SCHEMA, label).length > 0) {
        inputs.fault('label', 'write small letters, digits and dashes, at most 40, such as push.');
    }
    return label;
}

;// CONCATENATED MODULE: ./build/bundled/src/action/sources/missing-credentials.js


function explainMissingCredentials(step) {
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
    const head = answers_memberOf(answers_memberOf(answers_memberOf(context.payload, 'pull_request'), 'head'), 'repo');
    return answers_memberOf(head, 'full_name') !== repositoryOf(context);
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

;// CONCATENATED MODULE: ./build/bundled/src/action/sources/types.js

const TOKEN_SOURCES = (/* unused pure expression or super */ null && (['pool', 'apps', 'tokens', 'app', 'given', 'fallback']));
class SourceFailure extends CodedError {
    retryAfterSeconds;
    constructor(code, message, options) {
        super(code, message, options);
        this.retryAfterSeconds = options?.retryAfterSeconds ?? null;
    }
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
        throw new SourceFailure('no_credential', 'This job may not ask for an OIDC identity; add `permissions: id-token: write`.');
    }
    const url = URL.parse(endpoint.requestUrl);
    if (!url)
        throw new SourceFailure('refused', 'ACTIONS_ID_TOKEN_REQUEST_URL is not an address; leave it to the runner.');
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
        throw new SourceFailure(code, `No OIDC identity from GitHub: ${error.message}`, { cause: error });
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
    throw new SourceFailure('refused', `GitHub gave no OIDC identity (status ${response.status}); check \`permissions: id-token: write\`.`);
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
const OTHER_SOURCES = ['client-id', 'app-id', 'apps', 'tokens'];
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

;// CONCATENATED MODULE: external "node:path"
const external_node_path_namespaceObject = require("node:path");
;// CONCATENATED MODULE: ./build/bundled/src/action/system-error.js
function systemErrorCode(error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    return /^E[A-Z0-9]+$/.test(code) ? code : '';
}

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
        const stats = (0,external_node_fs_namespaceObject.lstatSync)(folder);
        if (!stats.isDirectory())
            return stats.isSymbolicLink() ? 'is a symbolic link' : 'is not a folder';
        return ownershipFault(stats, ownUserId());
    }
    catch {
        return 'does not exist';
    }
}
function makePrivateFolder(prefix) {
    return (0,external_node_fs_namespaceObject.mkdtempSync)(prefix);
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
    const code = systemErrorCode(error);
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
function createPrivateFile(path, text, traits = {}) {
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
        createPrivateFile(path, text, traits);
    }
    catch (error) {
        if (systemErrorCode(error) !== 'EEXIST')
            throw error;
    }
}
function replacePrivateFile(path, text, traits = {}) {
    const draft = (0,external_node_path_namespaceObject.join)((0,external_node_path_namespaceObject.dirname)(path), `.${process.pid}-${process.hrtime.bigint()}.tmp`);
    createPrivateFile(draft, text, traits);
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

;// CONCATENATED MODULE: ./build/bundled/src/action/sources/grant.js

const MOST_SHOWN = 5;
const MOST_READ = 100;
function readGrant(answer) {
    const permissions = Object.entries(objectOf(answers_memberOf(answer, 'permissions')))
        .filter(([name, level]) => /^[a-z_]{1,60}$/.test(name) && /^(?:read|write|admin)$/.test(String(level)))
        .map(([name, level]) => `${name}: ${level}`)
        .sort();
    const listed = answers_memberOf(answer, 'repositories');
    const names = (Array.isArray(listed) ? listed : []).map((one) => String(answers_memberOf(one, 'full_name')));
    return {
        permissions: permissions.slice(0, MOST_READ),
        hasAllRepositories: answers_memberOf(answer, 'repository_selection') === 'all',
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

;// CONCATENATED MODULE: ./build/bundled/src/action/tools/token-files.js


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
        replacePrivateFile((0,external_node_path_namespaceObject.join)(folder, TOKEN_FILES[file]), TEXTS[file](found));
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

;// CONCATENATED MODULE: ./build/bundled/src/action/tools/sh.js

function shellQuote(text) {
    return `'${text.replaceAll("'", "'\\''")}'`;
}
function withForwardSlashes(path) {
    return process.platform === 'win32' ? path.replaceAll('\\', '/') : path;
}
function tokenFunctions(nodePath, tokenBundle) {
    return `node=${shellQuote(withForwardSlashes(nodePath))}
bundle=${shellQuote(withForwardSlashes(tokenBundle))}

is_stale() {
  [ -e "$folder/${TOKEN_FILES.erased}" ] && return 0
  [ -s "$folder/${TOKEN_FILES.token}" ] && ! [ -h "$folder/${TOKEN_FILES.token}" ] || return 0
  { : > "$folder/${TOKEN_FILES.now}"; } 2>/dev/null || return 1
  [ "$folder/${TOKEN_FILES.now}" -nt "$folder/${TOKEN_FILES.token}" ] 2>/dev/null
}

current_token() {
  token=
  if is_stale && [ -x "$node" ] && [ -f "$bundle" ]; then
    token=$("$node" "$bundle" --folder "$folder") || token=
  fi
  if [ -z "$token" ] && [ -r "$folder/${TOKEN_FILES.token}" ] && ! [ -h "$folder/${TOKEN_FILES.token}" ]; then
    IFS= read -r token < "$folder/${TOKEN_FILES.token}" || :
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

;// CONCATENATED MODULE: ./build/bundled/src/action/tools/catalogue.js



function variable(name) {
    return { variables: ({ token }) => [{ name, value: token }], files: [], asksGitHubCom: true };
}
const NOTHING = { variables: () => [], files: [], asksGitHubCom: false };
const TOOLS = {
    aqua: variable('AQUA_GITHUB_TOKEN'),
    'cargo-binstall': variable('GITHUB_TOKEN'),
    chezmoi: variable('CHEZMOI_GITHUB_ACCESS_TOKEN'),
    composer: {
        ...NOTHING,
        variables: ({ server, token }) => [
            { name: 'COMPOSER_AUTH', value: JSON.stringify({ 'github-oauth': { [server.host]: token } }) },
        ],
    },
    deno: {
        ...variable(''),
        variables: ({ token }) => [
            {
                name: 'DENO_AUTH_TOKENS',
                value: `${token}@raw.githubusercontent.com`,
                list: { separator: ';', host: '@raw.githubusercontent.com' },
            },
        ],
    },
    docker: { ...NOTHING, files: ['secret'] },
    eget: variable('EGET_GITHUB_TOKEN'),
    gh: {
        ...NOTHING,
        variables: ({ server, token }) => [
            { name: server.ghVariables[0], value: token },
            ...(server.host === 'github.com' ? [] : [{ name: 'GH_HOST', value: server.host }]),
        ],
    },
    git: NOTHING,
    homebrew: variable('HOMEBREW_GITHUB_API_TOKEN'),
    mise: {
        ...NOTHING,
        variables: ({ server, token }) => {
            const isCom = server.host === 'github.com';
            return [{ name: isCom ? 'MISE_GITHUB_TOKEN' : 'MISE_GITHUB_ENTERPRISE_TOKEN', value: token }];
        },
    },
    netrc: {
        ...NOTHING,
        variables: ({ folder }) => [{ name: 'NETRC', value: (0,external_node_path_namespaceObject.join)(folder, TOKEN_FILES.netrc) }],
        files: ['netrc'],
    },
    nix: {
        ...NOTHING,
        variables: ({ server, folder }) => [
            {
                name: 'NIX_CONFIG',
                value: `!include ${withForwardSlashes((0,external_node_path_namespaceObject.join)(folder, TOKEN_FILES.nix))}`,
                list: { separator: '\n', host: `${server.host}=` },
            },
        ],
        files: ['nix'],
    },
    renovate: variable('RENOVATE_GITHUB_COM_TOKEN'),
    tflint: {
        ...NOTHING,
        variables: ({ server, token }) => [{ name: tflintVariable(server), value: token }],
    },
    trivy: variable('GITHUB_TOKEN'),
};
const TOOL_NAMES = Object.keys(TOOLS);
function tflintVariable({ host }) {
    if (host === 'github.com')
        return 'GITHUB_TOKEN';
    return `GITHUB_TOKEN_${host.replace(/:\d+$/, '').replaceAll('-', '__').replaceAll('.', '_')}`;
}

;// CONCATENATED MODULE: ./build/bundled/src/action/tools/plan.js





function readTools(inputs) {
    const names = inputs.list('tools');
    if (names.length === 1 && names[0] === 'all')
        return TOOL_NAMES;
    const isKnown = (name) => TOOL_NAMES.some((known) => known === name);
    if (!names.every(isKnown))
        inputs.fault('tools', `write all, or some of ${TOOL_NAMES.join(', ')}.`);
    return [...new Set(names.filter(isKnown))];
}
function toolFilesOf(tools) {
    return tools.flatMap((name) => [...TOOLS[name].files]);
}
function planTools(tools, site, context) {
    const isCom = site.server.host === 'github.com';
    const isSkipped = (name) => TOOLS[name].asksGitHubCom && !isCom;
    const skipped = tools.filter(isSkipped);
    const kept = tools.filter((name) => !isSkipped(name));
    const variables = new Map();
    for (const name of kept) {
        for (const each of TOOLS[name].variables(site))
            variables.set(each.name, each);
    }
    for (const name of context.exported)
        variables.delete(name);
    const settled = [...variables.values()].map((each) => settle(each, context));
    const unchanged = settled.flatMap(({ name, value }) => (value === null ? [name] : []));
    return {
        tools: kept,
        exports: settled.flatMap(({ name, value }) => (value === null ? [] : [[name, value]])),
        messages: [
            ...(unchanged.length > 0
                ? [`Left unchanged, because the job sets them itself: ${unchanged.join(', ')}.`]
                : []),
            ...(skipped.length > 0
                ? [
                    `Skipped, because they use github.com and this job belongs to ${site.server.host}: ${skipped.join(', ')}.`,
                ]
                : []),
        ],
    };
}
function settle({ name, value, list }, { env, ours }) {
    const existing = env[name] ?? '';
    const isOurs = (text) => text === value || ours.some((mark) => text.includes(mark));
    if (list === undefined)
        return { name, value: existing === '' || isOurs(existing) ? value : null };
    const others = existing.split(list.separator).filter((part) => part.trim() !== '' && !isOurs(part));
    if (others.some((part) => part.includes(list.host)))
        return { name, value: null };
    return { name, value: [...others, value].join(list.separator) };
}
function ownValues(runnerTemp) {
    if (runnerTemp === '')
        return [];
    const folders = (0,external_node_fs_namespaceObject.readdirSync)(runnerTemp)
        .filter((name) => name.startsWith(FOLDER_PREFIX))
        .map((name) => (0,external_node_path_namespaceObject.join)(runnerTemp, name))
        .filter((folder) => folderFault(folder) === null);
    const tokens = folders.flatMap((folder) => {
        const read = private_files_readPrivateFile((0,external_node_path_namespaceObject.join)(folder, TOKEN_FILES.known));
        return read.state === 'ok' ? read.text.split('\n') : [];
    });
    return [...folders, ...tokens.filter((token) => token !== '')];
}

;// CONCATENATED MODULE: ./build/bundled/src/action/tools/server.js

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

;// CONCATENATED MODULE: ./build/bundled/src/action/utc-text.js
function utcText(atMs) {
    return new Date(atMs).toISOString().replace(/^(.*)T(.*)\.\d+Z$/, '$1 $2 UTC');
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
        const response = await requestGitHub(deps, {
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
    const name = login || credentials.owner || 'an unknown identity';
    const line = `git pushes to ${settings.serverUrl} as ${name} (${kindText(credentials)}).`;
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
        return ('Pushes use GITHUB_TOKEN, which cannot bypass most rulesets, and start no workflow. ' +
            'Set `token` or an App to push with another identity.');
    }
    if (source === 'pool' && request.label === null) {
        return ('Pool tokens without a label cannot write, so a push with this one is refused. ' +
            'Use a label that allows it, such as `label: push`, or set `token`.');
    }
    return null;
}

;// CONCATENATED MODULE: ./build/bundled/src/action/tools/push-routes.js
function findPushRoutes(server, { runGit, netrc }) {
    const remotes = push_routes_linesOf(runGit(['remote'])).map((name) => remoteRoutes(server, name, runGit));
    const found = [...remotes, headerRoutes(server, runGit), netrcRoutes(server, netrc)];
    return {
        config: found.flatMap(({ config }) => config),
        messages: [...versionMessages(runGit), ...found.flatMap(({ messages }) => messages)],
    };
}
function versionMessages(runGit) {
    const [, major, minor] = /^git version (\d+)\.(\d+)/.exec(runGit(['version']) ?? '') ?? [];
    if (Number(major) * 1000 + Number(minor) >= 2031 || major === undefined)
        return [];
    const text = `git ${major}.${minor} does not read GIT_CONFIG_COUNT, so it does not use the token. Install git 2.31 or later.`;
    return [['warning', text]];
}
const push_routes_NOTHING = { config: [], messages: [] };
function remoteRoutes(server, remote, runGit) {
    const name = /^[\w.-]{1,60}$/.test(remote) ? remote : 'a remote';
    const configured = ['url', 'pushurl'].flatMap((key) => push_routes_linesOf(runGit(['config', '--get-all', `remote.${remote}.${key}`])));
    const resolved = push_routes_linesOf(runGit(['remote', 'get-url', '--push', '--all', remote]));
    for (const address of resolved) {
        const url = URL.parse(address);
        if (url?.origin === server.url) {
            if (url.username === '' && url.password === '')
                continue;
            return {
                config: configured.flatMap((from) => rewriteRules(server, from)),
                messages: [
                    ['info', `The user or password in the address of ${name} is overridden until the job ends.`],
                ],
            };
        }
        const isOfServer = configured.some((from) => URL.parse(from)?.origin === server.url);
        const message = elsewhere({ server, name, address, isOfServer });
        if (message !== null)
            return { config: [], messages: [['warning', message]] };
    }
    return push_routes_NOTHING;
}
function rewriteRules(server, from) {
    const url = URL.parse(from);
    if (url?.origin !== server.url)
        return [];
    const to = `${server.url}${url.pathname}`;
    const rules = ['insteadOf', 'pushInsteadOf'].map((rule) => `\t${rule} = ${configQuote(from)}`);
    return [`[url ${configQuote(to)}]`, ...rules];
}
function elsewhere({ server, name, address, isOfServer }) {
    const sshHost = /^(?:ssh:\/\/)?(?:[^@/\s]+@)?([\w.-]+)[:/]/.exec(address)?.[1] ?? '';
    const isSsh = !/^(https?|git|file):/.test(address) && !address.startsWith('/');
    if (isSsh && sshHost === server.host.replace(/:\d+$/, '')) {
        return `${name} is reached over SSH, so its key decides who pushes and the token is not used.`;
    }
    return isOfServer
        ? `A git rule (url.*.insteadOf) sends pushes to ${name} elsewhere than ${server.url}, so the token is not used.`
        : null;
}
function headerRoutes(server, runGit) {
    const keys = push_routes_linesOf(runGit(['config', '--name-only', '--get-regexp', '^http\\..+\\.extraheader$']));
    const urls = keys.map((key) => key.slice('http.'.length, -'.extraheader'.length));
    const parts = new Set(urls.filter((url) => isPartOf(url, server)));
    if (parts.size === 0)
        return push_routes_NOTHING;
    return {
        config: [...parts].flatMap((url) => [`[http ${configQuote(url)}]`, '\textraheader =']),
        messages: [
            ['info', `A header that git sends to a part of ${server.url} is overridden until the job ends.`],
        ],
    };
}
function isPartOf(text, server) {
    const url = URL.parse(text);
    return url?.origin === server.url && (url.pathname !== '/' || url.username !== '');
}
function netrcRoutes(server, netrc) {
    const host = server.host.replace(/:\d+$/, '');
    const words = netrc.split(/\s+/);
    const hasEntry = words.some((word, index) => word === 'default' || (word === 'machine' && words[index + 1]?.toLowerCase() === host));
    if (!hasEntry)
        return push_routes_NOTHING;
    return {
        config: [`[http ${configQuote(`${server.url}/`)}]`, '\temptyAuth = true'],
        messages: [['info', `The entry for ${host} in ~/.netrc is overridden until the job ends.`]],
    };
}
function configQuote(text) {
    return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}
function push_routes_linesOf(text) {
    return (text ?? '').split('\n').filter((line) => line !== '');
}

;// CONCATENATED MODULE: ./build/bundled/src/action/tools/git.js





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
case "$host" in ${caseInsensitivePattern(server.host)}) ;; *) exit 0 ;; esac

${tokenFunctions(node.path, node.tokenBundle)}
if [ "$operation" = erase ]; then
  IFS= read -r token 2>/dev/null < "$folder/${TOKEN_FILES.token}" || token=
  # Only the current token counts: any other was replaced already or is not ours.
  if [ -n "$token" ] && [ "$password" = "$token" ]; then : > "$folder/${TOKEN_FILES.erased}"; fi
  exit 0
fi
current_token
[ -n "$token" ] || token=\${GITHUB_TOKEN-}
[ -n "$token" ] || exit 0
printf 'username=x-access-token\\npassword=%s\\n' "$token"
`;
}
function caseInsensitivePattern(host) {
    return host
        .replace(/[a-z]/g, (letter) => `[${letter.toUpperCase()}${letter}]`)
        .replaceAll('[::1]', '\\[::1\\]');
}
function gitConfigText(server, helperPath, overrides) {
    const helper = withForwardSlashes(helperPath);
    const inContainer = `/github/runner_temp/${helper.split('/').slice(-2).join('/')}`;
    const command = `!h=${shellQuote(helper)}; test -f "$h" || h=${shellQuote(inContainer)}; exec "$h"`;
    return [
        '# Written by fetch-token; included through GIT_CONFIG_COUNT and deleted at the end of the job.',
        `[http ${configQuote(`${server.url}/`)}]`,
        '\textraheader =',
        `[credential ${configQuote(server.url)}]`,
        '\thelper =',
        `\thelper = ${configQuote(command)}`,
        ...overrides,
        '',
    ].join('\n');
}
function installGit(folder, { server, node, overrides }) {
    const helperPath = (0,external_node_path_namespaceObject.join)(folder, TOKEN_FILES.gitHelper);
    const configPath = (0,external_node_path_namespaceObject.join)(folder, TOKEN_FILES.gitConfig);
    ensurePrivateFile(helperPath, gitHelperScript(server, node), { mode: 0o700 });
    ensurePrivateFile(configPath, gitConfigText(server, helperPath, overrides));
    return configPath;
}

;// CONCATENATED MODULE: ./build/bundled/src/action/tools/git-environment.js
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
        return `GIT_CONFIG_COUNT is not a usable number: ${redo}`;
    for (let index = 0; index < Number(count); index += 1) {
        for (const name of [`GIT_CONFIG_KEY_${index}`, `GIT_CONFIG_VALUE_${index}`]) {
            if (env[name] === undefined)
                return `GIT_CONFIG_COUNT is ${count} but ${name} is not set: ${redo}`;
        }
    }
    return null;
}

;// CONCATENATED MODULE: ./build/bundled/src/action/refresh/checkout.js

function hasPersistedHeader(env, server, readFile) {
    if (!env.GITHUB_WORKSPACE)
        return false;
    const own = readFile((0,external_node_path_namespaceObject.join)(env.GITHUB_WORKSPACE, '.git', 'config'));
    const included = [...own.matchAll(/^\s*path\s*=\s*"?([^"\r\n]+?)"?\s*$/gm)].map((match) => match[1] ?? '');
    return [own, ...new Set(included.map(readFile))].some((text) => setsHeader(text, server));
}
function setsHeader(text, server) {
    if (!/extraheader/i.test(text))
        return false;
    const sections = text.matchAll(/^\s*\[http "([^"]+)"\]([^[]*)/gim);
    return [...sections].some(([, url = '', body = '']) => url.toLowerCase().startsWith(`${server.url}/`) && /^\s*extraheader\s*=\s*\S/im.test(body));
}

;// CONCATENATED MODULE: ./build/bundled/src/action/refresh/types.js

const types_FILES = {
    ...TOKEN_FILES,
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

;// CONCATENATED MODULE: ./build/bundled/src/action/refresh/gh.js





function ghWrapperScript(server, node) {
    const [variable, second] = server.ghVariables;
    return `#!/bin/sh
# Runs the real gh with the job's current token. Installed by fetch-token until the job ends.
own=\${0%/*}
folder=\${own%/*}

${tokenFunctions(node.path, node.tokenBundle)}
# The next gh on PATH after this one. It may be an earlier step's wrapper, which looks further down in turn.
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
  done 2>/dev/null < "$folder/${types_FILES.known}"
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
        `for /f "usebackq delims=" %%K in ("%~dp0..\\${types_FILES.known}") do if "%%K"=="%CHOSEN%" goto renew`,
        'goto run',
        ':renew',
        `if not exist "%~dp0..\\${types_FILES.token}" goto run`,
        `set /p ${variable}=<"%~dp0..\\${types_FILES.token}"`,
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
    const directory = (0,external_node_path_namespaceObject.join)(folder, types_FILES.ghFolder);
    (0,external_node_fs_namespaceObject.mkdirSync)(directory, { mode: 0o700, recursive: true });
    ensurePrivateFile((0,external_node_path_namespaceObject.join)(directory, 'gh'), ghWrapperScript(server, node), { mode: 0o700 });
    if (process.platform === 'win32')
        ensurePrivateFile((0,external_node_path_namespaceObject.join)(directory, 'gh.cmd'), ghWrapperCmd(server));
    return directory;
}

;// CONCATENATED MODULE: ./build/bundled/src/action/refresh/install.js











const install_NOTHING = { exports: [], paths: [], gitUndo: null, messages: [] };
function installTools(wanted, at) {
    const node = { path: at.settings.nodePath, tokenBundle: at.settings.bundles.token };
    const ask = askScript(node.path, node.tokenBundle);
    ensurePrivateFile((0,external_node_path_namespaceObject.join)(at.folder.path, types_FILES.ask), ask, { mode: 0o700 });
    if (!wanted.git && !wanted.gh)
        return install_NOTHING;
    const server = serverOf(at.settings.serverUrl);
    if (server === undefined) {
        const message = 'GITHUB_SERVER_URL is not an https address, so git and gh are not set up.';
        return { ...install_NOTHING, messages: [['warning', message]] };
    }
    const gh = wanted.gh ? ghSetup(at, server, node) : install_NOTHING;
    const git = wanted.git ? gitSetup(at, server, node) : install_NOTHING;
    return { ...git, paths: gh.paths, messages: [...gh.messages, ...git.messages] };
}
function applySetup(runner, setup) {
    for (const directory of setup.paths)
        runner.addPath(directory);
    for (const [level, text] of setup.messages)
        runner.log[level](text);
}
function ghSetup({ env, folder }, server, node) {
    const directory = installGh(folder.path, server, node);
    const name = server.ghVariables.find((variable) => env[variable]);
    const message = `${name} is set for this job and takes precedence in gh; remove it, or add it to export-env, so that gh uses fresh tokens.`;
    return { ...install_NOTHING, paths: [directory], messages: name?.startsWith('GH_') ? [['info', message]] : [] };
}
function gitSetup({ env, folder, readFile, runGit }, server, node) {
    const configPath = (0,external_node_path_namespaceObject.join)(folder.path, types_FILES.gitConfig);
    const isSetUp = Object.entries(env).some(([name, value]) => name.startsWith('GIT_CONFIG_VALUE_') && value === configPath);
    if (isSetUp)
        return install_NOTHING;
    const netrc = readFile((0,external_node_path_namespaceObject.join)(env.HOME ?? '', '.netrc'));
    const routes = findPushRoutes(server, { runGit, netrc });
    installGit(folder.path, { server, node, overrides: routes.config });
    const { exports, undo, warning } = appendInclude(env, configPath);
    const overridden = `A header that actions/checkout left for ${server.url} is overridden until the job ends.`;
    return {
        exports,
        paths: [],
        gitUndo: undo,
        messages: [
            ...(hasPersistedHeader(env, server, readFile) ? [['info', overridden]] : []),
            ...(isOnPath(env, 'git') ? [] : [['info', NO_GIT]]),
            ...routes.messages,
            ...(warning === null ? [] : [['warning', warning]]),
        ],
    };
}
const NO_GIT = 'git is not on PATH here. It will use the token in steps that have it, from version 2.31 on.';
function isOnPath(env, program) {
    const names = process.platform === 'win32' ? [`${program}.exe`] : [program];
    const folders = (env.PATH ?? env.Path ?? '').split(external_node_path_namespaceObject.delimiter);
    return folders.some((folder) => names.some((name) => folder !== '' && (0,external_node_fs_namespaceObject.existsSync)((0,external_node_path_namespaceObject.join)(folder, name))));
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
        replacePrivateFile((0,external_node_path_namespaceObject.join)(folder.path, types_FILES.keeper), JSON.stringify(identity));
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

;// CONCATENATED MODULE: ./build/bundled/src/action/refresh/export-token.js









async function exportToken(deps, found) {
    const { runner } = deps;
    const { choices, cache, credentials, setup } = found;
    const { folder, settings } = cache;
    const tokenFile = (0,external_node_path_namespaceObject.join)(folder.path, types_FILES.token);
    const names = choices.exportNames;
    const tokens = names.map((name) => [name, credentials.token]);
    const files = names.length > 0 ? [['GITHUB_TOKEN_FILE', tokenFile]] : [];
    const tools = toolExports(runner, found);
    const exports = [...setup.exports, ...tokens, ...files, ...tools];
    for (const [name, value] of exports)
        runner.exportVariable(name, value);
    applySetup(runner, setup);
    const login = await lookUpLogin(deps, settings, credentials);
    const outputs = [
        ['token', credentials.token],
        ['token-file', tokenFile],
        ['credentials-file', (0,external_node_path_namespaceObject.join)(folder.path, types_FILES.credentials)],
        ['expires-at', credentials.expires_at ?? ''],
        ['source', credentials.source],
        ['kind', credentials.kind],
        ['login', login],
        ['secret-file', choices.tools.includes('docker') ? (0,external_node_path_namespaceObject.join)(folder.path, types_FILES.secret) : ''],
    ];
    for (const [name, value] of outputs)
        runner.setOutput(name, value);
    report(runner, found, login);
    if (cache.role === 'first' || !isKeeperAlive(folder))
        startKeeper(runner.env, folder, settings);
}
function toolExports(runner, { choices, cache, credentials }) {
    const server = choices.tools.length > 0 ? serverOf(cache.settings.serverUrl) : undefined;
    if (server === undefined)
        return [];
    const site = { server, token: credentials.token, folder: cache.folder.path };
    const ours = ownValues(runner.env.RUNNER_TEMP ?? '');
    const plan = planTools(choices.tools, site, { env: runner.env, exported: choices.exportNames, ours });
    for (const message of plan.messages)
        runner.log.info(message);
    return plan.exports;
}
function report(runner, { choices, cache, credentials }, login) {
    const until = credentials.expires_at === null
        ? 'has no known expiry'
        : `is renewed before ${utcText(Date.parse(credentials.expires_at))}`;
    runner.log.info(`The token (source: ${credentials.source}) ${until}.`);
    const { fallbackReason, grant } = credentials.obtained;
    if (grant)
        runner.log.info(`The App grants this token ${grantText(grant)}.`);
    const isNormal = cache.settings.request.missingCredentials !== null;
    if (fallbackReason !== null) {
        (isNormal ? runner.log.notice : runner.log.warning)(`${fallbackReason} Falling back to github-token.`);
    }
    if (!choices.git)
        return;
    const identity = pushIdentity(credentials, login, cache.settings);
    runner.log.info(identity.line);
    if (identity.warning !== null)
        runner.log.warning(identity.warning);
}

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

;// CONCATENATED MODULE: ./build/bundled/src/action/start.js










function requestDepsOf({ runner, http, now, sleep, random, signal }) {
    const { log, mask, env } = runner;
    return { http, log, mask, now, sleep, random, signal, oidc: oidcEndpoint(env) };
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
    const code = systemErrorCode(error);
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

;// CONCATENATED MODULE: ./build/bundled/src/action/refresh/life.js
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

;// CONCATENATED MODULE: ./build/bundled/src/action/refresh/used-tokens.js





function recordUse(folder, { obtained: used }) {
    try {
        (0,external_node_fs_namespaceObject.appendFileSync)((0,external_node_path_namespaceObject.join)(folder, types_FILES.used), `${JSON.stringify(used)}\n`, { mode: 0o600 });
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
    const path = makePrivateFolder((0,external_node_path_namespaceObject.join)(runnerTemp, FOLDER_PREFIX));
    try {
        createPrivateFile((0,external_node_path_namespaceObject.join)(path, types_FILES.settings), JSON.stringify(settings));
    }
    catch (error) {
        (0,external_node_fs_namespaceObject.rmSync)(path, { recursive: true, force: true });
        throw error;
    }
    return { path };
}
function foldersIn(runnerTemp) {
    const names = (0,external_node_fs_namespaceObject.readdirSync)(runnerTemp).filter((name) => name.startsWith(FOLDER_PREFIX));
    return names
        .map((name) => ({ path: (0,external_node_path_namespaceObject.join)(runnerTemp, name) }))
        .filter(({ path }) => folderFault(path) === null && (0,external_node_fs_namespaceObject.existsSync)((0,external_node_path_namespaceObject.join)(path, types_FILES.settings)));
}
function readSettings(folder) {
    const fault = folderFault(folder.path);
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
        return { fault: `${(0,external_node_path_namespaceObject.join)(folder.path, types_FILES.settings)} is not valid JSON` };
    }
}
function readCached(folder) {
    return readCredentials((0,external_node_path_namespaceObject.join)(folder.path, types_FILES.credentials));
}
function tokenFileFault(folder, token) {
    const read = private_files_readPrivateFile((0,external_node_path_namespaceObject.join)(folder.path, types_FILES.token));
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
        writeToolFiles(folder.path, settings.toolFiles, { server, token: credentials.token });
    const modifiedAtMs = dueAtMs(credentials, clock);
    replacePrivateFile((0,external_node_path_namespaceObject.join)(folder.path, types_FILES.token), `${credentials.token}\n`, { modifiedAtMs });
    replacePrivateFile((0,external_node_path_namespaceObject.join)(folder.path, types_FILES.credentials), `${JSON.stringify(credentials, null, 2)}\n`);
}
function addKnownToken(folder, token) {
    const path = (0,external_node_path_namespaceObject.join)(folder.path, types_FILES.known);
    const read = private_files_readPrivateFile(path);
    if (read.state === 'refused')
        replacePrivateFile(path, '');
    const known = read.state === 'ok' ? read.text : '';
    if (known.split('\n').includes(token))
        return false;
    (0,external_node_fs_namespaceObject.appendFileSync)(path, `${token}\n`, { mode: 0o600 });
    return true;
}
function dueAtMs({ life }, clock) {
    return clock.wallMs() + Math.min(remainingLifeMs(life, clock) - life.refreshBeforeMs, NEVER_MS);
}
function isErased(folder) {
    return (0,external_node_fs_namespaceObject.existsSync)((0,external_node_path_namespaceObject.join)(folder.path, types_FILES.erased));
}
function clearErased(folder) {
    (0,external_node_fs_namespaceObject.rmSync)((0,external_node_path_namespaceObject.join)(folder.path, types_FILES.erased), { force: true });
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
        (0,external_node_fs_namespaceObject.unlinkSync)(path);
    }
    catch {
    }
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
    return (0,external_node_path_namespaceObject.join)(folder, `lock.${generation}`);
}
function generationsIn(folder) {
    const names = (0,external_node_fs_namespaceObject.readdirSync)(folder).map((name) => /^lock\.(\d{1,15})$/.exec(name)?.[1]);
    return names.filter((digits) => digits !== undefined).map(Number);
}
function highestGeneration(folder) {
    return Math.max(0, ...generationsIn(folder));
}
function observe(folder, look) {
    let heartbeatMs = 0;
    try {
        heartbeatMs = (0,external_node_fs_namespaceObject.statSync)(pathOf(folder, look.generation)).mtimeMs;
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
    const read = private_files_readPrivateFile(pathOf(folder, seen.generation));
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
    const draft = (0,external_node_path_namespaceObject.join)(folder, `.lock-${nonce}`);
    createPrivateFile(draft, text);
    try {
        (0,external_node_fs_namespaceObject.linkSync)(draft, pathOf(folder, generation));
    }
    catch (error) {
        if (systemErrorCode(error) === 'EEXIST')
            return null;
        throw error;
    }
    finally {
        (0,external_node_fs_namespaceObject.unlinkSync)(draft);
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
        (0,external_node_fs_namespaceObject.unlinkSync)(path);
    }
    catch {
    }
}
function emptyQuietly(path) {
    try {
        (0,external_node_fs_namespaceObject.truncateSync)(path);
    }
    catch {
    }
}
function heldLock(folder, generation, text) {
    const path = pathOf(folder, generation);
    const isHeld = () => {
        try {
            const read = private_files_readPrivateFile(path);
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
            (0,external_node_fs_namespaceObject.utimesSync)(path, beat, beat);
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
        return Promise.reject(new SourceFailure('bad_token', message));
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
        if (error instanceof SourceFailure && error.code === 'lease_ended')
            return null;
        throw error;
    }
    if (renewal.decision === 'replace')
        return renewal_credentialsOf(deps, settings, renewal.token);
    if (held.cause === 'rejected' || !isFresh(held.current.life, deps.clock))
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
        life: lifeOf(deps.clock, { expiresAtMs, issuerAheadMs, refreshBeforeMs: settings.refreshBeforeMs }),
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
        if (systemErrorCode(error) === '')
            throw error;
        return oldToken(deps, cache.folder, storageFault(error), error);
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
    return isFresh(read.credentials.life, deps.clock) ? read.credentials : null;
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
        deps.say(`refused ${types_FILES.credentials}: it ${read.why}; getting a new token.`);
    const current = read.state === 'ok' ? read.credentials : null;
    const currentIsUsable = current !== null && remainingLifeMs(current.life, deps.clock) > 0;
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
        if (!(error instanceof SourceFailure) && systemErrorCode(error) === '')
            throw error;
        return noteFailure(deps, cache, error);
    }
}
function repair(deps, cache, current) {
    const fault = tokenFileFault(cache.folder, current.token);
    if (fault === null)
        return;
    deps.say(`refused ${types_FILES.token}: it ${fault}; rewriting it.`);
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
    return isAlive && isFresh(current.life, deps.clock) ? 'unfounded' : cause;
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
    removeFile((0,external_node_path_namespaceObject.join)(folder.path, types_FILES.failure));
}
function noteFailure(deps, cache, error) {
    const message = error instanceof SourceFailure ? error.message : storageFault(error);
    const holdOffMs = Math.min(HOLD_OFF_MS, cache.settings.refreshBeforeMs / 4);
    const failure = { message, untilMonotonicMs: deps.clock.monotonicMs() + holdOffMs };
    try {
        replacePrivateFile((0,external_node_path_namespaceObject.join)(cache.folder.path, types_FILES.failure), JSON.stringify(failure));
    }
    catch {
    }
    return oldToken(deps, cache.folder, message, error);
}
function readFailure(folder) {
    const path = (0,external_node_path_namespaceObject.join)(folder.path, types_FILES.failure);
    const read = (0,external_node_fs_namespaceObject.existsSync)(path) ? private_files_readPrivateFile(path) : null;
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
    if (read.state === 'ok' && remainingLifeMs(read.credentials.life, deps.clock) > 0) {
        deps.say(`no new token: ${message} The current one stays in use until it expires.`);
        return read.credentials;
    }
    if (cause instanceof SourceFailure)
        throw cause;
    throw new SourceFailure('exhausted', `There is no token: ${message}`, { cause });
}

;// CONCATENATED MODULE: ./build/bundled/src/action/refresh/ledger.js




function keyOf(token) {
    return `${token.lease?.leaseId ?? ''} ${token.token}`;
}
function append(folder, entry) {
    (0,external_node_fs_namespaceObject.appendFileSync)((0,external_node_path_namespaceObject.join)(folder.path, types_FILES.ledger), `${JSON.stringify(entry)}\n`, { mode: 0o600 });
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

;// CONCATENATED MODULE: ./build/bundled/src/action/sources/pool-refusal.js





function refusalOf(response, request) {
    const { status } = response;
    const code = errorCodeOf(response.body);
    const says = poolReason(response, request.auth);
    const seconds = retryAfterSeconds(response, request.nowMs);
    const isSaid = seconds === null || new RegExp(`\\b${seconds} s(?:econds)?\\b`).test(says);
    const later = isSaid ? '' : ` It asks to come back in ${seconds} s.`;
    if (status === 401)
        return new SourceFailure('refused', unauthorizedMessage(request.auth, says));
    if (status === 403) {
        const advice = forbiddenAdvice(request);
        return new SourceFailure('refused', `The pool does not allow this job to lease (403).${says} ${advice}`);
    }
    if (code === 'lease_ended' || (status === 404 && request.wanted === null)) {
        return new SourceFailure('lease_ended', 'The pool no longer knows this lease.');
    }
    if (code === 'pool_exhausted' && isNeverServed(response.body)) {
        return new SourceFailure('exhausted', `No owner of the pool could ever serve this request.${says} Ask for less, or have the pool's operator add owners.`);
    }
    if (status === 503 && (code === 'pool_exhausted' || code === null)) {
        const message = `The pool has no token to lend that fits this request.${says}${later} Run it later, ask for less, or have the pool's operator add owners.`;
        return new SourceFailure('exhausted', message, { retryAfterSeconds: seconds });
    }
    if (status === 429) {
        return new SourceFailure('refused', `The pool limits how often this job may ask (429).${says}${later} Ask the pool's operator for a higher quota.`);
    }
    const named = code === null ? '' : `, ${code}`;
    return new SourceFailure('bad_answer', `The pool answered ${status}${named}.${says}${later} Check pool-url and the pool's log.`);
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
        throw new SourceFailure(code, `The pool cannot be used: ${error.message}`, { cause: error });
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
    const leases = answers_memberOf(answer, 'leases');
    if (!Array.isArray(leases) || leases.length === 0)
        return { tokens: [], faults: [{ code: 'bad_answer', rule: 'it carries no leases' }] };
    const tokens = [];
    const faults = [];
    for (const lease of leases.slice(0, 20)) {
        const format = checkTokenFormat(answers_memberOf(lease, 'token'));
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
    const format = checkTokenFormat(answers_memberOf(answer, 'token'));
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
    const answer = answers_parseJson(response.body);
    if (faultsOf(REPORT_ANSWER_SCHEMA, answer, 'answer').length > 0) {
        throw new SourceFailure('bad_answer', "The pool's answer to the report is not valid. Check that pool and action are of matching versions.");
    }
    return answer;
}
async function renewLease(deps, { lease, body, timeoutMs }) {
    const path = PATHS.renew(nativeId(lease));
    const response = await post(deps, { lease, body, timeoutMs, path, shownPath: PATHS.renew('*') });
    const answer = answers_parseJson(response.body);
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
    throw new SourceFailure('lease_ended', 'A mise-versions server has no leases to report or renew.');
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
    const isLegacy = answers_memberOf(answer, 'leases') === undefined && answers_memberOf(answer, 'token') !== undefined;
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
    const answer = answers_parseJson(response.body);
    if (typeof answer !== 'object' || answer === null)
        throw unusable(badAnswer(`it sent ${describeBody(response.body)}`));
    return answer;
}
function badAnswer(rule) {
    return { code: 'bad_answer', rule };
}
function unusable({ code, rule }) {
    return new SourceFailure(code, `The pool's answer cannot be used: ${rule}. Check pool-url and the pool.`);
}

;// CONCATENATED MODULE: ./build/bundled/src/action/sources/app.js












const app_PER_TRY_MS = 10_000;
const CLOCK_TOLERANCE_MS = 30_000;
async function mintAppToken(deps, order) {
    const ttlSeconds = order.minTtlSeconds ?? 0;
    if (ttlSeconds >= INSTALLATION_TOKEN_SECONDS) {
        throw new SourceFailure('refused', `The token of an App lives for an hour, and ${ttlSeconds} s were asked for. Ask for less.`);
    }
    const target = targetOf(order);
    const found = await requestAsApp(deps, order, { method: 'GET', path: target.path });
    const installationId = answers_memberOf(answers_parseJson(found.body), 'id');
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
        if (!(error instanceof HttpFailure))
            throw error;
        const code = error.code === 'cancelled' ? 'cancelled' : 'unreachable';
        throw new SourceFailure(code, `No token for the App: ${error.message}`, { cause: error });
    }
}
function lookupFailure({ status, body }, name) {
    if (status === 401) {
        return new SourceFailure('refused', 'GitHub does not accept the App (401). Check that private-key belongs to client-id or app-id.');
    }
    if (status === 404 && answers_memberOf(answers_parseJson(body), 'message') === 'Integration not found') {
        return new SourceFailure('refused', "GitHub has no App of this id (404). Copy client-id or app-id from the App's settings page.");
    }
    if (status === 404 && answers_memberOf(answers_parseJson(body), 'message') === undefined) {
        return new SourceFailure('unreachable', "What answers at github-api-url is not GitHub's API (404). On a GHES its address ends with /api/v3.");
    }
    if (status === 404) {
        return new SourceFailure('refused', `The App is not installed on ${name} (404). Install it there, or correct owner and repositories.`);
    }
    return new SourceFailure('unreachable', `GitHub did not say where the App is installed (status ${status}). Check github-api-url and GitHub's status page.`);
}
function mintedToken(response, { installationId, source }) {
    if (response.status !== 201) {
        const advice = response.status === 422
            ? 'Ask only for repositories and permissions that the installation has.'
            : 'Check the installation in the settings of its owner.';
        throw new SourceFailure('refused', `GitHub minted no token for the App (status ${response.status}). ${advice}`);
    }
    const answer = answers_parseJson(response.body);
    const token = answers_memberOf(answer, 'token');
    const format = checkTokenFormat(token);
    if (!format.ok)
        throw new SourceFailure('bad_token', `The token that GitHub minted is refused: ${format.rule}.`);
    const expiresAtMs = Date.parse(String(answers_memberOf(answer, 'expires_at')));
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
    throw new SourceFailure('refused', `GitHub did not revoke the installation token (status ${response.status}).`);
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
        throw new SourceFailure('bad_token', `${checked.why}. Replace it in the secret.`);
    }
    catch (error) {
        if (!(error instanceof SourceFailure) || deps.signal.aborted)
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
            throw new SourceFailure('bad_key', `Its private_key cannot be used: ${reading.rule}.`);
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
        throw new SourceFailure('bad_token', `It is refused: ${format.rule}.`);
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
    return new SourceFailure(spent > 0 ? 'exhausted' : (failures.at(-1)?.failure.code ?? 'no_credential'), lines.join(' '));
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
            const seconds = error instanceof SourceFailure ? error.retryAfterSeconds : null;
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
        if (!(error instanceof SourceFailure))
            throw error;
        deps.log.info(`The pool did not take the token back yet: ${error.message}`);
    }
}
function allRefused(bad) {
    const why = bad.at(-1)?.why ?? 'none was given';
    const tokens = bad.length === 1 ? 'one token' : `${bad.length} tokens`;
    return new SourceFailure('exhausted', `The pool's tokens cannot be used (${tokens} tried): ${why}. The pool was told; run the job again later.`);
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
        throw new SourceFailure('refused', `api-secret is not a key of a pool: ${fault}. Store the key in that secret again.`);
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
    throw new SourceFailure('exhausted', `The App's token cannot be used: ${checked.why}.`);
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
        throw new SourceFailure(worst?.code ?? 'no_credential', `${reason}${WHY_REQUIRED[request.required]}`);
    }
    if (request.fallbackToken === null) {
        throw new SourceFailure(worst?.code ?? 'no_credential', `${reason} There is no github-token to fall back to.`);
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
    if (error instanceof SourceFailure)
        return error;
    if (error instanceof HttpFailure) {
        const code = error.code === 'cancelled' ? 'cancelled' : 'unreachable';
        return new SourceFailure(code, error.message, { cause: error });
    }
    throw error;
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
                throw new SourceFailure('exhausted', 'The source gave no token.');
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

;// CONCATENATED MODULE: ./build/bundled/src/action/refresh/first-token.js








async function firstToken(deps, cache) {
    const { folder, settings } = cache;
    const source = createTokenSource({ ...requestDepsOf(deps), oidc: settings.oidc }, folder, settings);
    if (cache.role === 'later')
        return joined(deps, cache, source);
    const situation = { current: null, cause: 'due', currentIsUsable: false };
    const credentials = await nextCredentials({ source, clock: systemClock }, settings, situation);
    publish(cache, credentials, systemClock);
    return credentials;
}
async function joined(deps, { folder, settings }, source) {
    const { runner, sleep, signal } = deps;
    const tokenDeps = {
        source,
        clock: systemClock,
        sleep: (ms) => sleep(ms, signal),
        say: runner.log.warning,
        ensureKeeper: () => undefined,
    };
    const mask = (token) => runner.mask(...tokenMasks(token));
    for (const { token } of openTokens(folder))
        mask(token);
    const credentials = await freshToken(tokenDeps, { folder, settings });
    mask(credentials.token);
    return credentials;
}

;// CONCATENATED MODULE: ./build/bundled/src/action/refresh/main-process.js


function processSettings(own, clock) {
    const bundle = (stage) => (0,external_node_path_namespaceObject.join)((0,external_node_path_namespaceObject.dirname)((0,external_node_path_namespaceObject.dirname)(own.script)), stage, 'index.js');
    return {
        worker: identify(own.parentPid),
        startedAtMonotonicMs: clock.monotonicMs(),
        nodePath: own.nodePath,
        bundles: { token: bundle('token'), keeper: bundle('keeper') },
    };
}

;// CONCATENATED MODULE: ./build/bundled/src/action/runner/export-names.js
const SET_BY_RUNNER = {
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
const PROGRAM_CONTROLS = {
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
    if (isIn(SET_BY_RUNNER, name))
        return `${name} is set by the runner itself; choose another name, such as GITHUB_TOKEN`;
    if (isIn(PROGRAM_CONTROLS, name))
        return `${name} changes how programs load or run; choose another name, such as GH_TOKEN`;
    return null;
}
function isIn({ exact, prefixes }, name) {
    return words(exact).includes(name) || words(prefixes).some((prefix) => name.startsWith(prefix));
}
function words(text) {
    return text.trim().split(/\s+/);
}

;// CONCATENATED MODULE: ./build/bundled/src/action/refresh/choices.js





function readChoices(step) {
    const { inputs, env } = step;
    const seconds = (name, rule) => (inputs.integer(name, { min: 1, ...rule }) ?? rule.fallback) * 1000;
    const request = readRequest(step);
    const refreshBeforeMs = seconds('refresh-before', { max: 86_400, fallback: 300 });
    checkLifetime(inputs, 'refresh-before', { seconds: refreshBeforeMs / 1000, sources: request });
    const tools = readTools(inputs);
    const choices = {
        settings: {
            request,
            oidc: oidcEndpoint(env),
            serverUrl: env.GITHUB_SERVER_URL || 'https://github.com',
            toolFiles: toolFilesOf(tools),
            refreshBeforeMs,
            minRemaining: request.minRemaining,
            maxLifetimeMs: seconds('max-lifetime', { max: 5 * 86_400, fallback: 21_600 }),
        },
        git: inputs.flag('git', true) || tools.includes('git'),
        gh: inputs.flag('gh', true) || tools.includes('gh'),
        exportNames: readExportNames(inputs),
        tools: tools.filter((name) => name !== 'git' && name !== 'gh'),
        summary: inputs.flag('summary', true),
    };
    inputs.check();
    return choices;
}
function readRequest(step) {
    const { inputs } = step;
    const given = readToken(inputs, 'token');
    if (given !== '' && /[\s\p{Cc}]/u.test(given))
        inputs.fault('token', 'write one token, without white space.');
    return {
        ...readCommonRequest(step),
        given: given === '' ? null : given,
        count: 1,
        expectedRequests: null,
        minTtlSeconds: null,
        wait: false,
        verify: true,
        attempts: null,
    };
}

;// CONCATENATED MODULE: ./build/bundled/src/action/refresh/state.js

const NAME = 'refresh';
function state_saveState(runner, state) {
    runner.saveState(NAME, JSON.stringify(state));
}
function loadState(runner) {
    const state = parseJson(runner.getState(NAME));
    return typeof state === 'object' && state !== null ? state : null;
}

;// CONCATENATED MODULE: ./build/bundled/src/action/refresh/main.js
















async function beginRefreshing(deps, own) {
    const { runner } = deps;
    const { inputs } = runner;
    maskSecretInputs(inputs, runner.mask);
    const choices = readChoices({ inputs, env: runner.env, context: own.readContext() });
    const missing = runner.missingFiles(['GITHUB_OUTPUT', 'GITHUB_STATE', 'GITHUB_ENV', 'GITHUB_PATH'])[0];
    if (missing !== undefined)
        throw new RunnerFault(missing);
    claimSummary(runner);
    try {
        await refreshIn({ ...deps, runGit: own.runGit }, choices, findOrCreateCache(runner, choices, own));
    }
    catch (error) {
        throw systemErrorCode(error) === ''
            ? error
            : new SourceFailure('refused', storageFault(error), { cause: error });
    }
}
async function refreshIn(deps, choices, cache) {
    const { runner, readFile, runGit } = deps;
    const { folder, role, settings } = cache;
    let setup;
    let credentials;
    try {
        setup = installTools(choices, { env: runner.env, folder, settings, readFile, runGit });
        const { gitUndo } = setup;
        state_saveState(runner, { folder: folder.path, role, gitUndo, summary: choices.summary });
        credentials = await firstToken(deps, cache);
    }
    catch (error) {
        if (role === 'first' && openTokens(folder).length === 0)
            (0,external_node_fs_namespaceObject.rmSync)(folder.path, { recursive: true, force: true });
        throw error;
    }
    if (deps.signal.aborted)
        throw new SourceFailure('cancelled', 'The job was cancelled; post gives the token back.');
    await exportToken(deps, { choices, cache, credentials, setup });
}
function findOrCreateCache(runner, choices, own) {
    const runnerTemp = runner.env.RUNNER_TEMP ?? '';
    if (runnerTemp === '')
        throw new SourceFailure('refused', 'RUNNER_TEMP is not set; run this action on a runner.');
    const settings = { ...choices.settings, ...processSettings(own, systemClock) };
    for (const folder of foldersIn(runnerTemp)) {
        const found = readSettings(folder);
        if (!('fault' in found) && isSame(found, settings))
            return { folder, settings: found, role: 'later' };
    }
    return { folder: createFolder(runnerTemp, settings), settings, role: 'first' };
}
function isSame(one, other) {
    const comparable = ({ request, startedAtMonotonicMs: _startedAt, maxLifetimeMs: _maxLifetime, bundles: _bundles, oidc: _oidc, ...same }) => JSON.stringify({ ...same, request: { ...request, missingCredentials: null } });
    return comparable(one) === comparable(other);
}

;// CONCATENATED MODULE: ./node_modules/@actions/github/lib/context.js


class Context {
    /**
     * Hydrate the context from the environment
     */
    constructor() {
        var _a, _b, _c;
        this.payload = {};
        if (process.env.GITHUB_EVENT_PATH) {
            if ((0,external_fs_namespaceObject.existsSync)(process.env.GITHUB_EVENT_PATH)) {
                this.payload = JSON.parse((0,external_fs_namespaceObject.readFileSync)(process.env.GITHUB_EVENT_PATH, { encoding: 'utf8' }));
            }
            else {
                const path = process.env.GITHUB_EVENT_PATH;
                process.stdout.write(`GITHUB_EVENT_PATH ${path} does not exist${external_os_namespaceObject.EOL}`);
            }
        }
        this.eventName = process.env.GITHUB_EVENT_NAME;
        this.sha = process.env.GITHUB_SHA;
        this.ref = process.env.GITHUB_REF;
        this.workflow = process.env.GITHUB_WORKFLOW;
        this.action = process.env.GITHUB_ACTION;
        this.actor = process.env.GITHUB_ACTOR;
        this.job = process.env.GITHUB_JOB;
        this.runAttempt = parseInt(process.env.GITHUB_RUN_ATTEMPT, 10);
        this.runNumber = parseInt(process.env.GITHUB_RUN_NUMBER, 10);
        this.runId = parseInt(process.env.GITHUB_RUN_ID, 10);
        this.apiUrl = (_a = process.env.GITHUB_API_URL) !== null && _a !== void 0 ? _a : `https://api.github.com`;
        this.serverUrl = (_b = process.env.GITHUB_SERVER_URL) !== null && _b !== void 0 ? _b : `https://github.com`;
        this.graphqlUrl =
            (_c = process.env.GITHUB_GRAPHQL_URL) !== null && _c !== void 0 ? _c : `https://api.github.com/graphql`;
    }
    get issue() {
        const payload = this.payload;
        return Object.assign(Object.assign({}, this.repo), { number: (payload.issue || payload.pull_request || payload).number });
    }
    get repo() {
        if (process.env.GITHUB_REPOSITORY) {
            const [owner, repo] = process.env.GITHUB_REPOSITORY.split('/');
            return { owner, repo };
        }
        if (this.payload.repository) {
            return {
                owner: this.payload.repository.owner.login,
                repo: this.payload.repository.name
            };
        }
        throw new Error("context.repo requires a GITHUB_REPOSITORY environment variable like 'owner/repo'");
    }
}
//# sourceMappingURL=context.js.map
;// CONCATENATED MODULE: ./build/bundled/src/action/runner/context.js


function readContext(env) {
    if (!(0,external_node_fs_namespaceObject.existsSync)(env.GITHUB_EVENT_PATH ?? ''))
        delete env.GITHUB_EVENT_PATH;
    try {
        return new Context();
    }
    catch {
        delete env.GITHUB_EVENT_PATH;
        return new Context();
    }
}

;// CONCATENATED MODULE: external "node:child_process"
const external_node_child_process_namespaceObject = require("node:child_process");
;// CONCATENATED MODULE: ./build/bundled/src/action/tools/run-git.js



const run_git_TIMEOUT_MS = 5_000;
function gitIn(env) {
    return (args) => {
        const cwd = env.GITHUB_WORKSPACE;
        if (!cwd || !(0,external_node_fs_namespaceObject.existsSync)((0,external_node_path_namespaceObject.join)(cwd, '.git')))
            return null;
        const options = { cwd, env, encoding: 'utf8', timeout: run_git_TIMEOUT_MS, windowsHide: true };
        const ended = (0,external_node_child_process_namespaceObject.spawnSync)('git', args, { ...options, stdio: ['ignore', 'pipe', 'ignore'] });
        return ended.status === 0 ? ended.stdout : null;
    };
}

;// CONCATENATED MODULE: ./build/bundled/src/action/entries/refresh-token-main.js




const { env, ppid: parentPid, execPath: nodePath, argv } = process;
const own = { parentPid, nodePath, script: argv[1] ?? '' };
const outside = { readContext: () => readContext(env), runGit: gitIn(env) };
void startAction((deps) => beginRefreshing(deps, { ...own, ...outside }), { whenFailed: 'fail' });

})();

module.exports = __webpack_exports__;
/******/ })()
;