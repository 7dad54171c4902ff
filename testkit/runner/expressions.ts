/** The subset of the expression language that this project's manifests and workflows use. */

export type Value =
  | string
  | number
  | boolean
  | null
  | { readonly [key: string]: unknown }
  | readonly unknown[];
export type Contexts = Readonly<Record<string, unknown>>;
type Token = { kind: 'text' | 'number' | 'name' | 'sign'; text: string };
type Reader = { tokens: readonly Token[]; at: number; contexts: Contexts };

const TOKEN = /\s*(?:'((?:[^']|'')*)'|(-?\d+(?:\.\d+)?)|([A-Za-z_][\w-]*)|(&&|\|\||==|!=|[!().,[\]]))/y;
const STATUS_FUNCTION = /\b(?:always|success|failure|cancelled)\s*\(/i;

/** Evaluates every `${{ }}` in a text. */
export function evaluateTemplate(text: string, contexts: Contexts): string {
  return text.replace(/\$\{\{(.*?)\}\}/gs, (_, inner: string) => toText(evaluate(inner, contexts)));
}

/** Evaluates an `if:`; without a status function it means `success() && (…)`. */
export function evaluateCondition(condition: string, contexts: Contexts): boolean {
  const bare = condition.trim().replace(/^\$\{\{(.*)\}\}$/s, '$1');
  const whole = STATUS_FUNCTION.test(bare) ? bare : `success() && (${bare})`;
  return isTruthy(evaluate(whole, contexts));
}

/** Evaluates a bare expression; `contexts.job.status` answers the status functions. */
export function evaluate(expression: string, contexts: Contexts): Value {
  const reader: Reader = { tokens: tokenize(expression), at: 0, contexts };
  const value = readOr(reader);
  if (reader.at < reader.tokens.length)
    throw new Error(`Unexpected symbol in expression: ${expression.trim()}`);
  return value;
}

function tokenize(expression: string): Token[] {
  const tokens: Token[] = [];
  const pattern = new RegExp(TOKEN);
  const text = expression.trim();
  while (pattern.lastIndex < text.length) {
    const match = pattern.exec(text);
    if (match === null) throw new Error(`Cannot read expression: ${text}`);
    const [, quoted, digits, name, sign] = match;
    if (quoted !== undefined) tokens.push({ kind: 'text', text: quoted.replaceAll("''", "'") });
    else if (digits !== undefined) tokens.push({ kind: 'number', text: digits });
    else if (name !== undefined) tokens.push({ kind: 'name', text: name });
    else tokens.push({ kind: 'sign', text: sign ?? '' });
  }
  return tokens;
}

function takeSign(reader: Reader, ...signs: string[]): string | null {
  const token = reader.tokens[reader.at];
  if (token?.kind !== 'sign' || !signs.includes(token.text)) return null;
  reader.at += 1;
  return token.text;
}

function expectSign(reader: Reader, sign: string): void {
  if (takeSign(reader, sign) === null) throw new Error(`Expected '${sign}' in expression`);
}

function readOr(reader: Reader): Value {
  let left = readAnd(reader);
  while (takeSign(reader, '||')) {
    const right = readAnd(reader);
    left = isTruthy(left) ? left : right;
  }
  return left;
}

function readAnd(reader: Reader): Value {
  let left = readEquality(reader);
  while (takeSign(reader, '&&')) {
    const right = readEquality(reader);
    left = isTruthy(left) ? right : left;
  }
  return left;
}

function readEquality(reader: Reader): Value {
  const left = readUnary(reader);
  const sign = takeSign(reader, '==', '!=');
  if (sign === null) return left;
  const isSame = toText(left).toLowerCase() === toText(readUnary(reader)).toLowerCase();
  return sign === '==' ? isSame : !isSame;
}

function readUnary(reader: Reader): Value {
  if (takeSign(reader, '!')) return !isTruthy(readUnary(reader));
  if (takeSign(reader, '(')) {
    const value = readOr(reader);
    expectSign(reader, ')');
    return value;
  }
  const token = reader.tokens[reader.at];
  reader.at += 1;
  if (token?.kind === 'text') return token.text;
  if (token?.kind === 'number') return Number(token.text);
  if (token?.kind === 'name') return readName(reader, token.text);
  throw new Error('Unexpected end or symbol in expression');
}

function readName(reader: Reader, name: string): Value {
  if (takeSign(reader, '(')) return call(reader, name, readArguments(reader));
  const constants: Record<string, Value> = { true: true, false: false, null: null };
  if (name in constants) return constants[name] ?? null;
  return readPath(reader, lookUp(reader.contexts, name));
}

function readPath(reader: Reader, root: unknown): Value {
  let value = root;
  for (let sign = takeSign(reader, '.', '['); sign !== null; sign = takeSign(reader, '.', '[')) {
    if (sign === '.') {
      value = lookUp(value, reader.tokens[reader.at]?.text ?? '');
      reader.at += 1;
    } else {
      value = lookUp(value, toText(readOr(reader)));
      expectSign(reader, ']');
    }
  }
  return (value ?? null) as Value;
}

/** Field names are case-insensitive, as in the runner. */
function lookUp(holder: unknown, name: string): unknown {
  if (holder === null || typeof holder !== 'object') return null;
  const key = Object.keys(holder).find((candidate) => candidate.toLowerCase() === name.toLowerCase());
  return key === undefined ? null : (holder as Record<string, unknown>)[key];
}

function readArguments(reader: Reader): Value[] {
  const values: Value[] = [];
  if (takeSign(reader, ')')) return values;
  do values.push(readOr(reader));
  while (takeSign(reader, ','));
  expectSign(reader, ')');
  return values;
}

function call(reader: Reader, name: string, values: readonly Value[]): Value {
  const status = toText(lookUp(lookUp(reader.contexts, 'job'), 'status') as Value);
  const [first, second] = values.map(toText);
  const functions: Record<string, () => Value> = {
    always: () => true,
    success: () => status === 'success',
    failure: () => status === 'failure',
    cancelled: () => status === 'cancelled',
    contains: () => (first ?? '').toLowerCase().includes((second ?? '').toLowerCase()),
    startswith: () => (first ?? '').toLowerCase().startsWith((second ?? '').toLowerCase()),
    tojson: () => JSON.stringify(values[0] ?? null, null, 2),
    format: () =>
      (first ?? '').replace(/\{(\d+)\}/g, (_, index) => toText(values[Number(index) + 1] ?? null)),
  };
  const body = functions[name.toLowerCase()];
  if (body === undefined) throw new Error(`Unrecognized function: '${name}'`);
  return body();
}

function isTruthy(value: Value): boolean {
  return value !== null && value !== false && value !== 0 && value !== '';
}

function toText(value: Value | undefined): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'object' ? 'Object' : String(value);
}
