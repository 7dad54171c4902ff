import fc, { type Arbitrary, type IRawProperty } from 'fast-check';
import { faultsOf, type Schema } from '../../src/json-schema.js';
import { startPostgres } from '../../testkit/postgres/start-postgres.js';
import { bodies } from '../from-schema.js';
import { type FuzzedPool, newPool } from '../pool.js';
import type { Target } from '../types.js';
import { anyText, check } from '../values.js';

type Content = { [type: string]: { schema: Schema & { $ref?: string } } };
type Described = {
  security?: [{ [caller: string]: [] }];
  requestBody?: { content: Content };
  responses: { [status: string]: { content?: Content } };
};
type Description = {
  paths: { [path: string]: { [method: string]: Described } };
  components: { schemas: { [name: string]: Schema } };
};

type Operation = Described & { path: string; method: string; caller: string; request: Schema | undefined };

type Case = {
  /** The operation, such as `POST /api/v1/leases`. */
  name: string;
  id: string;
  query: string;
  body: string;
  type: string;
  role: 'allowed' | 'lease' | 'admin' | 'none' | 'noise';
  method: string;
};

type Sent = Case & { operation: Operation };

type Answer = { status: number; headers: { [name: string]: unknown }; text: string };

/** A token, or a key of the pool. */
const SECRET = /gho_p|tpk_\w{8}/;
const JSON_TYPE = 'application/json';
/** About an hour in 200 cases, so that leases expire and windows reset. */
const STEP_MS = 18_000;
const HOUSEKEEPING_EVERY = 100;

/** Sends valid, nearly valid and absurd requests, generated from `/openapi.json`, to the app. */
export const apiTarget: Target = {
  name: 'api',
  share: 30,
  property: async () => propertyOf(await newPool()),
};

/** The same on PostgreSQL, with its own types, collation and errors. */
export const postgresApiTarget: Target = {
  name: 'api-postgres',
  share: 2,
  async property({ onCleanup }) {
    const postgres = await startPostgres();
    onCleanup(() => postgres.stop());
    const pool = await newPool(await postgres.newDatabase());
    onCleanup(() => pool.store.close());
    return propertyOf(pool);
  },
};

async function propertyOf(pool: FuzzedPool): Promise<IRawProperty<unknown>> {
  const api: Description = (await pool.app.inject({ url: '/openapi.json' })).json();
  const operations = operationsOf(api);
  const state = { count: 0, leaseId: 'none' };
  return fc.asyncProperty(caseOf([...operations.values()]), async (testCase) => {
    const sent = { ...testCase, operation: operations.get(testCase.name) as Operation };
    state.count += 1;
    if (state.count % HOUSEKEEPING_EVERY === 0) {
      await pool.advance(STEP_MS * HOUSEKEEPING_EVERY);
      await pool.refill();
    }
    const answer = await send(pool, sent, state.leaseId);
    checkAnswer(api, sent, answer);
    const logged = pool.takeLog();
    check(!SECRET.test(logged), `the log contains a secret: ${logged.slice(0, 1000)}`);
    check(!/"level":"error"/.test(logged), `a request failed: ${logged.slice(0, 2000)}`);
    if (answer.status === 201) state.leaseId = JSON.parse(answer.text).leases[0].lease_id;
  }) as IRawProperty<unknown>;
}

function operationsOf(api: Description): Map<string, Operation> {
  const operations = Object.entries(api.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, described]) => ({
      ...described,
      path,
      method: method.toUpperCase(),
      caller: Object.keys(described.security?.[0] ?? {})[0] ?? 'anyone',
      request: described.requestBody?.content[JSON_TYPE]?.schema,
    })),
  );
  return new Map(operations.map((operation) => [nameOf(operation), operation]));
}

const nameOf = ({ method, path }: Pick<Operation, 'method' | 'path'>) => `${method} ${path}`;

