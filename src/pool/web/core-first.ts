/** Puts `core` first, which nearly every job uses, and leaves the others in their order. */
export function coreFirst<T extends { bucket: string }>(buckets: readonly T[]): T[] {
  return [...buckets].sort((one, other) => Number(other.bucket === 'core') - Number(one.bucket === 'core'));
}
