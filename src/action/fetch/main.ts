import { budgetText } from '../budget-text.js';
import { RunnerFault } from '../runner/faults.js';
import type { JobContext } from '../runner/job.js';
import type { Runner, RunnerFile } from '../runner/types.js';
import { grantText } from '../sources/grant.js';
import { isEnterpriseServer } from '../sources/lease-inputs.js';
import { obtainTokens } from '../sources/obtain.js';
import { maskSecretInputs } from '../sources/source-inputs.js';
import { type ObtainedToken, SourceFailure, type TokenSourceName } from '../sources/types.js';
import { type ActionDeps, requestDepsOf } from '../start.js';
import { claimSummary } from '../summary/claim.js';
import { utcText } from '../utc-text.js';
import { exportTokens } from './outputs.js';
import { type FetchSettings, readSettings } from './settings.js';
import { createStateWriter } from './state.js';
import { equipTools } from './tools.js';

/**
 * fetch-token's main: gets tokens from the first source that has some and exports them for later steps. Throws when the
 * step must fail.
 */
export async function fetchTokens(deps: ActionDeps, readContext: () => JobContext): Promise<void> {
  const { runner } = deps;
  const { inputs } = runner;
  maskSecretInputs(inputs, runner.mask);
  const settings = readSettings({ inputs, env: runner.env, context: readContext() });
  requireFiles(runner, settings);
  claimSummary(runner);
  const state = createStateWriter(runner, settings);
  const sourceDeps = { ...requestDepsOf(deps), onObtained: state.keep, onSettled: state.drop };
  try {
    const tokens = await obtainTokens(sourceDeps, settings.request);
    if (deps.signal.aborted)
      throw new SourceFailure('cancelled', 'The job was cancelled; post gives the token back.');
    for (const token of tokens) state.keep(token);
    exportTokens(runner, tokens, settings.exportNames);
    const [first] = tokens;
    if (first) equipTools(runner, settings, { token: first.token, keep: state.keepTools });
    logTokens(runner, tokens, settings);
  } catch (error) {
    if (!isHarmless(error, settings)) throw error;
    runner.log.warning(`${error.message} The job continues without a token.`);
    runner.setOutput('fallback-reason', error.message);
  }
}

/** The only success without a token: there is no credential at all, and a token is not `required`. */
function isHarmless(error: unknown, settings: FetchSettings): error is SourceFailure {
  return (
    error instanceof SourceFailure && error.code === 'no_credential' && settings.request.required === 'no'
  );
}

function requireFiles(runner: Runner, settings: FetchSettings): void {
  const needed: RunnerFile[] = ['GITHUB_OUTPUT', 'GITHUB_STATE'];
  if (settings.exportNames.length + settings.tools.length > 0) needed.push('GITHUB_ENV');
  const missing = runner.missingFiles(needed)[0];
  if (missing !== undefined) throw new RunnerFault(missing);
}

/** Whether a source itself reports that it has fewer tokens than `count`; the others have only one. */
const REPORTS_SHORTFALL: { readonly [source in TokenSourceName]: boolean } = {
  pool: true,
  apps: true,
  tokens: true,
  app: false,
  given: false,
  fallback: false,
};

function logTokens(runner: Runner, tokens: readonly ObtainedToken[], settings: FetchSettings): void {
  for (const token of tokens) logToken(runner, token, settings);
  if (tokens.length < settings.request.count && tokens[0] && !REPORTS_SHORTFALL[tokens[0].source]) {
    runner.log.notice(
      `This source has one token, and \`count\` is ${settings.request.count}. Use a pool, \`apps\` or \`tokens\` for more.`,
    );
  }
  if (settings.exportNames.length > 0) runner.log.info(`Exported as ${settings.exportNames.join(', ')}.`);
}

function logToken(runner: Runner, token: ObtainedToken, settings: FetchSettings): void {
  if (token.source !== 'fallback') {
    const owner = token.ownerRef === null ? '' : ` of ${token.ownerRef}`;
    const until = token.expiresAtMs === null ? '' : `; it expires at ${utcText(token.expiresAtMs)}`;
    const budget = budgetText(token.rateLimit);
    runner.log.info(`Got a token${owner} from the ${token.source}; budget: ${budget}${until}.`);
    if (token.grant) runner.log.info(`The App grants this token ${grantText(token.grant)}.`);
    return;
  }
  const budget = token.rateLimit
    ? budgetText(token.rateLimit)
    : isEnterpriseServer(settings.request.githubApiUrl)
      ? 'as this server limits it'
      : 'GitHub gives it 1,000 requests an hour per repository';
  const line = `${token.fallbackReason} Falling back to github-token; its budget: ${budget}.`;
  // A configured source that failed needs fixing; a job without access to secrets does not.
  const isNormal = settings.request.missingCredentials !== null;
  (isNormal ? runner.log.notice : runner.log.warning)(line);
}
