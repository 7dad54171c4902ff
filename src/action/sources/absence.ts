import type { Environment, Inputs } from '../runner/types.js';
import { memberOf, parseJson } from './answers.js';

export type Reading = {
  readonly inputs: Inputs;
  readonly env: Environment;
  /** The text of a file, or an empty text when it cannot be read. */
  readonly readFile: (path: string) => string;
};

/**
 * Why no source can be used although the inputs are right. For a job without access to secrets this is the normal
 * case, and the words should tell a contributor that nothing is broken.
 */
export function explainAbsence(reading: Reading): string {
  const { inputs, env } = reading;
  const hasPool = (inputs.text('pool-url') || env.TOKEN_POOL_URL || '') !== '';
  const hasApp = (inputs.text('client-id') || inputs.text('app-id')) !== '';
  if (!hasPool && !hasApp) return 'No source is configured: set pool-url, or client-id and private-key.';
  const missing = hasPool ? 'no api-secret and no OIDC identity' : 'no private-key';
  if (isFromFork(reading))
    return `This run comes from a fork, which is given no secrets, so there is ${missing}.`;
  if (env.GITHUB_ACTOR === 'dependabot[bot]') {
    return `Runs for Dependabot see only Dependabot's own secrets, so there is ${missing}.`;
  }
  if (!hasPool) return 'private-key is empty; check the name of the secret.';
  if (inputs.text('oidc') === 'always')
    return 'This job may not ask for an OIDC identity; add `permissions: id-token: write`.';
  return 'api-secret is empty and there is no OIDC identity; check the name of the secret, or add `permissions: id-token: write`.';
}

/** The head repository is null when the fork was deleted; then there is no telling, nor a need to. */
function isFromFork({ env, readFile }: Reading): boolean {
  if (!(env.GITHUB_EVENT_NAME ?? '').startsWith('pull_request')) return false;
  const pullRequest = memberOf(parseJson(readFile(env.GITHUB_EVENT_PATH ?? '')), 'pull_request');
  const head = memberOf(memberOf(memberOf(pullRequest, 'head'), 'repo'), 'full_name');
  return typeof head === 'string' && head !== env.GITHUB_REPOSITORY;
}
