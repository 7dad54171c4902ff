/**
 * Whether a classic scope lets its bearer change something at GitHub. Everything that is not known to be for
 * reading counts as writing, so that a scope which GitHub adds later is refused rather than let through.
 */
function scopeWrites(scope: string): boolean {
  return !(scope.startsWith('read:') || scope === 'user:email');
}

/** The scopes among these that can write, for a message. */
export function writingScopes(scopes: readonly string[]): string[] {
  return scopes.filter(scopeWrites);
}
