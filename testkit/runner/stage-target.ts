/** Applies the commands of one stage to its result and to the job. */
import type { CommandTarget } from './command-processor.js';
import type { FileCommandTarget } from './file-commands.js';
import type { JobState } from './job-state.js';
import { addMaskWithLines } from './masker.js';
import type { Annotation, AnnotationLevel, Vars } from './types.js';

export interface StageRecord {
  outputs: Record<string, string>;
  env: Record<string, string>;
  paths: string[];
  annotations: Annotation[];
  summary: string;
  hasFailed: boolean;
}

export interface StageTarget extends CommandTarget, FileCommandTarget {
  readonly record: StageRecord;
  issue(level: AnnotationLevel, message: string, properties?: ReadonlyMap<string, string>): void;
}

const ANNOTATIONS_PER_LEVEL = 10;
const ANNOTATION_LENGTH = 4096;

/** `stepState` is shared by all stages of the step. */
export function createStageTarget(
  job: JobState,
  stepState: Record<string, string>,
  stepEnv: Vars,
): StageTarget {
  const record: StageRecord = {
    outputs: {},
    env: {},
    paths: [],
    annotations: [],
    summary: '',
    hasFailed: false,
  };
  return {
    record,
    isDebug: job.settings.isDebug,
    debug: (text) => writeDebug(job, text),
    output: (text) => job.log.write(text),
    issue: (level, message, properties) => addIssue(job, record, { level, message, ...fieldsOf(properties) }),
    addMask: (value) => addMaskWithLines(job.masker, value),
    setOutput: (name, value) => setIgnoringCase(record.outputs, name, value),
    saveState: (name, value) => setIgnoringCase(stepState, name, value),
    markFailed: () => {
      record.hasFailed = true;
    },
    allowsUnsecureCommands: () => {
      const name = 'ACTIONS_ALLOW_UNSECURE_COMMANDS';
      return (stepEnv[name] ?? job.envContext.get(name))?.toLowerCase() === 'true';
    },
    ...changesOfJob(job, record),
  };
}

/** Changes that outlive the stage. */
function changesOfJob(
  job: JobState,
  record: StageRecord,
): Pick<StageTarget, 'setEnv' | 'addPath' | 'addSummary'> {
  return {
    setEnv(name, value) {
      record.env[name] = value;
      job.envContext.set(name, value);
      writeDebug(job, `${name}='${value}'`);
    },
    addPath(path) {
      record.paths.push(path);
      if (job.addedPaths.includes(path)) job.addedPaths.splice(job.addedPaths.indexOf(path), 1);
      job.addedPaths.push(path);
    },
    addSummary(text) {
      record.summary = text
        .split(/\r?\n/)
        .map((line) => job.masker.mask(line))
        .join('\n');
      job.summaries.push(record.summary);
    },
  };
}

function writeDebug(job: JobState, text: string): void {
  if (!job.settings.isDebug) return;
  for (const line of text.split(/\r?\n/)) job.log.write(`##[debug]${line}`);
}

/** Prints a line for each issue, but keeps only as many annotations as GitHub does. */
function addIssue(job: JobState, record: StageRecord, issue: Annotation): void {
  job.log.write(`##[${issue.level}]${issue.message}`);
  if (record.annotations.filter(({ level }) => level === issue.level).length >= ANNOTATIONS_PER_LEVEL) return;
  const annotation = { ...issue, message: job.masker.mask(issue.message).slice(0, ANNOTATION_LENGTH) };
  if (annotation.title !== undefined) annotation.title = job.masker.mask(annotation.title);
  record.annotations.push(annotation);
  job.annotations.push(annotation);
}

function fieldsOf(properties: ReadonlyMap<string, string> | undefined): Partial<Annotation> {
  const fields: Partial<Annotation> = {};
  for (const name of ['title', 'file', 'line'] as const) {
    const value = properties?.get(name);
    if (value !== undefined) fields[name] = value;
  }
  return fields;
}

/** Output and state names are case-insensitive; the first spelling stays. */
function setIgnoringCase(record: Record<string, string>, name: string, value: string): void {
  const known = Object.keys(record).find((key) => key.toLowerCase() === name.toLowerCase());
  record[known ?? name] = value;
}
