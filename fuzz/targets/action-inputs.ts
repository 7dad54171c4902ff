import { generateKeyPairSync } from 'node:crypto';
import * as crypto from 'node:crypto';
import fc, { type Arbitrary } from 'fast-check';
import { readSettings } from '../../src/action/fetch/settings.js';
import { addressFault } from '../../src/action/http/address.js';
import { InputFaults } from '../../src/action/runner/faults.js';
import { readInputs } from '../../src/action/runner/inputs.js';
import type { JobContext } from '../../src/action/runner/job.js';
import { plainLine } from '../../src/action/runner/plain-line.js';
import type { Core } from '../../src/action/runner/types.js';
import { readPrivateKey } from '../../src/action/sources/app-key.js';
import { faultsOf } from '../../src/json-schema.js';
import { BUCKET_SCHEMA, JOB_SCHEMA, LABEL_SCHEMA } from '../../src/wire.js';
import type { Target } from '../types.js';
import { anyJson, anyText, check, withOneEdit, nastyText, TOKEN } from '../values.js';

/** Secret inputs, which no fault may quote. */
const SECRET = ['api-secret', 'private-key', 'apps', 'tokens', 'github-token'];

const mostly = (...texts: string[]) =>
  fc.oneof({ weight: 4, arbitrary: fc.constantFrom('', ...texts) }, anyText);

const apps = fc
  .array(
    fc.oneof(
      fc.record(
        {
          client_id: mostly('Iv1.0123456789abcdef'),
          private_key: mostly(TOKEN),
          owner: mostly('octo'),
          x: anyJson,
        },
        { requiredKeys: [] },
      ),
      anyJson,
    ),
    { maxLength: 4 },
  )
  .map((list) => JSON.stringify(list));

const inputTexts: Arbitrary<{ [name: string]: string }> = fc.record(
  {
    'pool-url': mostly('https://pool.example.com', 'http://127.0.0.1:8787', 'http://pool.example.com'),
    'api-secret': mostly(TOKEN, 'tpk_0123456789abcdef'),
    oidc: mostly('auto', 'always', 'never'),
    'client-id': mostly('Iv1.0123456789abcdef', '12345'),
    'app-id': mostly('12345'),
    'private-key': mostly(TOKEN),
    apps: fc.oneof(fc.constant(''), apps, withOneEdit(apps), anyText),
    tokens: mostly(TOKEN, `${TOKEN} ${TOKEN}`),
    owner: mostly('octo'),
    repositories: mostly('a,b', 'a\nb'),
    permissions: mostly('contents: read', 'contents=write,issues:read'),
    'github-token': mostly(TOKEN, 'null'),
    required: mostly('true', 'FALSE'),
    'job-index': mostly('0', '3'),
    'export-env': mostly('GITHUB_TOKEN', 'GH_TOKEN,MISE_GITHUB_TOKEN', 'PATH', 'LD_PRELOAD'),
    count: mostly('1', '20', '21'),
    attempts: mostly('3'),
    'timeout-seconds': mostly('30', '601'),
    'expected-requests': mostly('100', '1000001'),
    'min-remaining': mostly('100'),
    'min-ttl-seconds': mostly('300', '86401'),
    bucket: mostly('core', 'graphql'),
    label: mostly('push'),
    wait: mostly('true'),
    verify: mostly('false'),
    tools: mostly('git', 'gh,npm'),
    'github-api-url': mostly('https://api.github.com'),
  },
  { requiredKeys: [] },
);

const contexts: Arbitrary<JobContext> = fc
  .record({
    repo: fc.oneof(
      fc.constant({ owner: 'octo', repo: 'repo' }),
      fc.record({ owner: anyText, repo: anyText }),
    ),
    workflow: anyText,
    job: anyText,
    runId: fc.oneof(fc.nat(), fc.double()),
    runAttempt: fc.oneof(fc.nat(3), fc.double()),
    eventName: fc.oneof(fc.constantFrom('push', 'pull_request'), anyText),
    actor: fc.oneof(fc.constant('dependabot[bot]'), anyText),
    payload: fc.oneof(fc.record({ pull_request: anyJson }), fc.dictionary(anyText, anyJson, { maxKeys: 2 })),
  })
  .map((context) => context as unknown as JobContext);

