/**
 * Shares one call among all who ask the same question within one turn of the event loop; nothing is cached beyond it.
 * `nameOf` must differ where answers may.
 */
export function oncePerTurn<Q, A>(
  nameOf: (question: Q) => string,
  ask: (question: Q) => A,
): (question: Q) => A {
  const asked = new Map<string, A>();
  return (question) => {
    const name = nameOf(question);
    const known = asked.get(name);
    if (known !== undefined) return known;
    const answer = ask(question);
    if (asked.size === 0) setImmediate(() => asked.clear());
    asked.set(name, answer);
    return answer;
  };
}
