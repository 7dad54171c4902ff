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

/** The files from which these tools read the token. */
export function toolFilesOf(tools: readonly ToolName[]): ToolFile[] {
  return tools.flatMap((name) => [...TOOLS[name].files]);
}

export type ToolPlan = {
  /** Without those that were skipped. */
  readonly tools: readonly ToolName[];
  readonly exports: readonly (readonly [name: string, value: string])[];
  /** Log lines: what was left unchanged or skipped, and why. */
  readonly messages: readonly string[];
};

export type PlanContext = {
  readonly env: Environment;
  /** Variables that the step exports the token as in any case. */
  readonly exported: readonly string[];
  /** A value that contains one of these was set by this step or an earlier one of the suite. */
  readonly ours: readonly string[];
};

/** The variables to set for these tools. Those that the workflow set itself are left unchanged and reported. */
export function planTools(tools: readonly ToolName[], site: ToolSite, context: PlanContext): ToolPlan {
  const isCom = site.server.host === 'github.com';
  const isSkipped = (name: ToolName) => (TOOLS[name] as Tool).asksGitHubCom && !isCom;
  const skipped = tools.filter(isSkipped);
  const kept = tools.filter((name) => !isSkipped(name));
  const variables = new Map<string, ToolVariable>();
  for (const name of kept) {
    for (const each of (TOOLS[name] as Tool).variables(site)) variables.set(each.name, each);
  }
  for (const name of context.exported) variables.delete(name);
  const settled = [...variables.values()].map((each) => settle(each, context));
  const unchanged = settled.flatMap(({ name, value }) => (value === null ? [name] : []));
  return {
    tools: kept,
    exports: settled.flatMap(({ name, value }) => (value === null ? [] : [[name, value] as const])),
    messages: [
      ...(unchanged.length > 0
        ? [`Left unchanged, because the job sets them itself: ${unchanged.join(', ')}.`]
        : []),
      ...(skipped.length > 0
        ? [
            `Skipped, because they use github.com and this job belongs to ${site.server.host}: ${skipped.join(', ')}.`,
          ]
        : []),
    ],
  };
}

/** A null value means that the workflow set the variable itself. */
function settle({ name, value, list }: ToolVariable, { env, ours }: PlanContext) {
  const existing = env[name] ?? '';
  const isOurs = (text: string) => text === value || ours.some((mark) => text.includes(mark));
  if (list === undefined) return { name, value: existing === '' || isOurs(existing) ? value : null };
  const others = existing.split(list.separator).filter((part) => part.trim() !== '' && !isOurs(part));
  if (others.some((part) => part.includes(list.host))) return { name, value: null };
  return { name, value: [...others, value].join(list.separator) };
}

/** Tokens and folders of this and earlier steps of the suite in this job. */
export function ownValues(runnerTemp: string): string[] {
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
