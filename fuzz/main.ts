import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { fuzz, sharesOf } from './run.js';
import { TARGETS } from './targets.js';

const USAGE = `usage: npm run fuzz -- [TARGET]... [--cases N] [--seed N]\ntargets: ${TARGETS.map(({ name }) => name).join(', ')}`;

function wholeNumber(text: string, name: string): number {
  if (!/^\d{1,10}$/.test(text)) throw new Error(`${name} must be a whole number\n${USAGE}`);
  return Number(text);
}

async function main(args: readonly string[]): Promise<boolean> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { cases: { type: 'string', default: '100000' }, seed: { type: 'string' } },
  });
  const unknown = positionals.filter((name) => !TARGETS.some((target) => target.name === name));
  if (unknown.length > 0) throw new Error(`there is no target "${unknown.join('", "')}"\n${USAGE}`);
  const targets = TARGETS.filter(({ name }) => positionals.length === 0 || positionals.includes(name));
  const seed = values.seed === undefined ? randomInt(2 ** 31) : wholeNumber(values.seed, '--seed');
  const shares = sharesOf(targets, wholeNumber(values.cases, '--cases'));
  console.log(`seed ${seed}`);
  let total = 0;
  let isSound = true;
  for (const [index, target] of targets.entries()) {
    const cases = shares[index] ?? 1;
    const { name, seconds, fault, ...done } = await fuzz(target, { cases, seed });
    total += done.cases;
    const verdict = fault === null ? 'holds ' : 'BROKEN';
    console.log(
      `${verdict}  ${name.padEnd(18)} ${String(done.cases).padStart(7)} cases  ${seconds.toFixed(1).padStart(6)} s`,
    );
    if (fault === null) continue;
    isSound = false;
    console.log(`${fault}\nagain: npm run fuzz -- ${name} --cases ${cases} --seed ${seed}`);
  }
  console.log(`${total} cases, seed ${seed}`);
  return isSound;
}

try {
  process.exitCode = (await main(process.argv.slice(2))) ? 0 : 1;
} catch (error) {
  console.error(`fuzz: ${error instanceof Error ? error.message : error}`);
  process.exitCode = 2;
}
