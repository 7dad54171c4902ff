/** Where an action is in a job: extracted under `_actions`, or used in place. */
import { access } from 'node:fs/promises';
import { basename, join, relative, resolve } from 'node:path';
import type { JobState } from './job-state.js';
import {
  changedFiles,
  type ExtractedRepository,
  extractRepository,
  makeReadOnly,
  readManifest,
  repositoryRootOf,
  stampTree,
} from './manifest.js';
import type { UsesStep } from './types.js';

export interface PlacedAction {
  /** As in `uses:`. */
  name: string;
  folder: string;
  isLocal: boolean;
}

/** Extracts the action's repository once per job and ref. */
export async function placeAction(job: JobState, step: UsesStep): Promise<PlacedAction> {
  const source = resolve(step.action);
  const manifest = await readManifest(source);
  const root = repositoryRootOf(source, manifest);
  const path = relative(root, source);
  if (step.placement === 'in-place') return { name: `./${path}`, folder: source, isLocal: true };
  await access(join(source, manifest.main)).catch(() => {
    throw new Error(`${join(source, manifest.main)} is missing: build the bundles before you run this test.`);
  });
  const ref = step.ref ?? `octo-org/${basename(root).replaceAll(/[^\w.-]/g, '-')}@v1`;
  const extracted = job.extracted.get(ref) ?? (await extract(job, step, root, ref));
  if (extracted.source !== root)
    throw new Error(`Two repositories are called ${ref}: give one another 'ref'.`);
  const name = path === '' ? ref : ref.replace('@', `/${path}@`);
  return { name, folder: join(extracted.folder, path), isLocal: false };
}

async function extract(
  job: JobState,
  step: UsesStep,
  root: string,
  ref: string,
): Promise<ExtractedRepository> {
  const folder = join(job.settings.folders.actions, ...ref.split(/[/@]/));
  await extractRepository(root, folder);
  const extracted = { source: root, folder, stamp: await stampTree(folder) };
  if (step.placement === 'read-only') await makeReadOnly(folder);
  job.extracted.set(ref, extracted);
  return extracted;
}

/** Files that actions changed in their own extracted folders. */
export async function changedActionFiles(job: JobState): Promise<string[]> {
  const changes: string[] = [];
  for (const { folder, stamp } of job.extracted.values()) {
    for (const file of await changedFiles(folder, stamp)) changes.push(join(folder, file));
  }
  return changes;
}
