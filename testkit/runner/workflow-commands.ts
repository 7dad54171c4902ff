/** Reads `::name k=v::data` (v2) and `##[name k=v]data` (v1) out of a line of output. */

export interface WorkflowCommand {
  /** As written; compared without regard to case. */
  name: string;
  properties: ReadonlyMap<string, string>;
  data: string;
}

export const COMMAND_NAMES: readonly string[] = [
  'set-env',
  'set-output',
  'save-state',
  'add-path',
  'add-mask',
  'add-matcher',
  'remove-matcher',
  'warning',
  'error',
  'notice',
  'debug',
  'group',
  'endgroup',
  'echo',
  'stop-commands',
];

type Escapes = readonly (readonly [escaped: string, plain: string])[];

// The order matters: `%25` last, so that `%250A` becomes `%0A` and not a line break.
const DATA_ESCAPES: Escapes = [
  ['%0D', '\r'],
  ['%0A', '\n'],
  ['%25', '%'],
];
const PROPERTY_ESCAPES: Escapes = [
  ['%0D', '\r'],
  ['%0A', '\n'],
  ['%3A', ':'],
  ['%2C', ','],
  ['%25', '%'],
];
const V1_ESCAPES: Escapes = [
  ['%3B', ';'],
  ['%0D', '\r'],
  ['%0A', '\n'],
  ['%5D', ']'],
  ['%25', '%'],
];

/** Null for plain output, and for names that nobody registered. `registered` holds lower-case names. */
export function parseCommand(line: string, registered: ReadonlySet<string>): WorkflowCommand | null {
  return parseV2(line, registered) ?? parseV1(line, registered);
}

function parseV2(line: string, registered: ReadonlySet<string>): WorkflowCommand | null {
  const text = line.trimStart();
  if (!text.startsWith('::')) return null;
  const end = text.indexOf('::', 2);
  if (end < 0) return null;
  const head = splitHead(text.slice(2, end));
  if (!registered.has(head.name.toLowerCase())) return null;
  return {
    name: head.name,
    properties: parseProperties(head.rest.trim(), ',', PROPERTY_ESCAPES),
    data: replaceEscapes(text.slice(end + 2), DATA_ESCAPES),
  };
}

/** v1 is accepted anywhere in a line. */
function parseV1(line: string, registered: ReadonlySet<string>): WorkflowCommand | null {
  const start = line.indexOf('##[');
  const end = start < 0 ? -1 : line.indexOf(']', start);
  if (end < 0) return null;
  const head = splitHead(line.slice(start + 3, end));
  if (!registered.has(head.name.toLowerCase())) return null;
  return {
    name: head.name,
    properties: parseProperties(head.rest, ';', V1_ESCAPES),
    data: replaceEscapes(line.slice(end + 1), V1_ESCAPES),
  };
}

function splitHead(head: string): { name: string; rest: string } {
  const space = head.indexOf(' ');
  return space < 0 ? { name: head, rest: '' } : { name: head.slice(0, space), rest: head.slice(space + 1) };
}

function parseProperties(text: string, separator: string, escapes: Escapes): Map<string, string> {
  const properties = new Map<string, string>();
  for (const part of text.split(separator)) {
    const equals = part.indexOf('=');
    if (equals <= 0 || equals === part.length - 1) continue;
    properties.set(part.slice(0, equals).toLowerCase(), replaceEscapes(part.slice(equals + 1), escapes));
  }
  return properties;
}

function replaceEscapes(text: string, escapes: Escapes): string {
  return escapes.reduce((result, [escaped, plain]) => result.replaceAll(escaped, plain), text);
}
