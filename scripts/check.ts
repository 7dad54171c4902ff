import { spawn } from 'node:child_process';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';

type Stage = { name: string; commands: string[][] };
type Outcome = { ok: boolean; output: string };

/**
 * Everything that a change must pass, cheapest first. `dist` comes before `tests`, because the tests run the bundles.
 */
export const STAGES: readonly Stage[] = [
  { name: 'format', commands: [['biome', 'format', '.']] },
  { name: 'lint', commands: [['biome', 'lint', '--error-on-warnings', '.']] },
  { name: 'types', commands: [['tsc', '-p', 'tsconfig.json']] },
  { name: 'layers', commands: [['node', 'build/scripts/layers.js']] },
  { name: 'dead code', commands: [['knip', '--no-progress']] },
  { name: 'actions', commands: [['node', 'build/scripts/lint-actions.js']] },
  { name: 'readme', commands: [['node', 'build/scripts/readme.js', '--check']] },
  { name: 'docs', commands: [['node', 'build/scripts/docs-check.js']] },
  {
    name: 'dist',
    commands: [
      ['npm', 'run', '--silent', 'build'],
      ['node', 'build/scripts/dist-check.js'],
    ],
  },
  { name: 'tests', commands: [['npm', 'test', '--silent']] },
];

/** Runs one command with the dev dependencies first on PATH, as npm would, and keeps what it printed. */
function runCommand(command: readonly string[]): Promise<Outcome> {
  const [program = '', ...args] = command;
  const path = [join(process.cwd(), 'node_modules', '.bin'), process.env.PATH].join(delimiter);
  // On Windows the programs are .cmd files, which only a shell can start.
  const child = spawn(program, args, {
    env: { ...process.env, PATH: path },
    shell: process.platform === 'win32',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk));
  const text = () => Buffer.concat(chunks).toString();
  return new Promise((resolve) => {
    child.on('error', (error) => resolve({ ok: false, output: `${program}: ${error.message}` }));
    child.on('close', (code) => resolve({ ok: code === 0, output: text() }));
  });
}

async function runStage(stage: Stage): Promise<Outcome> {
  for (const command of stage.commands) {
    const outcome = await runCommand(command);
    if (!outcome.ok) return { ok: false, output: `$ ${command.join(' ')}\n${outcome.output}` };
  }
  return { ok: true, output: '' };
}

/**
 * Runs the stages named (all without a name), prints a line for each and then the output of those that failed.
 * Returns the exit code.
 */
export async function check(names: readonly string[], print: (line: string) => void): Promise<number> {
  const unknown = names.filter((name) => !STAGES.some((stage) => stage.name === name));
  if (unknown.length > 0) {
    print(`check: no stage "${unknown.join('", "')}"; there are: ${STAGES.map((s) => s.name).join(', ')}`);
    return 2;
  }
  const failures: string[] = [];
  for (const stage of STAGES.filter(({ name }) => names.length === 0 || names.includes(name))) {
    const startedAtMs = performance.now();
    const outcome = await runStage(stage);
    const seconds = ((performance.now() - startedAtMs) / 1000).toFixed(1);
    print(`${outcome.ok ? 'ok  ' : 'FAIL'}  ${stage.name.padEnd(10)} ${seconds.padStart(6)} s`);
    if (!outcome.ok) failures.push(`\n${stage.name}:\n${outcome.output}`);
  }
  for (const failure of failures) print(failure);
  return failures.length > 0 ? 1 : 0;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  process.exitCode = await check(process.argv.slice(2), console.log);
}