/** Reads inputs as the toolkit does, but not from the environment. */
function coreOf(texts: { readonly [name: string]: string }): Pick<Core, 'getInput' | 'getBooleanInput'> {
  const getInput = (name: string) => (texts[name] ?? '').trim();
  return {
    getInput,
    getBooleanInput: (name) => {
      const text = getInput(name);
      if (['true', 'True', 'TRUE'].includes(text)) return true;
      if (['false', 'False', 'FALSE'].includes(text)) return false;
      throw new TypeError('not a boolean');
    },
  };
}

export const inputsTarget: Target = {
  name: 'inputs',
  share: 10,
  property: async () =>
    fc.property(inputTexts, contexts, mostly('https://pool.example.com'), (texts, context, poolUrl) => {
      const env = {
        TOKEN_POOL_URL: poolUrl,
        ACTIONS_ID_TOKEN_REQUEST_URL: 'x',
        ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'y',
      };
      try {
        checkSettings(readSettings({ inputs: readInputs(coreOf(texts)), env, context }));
      } catch (error) {
        if (!(error instanceof InputFaults)) throw error;
        const publicInputs = Object.entries(texts).filter(([name]) => !SECRET.includes(name));
        const isInOtherInput = publicInputs.some(([, text]) => text.includes('FuzzedSecret'));
        check(
          isInOtherInput || !error.message.includes('FuzzedSecret'),
          `a fault contains a secret: ${error.message}`,
        );
      }
    }),
};

function checkSettings({ request, exportNames }: ReturnType<typeof readSettings>): void {
  check(
    faultsOf(JOB_SCHEMA, request.job).length === 0,
    `the pool refuses the job ${JSON.stringify(request.job)}`,
  );
  check(faultsOf(BUCKET_SCHEMA, request.bucket).length === 0, 'the pool refuses the bucket');
  check(
    request.label === null || faultsOf(LABEL_SCHEMA, request.label).length === 0,
    'the pool refuses the label',
  );
  check(
    exportNames.every((name) => /^[A-Z_][A-Z0-9_]*$/.test(name)),
    'not a name of a variable',
  );
  check(
    !exportNames.some((name) => /^(PATH|LD_|NODE_|BASH_ENV)/.test(name)),
    'the variable changes what programs do',
  );
  check(request.count >= 1 && request.count <= 20, 'the pool refuses the count');
  if (request.pool) checkAddress(request.pool.url);
  checkAddress(request.githubApiUrl);
}

/** Secrets travel over TLS or stay on this machine, and the address contains no login. */
function checkAddress(text: string): void {
  const url = new URL(text);
  const isLoopback = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(url.hostname);
  check(
    url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback),
    `secrets would go to ${url.origin}`,
  );
  check(url.username === '' && url.password === '', 'the address contains a login');
}

const hosts = fc.constantFrom(
  '127.0.0.1',
  '127.1',
  '0x7f.1',
  '2130706433',
  'localhost',
  'localhost.',
  '[::1]',
  'a.b',
);
const addresses = fc
  .tuple(fc.constantFrom('http://', 'https://', 'HTTP:', 'file://', 'http://u:p@', '//', ''), hosts, anyText)
  .map((parts) => parts.join(''));

export const addressTarget: Target = {
  name: 'addresses',
  share: 4,
  property: async () =>
    fc.property(fc.oneof(addresses, withOneEdit(addresses), anyText), (text) => {
      if (addressFault(text) === null) checkAddress(text);
    }),
};

export const logLineTarget: Target = {
  name: 'log-lines',
  share: 3,
  property: async () =>
    fc.property(
      fc.array(fc.oneof(anyText, fc.constantFrom('::', ':', '##', '[', '##[', ' ', '\n'))),
      (parts) => {
        const line = plainLine(parts.join(''));
        check(!/[\p{Cc}\u2028\u2029]/u.test(line), 'the line contains a line break');
        check(!/^\s*::/.test(line) && !line.includes('##['), 'the line is a workflow command');
      },
    ),
};

export const privateKeyTarget: Target = {
  name: 'private-keys',
  share: 1,
  property: async () => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 1024 });
    const pem = privateKey.export({ type: 'pkcs1', format: 'pem' }).toString();
    const forms = fc.constantFrom(
      pem,
      pem.replaceAll('\n', '\\n'),
      pem.replaceAll('\n', ' '),
      Buffer.from(pem).toString('base64'),
    );
    const body = pem.split('\n')[2] ?? '';
    return fc.property(fc.oneof(forms, withOneEdit(forms), nastyText), (text) => {
      const reading = readPrivateKey(text, crypto);
      if (reading.ok) crypto.createPrivateKey(reading.pem);
      else check(!reading.rule.includes(body), 'a fault contains the key');
    });
  },
};
