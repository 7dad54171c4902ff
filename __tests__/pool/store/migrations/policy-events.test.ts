import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Engine } from '../../../../src/pool/store/engine.js';
import { migrate } from '../../../../src/pool/store/migrations/migrate.js';
import { openEngine } from '../../../../src/pool/store/open-store.js';
import { policyEventsMigration } from '../../../../src/pool/store/migrations/policy-events.js';

describe('policies of a pool that is upgraded', () => {
  let engine: Engine;
  beforeEach(async () => {
    engine = openEngine({ url: ':memory:' });
    await migrate(engine);
  });
  afterEach(() => engine.close());

  const upgraded = async (document: string): Promise<string | undefined> => {
    const row = { id: '1', name: 'org', document, created_at_ms: 0 };
    await engine.db.insertInto('policies').values(row).execute();
    await policyEventsMigration.up(engine.db);
    return (await engine.db.selectFrom('policies').select('document').executeTakeFirst())?.document;
  };

  it('keep admitting what they admitted, written out, and nothing else', async () => {
    const { repository_ids, events } = JSON.parse((await upgraded('{"repository_ids":["42"]}')) ?? '');
    expect(repository_ids).toEqual(['42']);
    expect(events).toEqual(expect.arrayContaining(['push', 'issue_comment', 'watch', 'workflow_dispatch']));
    expect(events).not.toContain('pull_request_target');
    expect(events).not.toContain('workflow_run');
  });

  it.each(['{"repository_ids":["42"],"events":["push"]}', 'not JSON', 'null'])(
    'stay as they are: %s',
    async (text) => {
      expect(await upgraded(text)).toBe(text);
    },
  );
});
