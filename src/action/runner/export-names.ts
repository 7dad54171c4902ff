import type { Inputs } from './types.js';

/** Variables that the runner sets for every process, overriding what an action exports. */
const SET_BY_RUNNER: Names = {
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

/** Variables that control what programs load and how they run. */
const PROGRAM_CONTROLS: Names = {
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

/** Reads the variables to export the token as; adds a fault for each unusable name. */
export function readExportNames(inputs: Inputs): string[] {
  const names = [...new Set(inputs.list('export-env'))];
  for (const fault of new Set(names.flatMap((name) => exportNameFault(name) ?? []))) {
    inputs.fault('export-env', `${fault}.`);
  }
  return names;
}

/** Why a token must not be exported under this name, or null. */
export function exportNameFault(name: string): string | null {
  if (!/^[A-Z_][A-Z0-9_]{0,99}$/.test(name)) {
    return 'write names of capital letters, digits and underscores, such as GITHUB_TOKEN';
  }
  if (isIn(SET_BY_RUNNER, name))
    return `${name} is set by the runner itself; choose another name, such as GITHUB_TOKEN`;
  if (isIn(PROGRAM_CONTROLS, name))
    return `${name} changes how programs load or run; choose another name, such as GH_TOKEN`;
  return null;
}

/** Names and prefixes, separated by white space. */
type Names = { readonly exact: string; readonly prefixes: string };

/** Parsed only when needed: as one regular expression it took 1.6 ms of every start. */
function isIn({ exact, prefixes }: Names, name: string): boolean {
  return words(exact).includes(name) || words(prefixes).some((prefix) => name.startsWith(prefix));
}

function words(text: string): string[] {
  return text.trim().split(/\s+/);
}
