/**
 * Asks once for all who want the same answer during one turn of the event loop. Nothing is kept beyond it, so no
 * answer is older than a turn.
 */
export function oncePerTurn<A>(ask: (key: string) => Promise<A>): (key: string) => Promise<A> {
  const asked = new Map<string, Promise<A>>();
  return (key) => {
    const known = asked.get(key);
    if (known) return known;
    if (asked.size === 0) setImmediate(() => asked.clear());
    const answer = ask(key);
    asked.set(key, answer);
    return answer;
  };
}
