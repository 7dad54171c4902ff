/** Where an action is in a job: extracted under `_actions`, or used in place. */
import { existsSync } from 'node:fs';
import { basename, join, relative, resolve } from 'node:path';
import type { JobState } from './job-state.js';
import {
  changedFiles,
  type Extraction,
  extractAction,
  makeReadOnly,
  readManifest,
  repositoryRootOf,
} from './manifest.js';
import type { UsesStep } from './types.js';

export interface PlacedAction {
  /** As in `uses:`. */
  name: string;
  folder: string;
  isLocal: boolean;
}

/** Extracts each action once per job and ref. */
export function placeAction(job: JobState, step: UsesStep): PlacedAction {
  const folder = resolve(step.action);
  const manifest = readManifest(folder);
  const root = repositoryRootOf(folder, manifest);
  const path = relative(root, folder);
  if (step.placement === 'in-place') return { name: `./${path}`, folder, isLocal: true };
  const script = join(folder, manifest.main);
  if (!existsSync(script))
    throw new Error(`${script} is missing: build the bundles before you run this test.`);
  const ref = step.ref ?? `octo-org/${basename(root).replaceAll(/[^\w.-]/g, '-')}@v1`;
  const extraction = extractionOf(job, ref, root);
  if (!extraction.actions.has(path)) {
    extraction.actions.set(path, extractAction({ root, folder, manifest }, extraction.folder));
    if (step.placement === 'read-only') makeReadOnly(extraction.folder);
  }
  const name = path === '' ? ref : ref.replace('@', `/${path}@`);
  return { name, folder: join(extraction.folder, path), isLocal: false };
}

function extractionOf(job: JobState, ref: string, root: string): Extraction {
  const known = job.extracted.get(ref);
  if (known !== undefined && known.source !== root)
    throw new Error(`Two repositories are called ${ref}: give one another 'ref'.`);
  if (known !== undefined) return known;
  const folder = join(job.settings.folders.actions, ...ref.split(/[/@]/));
  const extraction = { source: root, folder, actions: new Map() };
  job.extracted.set(ref, extraction);
  return extraction;
}

/** Files that actions changed in their own extracted folders. */
export function changedActionFiles(job: JobState): string[] {
  return [...job.extracted.values()].flatMap(({ folder, actions }) => {
    const stamp = new Map([...actions.values()].flatMap((files) => [...files]));
    return changedFiles(folder, stamp).map((file) => join(folder, file));
  });
}
