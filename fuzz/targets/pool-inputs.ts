import fastify from 'fastify';
import fc from 'fast-check';
import { parsePolicy, policyFaults, unmetBy } from '../../src/pool/auth/policy.js';
import { expiryOf } from '../../src/pool/cli/options.js';
import { readTrace } from '../../src/pool/cli/trace.js';
import { ConfigError, loadConfig } from '../../src/pool/config/config.js';
import { maskSecrets } from '../../src/pool/log.js';
import { ImportError, readCsv } from '../../src/pool/owners/import-sources.js';
import { printable, printableJson } from '../../src/pool/format/printable.js';
import { UsageError } from '../../src/pool/faults/usage-error.js';
import { html } from '../../src/pool/web/page/html.js';
import { readCursor } from '../../src/pool/web/contributor-views.js';
import { JOB_SCHEMA } from '../../src/wire.js';
import { nearSchema } from '../from-schema.js';
import type { Target } from '../types.js';
import { anyJson, anyText, check, withOneEdit, TOKEN } from '../values.js';

const mostly = (...texts: string[]) =>
  fc.oneof({ weight: 4, arbitrary: fc.constantFrom('', ...texts) }, anyText);
const ranges = fc
  .tuple(
    fc.constantFrom('10.0.0.0', '::1', '1.2.3', '127.0.0.1', 'loopback'),
    fc.constantFrom('', '/'),
    fc.oneof(fc.constantFrom(0, 32, 33), fc.integer({ min: -1, max: 130 })),
  )
  .map(([address, slash, bits]) => (slash === '' ? address : `${address}/${bits}`));

const environments = fc.record(
  {
    HOST: mostly('0.0.0.0', '::'),
    PORT: mostly('8787', '65536'),
    DATABASE_URL: mostly(
      'pool.sqlite',
      ':memory:',
      `postgres://u:${TOKEN}@h/n`,
      `postgres://u:${TOKEN}@h:x/n`,
    ),
    TOKEN_ENCRYPTION_KEY: mostly('ab'.repeat(32), `${'ab'.repeat(32)},${TOKEN}`),
    GITHUB_API_URL: mostly('https://ghes.test/api/v3', 'https://h?', 'http://h'),
    GITHUB_SERVER_URL: mostly('https://ghes.test/', 'https://ghes.test#'),
    GITHUB_CLIENT_ID: mostly('Iv1.0'),
    GITHUB_CLIENT_SECRET: mostly(TOKEN),
    PUBLIC_URL: mostly('https://pool.test/'),
    POOL_OPERATOR: mostly('Ada'),
    POOL_CONTACT: mostly('https://a.test/x', 'a@b.test'),
    RESERVE_PERCENT: mostly('20', '91'),
    LOG_LEVEL: mostly('info'),
    OIDC_ISSUER: mostly('https://a.test,https://b.test'),
    OIDC_AUDIENCE: mostly('fetch-token'),
    TRUST_PROXY: fc.oneof(ranges, withOneEdit(ranges), mostly('false', 'true', '1')),
    METRICS_TOKEN: mostly(TOKEN, `${TOKEN} x`),
    RETENTION_DAYS: mostly('90', '0'),
  },
  { requiredKeys: [] },
);

export const configTarget: Target = {
  name: 'configuration',
  share: 6,
  property: async () =>
    fc.property(environments, (env) => {
      try {
        const config = loadConfig(env);
        const { apiUrl, serverUrl } = config.github;
        for (const url of [apiUrl, serverUrl, config.publicUrl, ...config.oidc.issuers]) {
          check(url === null || !/[?#]|\/$/.test(url), `paths cannot be appended to ${url}`);
        }
        if (config.trustProxy.length > 0) fastify({ trustProxy: [...config.trustProxy] });
      } catch (error) {
        if (!(error instanceof ConfigError)) throw error;
        check(!error.message.includes('FuzzedSecret'), `a fault contains a secret: ${error.message}`);
      }
    }),
};

const cell = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(TOKEN, '', '12', 'octo', '2027-01-01', '"a,b"') },
  anyText,
);
const row = fc.array(cell, { maxLength: 6 }).map((cells) => cells.join(','));
const csv = fc
  .tuple(
    fc.constantFrom('token', 'token,owner_id,label', '\ufefftoken,label', 'a,b', ''),
    fc.array(row, { maxLength: 5 }),
  )
  .map(([head, rows]) => [head, ...rows].join('\n'));

export const csvTarget: Target = {
  name: 'csv-import',
  share: 6,
  property: async () =>
    fc.property(fc.oneof(csv, withOneEdit(csv), anyText), (content) => {
      try {
        for (const { row: number, ownerId, expiresAtMs, token } of readCsv(content)) {
          check(number >= 2 && typeof token === 'string', 'not a row');
          check(ownerId === null || (Number.isSafeInteger(ownerId) && ownerId > 0), 'not an id');
          check(expiresAtMs === null || Number.isFinite(expiresAtMs), 'not an expiry time');
        }
      } catch (error) {
        if (!(error instanceof ImportError)) throw error;
        check(!error.message.includes('FuzzedSecret'), 'a fault contains a token');
      }
    }),
};

