import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { readManifest } from '../scripts/manifest.js';

const FILE_COMMANDS = ['ENV', 'OUTPUT', 'STATE', 'PATH', 'STEP_SUMMARY'];

/** The environment of a `fetch-token` step, as far as a bench needs it. */
export type Step = {
  main: string;
  post: string;
  folder: string;
  env: Record<string, string>;
  /** Empties the file commands, as the runner does before each stage. */
  reset(): void;
  /** What the last stage wrote to a file command, such as ENV. */
  written(command: string): string;
  remove(): void;
};

/** Prepares a step of the committed action; `inputs` override the manifest's defaults. */
export function prepareStep(manifestPath: string, inputs: Record<string, string>): Step {
  const manifest = readManifest(manifestPath);
  const folder = mkdtempSync(join(tmpdir(), 'bench-'));
  const fileOf = (command: string) => join(folder, command.toLowerCase());
  const reset = () => {
    for (const command of FILE_COMMANDS) writeFileSync(fileOf(command), '');
  };
  reset();
  const script = (name: string) => join(process.cwd(), dirname(manifestPath), name);
  return {
    main: script(manifest.runs.main),
    post: script(manifest.runs.post ?? ''),
    folder,
    env: {
      ...jobEnvironment(folder),
      ...Object.fromEntries(FILE_COMMANDS.map((command) => [`GITHUB_${command}`, fileOf(command)])),
      ...inputVariables(manifest.inputs, inputs),
    },
    reset,
    written: (command) => readFileSync(fileOf(command), 'utf8'),
    remove: () => rmSync(folder, { recursive: true }),
  };
}

function jobEnvironment(folder: string): Record<string, string> {
  return {
    PATH: process.env.PATH ?? '',
    HOME: folder,
    CI: 'true',
    GITHUB_ACTIONS: 'true',
    GITHUB_WORKSPACE: folder,
    RUNNER_TEMP: folder,
    GITHUB_REPOSITORY: 'octo-org/widgets',
    GITHUB_WORKFLOW: 'bench',
    GITHUB_JOB: 'bench',
    GITHUB_RUN_ID: '1',
    GITHUB_RUN_ATTEMPT: '1',
    GITHUB_EVENT_NAME: 'push',
  };
}

/** Every declared input is present, as on the runner; expressions in defaults count as empty. */
function inputVariables(
  declared: Record<string, { default?: string | number | boolean }>,
  inputs: Record<string, string>,
): Record<string, string> {
  const variables: Record<string, string> = {};
  for (const [name, { default: fallback = '' }] of Object.entries(declared)) {
    const value = inputs[name] ?? (String(fallback).includes('${{') ? '' : String(fallback));
    variables[`INPUT_${name.toUpperCase()}`] = value;
  }
  return variables;
}

/** The environment of post: the state that main saved. */
export function stateVariables(stateFile: string): Record<string, string> {
  const variables: Record<string, string> = {};
  for (const [, name = '', delimiter, value = ''] of stateFile.matchAll(
    /^([^\n=]+?)<<([^\n]+)\n([\s\S]*?)\n?^\2$/gm,
  )) {
    if (delimiter) variables[`STATE_${name}`] = value;
  }
  return variables;
}
