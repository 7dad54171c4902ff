import { parse } from 'yaml';
import { type Manifest, readManifest } from '../manifest.js';
import { all, type Page } from './pages.js';

type Step = { uses?: string; with?: Record<string, unknown> };

const manifests = {
  'org/fetch-token': () => readManifest('action.yml'),
  'org/fetch-token/refresh-token': () => readManifest('refresh-token/action.yml'),
};

/** Faults in the pages' YAML, with diffs applied: undeclared inputs and outputs, and invalid YAML. */
export function usageFaults(page: Page): string[] {
  const after = all(page.text, /```diff\n([\s\S]*?)```/g).map((diff) =>
    diff.replaceAll(/^(?:-.*\n|[+ ])/gm, ''),
  );
  const blocks = [...all(page.text, /```yaml\n([\s\S]*?)```/g), ...after];
  const faults = blocks.flatMap((block) => blockFaults(block));
  return faults.map((fault) => `${page.path}: ${fault}`);
}

function blockFaults(block: string): string[] {
  let parsed: unknown;
  try {
    parsed = parse(block);
  } catch (error) {
    return [`a block is not valid YAML: ${error instanceof Error ? error.message.split('\n')[0] : error}`];
  }
  return [...stepsIn(parsed).flatMap(inputFaults), ...outputFaults(block)];
}

/** The steps of a block, which may be a step, a list of steps or a workflow. */
function stepsIn(value: unknown): Step[] {
  if (value === null || typeof value !== 'object') return [];
  const inside = Object.values(value).flatMap(stepsIn);
  return 'uses' in value && typeof value.uses === 'string' ? [value as Step, ...inside] : inside;
}

function manifestOf(uses: string): Manifest | null {
  const [name = '', version] = uses.split('@');
  if (!(name in manifests) || version === undefined) return null;
  return manifests[name as keyof typeof manifests]();
}

function inputFaults(step: Step): string[] {
  const manifest = manifestOf(step.uses ?? '');
  if (manifest === null) return [];
  const unknown = Object.keys(step.with ?? {}).filter((name) => !(name in manifest.inputs));
  return unknown.map((name) => `${step.uses} has no input ${name}`);
}

/** Outputs used in a block with an action of the suite; they may be those of either action. */
function outputFaults(block: string): string[] {
  if (!block.includes('uses: org/fetch-token')) return [];
  const declared = new Set(Object.values(manifests).flatMap((read) => Object.keys(read().outputs)));
  return all(block, /steps\.[\w-]+\.outputs\.([\w-]+)/g)
    .filter((name) => !declared.has(name) && !/^token-\d+$/.test(name))
    .map((name) => `no action of the suite has the output ${name}`);
}
