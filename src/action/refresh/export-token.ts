import { join } from 'node:path';
import type { Runner } from '../runner/types.js';
import { grantText } from '../sources/grant.js';
import type { ActionDeps } from '../start.js';
import { ownValues, planTools } from '../tools/plan.js';
import { serverOf } from '../tools/server.js';
import { utcText } from '../utc-text.js';
import type { StepCache } from './folder.js';
import { lookUpLogin, pushIdentity } from './identity.js';
import { applySetup, type ToolSetup } from './install.js';
import { isKeeperAlive, startKeeper } from './start-keeper.js';
import type { RefreshChoices } from './choices.js';
import { type Credentials, FILES } from './types.js';

/** What main obtained for the later steps. */
export type ExportInput = {
  readonly choices: RefreshChoices;
  readonly cache: StepCache;
  readonly credentials: Credentials;
  readonly setup: ToolSetup;
};

/** Exports the token and the tools, sets the outputs, logs who pushes, and starts the keeper. */
export async function exportToken(deps: ActionDeps, found: ExportInput): Promise<void> {
  const { runner } = deps;
  const { choices, cache, credentials, setup } = found;
  const { folder, settings } = cache;
  const tokenFile = join(folder.path, FILES.token);
  const names = choices.exportNames;
  const tokens = names.map((name) => [name, credentials.token] as const);
  // A step that exports nothing must not hide the file of one that does.
  const files = names.length > 0 ? [['GITHUB_TOKEN_FILE', tokenFile] as const] : [];
  const tools = toolExports(runner, found);
  const exports = [...setup.exports, ...tokens, ...files, ...tools];
  for (const [name, value] of exports) runner.exportVariable(name, value);
  applySetup(runner, setup);
  const login = await lookUpLogin(deps, settings, credentials);
  const outputs = [
    ['token', credentials.token],
    ['token-file', tokenFile],
    ['credentials-file', join(folder.path, FILES.credentials)],
    ['expires-at', credentials.expires_at ?? ''],
    ['source', credentials.source],
    ['kind', credentials.kind],
    ['login', login],
    ['secret-file', choices.tools.includes('docker') ? join(folder.path, FILES.secret) : ''],
  ] as const;
  for (const [name, value] of outputs) runner.setOutput(name, value);
  report(runner, found, login);
  // Last, so that it does not compete with this process for the CPU.
  if (cache.role === 'first' || !isKeeperAlive(folder)) startKeeper(runner.env, folder, settings);
}

/** Variables for the tools that the user named; their files were written with the token. */
function toolExports(runner: Runner, { choices, cache, credentials }: ExportInput) {
  const server = choices.tools.length > 0 ? serverOf(cache.settings.serverUrl) : undefined;
  if (server === undefined) return [];
  const site = { server, token: credentials.token, folder: cache.folder.path };
  const ours = ownValues(runner.env.RUNNER_TEMP ?? '');
  const plan = planTools(choices.tools, site, { env: runner.env, exported: choices.exportNames, ours });
  for (const message of plan.messages) runner.log.info(message);
  return plan.exports;
}

function report(runner: Runner, { choices, cache, credentials }: ExportInput, login: string): void {
  const until =
    credentials.expires_at === null
      ? 'has no known expiry'
      : `is renewed before ${utcText(Date.parse(credentials.expires_at))}`;
  runner.log.info(`The token (source: ${credentials.source}) ${until}.`);
  const { fallbackReason, grant } = credentials.obtained;
  if (grant) runner.log.info(`The App grants this token ${grantText(grant)}.`);
  const isNormal = cache.settings.request.missingCredentials !== null;
  if (fallbackReason !== null) {
    (isNormal ? runner.log.notice : runner.log.warning)(`${fallbackReason} Falling back to github-token.`);
  }
  if (!choices.git) return;
  const identity = pushIdentity(credentials, login, cache.settings);
  runner.log.info(identity.line);
  if (identity.warning !== null) runner.log.warning(identity.warning);
}
