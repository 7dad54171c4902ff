import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Environment, Inputs } from '../runner/types.js';
import {
  TOOL_NAMES,
  TOOLS,
  type Tool,
  type ToolName,
  type ToolSite,
  type ToolVariable,
} from './catalogue.js';
import { folderFault, readPrivateFile } from './private-files.js';
import { FOLDER_PREFIX, TOKEN_FILES, type ToolFile } from './token-files.js';

/** Reads `tools`: `all`, or names separated by commas or lines. */
export function readTools(inputs: Inputs): ToolName[] {
  const names = inputs.list('tools');
  if (names.length === 1 && names[0] === 'all') return TOOL_NAMES;
  const isKnown = (name: string): name is ToolName => TOOL_NAMES.some((known) => known === name);
  if (!names.every(isKnown)) inputs.fault('tools', `write all, or some of ${TOOL_NAMES.join(', ')}.`);
  return [...new Set(names.filter(isKnown))];
}

/** The files that these tools read the token from. */
export function toolFilesOf(tools: readonly ToolName[]): ToolFile[] {
  return tools.flatMap((name) => [...TOOLS[name].files]);
}

export type ToolPlan = {
  /** Those that are not left out. */
  readonly tools: readonly ToolName[];
  readonly exports: readonly (readonly [name: string, value: string])[];
  /** What was left alone or left out, and why. */
  readonly remarks: readonly string[];
};

export type Surroundings = {
  readonly env: Environment;
  /** Names that the step exports the token under anyhow. */
  readonly exported: readonly string[];
  /** Texts by which a value is told to be ours, from this step or an earlier one. */
  readonly ours: readonly string[];
};

/** The variables to set for these tools. What a step or job has set for itself is left as it is, and said. */
export function planTools(tools: readonly ToolName[], site: ToolSite, around: Surroundings): ToolPlan {
  const isCom = site.server.host === 'github.com';
  const isOut = (name: ToolName) => (TOOLS[name] as Tool).asksGitHubCom && !isCom;
  const out = tools.filter(isOut);
  const equipped = tools.filter((name) => !isOut(name));
  const variables = new Map<string, ToolVariable>();
  for (const name of equipped) {
    for (const each of (TOOLS[name] as Tool).variables(site)) variables.set(each.name, each);
  }
  for (const name of around.exported) variables.delete(name);
  const settled = [...variables.values()].map((each) => settle(each, around));
  const left = settled.flatMap(({ name, value }) => (value === null ? [name] : []));
  return {
    tools: equipped,
    exports: settled.flatMap(({ name, value }) => (value === null ? [] : [[name, value] as const])),
    remarks: [
      ...(left.length > 0
        ? [`Left as they are, because they are set for this job: ${left.join(', ')}.`]
        : []),
      ...(out.length > 0
        ? [`Left out, because they ask github.com and this job is of ${site.server.host}: ${out.join(', ')}.`]
        : []),
    ],
  };
}

/** Null: somebody else has set it. */
function settle({ name, value, list }: ToolVariable, { env, ours }: Surroundings) {
  const existing = env[name] ?? '';
  const isOurs = (text: string) => text === value || ours.some((mark) => text.includes(mark));
  if (list === undefined) return { name, value: existing === '' || isOurs(existing) ? value : null };
  const others = existing.split(list.separator).filter((part) => part.trim() !== '' && !isOurs(part));
  if (others.some((part) => part.includes(list.host))) return { name, value: null };
  return { name, value: [...others, value].join(list.separator) };
}

/** The tokens and folders of this and earlier steps of the suite in this job. */
export function ourMarks(runnerTemp: string): string[] {
  if (runnerTemp === '') return [];
  const folders = readdirSync(runnerTemp)
    .filter((name) => name.startsWith(FOLDER_PREFIX))
    .map((name) => join(runnerTemp, name))
    .filter((folder) => folderFault(folder) === null);
  const tokens = folders.flatMap((folder) => {
    const read = readPrivateFile(join(folder, TOKEN_FILES.known));
    return read.state === 'ok' ? read.text.split('\n') : [];
  });
  return [...folders, ...tokens.filter((token) => token !== '')];
}
