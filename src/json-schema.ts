/** The part of JSON Schema that the wire contract uses, as types and as a checker of values. */
export type Schema = {
  readonly type?: 'string' | 'integer' | 'number' | 'boolean' | 'object' | 'array' | 'null';
  readonly description?: string;
  readonly enum?: readonly string[];
  readonly format?: 'date-time';
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly maxProperties?: number;
  readonly items?: Schema;
  readonly properties?: { readonly [name: string]: Schema };
  readonly required?: readonly string[];
  /** `false` refuses unknown members; a schema is applied to each of them. */
  readonly additionalProperties?: boolean | Schema;
  readonly anyOf?: readonly Schema[];
};

type Simplify<T> = { [K in keyof T]: T[K] };
type RequiredName<S> = S extends { required: readonly (infer R)[] } ? R : never;
type ObjectFrom<S, P> = Simplify<
  { -readonly [K in keyof P as K extends RequiredName<S> ? K : never]: FromSchema<P[K]> } & {
    -readonly [K in keyof P as K extends RequiredName<S> ? never : K]?: FromSchema<P[K]>;
  }
>;

/** The TypeScript type of the values that a schema, written `as const`, accepts. */
export type FromSchema<S> = S extends { anyOf: readonly (infer A)[] }
  ? FromSchema<A>
  : S extends { enum: readonly (infer E)[] }
    ? E
    : S extends { type: 'string' }
      ? string
      : S extends { type: 'integer' | 'number' }
        ? number
        : S extends { type: 'boolean' }
          ? boolean
          : S extends { type: 'null' }
            ? null
            : S extends { type: 'array'; items: infer I }
              ? FromSchema<I>[]
              : S extends { type: 'object'; properties: infer P }
                ? ObjectFrom<S, P>
                : S extends { type: 'object'; additionalProperties: infer A }
                  ? { [name: string]: FromSchema<A> }
                  : unknown;

/** What is wrong with a value: each text begins with where below the value, and tells the rule. */
type Check = (value: unknown) => readonly string[];

const NO_FAULTS: readonly string[] = [];

/**
 * Makes the checker of a schema, for values that come often: it names what is wrong with one, or returns an empty
 * list. A fault tells the member and the rule and never the value, because values may be secrets.
 */
export function checkerOf(schema: Schema): (value: unknown, path?: string) => string[] {
  const check = compile(schema);
  return (value, path = 'body') => check(value).map((fault) => path + fault);
}

/** Names what is wrong with one value, as `checkerOf` does. */
export function faultsOf(schema: Schema, value: unknown, path?: string): string[] {
  return checkerOf(schema)(value, path);
}

function compile(schema: Schema): Check {
  if (schema.anyOf) return compileAny(schema.anyOf.map(compile));
  const { type } = schema;
  const [string, number] = [compileString(schema), compileNumber(schema)];
  const [array, object] = [compileArray(schema), compileObject(schema)];
  return (value) => {
    if (type !== undefined && typeOf(value, type) !== type) return [` must be ${withArticle(type)}`];
    if (typeof value === 'string') return string(value);
    if (typeof value === 'number') return number(value);
    if (Array.isArray(value)) return array(value);
    if (typeof value === 'object' && value !== null) return object(value);
    return NO_FAULTS;
  };
}

function compileAny(options: readonly Check[]): Check {
  return (value) => {
    const tries = options.map((option) => option(value));
    return tries.some((faults) => faults.length === 0) ? NO_FAULTS : (tries[0] ?? NO_FAULTS);
  };
}

function typeOf(value: unknown, wanted: string): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (wanted === 'integer' && Number.isSafeInteger(value)) return 'integer';
  return typeof value;
}

function withArticle(type: string): string {
  if (type === 'null') return 'null';
  return `${/^[aio]/.test(type) ? 'an' : 'a'} ${type}`;
}

function compileString(schema: Schema): (value: string) => readonly string[] {
  const { minLength = 0, maxLength = Number.POSITIVE_INFINITY } = schema;
  const pattern = schema.pattern === undefined ? undefined : new RegExp(schema.pattern, 'u');
  return (value) => {
    if (schema.enum && !schema.enum.includes(value)) return [` must be one of ${schema.enum.join(', ')}`];
    if (value.length < minLength) return [` must have at least ${minLength} characters`];
    if (value.length > maxLength) return [` must have at most ${maxLength} characters`];
    if (pattern && !pattern.test(value)) return [` must match ${schema.pattern}`];
    if (schema.format === 'date-time' && !isDateTime(value)) return [' must be an ISO 8601 date and time'];
    return NO_FAULTS;
  };
}

const DATE_TIME = /^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d{1,9})?([Zz]|[+-]\d\d:\d\d)$/;

function isDateTime(value: string): boolean {
  return DATE_TIME.test(value) && Number.isFinite(Date.parse(value));
}

function compileNumber({ minimum, maximum }: Schema): (value: number) => readonly string[] {
  return (value) => {
    if (minimum !== undefined && value < minimum) return [` must be at least ${minimum}`];
    if (maximum !== undefined && value > maximum) return [` must be at most ${maximum}`];
    return NO_FAULTS;
  };
}

function compileArray(schema: Schema): (value: readonly unknown[]) => readonly string[] {
  const { minItems = 0, maxItems = Number.POSITIVE_INFINITY } = schema;
  const check = schema.items && compile(schema.items);
  return (value) => {
    if (value.length < minItems) return [` must have at least ${minItems} items`];
    if (value.length > maxItems) return [` must have at most ${maxItems} items`];
    if (!check) return NO_FAULTS;
    return value.flatMap((item, index) => check(item).map((fault) => `[${index}]${fault}`));
  };
}

/** Loops, because every request and every start of an action comes through here, mostly without a fault. */
function compileObject(schema: Schema): (value: object) => readonly string[] {
  const { required = [], additionalProperties: others, maxProperties = Number.POSITIVE_INFINITY } = schema;
  const members = new Map(
    Object.entries(schema.properties ?? {}).map(([name, member]) => [name, compile(member)]),
  );
  const other = typeof others === 'object' ? compile(others) : undefined;
  return (value) => {
    const names = Object.keys(value);
    if (names.length > maxProperties) return [` must have at most ${maxProperties} members`];
    const faults: string[] = [];
    for (const name of required) if (!Object.hasOwn(value, name)) faults.push(`.${name} is missing`);
    for (const name of names) {
      const member = members.get(name);
      const check = member ?? other;
      if (!check && others === false) faults.push(' has an unknown member');
      const wrong = check?.((value as { [name: string]: unknown })[name]) ?? NO_FAULTS;
      // What a client made up is not repeated.
      for (const fault of wrong) faults.push(`.${member ? name : '*'}${fault}`);
    }
    return faults;
  };
}
