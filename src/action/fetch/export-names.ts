/** Variables that the runner sets in every process, so that what an action exports under them is lost. */
const OVERWRITTEN =
  /^(?:CI|RUNNER_.*|ACTIONS_.*|INPUT_.*|STATE_.*|GITHUB_(?:ACTIONS?|ACTION_.*|ACTOR(?:_ID)?|API_URL|ARTIFACTS(?:_LIST)?|BASE_REF|ENV|EVENT_.*|GRAPHQL_URL|HEAD_REF|JOB|OUTPUT|PATH|REF(?:_.*)?|REPOSITORY(?:_.*)?|RETENTION_DAYS|RUN_.*|SERVER_URL|SHA|STATE|STEP_SUMMARY|TRIGGERING_ACTOR|WORKFLOW(?:_.*)?|WORKSPACE))$/;

/** Variables that decide what programs load, where they look and how they run. */
const STEERING =
  /^(?:PATH|PATHEXT|COMSPEC|SYSTEMROOT|WINDIR|PSMODULEPATH|HOME|USERPROFILE|APPDATA|LOCALAPPDATA|SHELL|TMPDIR|TMP|TEMP|IFS|CDPATH|ENV|BASH_.*|BASHOPTS|SHELLOPTS|PS[0-4]|PROMPT_COMMAND|GLOBIGNORE|EDITOR|VISUAL|PAGER|LESSOPEN|LESSCLOSE|LD_.*|DYLD_.*|GLIBC_TUNABLES|MALLOC_.*|GCONV_PATH|LOCPATH|NODE_.*|NPM_CONFIG_.*|PYTHON.*|PIP_.*|PERL5.*|PERLLIB|RUBY.*|GEM_.*|BUNDLE_GEMFILE|LUA_.*|PHPRC|PHP_INI_SCAN_DIR|JAVA_TOOL_OPTIONS|_JAVA_OPTIONS|JDK_JAVA_OPTIONS|JAVA_HOME|CLASSPATH|MAVEN_OPTS|GRADLE_OPTS|GOFLAGS|GOROOT|GOPATH|GOPROXY|GOENV|RUSTFLAGS|RUSTC.*|CARGO_HOME|DOTNET_.*|CORECLR_.*|COR_.*|MSBUILD.*|DOCKER_.*|GIT_.*|SSH_.*|GH_(?:HOST|REPO|CONFIG_DIR|PATH|EDITOR|BROWSER|PAGER)|CURL_.*|SSL_CERT_.*|OPENSSL_.*|REQUESTS_CA_BUNDLE|HTTPS?_PROXY|ALL_PROXY|FTP_PROXY|NO_PROXY|TOKEN_POOL_URL)$/;

/** Why a token must not be exported under this name, or null when it may. */
export function exportNameFault(name: string): string | null {
  if (!/^[A-Z_][A-Z0-9_]{0,99}$/.test(name)) {
    return 'write names of capital letters, digits and underscores, such as GITHUB_TOKEN';
  }
  if (OVERWRITTEN.test(name))
    return `${name} is set by the runner itself; choose another name, such as GITHUB_TOKEN`;
  if (STEERING.test(name))
    return `${name} changes how programs load or run; choose another name, such as GH_TOKEN`;
  return null;
}
