/** Executes the workflow commands in a stage's output and passes everything else on. */
import type { AnnotationLevel } from './types.js';
import { COMMAND_NAMES, parseCommand, type WorkflowCommand } from './workflow-commands.js';

/** The effects that commands may have on the stage and its job. */
export interface CommandTarget {
  readonly isDebug: boolean;
  output(text: string): void;
  debug(text: string): void;
  issue(level: AnnotationLevel, message: string, properties?: ReadonlyMap<string, string>): void;
  addMask(value: string): void;
  setEnv(name: string, value: string): void;
  addPath(path: string): void;
  setOutput(name: string, value: string): void;
  saveState(name: string, value: string): void;
  markFailed(): void;
  allowsUnsecureCommands(): boolean;
}

const NEVER_ECHOED = new Set([
  'add-mask',
  'warning',
  'error',
  'notice',
  'debug',
  'group',
  'endgroup',
  'echo',
]);

/** One processor per stage, since `stop-commands` and `echo` end with the stage. */
export function createCommandProcessor(target: CommandTarget): { handleLine(line: string): void } {
  const registered = new Set(COMMAND_NAMES);
  const state = { stopToken: null as string | null, echoes: target.isDebug };

  const whileStopped = (command: WorkflowCommand, line: string): void => {
    target.output(line);
    if (command.name.toLowerCase() !== state.stopToken?.toLowerCase()) return;
    registered.delete(command.name.toLowerCase());
    state.stopToken = null;
  };

  const stop = (command: WorkflowCommand, line: string): void => {
    const token = command.data;
    if (token === '' || token === 'pause-logging' || registered.has(token.toLowerCase())) {
      throw new Error(`Invalid stop token '${token}': it must not be empty or the name of a command.`);
    }
    state.stopToken = token;
    registered.add(token.toLowerCase());
    if (token.length > 6) target.addMask(token);
    target.output(line);
  };

  const process = (command: WorkflowCommand, line: string): void => {
    const name = command.name.toLowerCase();
    if (state.echoes && !NEVER_ECHOED.has(name) && name !== 'stop-commands') target.output(line);
    if (name === 'stop-commands') stop(command, line);
    else if (name === 'echo') state.echoes = echoChoice(command.data);
    else if (name === 'add-mask') addMask(target, command, state.echoes);
    else execute(target, command);
  };

  return {
    handleLine(line) {
      const command = parseCommand(line, registered);
      if (command === null) target.output(line);
      else if (state.stopToken !== null) whileStopped(command, line);
      else failStepOnError(target, { command, line }, () => process(command, line));
    },
  };
}

/** A command that throws fails the step; the process goes on. */
function failStepOnError(
  target: CommandTarget,
  { command, line }: { command: WorkflowCommand; line: string },
  run: () => void,
): void {
  try {
    run();
  } catch (error) {
    const shown = NEVER_ECHOED.has(command.name.toLowerCase()) ? command.name : line;
    target.issue('error', `Unable to process command '${shown}' successfully.`);
    target.issue('error', (error as Error).message);
    target.markFailed();
  }
}

function execute(target: CommandTarget, command: WorkflowCommand): void {
  const name = command.name.toLowerCase();
  if (name === 'warning' || name === 'error' || name === 'notice') {
    target.issue(name, command.data, command.properties);
  } else if (name === 'debug') target.debug(command.data);
  else if (name === 'group' || name === 'endgroup') target.output(`##[${name}]${command.data}`);
  else if (name === 'set-output') target.setOutput(requiredName(command), command.data);
  else if (name === 'save-state') target.saveState(requiredName(command), command.data);
  else if (name === 'set-env' || name === 'add-path') executeUnsecure(target, command);
}

function executeUnsecure(target: CommandTarget, command: WorkflowCommand): void {
  const name = command.name.toLowerCase();
  if (!target.allowsUnsecureCommands()) {
    throw new Error(`The \`${name}\` command is disabled. Please upgrade to using Environment Files.`);
  }
  if (name === 'add-path') target.addPath(command.data);
  else target.setEnv(requiredName(command), command.data);
}

function addMask(target: CommandTarget, command: WorkflowCommand, echoes: boolean): void {
  if (command.data.trim() === '') {
    target.issue('warning', "Can't add secret mask for empty string in ##[add-mask] command.");
    return;
  }
  if (echoes) target.output('::add-mask::***');
  target.addMask(command.data);
}

function echoChoice(data: string): boolean {
  const choice = data.trim().toLowerCase();
  if (choice !== 'on' && choice !== 'off') {
    throw new Error(
      `Invalid echo command value. Possible values can be: 'on', 'off'. Current value is: '${data}'.`,
    );
  }
  return choice === 'on';
}

function requiredName(command: WorkflowCommand): string {
  const name = command.properties.get('name');
  if (!name) throw new Error(`Required field 'name' is missing in ##[${command.name}] command.`);
  return name;
}
