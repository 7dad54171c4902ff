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
import { readCursor } from '../../src/pool/web/views.js';
import { JOB_SCHEMA } from '../../src/wire.js';
import { around } from '../from-schema.js';
import type { Target } from '../types.js';
import { anyJson, anyText, demand, edited, TOKEN } from '../values.js';

const usually = (...texts: string[]) =>
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
    HOST: usually('0.0.0.0', '::'),
    PORT: usually('8787', '65536'),
    DATABASE_URL: usually(
      'pool.sqlite',
      ':memory:',
      `postgres://u:${TOKEN}@h/n`,
      `postgres://u:${TOKEN}@h:x/n`,
    ),
    TOKEN_ENCRYPTION_KEY: usually('ab'.repeat(32), `${'ab'.repeat(32)},${TOKEN}`),
    GITHUB_API_URL: usually('https://ghes.test/api/v3', 'https://h?', 'http://h'),
    GITHUB_SERVER_URL: usually('https://ghes.test/', 'https://ghes.test#'),
    GITHUB_CLIENT_ID: usually('Iv1.0'),
    GITHUB_CLIENT_SECRET: usually(TOKEN),
    PUBLIC_URL: usually('https://pool.test/'),
    POOL_OPERATOR: usually('Ada'),
    POOL_CONTACT: usually('https://a.test/x', 'a@b.test'),
    RESERVE_PERCENT: usually('20', '91'),
    LOG_LEVEL: usually('info'),
    OIDC_ISSUER: usually('https://a.test,https://b.test'),
    OIDC_AUDIENCE: usually('fetch-token'),
    TRUST_PROXY: fc.oneof(ranges, edited(ranges), usually('false', 'true', '1')),
    METRICS_TOKEN: usually(TOKEN, `${TOKEN} x`),
    RETENTION_DAYS: usually('90', '0'),
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
          demand(url === null || !/[?#]|\/$/.test(url), `paths cannot be put after ${url}`);
        }
        if (config.trustProxy.length > 0) fastify({ trustProxy: [...config.trustProxy] });
      } catch (error) {
        if (!(error instanceof ConfigError)) throw error;
        demand(!error.message.includes('FuzzedSecret'), `a fault tells a secret: ${error.message}`);
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
    fc.property(fc.oneof(csv, edited(csv), anyText), (content) => {
      try {
        for (const { row: number, ownerId, expiresAtMs, token } of readCsv(content)) {
          demand(number >= 2 && typeof token === 'string', 'a row that is none');
          demand(ownerId === null || (Number.isSafeInteger(ownerId) && ownerId > 0), 'an id that is none');
          demand(expiresAtMs === null || Number.isFinite(expiresAtMs), 'an end that is no time');
        }
      } catch (error) {
        if (!(error instanceof ImportError)) throw error;
        demand(!error.message.includes('FuzzedSecret'), 'a fault tells a token');
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
  around(JOB_SCHEMA).map((job) => JSON.stringify({ ...lease, job })),
  fc
    .dictionary(fc.constantFrom(...Object.keys(lease)), anyJson)
    .map((put) => JSON.stringify({ ...lease, ...put })),
);

export const traceTarget: Target = {
  name: 'traces',
  share: 3,
  property: async () =>
    fc.property(fc.array(fc.oneof(traceLine, edited(traceLine), anyText), { maxLength: 4 }), (lines) => {
      try {
        for (const { atMs, lengthMs, requests } of readTrace(lines.join('\n')).jobs) {
          demand(
            Number.isFinite(atMs) && lengthMs >= 1000 && Number.isFinite(requests),
            'a job that cannot be played',
          );
        }
      } catch (error) {
        if (!(error instanceof UsageError)) throw error;
        demand(!error.message.includes('FuzzedSecret'), 'a fault tells what was in the line');
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
      demand((policy === undefined) === policyFaults(document).length > 0, 'a policy with faults is read');
      if (!policy || unmetBy(policy, job, 'https://issuer.test') !== undefined) return;
      const { repository_ids: ids, repository_owner_ids: owners, events } = policy;
      demand(
        ids?.includes(job.repositoryId) ?? owners?.includes(job.repositoryOwnerId) ?? false,
        'a stranger is admitted',
      );
      demand(
        events?.includes(job.eventName) ?? job.eventName === 'push',
        'an event is admitted that was not listed',
      );
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
        demand(!/[<>"']/.test(inside), 'it leaves its element');
        demand(!/(?!\u200d)\p{C}/u.test(printable(text)), 'it moves the cursor');
        const told = printableJson(json);
        demand(JSON.stringify(JSON.parse(told)) === JSON.stringify(json), 'JSON that means something else');
        demand(!/(?!\n)\p{C}/u.test(told), 'JSON that moves the cursor');
        demand(!maskSecrets(`${text} ${TOKEN}`).includes('FuzzedSecret'), 'a token stays in the log');
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
        demand(
          cursor === null || (Number.isSafeInteger(cursor.atMs) && Number.isSafeInteger(cursor.skip)),
          'no place',
        );
        try {
          const atMs = expiryOf(text, Date.parse('2026-11-20T12:00:00Z'));
          demand(Number.isFinite(new Date(atMs).getTime()), 'an end that is no time');
        } catch (error) {
          if (!(error instanceof UsageError)) throw error;
        }
      },
    ),
};
