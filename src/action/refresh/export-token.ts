import { join } from 'node:path';
import type { Runner } from '../runner/types.js';
import { grantText } from '../sources/grant.js';
import type { ActionDeps } from '../start.js';
import { ourMarks, planTools } from '../tools/plan.js';
import { serverOf } from '../tools/server.js';
import { utcText } from '../utc-text.js';
import type { Place } from './folder.js';
import { lookUpLogin, pushIdentity } from './identity.js';
import { type Wiring, wire } from './install.js';
import { isKeeperAlive, startKeeper } from './keeper-process.js';
import type { RefreshChoices } from './settings.js';
import { type Credentials, FILES } from './types.js';

/** What main got, on its way to the later steps. */
export type Exported = {
  readonly choices: RefreshChoices;
  readonly place: Place;
  readonly credentials: Credentials;
  readonly wiring: Wiring;
};

/** Makes git and gh known, exports, sets the outputs, says in the log who pushes, and starts the keeper. */
export async function exportToken(deps: ActionDeps, found: Exported): Promise<void> {
  const { runner } = deps;
  const { choices, place, credentials, wiring } = found;
  const { folder, settings } = place;
  const tokenFile = join(folder.path, FILES.token);
  const names = choices.exportNames;
  const tokens = names.map((name) => [name, credentials.token] as const);
  // Who exports nothing has another step for that, whose file this one must not hide.
  const files = names.length > 0 ? [['GITHUB_TOKEN_FILE', tokenFile] as const] : [];
  const tools = toolExports(runner, found);
  const exports = [...wiring.exports, ...tokens, ...files, ...tools];
  for (const [name, value] of exports) runner.exportVariable(name, value);
  wire(runner, wiring);
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
  // Last, so that it does not compete with this process for the machine.
  if (place.role === 'first' || !isKeeperAlive(folder)) startKeeper(runner.env, folder, settings);
}

/** What else the tools need that the user named; their files were written with the token. */
function toolExports(runner: Runner, { choices, place, credentials }: Exported) {
  const server = choices.tools.length > 0 ? serverOf(place.settings.serverUrl) : undefined;
  if (server === undefined) return [];
  const site = { server, token: credentials.token, folder: place.folder.path };
  const ours = ourMarks(runner.env.RUNNER_TEMP ?? '');
  const plan = planTools(choices.tools, site, { env: runner.env, exported: choices.exportNames, ours });
  for (const remark of plan.remarks) runner.log.info(remark);
  return plan.exports;
}

function report(runner: Runner, { choices, place, credentials }: Exported, login: string): void {
  const until =
    credentials.expires_at === null
      ? 'has no known expiry'
      : `is renewed before ${utcText(Date.parse(credentials.expires_at))}`;
  runner.log.info(`The token of the ${credentials.source} source ${until}.`);
  const { fallbackReason, grant } = credentials.obtained;
  if (grant) runner.log.info(`The App grants it ${grantText(grant)}.`);
  const isNormal = place.settings.request.missingCredentials !== null;
  if (fallbackReason !== null) {
    (isNormal ? runner.log.notice : runner.log.warning)(`${fallbackReason} Falling back to github-token.`);
  }
  if (!choices.git) return;
  const identity = pushIdentity(credentials, login, place.settings);
  runner.log.info(identity.line);
  if (identity.warning !== null) runner.log.warning(identity.warning);
}
