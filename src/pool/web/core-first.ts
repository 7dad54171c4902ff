/** The bucket that nearly every job spends from comes first; the others as they are, by name. */
export function coreFirst<T extends { bucket: string }>(buckets: readonly T[]): T[] {
  return [...buckets].sort((one, other) => Number(other.bucket === 'core') - Number(one.bucket === 'core'));
}
