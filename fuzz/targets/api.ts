import fc, { type Arbitrary, type IRawProperty } from 'fast-check';
import { faultsOf, type Schema } from '../../src/json-schema.js';
import { startPostgres } from '../../testkit/postgres/start-postgres.js';
import { bodies } from '../from-schema.js';
import { type FuzzedPool, newPool } from '../pool.js';
import type { Target } from '../types.js';
import { anyText, demand } from '../values.js';

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
  /** `POST /api/v1/leases`, short in a report. */
  name: string;
  id: string;
  query: string;
  body: string;
  type: string;
  role: 'the right one' | 'lease' | 'admin' | 'none' | 'noise';
  method: string;
};

type Sent = Case & { operation: Operation };

type Answer = { status: number; headers: { [name: string]: unknown }; text: string };

/** A token or a key of the pool's. */
const SECRET = /gho_p|tpk_\w{8}/;
const JSON_TYPE = 'application/json';
/** An hour in some two hundred cases, so that leases end and windows begin anew. */
const STEP_MS = 18_000;
const HOUSEKEEPING_EVERY = 100;

/** Requests made from `/openapi.json`, right, nearly right and absurd, against the app. */
export const apiTarget: Target = {
  name: 'api',
  share: 30,
  property: async () => propertyOf(await newPool()),
};

/** The same on the other database, which has types, sorts and refusals of its own. */
export const postgresApiTarget: Target = {
  name: 'api-postgres',
  share: 2,
  async property({ atEnd }) {
    const postgres = await startPostgres();
    atEnd(() => postgres.stop());
    const pool = await newPool(await postgres.newDatabase());
    atEnd(() => pool.store.close());
    return propertyOf(pool);
  },
};

async function propertyOf(pool: FuzzedPool): Promise<IRawProperty<unknown>> {
  const api: Description = (await pool.app.inject({ url: '/openapi.json' })).json();
  const operations = operationsOf(api);
  const state = { count: 0, leaseId: 'none' };
  return fc.asyncProperty(caseOf([...operations.values()]), async (made) => {
    const sent = { ...made, operation: operations.get(made.name) as Operation };
    state.count += 1;
    if (state.count % HOUSEKEEPING_EVERY === 0) {
      await pool.pass(STEP_MS * HOUSEKEEPING_EVERY);
      await pool.fill();
    }
    const answer = await send(pool, sent, state.leaseId);
    judge(api, sent, answer);
    const logged = pool.logged();
    demand(!SECRET.test(logged), `the log holds a secret: ${logged.slice(0, 1000)}`);
    demand(!/"level":"error"/.test(logged), `a request failed: ${logged.slice(0, 2000)}`);
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
  const usually = <T>(value: T, ...others: T[]) =>
    fc.oneof({ weight: 12, arbitrary: fc.constant(value) }, fc.constantFrom(...others));
  const chosen = fc.oneof(
    { weight: 2, arbitrary: fc.constantFrom(...operations.filter(({ request }) => request)) },
    fc.constantFrom(...operations),
  );
  // Made once: a pattern takes long to turn into texts.
  const bodyOf = new Map(operations.map((operation) => [operation, bodies(operation.request)]));
  return chosen.chain((operation) =>
    fc.record({
      name: fc.constant(nameOf(operation)),
      id: fc.oneof({ weight: 5, arbitrary: fc.constant('a lease') }, fc.nat(60).map(String), anyText),
      query: fc.oneof({ weight: 6, arbitrary: fc.constant('') }, anyText),
      body: bodyOf.get(operation) as Arbitrary<string>,
      type: usually(
        JSON_TYPE,
        'text/plain',
        'application/x-www-form-urlencoded',
        'application/json; charset=x',
        '',
      ),
      role: usually<Case['role']>('the right one', 'lease', 'admin', 'none', 'noise'),
      method: usually(operation.method, 'GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'HEAD', 'OPTIONS'),
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
  const caller = role === 'the right one' ? operation.caller : role;
  return caller === 'anyone' ? undefined : credentials[caller as keyof typeof credentials];
}

function judge(api: Description, sent: Sent, answer: Answer): void {
  const { operation, method, role, type, body } = sent;
  const { status, headers } = answer;
  demand(status < 500 || status === 503, `${status} is a fault of the server`);
  if (status === 503 || status === 429) {
    demand(/^[1-9]\d*$/.test(String(headers['retry-after'])), `${status} without Retry-After`);
  }
  demand(!(status >= 400 && SECRET.test(answer.text)), 'an error tells a secret');
  if (method !== operation.method) {
    demandRefusedMethod(answer, sent, api);
    return;
  }
  const described = operation.responses[String(status)];
  demand(described !== undefined || isOfEmptyPath(sent, status), `${status} is not described`);
  if (described) demandShape(api, described, answer);
  const isOwn = role === 'the right one' && type === JSON_TYPE && operation.request !== undefined;
  const isFound = !operation.path.includes('{id}') || sent.id === 'a lease';
  if (isOwn && isFound && Buffer.byteLength(body) < 64 * 1024)
    demandValidation(operation.request as Schema, body, answer);
}

/** A path whose parameter is empty, or too long, is another path. */
function isOfEmptyPath({ operation, id }: Sent, status: number): boolean {
  return (
    operation.path.includes('{id}') &&
    (status === 404 || status === 405 || (status === 400 && id !== 'a lease'))
  );
}

function demandRefusedMethod(
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
  demand(
    status === 405 && headers.allow !== undefined,
    `${method} is answered ${status} and not 405 with Allow`,
  );
}

function demandShape(
  api: Description,
  described: { content?: Content },
  { headers, text, status }: Answer,
): void {
  const type = String(headers['content-type']).split(';')[0] ?? '';
  const content = described.content?.[type];
  demand(content !== undefined, `${status} comes as ${type}, which is not described`);
  if (type !== JSON_TYPE || !content) return;
  const { $ref } = content.schema;
  const schema =
    $ref === undefined ? content.schema : (api.components.schemas[$ref.split('/').at(-1) ?? ''] ?? {});
  const faults = faultsOf(schema, JSON.parse(text));
  demand(faults.length === 0, `${status} is not as described: ${faults.join('; ')}`);
}

/** Two validators, ours and the server's, must agree on what the contract accepts. */
function demandValidation(schema: Schema, body: string, { status, text }: Answer): void {
  const faults = faultsOfText(schema, body);
  if (faults.length > 0) demand(status === 400, `${status} although ${faults[0]}`);
  else demand(![400, 413, 415].includes(status), `${status} to a request that is right: ${text}`);
}

function faultsOfText(schema: Schema, body: string): string[] {
  try {
    return faultsOf(schema, JSON.parse(body));
  } catch {
    return ['it is no JSON'];
  }
}
