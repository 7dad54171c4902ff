"use strict";
exports.id = 614;
exports.ids = [614];
exports.modules = {

/***/ 614:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  handOver: () => (/* binding */ handOver),
  installTools: () => (/* reexport */ installTools)
});

// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(760);
// EXTERNAL MODULE: ./build/bundled/src/action/sources/answers.js
var answers = __webpack_require__(107);
// EXTERNAL MODULE: ./build/bundled/src/action/sources/github.js
var github = __webpack_require__(605);
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
        const response = await (0,github/* askGitHub */.X)(deps, {
            method: 'GET',
            apiUrl: settings.request.githubApiUrl,
            path: '/user',
            token: credentials.token,
            timeoutMs: LOGIN_TIMEOUT_MS,
        });
        const user = (0,answers/* parseJson */.qF)(response.body);
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

// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __webpack_require__(24);
// EXTERNAL MODULE: ./build/bundled/src/action/refresh/private-files.js
var private_files = __webpack_require__(836);
// EXTERNAL MODULE: ./build/bundled/src/action/refresh/types.js
var types = __webpack_require__(868);
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
  [ -e "$folder/${types/* FILES */.c.erased}" ] || [ -e "$folder/${types/* FILES */.c.unmasked}" ] && return 0
  [ -s "$folder/${types/* FILES */.c.token}" ] && ! [ -h "$folder/${types/* FILES */.c.token}" ] || return 0
  { : > "$folder/${types/* FILES */.c.now}"; } 2>/dev/null || return 1
  [ "$folder/${types/* FILES */.c.now}" -nt "$folder/${types/* FILES */.c.token}" ] 2>/dev/null
}

current_token() {
  token=
  if is_stale && [ -x "$node" ] && [ -f "$bundle" ]; then
    token=$("$node" "$bundle" --folder "$folder") || token=
  fi
  if [ -z "$token" ] && [ -r "$folder/${types/* FILES */.c.token}" ] && ! [ -h "$folder/${types/* FILES */.c.token}" ]; then
    IFS= read -r token < "$folder/${types/* FILES */.c.token}" || :
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
  done 2>/dev/null < "$folder/${types/* FILES */.c.known}"
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
        `for /f "usebackq delims=" %%K in ("%~dp0..\\${types/* FILES */.c.known}") do if "%%K"=="%CHOSEN%" goto renew`,
        'goto run',
        ':renew',
        `if not exist "%~dp0..\\${types/* FILES */.c.token}" goto run`,
        `set /p ${variable}=<"%~dp0..\\${types/* FILES */.c.token}"`,
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
    const directory = (0,external_node_path_.join)(folder, types/* FILES */.c.ghFolder);
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
  IFS= read -r token 2>/dev/null < "$folder/${types/* FILES */.c.token}" || token=
  # Only the token in use: another one was refused for reasons of its own, or is replaced already.
  if [ -n "$token" ] && [ "$password" = "$token" ]; then : > "$folder/${types/* FILES */.c.erased}"; fi
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
    const helperPath = (0,external_node_path_.join)(folder, types/* FILES */.c.gitHelper);
    const configPath = (0,external_node_path_.join)(folder, types/* FILES */.c.gitConfig);
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

// EXTERNAL MODULE: ./build/bundled/src/action/http/address.js
var address = __webpack_require__(650);
;// CONCATENATED MODULE: ./build/bundled/src/action/refresh/server.js

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

;// CONCATENATED MODULE: ./build/bundled/src/action/refresh/install.js









const NOTHING = { exports: [], paths: [], gitUndo: null, remarks: [] };
function installTools(wanted, at) {
    const node = { path: at.settings.nodePath, tokenBundle: at.settings.bundles.token };
    const ask = askScript(node.path, node.tokenBundle);
    (0,private_files/* ensurePrivateFile */.on)((0,external_node_path_.join)(at.folder.path, types/* FILES */.c.ask), ask, { mode: 0o700 });
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
    const configPath = (0,external_node_path_.join)(folder.path, types/* FILES */.c.gitConfig);
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
var process_identity = __webpack_require__(263);
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
        (0,private_files/* replacePrivateFile */.oN)((0,external_node_path_.join)(folder.path, types/* FILES */.c.keeper), JSON.stringify(identity));
}
function findKeeper(folder) {
    const read = (0,private_files/* readPrivateFile */.q1)((0,external_node_path_.join)(folder.path, types/* FILES */.c.keeper));
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

;// CONCATENATED MODULE: ./build/bundled/src/action/refresh/hand-over.js






async function handOver(deps, found) {
    const { runner } = deps;
    const { choices, place, credentials, wiring } = found;
    const { folder, settings } = place;
    const tokenFile = (0,external_node_path_.join)(folder.path, types/* FILES */.c.token);
    const names = choices.exportNames;
    const tokens = names.map((name) => [name, credentials.token]);
    const files = names.length > 0 ? [['GITHUB_TOKEN_FILE', tokenFile]] : [];
    runner.exportVariables([...wiring.exports, ...tokens, ...files]);
    wire(runner, wiring);
    const login = await lookUpLogin(deps, settings, credentials);
    runner.setOutputs([
        ['token', credentials.token],
        ['token-file', tokenFile],
        ['credentials-file', (0,external_node_path_.join)(folder.path, types/* FILES */.c.credentials)],
        ['expires-at', credentials.expires_at ?? ''],
        ['source', credentials.source],
        ['kind', credentials.kind],
        ['login', login],
    ]);
    report(runner, found, login);
    if (!isKeeperAlive(folder))
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


/***/ })

};
;