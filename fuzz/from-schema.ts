import fc, { type Arbitrary } from 'fast-check';
import type { Schema } from '../src/json-schema.js';
import { anyJson, anyText } from './values.js';

/** Values that a schema accepts. */
function valid(schema: Schema): Arbitrary<unknown> {
  if (schema.anyOf) return fc.oneof(...schema.anyOf.map(valid));
  switch (schema.type) {
    case 'string':
      return validText(schema);
    case 'integer':
      return validInteger(schema);
    case 'number':
      return fc.double({ noNaN: true, noDefaultInfinity: true });
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    case 'array':
      return fc.array(valid(schema.items ?? {}), {
        minLength: schema.minItems ?? 0,
        maxLength: Math.min(schema.maxItems ?? 4, (schema.minItems ?? 0) + 4),
      });
    case 'object':
      return validObject(schema);
    default:
      return fc.jsonValue({ maxDepth: 1 });
  }
}

function validText({
  pattern,
  format,
  minLength = 0,
  maxLength = 60,
  enum: options,
}: Schema): Arbitrary<string> {
  if (options) return fc.constantFrom(...options);
  if (format === 'date-time') {
    return fc
      .date({ min: new Date(0), max: new Date('9999-12-31T00:00:00Z'), noInvalidDate: true })
      .map((date) => date.toISOString());
  }
  const fits = (text: string) => text.length >= minLength && text.length <= maxLength;
  if (pattern === undefined) return fc.string({ minLength, maxLength: Math.min(maxLength, 60) });
  // A pattern with two bounds gives strings of all lengths; short ones are faster to find.
  return fc.stringMatching(new RegExp(pattern, 'u'), { size: '-1' }).filter(fits);
}

function validInteger({ minimum = -1000, maximum = 1_000_000 }: Schema): Arbitrary<number> {
  const bounds = { min: minimum, max: maximum };
  return fc.oneof(fc.integer(bounds), fc.integer({ ...bounds, max: Math.min(maximum, minimum + 20) }));
}

function validObject({ properties = {}, required = [], additionalProperties }: Schema): Arbitrary<unknown> {
  if (typeof additionalProperties === 'object') {
    const names = fc.oneof(fc.constantFrom('core', 'search', 'graphql', 'x'), fc.string({ maxLength: 8 }));
    return fc.dictionary(names, valid(additionalProperties), { maxKeys: 3 });
  }
  const members = Object.entries(properties).map(([name, member]) => [name, valid(member)] as const);
  return fc.record(Object.fromEntries(members), { requiredKeys: [...required] });
}

/** Valid values, valid values with one member replaced, dropped or added, and arbitrary values. */
export function nearSchema(schema: Schema): Arbitrary<unknown> {
  const damaged = fc
    .tuple(valid(schema), fc.array(fc.nat(20), { minLength: 1, maxLength: 4 }), anyJson, fc.nat(3))
    .map(([value, path, replacement, mode]) => damage(value, path, { put: replacement, how: mode }));
  return fc.oneof({ weight: 4, arbitrary: valid(schema) }, { weight: 5, arbitrary: damaged }, anyJson);
}

type Damage = { put: unknown; how: number };

/** Changes the value at the path. */
function damage(value: unknown, path: readonly number[], change: Damage): unknown {
  const [step, ...rest] = path;
  if (step === undefined || typeof value !== 'object' || value === null) return change.put;
  const entries = Object.entries(value);
  if (entries.length === 0) return change.put;
  const at = step % entries.length;
  const [name, member] = entries[at] as [string, unknown];
  if (Array.isArray(value)) return value.with(at, damage(member, rest, change));
  const others = entries.filter((_, index) => index !== at);
  if (change.how === 0) return Object.fromEntries(others);
  if (change.how === 1) return { ...value, [`${name}_`]: change.put };
  return { ...value, [name]: damage(member, rest, change) };
}

/** Request bodies: JSON, truncated JSON, or arbitrary text. */
export function bodies(schema: Schema | undefined): Arbitrary<string> {
  const texts = (schema ? nearSchema(schema) : anyJson).map((value) => JSON.stringify(value) ?? '');
  const truncated = fc.tuple(texts, fc.nat()).map(([text, at]) => text.slice(0, at % (text.length + 1)));
  return fc.oneof({ weight: 8, arbitrary: texts }, truncated, anyText);
}
