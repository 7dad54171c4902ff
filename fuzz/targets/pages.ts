import fc, { type Arbitrary } from 'fast-check';
import { SESSION_COOKIE, SIGN_IN_COOKIE } from '../../src/pool/web/send-page.js';
import { type FuzzedPool, newPool, SERVER_URL } from '../pool.js';
import type { Target } from '../types.js';
import { anyText, demand, edited } from '../values.js';

const GETS = ['/', '/live', '/me', '/me/uses', '/auth', '/callback', '/api/auth/login', '/api/auth/me'];
const FORMS = ['/me/pause', '/me/resume', '/me/reserve', '/me/remove', '/logout', '/auth'];
const FIELDS = ['csrf', 'sure', 'percent', 'code', 'state', 'error', 'bucket', 'before', 'done', '__proto__'];

/** Stands for the secret of the session, and for what its forms carry. */
const SESSION = 'the session';
const PROOF = 'the proof';

type Case = {
  path: string;
  isForm: boolean;
  fields: [string, string][];
  cookies: [string, string][];
  type: string;
};

type Answer = { status: number; headers: { [name: string]: unknown }; text: string };
type Signed = { ownerId: string; secret: string; proof: string };

/** A token, a key, the secrets of sign-in, or a stack. */
const SECRET = /gho_p|tpk_\w{8}|client-secret-of-fuzzing|\n {4}at /;
const SCRIPT = /<script>alert|<img src=x/;

/** Addresses, forms, query strings and cookies of the pages for people, right, nearly right and absurd. */
export const pagesTarget: Target = {
  name: 'pages',
  share: 8,
  property: async () => {
    const pool = await newPool();
    const state = { signed: await signIn(pool), count: 0 };
    return fc.asyncProperty(cases(), async (made) => {
      state.count += 1;
      if (state.count % 100 === 0) await pool.pass(60_000);
      const { signed } = state;
      const before = await kept(pool, signed);
      const answer = await send(pool, made, signed);
      judge(answer);
      const logged = pool.logged();
      demand(
        !SECRET.test(logged) && !logged.includes(signed.secret),
        `the log holds a secret: ${logged.slice(0, 1000)}`,
      );
      demand(!/"level":"error"/.test(logged), `a request failed: ${logged.slice(0, 2000)}`);
      const after = await kept(pool, signed);
      demand(before === after || mayChange(made), `a form without its proof changed ${before} to ${after}`);
      if (!after.startsWith('active session')) state.signed = await signIn(pool);
    });
  },
};

function cases(): Arbitrary<Case> {
  const value = fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(PROOF, SESSION, 'yes', '20', '101', 'core', 'joined') },
    { weight: 1, arbitrary: fc.constantFrom('<script>alert(1)</script>', '"><img src=x onerror=alert(1)>') },
    { weight: 2, arbitrary: anyText },
    { weight: 1, arbitrary: edited(fc.constantFrom('1763640000000-3', PROOF)) },
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

async function send({ app }: FuzzedPool, made: Case, signed: Signed): Promise<Answer> {
  const meant = (text: string) => (text === PROOF ? signed.proof : text === SESSION ? signed.secret : text);
  const fields = made.fields.map(([name, text]): [string, string] => [
    name.toWellFormed(),
    meant(text).toWellFormed(),
  ]);
  const encoded = new URLSearchParams(fields).toString();
  const cookies = made.cookies.map(([name, text]) => `${name}=${plain(meant(text))}`).join('; ');
  const response = await app.inject({
    method: made.isForm ? 'POST' : 'GET',
    url: made.isForm || encoded === '' ? made.path : `${made.path}?${encoded}`,
    headers: {
      ...(cookies === '' ? {} : { cookie: cookies }),
      ...(made.isForm && made.type !== '' ? { 'content-type': made.type } : {}),
    },
    ...(made.isForm ? { payload: encoded } : {}),
  });
  return { status: response.statusCode, headers: response.headers, text: response.body };
}

/** What a header can carry. */
const plain = (text: string): string => text.replace(/[^\x21-\x7e]/g, '%').slice(0, 2000);

function judge({ status, headers, text }: Answer): void {
  demand(status < 500 || status === 503, `${status} is a fault of the server`);
  if (status === 503 || status === 429)
    demand(/^[1-9]\d*$/.test(String(headers['retry-after'])), `${status} without Retry-After`);
  demand(!SECRET.test(text), 'a page tells a secret');
  demand(!SCRIPT.test(text), 'a page repeats what was sent as markup');
  demand(/default-src 'none'/.test(String(headers['content-security-policy'])), 'a page without a policy');
  demandOwnPlace(headers.location);
  for (const cookie of [headers['set-cookie'] ?? []].flat().map(String))
    demand(/; HttpOnly/.test(cookie) && /; Secure/.test(cookie), `a cookie that scripts can read: ${cookie}`);
}

/** A redirect stays here, or leads to the sign-in at GitHub. */
function demandOwnPlace(location: unknown): void {
  if (location === undefined) return;
  const isOwn = /^\/(?![/\\])/.test(String(location));
  demand(
    isOwn || String(location).startsWith(`${SERVER_URL}/login/oauth/authorize?`),
    `it leads to ${location}`,
  );
}

/** Whether the case is a form of a contributor with the proof of the session. */
function mayChange({ isForm, fields, cookies }: Case): boolean {
  return (
    isForm &&
    cookies.some(([name, text]) => name === SESSION_COOKIE && text === SESSION) &&
    fields.some(([name, text]) => name === 'csrf' && text === PROOF)
  );
}

/** All that forms can change of a contributor, in one text. */
async function kept({ store }: FuzzedPool, { ownerId, secret }: Signed): Promise<string> {
  const owner = await store.owners.find(ownerId);
  const session = await store.sessions.find(secret);
  const tokens = await store.tokens.ofOwner(ownerId);
  const alive = tokens.filter(({ status }) => status === 'active').length;
  return `${owner?.status} ${session ? 'session' : 'signed out'} ${owner?.paused} ${owner?.reserve} ${alive}`;
}

/** A session of a contributor who lends. */
async function signIn(pool: FuzzedPool): Promise<Signed> {
  await pool.fill();
  const [owner] = await pool.store.owners.list();
  if (!owner) throw new Error('nobody lends');
  const { secret } = await pool.store.sessions.create(owner.id, 365 * 86_400_000);
  const me = await pool.app.inject({ url: '/me', headers: { cookie: `${SESSION_COOKIE}=${secret}` } });
  const proof = /name="csrf" value="([^"]+)"/.exec(me.body)?.[1];
  if (!proof) throw new Error('the page has no form');
  return { ownerId: owner.id, secret, proof };
}
