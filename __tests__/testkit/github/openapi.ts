import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Ajv, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';

type Json = { [name: string]: unknown };
type Document = {
  paths: { [path: string]: { [method: string]: { responses: { [status: string]: Json } } } };
};

/** Checks an answer against GitHub's API description; returns its faults. */
export type Conformity = (endpoint: string, status: number, body: unknown) => string[];

/** Loads GitHub's OpenAPI description, once per test file: it has 13 MB. */
export function loadGitHubDescription(): Conformity {
  const require = createRequire(import.meta.url);
  const file = require.resolve('@octokit/openapi/generated/api.github.com.json');
  const document = JSON.parse(readFileSync(file, 'utf8')) as Document;
  const ajv = new Ajv({ strict: false, allErrors: true, validateSchema: false, logger: false });
  addFormats.default(ajv);
  ajv.addSchema({ ...(asJsonSchema(document) as Json), $id: 'github' });
  const compiled = new Map<string, ValidateFunction>();

  return (endpoint, status, body) => {
    const key = `${status} ${endpoint}`;
    const validate = compiled.get(key) ?? ajv.compile(CORRECTED[key] ?? schemaOf(document, endpoint, status));
    compiled.set(key, validate);
    if (validate(body)) return [];
    return (validate.errors ?? []).map((error) => `${error.instancePath || 'body'} ${error.message}`);
  };
}

/** GitHub's list describes an account as a user and an enterprise at once (`allOf`), which none can be. */
const CORRECTED: { readonly [key: string]: Json } = {
  '200 GET /app/installations': { type: 'array', items: { $ref: 'github#/components/schemas/installation' } },
};

/** What an endpoint answers with a status; refusals that are not listed have GitHub's usual error body. */
function schemaOf(document: Document, endpoint: string, status: number): Json {
  const [method = '', path = ''] = endpoint.split(' ');
  const operation = document.paths[path]?.[method.toLowerCase()];
  if (!operation) throw new Error(`GitHub describes no ${endpoint}`);
  const listed = resolve(document, operation.responses[String(status)]);
  if (!listed && status < 400) throw new Error(`GitHub never answers ${status} to ${endpoint}`);
  const schema = (listed?.content as { [type: string]: { schema?: Json } } | undefined)?.['application/json'];
  const fallback = { $ref: 'github#/components/schemas/basic-error' };
  if (!schema?.schema) return status >= 400 ? fallback : {};
  return withAbsoluteRefs(asJsonSchema(schema.schema)) as Json;
}

function resolve(document: Document, value: Json | undefined): Json | undefined {
  const ref = value?.$ref;
  if (typeof ref !== 'string') return value;
  const found = ref
    .slice(2)
    .split('/')
    .reduce<unknown>((node, part) => (node as Json)[part], document);
  return found as Json;
}

/** OpenAPI 3.0 says `nullable: true` where JSON Schema lists null beside the other types. */
function asJsonSchema(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(asJsonSchema);
  if (typeof value !== 'object' || value === null) return value;
  const { nullable, examples: _examples, ...rest } = value as Json;
  const schema = Object.fromEntries(
    Object.entries(rest).map(([name, member]) => [name, asJsonSchema(member)]),
  );
  return nullable === true ? { anyOf: [schema, { type: 'null' }] } : schema;
}

function withAbsoluteRefs(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withAbsoluteRefs);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      name,
      name === '$ref' && typeof member === 'string' ? `github${member}` : withAbsoluteRefs(member),
    ]),
  );
}
