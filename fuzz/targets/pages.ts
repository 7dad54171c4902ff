import fc, { type Arbitrary } from 'fast-check';
import { SESSION_COOKIE, SIGN_IN_COOKIE } from '../../src/pool/web/session.js';
import { type FuzzedPool, newPool, SERVER_URL } from '../pool.js';
import type { Target } from '../types.js';
import { anyText, check, withOneEdit } from '../values.js';

const GETS = ['/', '/live', '/me', '/me/uses', '/auth', '/callback', '/api/auth/login', '/api/auth/me'];
const FORMS = ['/me/pause', '/me/resume', '/me/reserve', '/me/remove', '/logout', '/auth'];
const FIELDS = ['csrf', 'sure', 'percent', 'code', 'state', 'error', 'bucket', 'before', 'done', '__proto__'];

/** Placeholders for the session's secret and its CSRF token. */
const SESSION = 'the session';
const CSRF_TOKEN = 'the csrf token';

type Case = {
  path: string;
  isForm: boolean;
  fields: [string, string][];
  cookies: [string, string][];
  type: string;
};

type Answer = { status: number; headers: { [name: string]: unknown }; text: string };
type SignedInSession = { ownerId: string; secret: string; csrfToken: string };

/** A token, a key, a secret of sign-in, or a stack trace. */
const SECRET = /gho_p|tpk_\w{8}|client-secret-of-fuzzing|\n {4}at /;
const SCRIPT = /<script>alert|<img src=x/;

/** Sends valid, nearly valid and absurd requests to the pages. */
export const pagesTarget: Target = {
  name: 'pages',
  share: 8,
  property: async () => {
    const pool = await newPool();
    const state = { session: await signIn(pool), count: 0 };
    return fc.asyncProperty(cases(), async (testCase) => {
      state.count += 1;
      if (state.count % 100 === 0) await pool.advance(60_000);
      const { session: signed } = state;
      const before = await stateOf(pool, signed);
      const answer = await send(pool, testCase, signed);
      checkAnswer(answer);
      const logged = pool.takeLog();
      check(
        !SECRET.test(logged) && !logged.includes(signed.secret),
        `the log contains a secret: ${logged.slice(0, 1000)}`,
      );
      check(!/"level":"error"/.test(logged), `a request failed: ${logged.slice(0, 2000)}`);
      const after = await stateOf(pool, signed);
      check(
        before === after || isLegitimateForm(testCase),
        `a form without its CSRF token changed ${before} to ${after}`,
      );
      if (!after.startsWith('active session')) state.session = await signIn(pool);
    });
  },
};

function cases(): Arbitrary<Case> {
  const value = fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(CSRF_TOKEN, SESSION, 'yes', '20', '101', 'core', 'joined') },
    { weight: 1, arbitrary: fc.constantFrom('<script>alert(1)</script>', '"><img src=x onerror=alert(1)>') },
    { weight: 2, arbitrary: anyText },
    { weight: 1, arbitrary: withOneEdit(fc.constantFrom('1763640000000-3', CSRF_TOKEN)) },
  );
  const field = fc.tuple(fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...FIELDS) }, anyText), value);
  const cookie = fc.tuple(fc.constantFrom(SESSION_COOKIE, SIGN_IN_COOKIE, 'other'), value);
  const rest = {
    fields: fc.array(field, { maxLength: 5 }),
    cookies: fc.oneof(
      { weight: 3, arbitrary: fc.constant<[string, string][]>([[SESSION_COOKIE, SESSION]]) },
      fc.array(cookie, { maxLength: 3 }),
    ),
    type: fc.oneof(
      { weight: 9, arbitrary: fc.constant('application/x-www-form-urlencoded') },
      fc.constantFrom('application/json', 'multipart/form-data; boundary=x', 'text/plain', ''),
    ),
  };
  return fc.oneof(
    fc.record({ ...rest, path: fc.constantFrom(...GETS), isForm: fc.constant(false) }),
    fc.record({ ...rest, path: fc.constantFrom(...FORMS), isForm: fc.constant(true) }),
  );
}

