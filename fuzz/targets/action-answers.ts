import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as core from '@actions/core';
import fc from 'fast-check';
import { retryAfterSeconds } from '../../src/action/http/retry.js';
import { readCredentials } from '../../src/action/refresh/credentials.js';
import { credentialMasks, fitMasks } from '../../src/action/runner/masks.js';
import { createRunner } from '../../src/action/runner/runner.js';
import { readLeases, readLegacyToken } from '../../src/action/sources/read-leases.js';
import type { ObtainedToken, PoolSettings } from '../../src/action/sources/types.js';
import { findPushRoutes } from '../../src/action/tools/push-routes.js';
import { serverOf } from '../../src/action/tools/server.js';
import { checkTokenFormat, TOKEN_LIKE } from '../../src/github/token-format.js';
import { LEASES_SCHEMA, LEGACY_TOKEN_SCHEMA } from '../../src/wire.js';
import { readPairs } from '../../testkit/runner/file-commands.js';
import { nearSchema, bodies } from '../from-schema.js';
import type { Target } from '../types.js';
import { anyJson, anyText, check, withOneEdit, TOKEN } from '../values.js';

const NOW_MS = Date.parse('2026-11-20T12:00:00Z');
const SETTINGS: PoolSettings = {
  url: 'https://pool.test',
  auth: { kind: 'key', secret: 'tpk_0123456789abcdef' },
};

/** Puts a valid token into most answers; otherwise all would be refused for their token. */
function withTokens(answer: unknown, replaces: boolean): unknown {
  if (!replaces || typeof answer !== 'object' || answer === null) return answer;
  const fill = (lease: unknown) =>
    typeof lease === 'object' && lease !== null ? { ...lease, token: TOKEN } : lease;
  if (!('leases' in answer) || !Array.isArray(answer.leases)) return fill(answer);
  return { ...answer, leases: answer.leases.map(fill) };
}

function checkUsable({ token, expiresAtMs, rateLimit, lease }: ObtainedToken): void {
  check(checkTokenFormat(token).ok, 'an invalid token was accepted');
  const times = [expiresAtMs ?? 0, rateLimit?.resetAtMs ?? 0, lease?.leaseExpiresAtMs ?? 0];
  check(times.every(Number.isFinite), 'a time is not a number');
}

export const leaseAnswersTarget: Target = {
  name: 'pool-answers',
  share: 8,
  property: async () =>
    fc.property(
      fc.oneof(nearSchema(LEASES_SCHEMA), anyJson),
      nearSchema(LEGACY_TOKEN_SCHEMA),
      fc.boolean(),
      (answer, old, put) => {
        const { tokens, faults } = readLeases(withTokens(answer, put), SETTINGS, NOW_MS);
        check(tokens.length <= 20, 'more tokens than the contract allows');
        tokens.forEach(checkUsable);
        const legacy = readLegacyToken(withTokens(old, put), SETTINGS);
        if ('fault' in legacy) faults.push(legacy.fault);
        else checkUsable(legacy);
        const rules = faults.map(({ rule }) => rule);
        check(
          !rules.some((rule) => rule.includes('FuzzedSecret')),
          `a fault contains a token: ${rules.join()}`,
        );
      },
    ),
};

/** The limit for an answer of 1 MB; a backtracking pattern would exceed it. */
const MAX_MASK_MS = 500;

export const masksTarget: Target = {
  name: 'masks',
  share: 6,
  property: async () =>
    fc.property(
      fc.oneof(bodies(LEASES_SCHEMA), withOneEdit(fc.constant(`{"token":"${TOKEN}"}`)), anyText),
      fc.nat(3),
      (text, times) => {
        const body = text.repeat(times + 1);
        const startedAtMs = performance.now();
        const masks = new Set(credentialMasks(body));
        const tookMs = performance.now() - startedAtMs;
        check(tookMs < MAX_MASK_MS, `${Math.round(tookMs)} ms for ${body.length} characters`);
        const found = [...new Set(body.match(TOKEN_LIKE) ?? [])];
        check(
          found.slice(0, 50).every((token) => masks.has(token)),
          'a token is not masked',
        );
        check(
          fitMasks([...masks]).every((mask) => mask.length >= 8 && !/[\r\n]/.test(mask)),
          'a mask hides a word or a line',
        );
      },
    ),
};

