import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { fuzz, distributeCases } from './run.js';
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
  if (unknown.length > 0) throw new Error(`unknown target "${unknown.join('", "')}"\n${USAGE}`);
  const targets = TARGETS.filter(({ name }) => positionals.length === 0 || positionals.includes(name));
  const seed = values.seed === undefined ? randomInt(2 ** 31) : wholeNumber(values.seed, '--seed');
  const shares = distributeCases(targets, wholeNumber(values.cases, '--cases'));
  console.log(`seed ${seed}`);
  let total = 0;
  let allHold = true;
  for (const [index, target] of targets.entries()) {
    const cases = shares[index] ?? 1;
    const { name, seconds, fault, ...result } = await fuzz(target, { cases, seed });
    total += result.cases;
    const verdict = fault === null ? 'holds ' : 'BROKEN';
    console.log(
      `${verdict}  ${name.padEnd(18)} ${String(result.cases).padStart(7)} cases  ${seconds.toFixed(1).padStart(6)} s`,
    );
    if (fault === null) continue;
    allHold = false;
    console.log(`${fault}\nagain: npm run fuzz -- ${name} --cases ${cases} --seed ${seed}`);
  }
  console.log(`${total} cases, seed ${seed}`);
  return allHold;
}

try {
  process.exitCode = (await main(process.argv.slice(2))) ? 0 : 1;
} catch (error) {
  console.error(`fuzz: ${error instanceof Error ? error.message : error}`);
  process.exitCode = 2;
}
