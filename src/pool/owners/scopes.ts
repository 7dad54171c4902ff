/**
 * Whether a classic scope allows writing. Every scope that is not known to be read-only counts, so that one that GitHub
 * adds later is refused rather than accepted.
 */
function scopeWrites(scope: string): boolean {
  return !(scope.startsWith('read:') || scope === 'user:email');
}

/** The scopes that allow writing. */
export function writingScopes(scopes: readonly string[]): string[] {
  return scopes.filter(scopeWrites);
}