export const fileCommandsTarget: Target = {
  name: 'file-commands',
  share: 4,
  property: async ({ folder }) => {
    const path = join(folder, 'file');
    const files = { GITHUB_ENV: path, GITHUB_OUTPUT: path, GITHUB_STATE: path };
    const runner = createRunner({ core, env: files, fileExists: () => true });
    Object.assign(process.env, files);
    return fc.property(
      fc.oneof(anyText, fc.constant(TOKEN)),
      fc.array(anyText, { maxLength: 3 }),
      (value, others) => {
        writeFileSync(path, '');
        const written = [value, ...others].map((text, index): [string, string] => [
          `NAME_${index}`,
          text.toWellFormed(),
        ]);
        for (const [name, text] of written) runner.setOutput(name, text);
        const read = [...readPairs(readFileSync(path, 'utf8'))];
        check(JSON.stringify(read) === JSON.stringify(written), `the runner reads ${JSON.stringify(read)}`);
      },
    );
  },
};

export const credentialsTarget: Target = {
  name: 'credentials-file',
  share: 3,
  property: async ({ folder }) => {
    const path = join(folder, 'credentials.json');
    const life = {
      obtainedAtWallMs: 1,
      obtainedAtMonotonicMs: 1,
      lifetimeMs: 3_600_000,
      refreshBeforeMs: 300_000,
    };
    const validFile = fc.constant(
      JSON.stringify({ token: TOKEN, source: 'pool', kind: 'oauth', life, obtained: {} }),
    );
    return fc.property(
      fc.oneof(
        validFile,
        withOneEdit(validFile),
        anyText,
        anyJson.map((json) => JSON.stringify(json)),
      ),
      (text) => {
        writeFileSync(path, text ?? '', { mode: 0o600 });
        const read = readCredentials(path);
        if (read.state === 'ok')
          check(/^[\x21-\x7e]+$/.test(read.credentials.token), 'the token is not valid in a header');
        else check(!JSON.stringify(read).includes('FuzzedSecret'), 'a refusal contains the token');
      },
    );
  },
};

export const gitTarget: Target = {
  name: 'git-configuration',
  share: 3,
  property: async () => {
    const server = serverOf('https://github.com');
    if (!server) throw new Error('github.com was not accepted');
    const address = fc.oneof(
      fc.constantFrom(
        'https://u:p@github.com/o/r',
        'git@github.com:o/r',
        'https://github.com/o/r',
        'https://x.test/',
      ),
      anyText,
    );
    const output = fc.oneof(
      fc.constant(null),
      fc.array(fc.oneof(address, withOneEdit(address))).map((lines) => lines.join('\n')),
    );
    const netrc = fc
      .array(fc.oneof(fc.constantFrom('machine', 'github.com', 'default', '\n'), anyText))
      .map((w) => w.join(' '));
    return fc.property(fc.array(output, { minLength: 5, maxLength: 5 }), netrc, (outputs, words) => {
      let call = 0;
      const routes = findPushRoutes(server, { runGit: () => outputs[call++ % 5] ?? null, netrc: words });
      for (const line of routes.config)
        check(isOneLineOfConfig(line), `more than one line: ${JSON.stringify(line)}`);
      for (const [, message] of routes.messages)
        check(!message.includes('p@'), 'a message contains a password');
    });
  },
};

/** A section or a variable, with its quotes closed on the same line. */
function isOneLineOfConfig(line: string): boolean {
  return (
    !/[\n\0]/.test(line) && /^(\[\w+ "(?:[^"\\]|\\.)*"\]|\t\w+ =( "(?:[^"\\]|\\.)*"| true)?)$/s.test(line)
  );
}

export const retryAfterTarget: Target = {
  name: 'retry-after',
  share: 2,
  property: async () =>
    fc.property(
      fc.oneof(fc.nat().map(String), fc.constant('Wed, 21 Oct 2026 07:28:00 GMT'), anyText),
      (text) => {
        const response = { status: 503, headers: { 'retry-after': text }, body: '' };
        const seconds = retryAfterSeconds(response, NOW_MS);
        check(
          seconds === null || (Number.isInteger(seconds) && seconds >= 0 && seconds < 1e6),
          `it waits ${seconds} s`,
        );
      },
    ),
};
