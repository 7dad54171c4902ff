/** Writes small actions for tests. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

export interface FixtureAction {
  /** JavaScript of the scripts, as ES modules. */
  main: string;
  pre?: string;
  post?: string;
  postIf?: string;
  /** Input names with their defaults; null for an input without one. */
  inputs?: Readonly<Record<string, string | null>>;
}

/** Writes `action.yml` and the scripts into the folder, and returns it. */
export async function writeAction(folder: string, action: FixtureAction): Promise<string> {
  await mkdir(folder, { recursive: true });
  const runs: Record<string, string> = { using: 'node24' };
  for (const stage of ['main', 'pre', 'post'] as const) {
    const source = action[stage];
    if (source === undefined) continue;
    runs[stage] = `${stage}.mjs`;
    await writeFile(join(folder, `${stage}.mjs`), source);
  }
  if (action.postIf !== undefined) runs['post-if'] = action.postIf;
  const inputs = Object.entries(action.inputs ?? {}).map(([name, fallback]) => [
    name,
    { description: name, ...(fallback === null ? {} : { default: fallback }) },
  ]);
  const manifest = { name: 'fixture', description: 'fixture', inputs: Object.fromEntries(inputs), runs };
  // JSON is YAML.
  await writeFile(join(folder, 'action.yml'), JSON.stringify(manifest));
  return folder;
}
