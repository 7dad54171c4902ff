/**
 * An entry of the runner's env, output and state files: `name<<delimiter`, the value, the delimiter. The value may
 * come from a stranger, so the delimiter is not only random but proven to be absent from it.
 */
export function heredoc(name: string, value: string, deps: { random: () => number; eol: string }): string {
  const delimiter = absentDelimiter(`${name}\n${value}`, deps.random);
  return `${name}<<${delimiter}${deps.eol}${value}${deps.eol}${delimiter}${deps.eol}`;
}

function absentDelimiter(text: string, random: () => number): string {
  let delimiter = 'ghadelimiter_';
  // Growing until absent ends for every text, even when `random` is constant.
  do
    delimiter += Math.floor(random() * 2 ** 48)
      .toString(16)
      .padStart(12, '0');
  while (text.includes(delimiter));
  return delimiter;
}
