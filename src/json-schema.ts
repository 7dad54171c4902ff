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

/**
 * Names what is wrong with a value, or returns an empty list. A fault tells the member and the rule and never
 * the value, because values may be secrets.
 */
export function faultsOf(schema: Schema, value: unknown, path = 'body'): string[] {
  if (schema.anyOf) {
    const tries = schema.anyOf.map((option) => faultsOf(option, value, path));
    return tries.some((faults) => faults.length === 0) ? [] : (tries[0] ?? []);
  }
  if (schema.type !== undefined && typeOf(value, schema.type) !== schema.type) {
    return [`${path} must be ${withArticle(schema.type)}`];
  }
  if (typeof value === 'string') return stringFaults(schema, value, path);
  if (typeof value === 'number') return numberFaults(schema, value, path);
  if (Array.isArray(value)) return arrayFaults(schema, value, path);
  if (typeof value === 'object' && value !== null) return objectFaults(schema, value, path);
  return [];
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

function stringFaults(schema: Schema, value: string, path: string): string[] {
  if (schema.enum && !schema.enum.includes(value))
    return [`${path} must be one of ${schema.enum.join(', ')}`];
  if (schema.minLength !== undefined && value.length < schema.minLength) {
    return [`${path} must have at least ${schema.minLength} characters`];
  }
  if (schema.maxLength !== undefined && value.length > schema.maxLength) {
    return [`${path} must have at most ${schema.maxLength} characters`];
  }
  if (schema.pattern !== undefined && !new RegExp(schema.pattern, 'u').test(value)) {
    return [`${path} must match ${schema.pattern}`];
  }
  if (schema.format === 'date-time' && !isDateTime(value))
    return [`${path} must be an ISO 8601 date and time`];
  return [];
}

const DATE_TIME = /^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d{1,9})?([Zz]|[+-]\d\d:\d\d)$/;

function isDateTime(value: string): boolean {
  return DATE_TIME.test(value) && Number.isFinite(Date.parse(value));
}

function numberFaults(schema: Schema, value: number, path: string): string[] {
  if (schema.minimum !== undefined && value < schema.minimum)
    return [`${path} must be at least ${schema.minimum}`];
  if (schema.maximum !== undefined && value > schema.maximum)
    return [`${path} must be at most ${schema.maximum}`];
  return [];
}

function arrayFaults(schema: Schema, value: unknown[], path: string): string[] {
  if (schema.minItems !== undefined && value.length < schema.minItems) {
    return [`${path} must have at least ${schema.minItems} items`];
  }
  if (schema.maxItems !== undefined && value.length > schema.maxItems) {
    return [`${path} must have at most ${schema.maxItems} items`];
  }
  const items = schema.items;
  return items ? value.flatMap((item, index) => faultsOf(items, item, `${path}[${index}]`)) : [];
}

/** Loops, because every request and every start of an action comes through here, mostly without a fault. */
function objectFaults(schema: Schema, value: object, path: string): string[] {
  const names = Object.keys(value);
  if (schema.maxProperties !== undefined && names.length > schema.maxProperties) {
    return [`${path} must have at most ${schema.maxProperties} members`];
  }
  const faults: string[] = [];
  for (const name of schema.required ?? []) {
    if (!Object.hasOwn(value, name)) faults.push(`${path}.${name} is missing`);
  }
  for (const name of names) {
    for (const fault of memberFaults(schema, name, (value as { [name: string]: unknown })[name], path))
      faults.push(fault);
  }
  return faults;
}

function memberFaults(schema: Schema, name: string, member: unknown, path: string): string[] {
  const known =
    schema.properties && Object.hasOwn(schema.properties, name) ? schema.properties[name] : undefined;
  if (known) return faultsOf(known, member, `${path}.${name}`);
  if (schema.additionalProperties === false) return [`${path} has an unknown member`];
  if (typeof schema.additionalProperties === 'object') {
    return faultsOf(schema.additionalProperties, member, `${path}.*`);
  }
  return [];
}
