import type { Inputs } from '../runner/types.js';

/** Variables that the runner sets in every process, so that what an action exports under them is lost. */
const OVERWRITTEN = listed(`
  CI RUNNER_* ACTIONS_* INPUT_* STATE_* GITHUB_ACTION GITHUB_ACTIONS GITHUB_ACTION_* GITHUB_ACTOR_ID
  GITHUB_ACTOR GITHUB_API_URL GITHUB_ARTIFACTS_LIST GITHUB_ARTIFACTS GITHUB_BASE_REF GITHUB_ENV
  GITHUB_EVENT_* GITHUB_GRAPHQL_URL GITHUB_HEAD_REF GITHUB_JOB GITHUB_OUTPUT GITHUB_PATH GITHUB_REF_*
  GITHUB_REF GITHUB_REPOSITORY_* GITHUB_REPOSITORY GITHUB_RETENTION_DAYS GITHUB_RUN_* GITHUB_SERVER_URL
  GITHUB_SHA GITHUB_STATE GITHUB_STEP_SUMMARY GITHUB_TRIGGERING_ACTOR GITHUB_WORKFLOW_* GITHUB_WORKFLOW
  GITHUB_WORKSPACE
`);

/** Variables that decide what programs load, where they look and how they run. */
const STEERING = listed(`
  PATH PATHEXT COMSPEC SYSTEMROOT WINDIR PSMODULEPATH HOME USERPROFILE APPDATA LOCALAPPDATA SHELL TMPDIR
  TMP TEMP IFS CDPATH ENV BASH_* BASHOPTS SHELLOPTS PS0 PS1 PS2 PS3 PS4 PROMPT_COMMAND GLOBIGNORE EDITOR
  VISUAL PAGER LESSOPEN LESSCLOSE LD_* DYLD_* GLIBC_TUNABLES MALLOC_* GCONV_PATH LOCPATH NODE_*
  NPM_CONFIG_* PYTHON* PIP_* PERL5* PERLLIB RUBY* GEM_* BUNDLE_GEMFILE LUA_* PHPRC PHP_INI_SCAN_DIR
  JAVA_TOOL_OPTIONS _JAVA_OPTIONS JDK_JAVA_OPTIONS JAVA_HOME CLASSPATH MAVEN_OPTS GRADLE_OPTS GOFLAGS
  GOROOT GOPATH GOPROXY GOENV RUSTFLAGS RUSTC* CARGO_HOME DOTNET_* CORECLR_* COR_* MSBUILD* DOCKER_* GIT_*
  SSH_* GH_HOST GH_REPO GH_CONFIG_DIR GH_PATH GH_EDITOR GH_BROWSER GH_PAGER CURL_* SSL_CERT_* OPENSSL_*
  REQUESTS_CA_BUNDLE HTTP_PROXY HTTPS_PROXY ALL_PROXY FTP_PROXY NO_PROXY TOKEN_POOL_URL
`);

/** The names under which later steps find the token; what is wrong with one is a fault of the inputs. */
export function readExportNames(inputs: Inputs): string[] {
  const names = [...new Set(inputs.list('export-env'))];
  for (const fault of new Set(names.flatMap((name) => exportNameFault(name) ?? []))) {
    inputs.fault('export-env', `${fault}.`);
  }
  return names;
}

/** Why a token must not be exported under this name, or null when it may. */
export function exportNameFault(name: string): string | null {
  if (!/^[A-Z_][A-Z0-9_]{0,99}$/.test(name)) {
    return 'write names of capital letters, digits and underscores, such as GITHUB_TOKEN';
  }
  if (isIn(OVERWRITTEN, name))
    return `${name} is set by the runner itself; choose another name, such as GITHUB_TOKEN`;
  if (isIn(STEERING, name))
    return `${name} changes how programs load or run; choose another name, such as GH_TOKEN`;
  return null;
}

type Names = { readonly exact: ReadonlySet<string>; readonly prefixes: readonly string[] };

/** Reads names separated by white space; `*` at the end of one stands for any rest. */
function listed(text: string): Names {
  const names = text.trim().split(/\s+/);
  const prefixes = names.filter((name) => name.endsWith('*')).map((name) => name.slice(0, -1));
  return { exact: new Set(names), prefixes };
}

/** Lists, because compiling them as one regular expression took 1.6 ms of every start. */
function isIn({ exact, prefixes }: Names, name: string): boolean {
  return exact.has(name) || prefixes.some((prefix) => name.startsWith(prefix));
}
