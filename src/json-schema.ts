/** The part of JSON Schema that the wire contract uses. */
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

/**
 * Names what is wrong with a value, or returns an empty list: the member and the rule, never the value, because values
 * may be secrets. A small checker for answers, where a bundle or a command cannot afford a large one; requests to the
 * pool are checked by Fastify's.
 */
export function faultsOf(schema: Schema, value: unknown, path = 'body'): string[] {
  if (schema.anyOf) {
    const tries = schema.anyOf.map((option) => faultsOf(option, value, path));
    return tries.some((faults) => faults.length === 0) ? [] : (tries[0] ?? []);
  }
  const { type } = schema;
  if (type !== undefined && typeOf(value, type) !== type) return [`${path} must be ${withArticle(type)}`];
  if (typeof value === 'string') return faultOfString(schema, value).map((fault) => `${path} ${fault}`);
  if (typeof value === 'number') return faultOfNumber(schema, value).map((fault) => `${path} ${fault}`);
  if (Array.isArray(value)) return faultsOfArray(schema, value, path);
  return typeof value === 'object' && value !== null ? faultsOfObject(schema, value, path) : [];
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

function faultOfString(schema: Schema, value: string): string[] {
  const { minLength = 0, maxLength = Number.POSITIVE_INFINITY, pattern } = schema;
  if (schema.enum && !schema.enum.includes(value)) return [`must be one of ${schema.enum.join(', ')}`];
  if (value.length < minLength) return [`must have at least ${minLength} characters`];
  if (value.length > maxLength) return [`must have at most ${maxLength} characters`];
  if (pattern !== undefined && !new RegExp(pattern, 'u').test(value)) return [`must match ${pattern}`];
  if (schema.format === 'date-time' && !isDateTime(value)) return ['must be an ISO 8601 date and time'];
  return [];
}

const DATE_TIME = /^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d{1,9})?([Zz]|[+-]\d\d:\d\d)$/;

/** Whether a text is a date and time of RFC 3339 that `Date` can read. */
export function isDateTime(value: string): boolean {
  return DATE_TIME.test(value) && Number.isFinite(Date.parse(value));
}

function faultOfNumber({ minimum, maximum }: Schema, value: number): string[] {
  if (minimum !== undefined && value < minimum) return [`must be at least ${minimum}`];
  if (maximum !== undefined && value > maximum) return [`must be at most ${maximum}`];
  return [];
}

function faultsOfArray(schema: Schema, value: readonly unknown[], path: string): string[] {
  const { minItems = 0, maxItems = Number.POSITIVE_INFINITY, items } = schema;
  if (value.length < minItems) return [`${path} must have at least ${minItems} items`];
  if (value.length > maxItems) return [`${path} must have at most ${maxItems} items`];
  return items ? value.flatMap((item, index) => faultsOf(items, item, `${path}[${index}]`)) : [];
}

function faultsOfObject(schema: Schema, value: object, path: string): string[] {
  const { required = [], properties = {}, additionalProperties: others } = schema;
  const { maxProperties = Number.POSITIVE_INFINITY } = schema;
  const members = Object.entries(value);
  if (members.length > maxProperties) return [`${path} must have at most ${maxProperties} members`];
  const missing = required.filter((name) => !Object.hasOwn(value, name));
  return [
    ...missing.map((name) => `${path}.${name} is missing`),
    ...members.flatMap(([name, member]) => {
      if (Object.hasOwn(properties, name)) return faultsOf(properties[name] ?? {}, member, `${path}.${name}`);
      if (others === false) return [`${path} has an unknown member`];
      // What someone else made up is not repeated.
      return typeof others === 'object' ? faultsOf(others, member, `${path}.*`) : [];
    }),
  ];
}
