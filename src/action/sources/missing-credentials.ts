import { repositoryOf } from '../runner/job.js';
import type { StepInputs } from '../runner/types.js';
import { memberOf } from './answers.js';

/**
 * Why no source can be used although the inputs are valid. This is normal for a job without access to secrets, so the
 * text must not suggest to a contributor that something is broken.
 */
export function explainMissingCredentials(step: StepInputs): string {
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
  if (!hasPool) return 'private-key is empty; check the name of the secret.';
  if (inputs.text('oidc') === 'always')
    return 'This job may not ask for an OIDC identity; add `permissions: id-token: write`.';
  return 'api-secret is empty and there is no OIDC identity; check the name of the secret, or add `permissions: id-token: write`.';
}

/** Never `apps` or `tokens`: their whole value is a secret, so an empty one looks like one that is not used. */
function missingCredential({ hasPool, hasApp }: { hasPool: boolean; hasApp: boolean }): string {
  if (hasPool) return 'no api-secret and no OIDC identity';
  return hasApp ? 'no private-key' : 'no source of tokens';
}

/** The head repository is null if the fork was deleted, and not every runner provides a payload. */
function isFromFork({ context }: StepInputs): boolean {
  if (!(context.eventName ?? '').startsWith('pull_request')) return false;
  const head = memberOf(memberOf(memberOf(context.payload, 'pull_request'), 'head'), 'repo');
  return memberOf(head, 'full_name') !== repositoryOf(context);
}
