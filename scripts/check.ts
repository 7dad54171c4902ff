import { spawn } from 'node:child_process';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** `mend` is the command that corrects what the stage reports. */
type Stage = { name: string; commands: string[][]; mend?: string };
type Outcome = { ok: boolean; output: string };

const COMPILE = ['tsc', '-p', 'tsconfig.json'];

/**
 * All checks, cheapest first. `dist` comes before `tests`, because the tests run the bundles.
 */
export const STAGES: readonly Stage[] = [
  { name: 'format', commands: [['biome', 'format', '.']], mend: 'npm run format' },
  { name: 'lint', commands: [['biome', 'lint', '--error-on-warnings', '.']] },
  { name: 'types', commands: [COMPILE] },
  { name: 'layers', commands: [['node', 'build/scripts/layers.js']] },
  { name: 'dead code', commands: [['knip', '--no-progress']] },
  { name: 'actions', commands: [['node', 'build/scripts/lint-actions.js']] },
  {
    name: 'generated',
    commands: [['node', 'build/scripts/generate.js', '--check']],
    mend: 'npm run generate',
  },
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

/** Runs a command with the dev dependencies first on PATH, as npm does, and returns its output. */
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
 * Runs the named stages, or all; prints a line for each, then the output of the failed ones. Returns the exit code.
 */
export async function check(names: readonly string[], print: (line: string) => void): Promise<number> {
  const unknown = names.filter((name) => !STAGES.some((stage) => stage.name === name));
  if (unknown.length > 0) {
    print(`check: no stage "${unknown.join('", "')}"; there are: ${STAGES.map((s) => s.name).join(', ')}`);
    return 2;
  }
  // The scripts of later stages run from `build/`; what the compiler finds is for `types` to report.
  await runCommand(COMPILE);
  const failures: string[] = [];
  for (const stage of STAGES.filter(({ name }) => names.length === 0 || names.includes(name))) {
    const startedAtMs = performance.now();
    const outcome = await runStage(stage);
    const seconds = ((performance.now() - startedAtMs) / 1000).toFixed(1);
    print(`${outcome.ok ? 'ok  ' : 'FAIL'}  ${stage.name.padEnd(10)} ${seconds.padStart(6)} s`);
    const advice = stage.mend === undefined ? '' : `To correct it: ${stage.mend}\n`;
    if (!outcome.ok) failures.push(`\n${stage.name}:\n${outcome.output}${advice}`);
  }
  for (const failure of failures) print(failure);
  return failures.length > 0 ? 1 : 0;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  process.exitCode = await check(process.argv.slice(2), console.log);
}