async function send({ app }: FuzzedPool, testCase: Case, signed: SignedInSession): Promise<Answer> {
  const resolvePlaceholders = (text: string) =>
    text === CSRF_TOKEN ? signed.csrfToken : text === SESSION ? signed.secret : text;
  const fields = testCase.fields.map(([name, text]): [string, string] => [
    name.toWellFormed(),
    resolvePlaceholders(text).toWellFormed(),
  ]);
  const encoded = new URLSearchParams(fields).toString();
  const cookies = testCase.cookies
    .map(([name, text]) => `${name}=${headerSafe(resolvePlaceholders(text))}`)
    .join('; ');
  const response = await app.inject({
    method: testCase.isForm ? 'POST' : 'GET',
    url: testCase.isForm || encoded === '' ? testCase.path : `${testCase.path}?${encoded}`,
    headers: {
      ...(cookies === '' ? {} : { cookie: cookies }),
      ...(testCase.isForm && testCase.type !== '' ? { 'content-type': testCase.type } : {}),
    },
    ...(testCase.isForm ? { payload: encoded } : {}),
  });
  return { status: response.statusCode, headers: response.headers, text: response.body };
}

/** Replaces characters that are not allowed in a header. */
const headerSafe = (text: string): string => text.replace(/[^\x21-\x7e]/g, '%').slice(0, 2000);

function checkAnswer({ status, headers, text }: Answer): void {
  check(status < 500 || status === 503, `${status} is a server error`);
  if (status === 503 || status === 429)
    check(/^[1-9]\d*$/.test(String(headers['retry-after'])), `${status} without Retry-After`);
  check(!SECRET.test(text), 'the page contains a secret');
  check(!SCRIPT.test(text), 'the page returns the input as markup');
  check(
    /default-src 'none'/.test(String(headers['content-security-policy'])),
    'the page has no content security policy',
  );
  checkRedirect(headers.location);
  for (const cookie of [headers['set-cookie'] ?? []].flat().map(String))
    check(/; HttpOnly/.test(cookie) && /; Secure/.test(cookie), `scripts can read the cookie ${cookie}`);
}

/** A redirect leads to a page of the pool or to GitHub's sign-in. */
function checkRedirect(location: unknown): void {
  if (location === undefined) return;
  const isOwn = /^\/(?![/\\])/.test(String(location));
  check(
    isOwn || String(location).startsWith(`${SERVER_URL}/login/oauth/authorize?`),
    `redirected to ${location}`,
  );
}

/** Whether the case is a contributor's form with the session's cookie and CSRF token. */
function isLegitimateForm({ isForm, fields, cookies }: Case): boolean {
  return (
    isForm &&
    cookies.some(([name, text]) => name === SESSION_COOKIE && text === SESSION) &&
    fields.some(([name, text]) => name === 'csrf' && text === CSRF_TOKEN)
  );
}

/** Everything about a contributor that forms can change. */
async function stateOf({ store }: FuzzedPool, { ownerId, secret }: SignedInSession): Promise<string> {
  const owner = await store.owners.find(ownerId);
  const session = await store.sessions.find(secret);
  const tokens = await store.tokens.ofOwner(ownerId);
  const alive = tokens.filter(({ status }) => status === 'active').length;
  return `${owner?.status} ${session ? 'session' : 'signed out'} ${owner?.paused} ${owner?.reserve} ${alive}`;
}

/** Signs in a contributor. */
async function signIn(pool: FuzzedPool): Promise<SignedInSession> {
  await pool.refill();
  const [owner] = await pool.store.owners.list();
  if (!owner) throw new Error('there is no contributor');
  const { secret } = await pool.store.sessions.create(owner.id, 365 * 86_400_000);
  const me = await pool.app.inject({ url: '/me', headers: { cookie: `${SESSION_COOKIE}=${secret}` } });
  const csrfToken = /name="csrf" value="([^"]+)"/.exec(me.body)?.[1];
  if (!csrfToken) throw new Error('the page has no form');
  return { ownerId: owner.id, secret, csrfToken };
}