function caseOf(operations: readonly Operation[]): Arbitrary<Case> {
  const mostly = <T>(value: T, ...others: T[]) =>
    fc.oneof({ weight: 12, arbitrary: fc.constant(value) }, fc.constantFrom(...others));
  const chosen = fc.oneof(
    { weight: 2, arbitrary: fc.constantFrom(...operations.filter(({ request }) => request)) },
    fc.constantFrom(...operations),
  );
  // Created once, because generating strings from a pattern is slow to set up.
  const bodyOf = new Map(operations.map((operation) => [operation, bodies(operation.request)]));
  return chosen.chain((operation) =>
    fc.record({
      name: fc.constant(nameOf(operation)),
      id: fc.oneof({ weight: 5, arbitrary: fc.constant('a lease') }, fc.nat(60).map(String), anyText),
      query: fc.oneof({ weight: 6, arbitrary: fc.constant('') }, anyText),
      body: bodyOf.get(operation) as Arbitrary<string>,
      type: mostly(
        JSON_TYPE,
        'text/plain',
        'application/x-www-form-urlencoded',
        'application/json; charset=x',
        '',
      ),
      role: mostly<Case['role']>('allowed', 'lease', 'admin', 'none', 'noise'),
      method: mostly(operation.method, 'GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'HEAD', 'OPTIONS'),
    }),
  );
}

async function send(pool: FuzzedPool, sent: Sent, leaseId: string): Promise<Answer> {
  const { operation, query, body, type, method } = sent;
  const id = sent.id === 'a lease' ? leaseId : encodeURIComponent(sent.id.toWellFormed());
  const bearer = bearerOf(pool, sent);
  const hasBody = method !== 'GET' && method !== 'HEAD';
  const response = await pool.app.inject({
    method: method as 'GET',
    url: operation.path.replace('{id}', id) + (query === '' ? '' : `?${encodeURI(query.toWellFormed())}`),
    headers: {
      ...(bearer === undefined ? {} : { authorization: `Bearer ${bearer}` }),
      ...(hasBody && type !== '' ? { 'content-type': type } : {}),
    },
    ...(hasBody ? { payload: body } : {}),
  });
  return { status: response.statusCode, headers: response.headers, text: response.body };
}

function bearerOf({ credentials }: FuzzedPool, { role, operation }: Sent): string | undefined {
  if (role === 'none') return undefined;
  if (role === 'noise') return 'eyJhbGciOiJub25lIn0.eyJpc3MiOiJodHRwczovL2lzc3Vlci50ZXN0In0.x';
  const caller = role === 'allowed' ? operation.caller : role;
  return caller === 'anyone' ? undefined : credentials[caller as keyof typeof credentials];
}

function checkAnswer(api: Description, sent: Sent, answer: Answer): void {
  const { operation, method, role, type, body } = sent;
  const { status, headers } = answer;
  check(status < 500 || status === 503, `${status} is a server error`);
  if (status === 503 || status === 429) {
    check(/^[1-9]\d*$/.test(String(headers['retry-after'])), `${status} without Retry-After`);
  }
  check(!(status >= 400 && SECRET.test(answer.text)), 'an error contains a secret');
  if (method !== operation.method) {
    checkRefusedMethod(answer, sent, api);
    return;
  }
  const description = operation.responses[String(status)];
  check(description !== undefined || isOtherPath(sent, status), `${status} is not in the description`);
  if (description) checkShape(api, description, answer);
  const isOwn = role === 'allowed' && type === JSON_TYPE && operation.request !== undefined;
  const isFound = !operation.path.includes('{id}') || sent.id === 'a lease';
  if (isOwn && isFound && Buffer.byteLength(body) < 64 * 1024)
    checkValidation(operation.request as Schema, body, answer);
}

/** With an empty or overlong parameter, the path is another one. */
function isOtherPath({ operation, id }: Sent, status: number): boolean {
  return (
    operation.path.includes('{id}') &&
    (status === 404 || status === 405 || (status === 400 && id !== 'a lease'))
  );
}

function checkRefusedMethod(
  { status, headers }: Answer,
  { method, operation }: Sent,
  api: Description,
): void {
  // `/api/admin/tokens/test` is also a token of that id.
  const own = Object.entries(api.paths)
    .filter(([path]) => new RegExp(`^${path.replace('{id}', '[^/]+')}$`).test(operation.path))
    .flatMap(([, methods]) => Object.keys(methods).map((name) => name.toUpperCase()));
  if (own.includes(method) || method === 'HEAD' || method === 'OPTIONS') return;
  if (operation.path.includes('{id}')) return;
  check(
    status === 405 && headers.allow !== undefined,
    `${method} is answered with ${status}, not with 405 and Allow`,
  );
}

function checkShape(
  api: Description,
  described: { content?: Content },
  { headers, text, status }: Answer,
): void {
  const type = String(headers['content-type']).split(';')[0] ?? '';
  const content = described.content?.[type];
  check(content !== undefined, `${status} has the content type ${type}, which is not in the description`);
  if (type !== JSON_TYPE || !content) return;
  const { $ref } = content.schema;
  const schema =
    $ref === undefined ? content.schema : (api.components.schemas[$ref.split('/').at(-1) ?? ''] ?? {});
  const faults = faultsOf(schema, JSON.parse(text));
  check(faults.length === 0, `${status} does not match the description: ${faults.join('; ')}`);
}

/** Our validator and the server's must agree. */
function checkValidation(schema: Schema, body: string, { status, text }: Answer): void {
  const faults = faultsOfText(schema, body);
  if (faults.length > 0) check(status === 400, `${status} although ${faults[0]}`);
  else check(![400, 413, 415].includes(status), `${status} for a valid request: ${text}`);
}

function faultsOfText(schema: Schema, body: string): string[] {
  try {
    return faultsOf(schema, JSON.parse(body));
  } catch {
    return ['it is not JSON'];
  }
}
