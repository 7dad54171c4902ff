import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe, expect, it } from '@jest/globals';
import { BUCKETS, highestLimitOf } from '../../src/github/buckets.js';

const require = createRequire(import.meta.url);

describe('the names of rate-limit resources', () => {
  it.each(['api.github.com', 'ghec', 'ghes-3.19'])('hold all that the description of %s has', (name) => {
    const file = require.resolve(`@octokit/openapi/generated/${name}.json`);
    const { components } = JSON.parse(readFileSync(file, 'utf8'));
    const overview = components.schemas['rate-limit-overview'].properties.resources.properties;
    expect(BUCKETS).toEqual(expect.arrayContaining(Object.keys(overview)));
    // The example shows limits of an ordinary account, which must not exceed our maximum.
    const examples = components.examples['rate-limit-overview'].value.resources;
    for (const [bucket, { limit }] of Object.entries<{ limit: number }>(examples)) {
      expect([bucket, highestLimitOf(bucket)]).toEqual([bucket, Math.max(limit, highestLimitOf(bucket))]);
    }
  });
});