const lease = {
  owner: 'owner-1',
  bucket: 'core',
  need: 10,
  granted_at: '2026-11-20T12:00:00Z',
  ends_at: '2026-11-20T13:00:00Z',
  settled_at: null,
  state: 'expired',
  requests_spent: null,
};
const traceLine = fc.oneof(
  nearSchema(JOB_SCHEMA).map((job) => JSON.stringify({ ...lease, job })),
  fc
    .dictionary(fc.constantFrom(...Object.keys(lease)), anyJson)
    .map((put) => JSON.stringify({ ...lease, ...put })),
);

export const traceTarget: Target = {
  name: 'traces',
  share: 3,
  property: async () =>
    fc.property(fc.array(fc.oneof(traceLine, withOneEdit(traceLine), anyText), { maxLength: 4 }), (lines) => {
      try {
        for (const { atMs, lengthMs, requests } of readTrace(lines.join('\n')).jobs) {
          check(Number.isFinite(atMs) && lengthMs >= 1000 && Number.isFinite(requests), 'not a job');
        }
      } catch (error) {
        if (!(error instanceof UsageError)) throw error;
        check(!error.message.includes('FuzzedSecret'), 'a fault quotes the line');
      }
    }),
};

const claims = fc.record({
  issuer: fc.constantFrom('https://issuer.test', 'https://other.test'),
  repositoryId: fc.constantFrom('1', '2', ''),
  repositoryOwnerId: fc.constantFrom('1', '2'),
  repository: fc.constant('octo/repo'),
  ref: fc.oneof(fc.constantFrom('refs/heads/main', 'refs/heads/release/1'), anyText),
  environment: fc.oneof(fc.constant(null), anyText),
  eventName: fc.constantFrom('push', 'pull_request_target', 'PUSH', 'issue_comment'),
});
const policies = fc.record(
  {
    issuer: fc.constantFrom('https://issuer.test', ''),
    repository_ids: fc.oneof(fc.constant(['1']), anyJson),
    repository_owner_ids: fc.oneof(fc.constant(['1']), anyJson),
    refs: fc.oneof(fc.constant(['refs/heads/*']), fc.array(fc.stringMatching(/^[*a/]{0,12}$/)), anyJson),
    events: fc.oneof(fc.constant(['push']), anyJson),
    x: anyJson,
  },
  { requiredKeys: [] },
);

export const policyTarget: Target = {
  name: 'policies',
  share: 4,
  property: async () =>
    fc.property(fc.oneof(policies, anyJson), claims, (document, job) => {
      const stored = { id: 'p', name: 'p', document: JSON.stringify(document) ?? '', createdAtMs: 0 };
      const policy = parsePolicy(stored as Parameters<typeof parsePolicy>[0]);
      check(
        (policy === undefined) === policyFaults(document).length > 0,
        'a policy with faults was accepted',
      );
      if (!policy || unmetBy(policy, job, 'https://issuer.test') !== undefined) return;
      const { repository_ids: ids, repository_owner_ids: owners, events } = policy;
      check(
        ids?.includes(job.repositoryId) ?? owners?.includes(job.repositoryOwnerId) ?? false,
        'a stranger was admitted',
      );
      check(events?.includes(job.eventName) ?? job.eventName === 'push', 'an unlisted event was admitted');
    }),
};

export const shownTextTarget: Target = {
  name: 'shown-text',
  share: 5,
  property: async () =>
    fc.property(
      fc.oneof(
        anyText,
        fc.array(anyText).map((texts) => texts.join(TOKEN)),
      ),
      anyJson,
      (text, json) => {
        const markup = html`<p title="${text}">${[text]}</p>`.markup;
        const inside = markup.slice('<p title="'.length, -'</p>'.length).replace('">', '');
        check(!/[<>"']/.test(inside), 'the text leaves its element');
        check(!/(?!\u200d)\p{C}/u.test(printable(text)), 'the text moves the cursor');
        const printed = printableJson(json);
        check(JSON.stringify(JSON.parse(printed)) === JSON.stringify(json), 'the JSON has another meaning');
        check(!/(?!\n)\p{C}/u.test(printed), 'the JSON moves the cursor');
        check(!maskSecrets(`${text} ${TOKEN}`).includes('FuzzedSecret'), 'the log contains a token');
      },
    ),
};

export const argumentsTarget: Target = {
  name: 'arguments',
  share: 2,
  property: async () =>
    fc.property(
      fc.oneof(fc.constantFrom('90d', '2027-01-31', '9999w', '1-2', '999999999999999-9999'), anyText),
      (text) => {
        const cursor = readCursor(text);
        check(
          cursor === null || (Number.isSafeInteger(cursor.atMs) && Number.isSafeInteger(cursor.skip)),
          'not a cursor',
        );
        try {
          const atMs = expiryOf(text, Date.parse('2026-11-20T12:00:00Z'));
          check(Number.isFinite(new Date(atMs).getTime()), 'not an expiry time');
        } catch (error) {
          if (!(error instanceof UsageError)) throw error;
        }
      },
    ),
};
