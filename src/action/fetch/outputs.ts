import type { Runner } from '../runner/types.js';
import type { ObtainedToken } from '../sources/types.js';

/** Passes the tokens to later steps: the first under every exported name, all of them as outputs. */
export function exportTokens(
  runner: Runner,
  tokens: readonly ObtainedToken[],
  exportNames: readonly string[],
): void {
  const first = tokens[0];
  if (first === undefined) return;
  for (const [name, value] of outputsOf(first)) runner.setOutput(name, value);
  runner.setOutput('tokens', JSON.stringify(tokens.map(({ token }) => token)));
  for (const [index, { token }] of tokens.entries()) runner.setOutput(`token-${index + 1}`, token);
  for (const name of exportNames) runner.exportVariable(name, first.token);
}

function outputsOf(token: ObtainedToken): [string, string][] {
  const { rateLimit, expiresAtMs, lease } = token;
  const tokenId = token.tokenId === null ? '' : String(token.tokenId);
  return [
    ['token', token.token],
    ['token-id', tokenId],
    // The spelling of mise's composite action, so that its workflows run unchanged.
    ['token_id', tokenId],
    ['source', token.source],
    ['kind', token.kind],
    ['owner', token.ownerRef ?? ''],
    ['expires-at', expiresAtMs === null ? '' : new Date(expiresAtMs).toISOString()],
    ['remaining', rateLimit ? String(rateLimit.remaining) : ''],
    ['limit', rateLimit ? String(rateLimit.limit) : ''],
    ['reset-at', rateLimit ? new Date(rateLimit.resetAtMs).toISOString() : ''],
    ['lease-id', lease?.leaseId ?? ''],
    // Set again if `tools` includes docker; the runner uses the last value.
    ['secret-file', ''],
    ['fallback-reason', token.fallbackReason ?? ''],
  ];
}
