import type { Budgets, UpstreamResult } from '../github/types.js';
import type { Token } from '../store/records.js';
import type { OwnersDeps } from './types.js';

/** GitHub's present answer about one token; `fault` is one line for people. */
export type CheckedToken = { token: Token; budgets: Budgets } | { token: Token; fault: string };

/** Asks GitHub about tokens, one after the other, without changing anything. For operators, never for leases. */
export async function checkTokens(deps: OwnersDeps, tokens: readonly Token[]): Promise<CheckedToken[]> {
  const checked: CheckedToken[] = [];
  for (const token of tokens) checked.push(await checkToken(deps, token));
  return checked;
}

async function checkToken(deps: OwnersDeps, token: Token): Promise<CheckedToken> {
  const owner = await deps.store.owners.find(token.ownerId);
  const open = owner && token.status !== 'removed' ? await deps.store.tokens.open(token.id) : undefined;
  if (!owner || !open) return { token, fault: 'the token was removed' };
  const result = await deps.upstream(owner.apiUrl).rateLimit(open.token);
  return 'ok' in result ? { token, budgets: result.ok } : { token, fault: faultOf(result) };
}

function faultOf(result: Exclude<UpstreamResult<Budgets>, { ok: Budgets }>): string {
  if ('unreachable' in result) return `GitHub could not be asked: ${result.unreachable}`;
  switch (result.refused) {
    case 'unauthorized':
      return 'GitHub does not accept the token (401)';
    case 'secondary_limited':
    case 'exhausted':
      return 'GitHub is rate-limiting this account';
    default:
      return 'GitHub refuses the account (403)';
  }
}
