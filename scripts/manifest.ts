import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parse } from 'yaml';

/** One input or output as `action.yml` declares it. */
export type Declaration = {
  description?: string;
  default?: string | number | boolean;
  required?: boolean;
  deprecationMessage?: string;
};

/** The part of an `action.yml` that this project uses. */
export type Manifest = {
  name: string;
  description: string;
  branding?: { icon?: string; color?: string };
  inputs: Record<string, Declaration>;
  outputs: Record<string, Declaration>;
  runs: { using: string; pre?: string; main: string; post?: string; 'post-if'?: string };
};

/** Reads the manifest at `path`. */
export function readManifest(path: string): Manifest {
  return { inputs: {}, outputs: {}, ...parse(readFileSync(path, 'utf8')) };
}

/** The manifests of the suite, those that exist. */
export function findManifests(root: string): string[] {
  return ['action.yml', 'fetch-token/action.yml', 'refresh-token/action.yml'].filter((path) =>
    existsSync(join(root, path)),
  );
}

/** What would make the runner refuse or misread the manifest `path` (relative to `root`), one line each. */
export function manifestFaults(root: string, path: string): string[] {
  const manifest = readManifest(join(root, path));
  const faults: string[] = [];
  if (manifest.runs.using !== 'node24') faults.push('runs.using must be node24');
  if (!manifest.runs.post) faults.push('runs.post is missing');
  if (manifest.runs.pre) faults.push('runs.pre is never run for a local action; do it in main');
  for (const script of [manifest.runs.main, manifest.runs.post]) {
    if (script && !existsSync(join(root, dirname(path), script))) faults.push(`${script} does not exist`);
  }
  if (!manifest.branding?.icon || !manifest.branding.color) faults.push('branding needs an icon and a color');
  for (const [name, declared] of [...Object.entries(manifest.inputs), ...Object.entries(manifest.outputs)]) {
    if (!/^[a-z][a-z0-9_-]*$/.test(name)) faults.push(`${name}: write names in kebab-case`);
    if (!declared.description) faults.push(`${name}: has no description`);
  }
  return faults.map((fault) => `${path}: ${fault}`);
}
