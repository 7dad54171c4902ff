/** Shares one call among all callers with the same key within one turn of the event loop; nothing is cached longer. */
export function coalesced<R>(call: (key: string) => R): (key: string) => R {
  const results = new Map<string, R>();
  return (key) => {
    const known = results.get(key);
    if (known !== undefined) return known;
    const result = call(key);
    if (results.size === 0) setImmediate(() => results.clear());
    results.set(key, result);
    return result;
  };
}
