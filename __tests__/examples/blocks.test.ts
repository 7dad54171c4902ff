import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import type { PoolProcess } from '../../demo/pool-process.js';
import { aScene, ROOT, type Scene } from '../action/refresh/scene.js';
import { aFolder } from '../pool/a-process.js';
import { annotationsOf, outcomesOf, runSteps, type Step, withValues } from './run-example.js';
import { aLendingPool, anAdmittedJob, anAppThatWrites, aRepository, PERSON, writeScript } from './worlds.js';

/** The pool addresses in the pages; one pool serves both. */
const POOL_URL = /https:\/\/(?:pool\.example\.com|mise-versions\.jdx\.dev)/;
/** Blocks that tests cannot run, because they need the real hosts. */
const NOT_RUN = /raw\.githubusercontent\.com/;
const PAGES = [
  'README.md',
  'refresh-token/README.md',
  'docs/faq.md',
  'docs/push-identity.md',
  'docs/setup-app.md',
  'docs/tools.md',
];

/** The diffs of a page, each as the resulting YAML. */
function diffsOf(path: string): { title: string; block: string }[] {
  const text = readFileSync(join(ROOT, path), 'utf8');
  return [...text.matchAll(/## ([^\n]*)\n(?:(?!\n## )[\s\S])*?```diff\n([\s\S]*?)```/g)].map(
    ([, heading, diff = '']) => ({
      title: `${path}: ${heading}`,
      block: diff.replaceAll(/^-.*\n/gm, '').replaceAll(/^[+ ]/gm, ''),
    }),
  );
}

/** The YAML blocks of a page that use an action of the suite, with the text above them. */
function blocksOf(path: string): { title: string; block: string }[] {
  const text = readFileSync(join(ROOT, path), 'utf8');
  return [...text.matchAll(/([^\n]*)\n+```yaml\n([\s\S]*?)```/g)]
    .map((match, index) => ({ title: `${path} ${index + 1}: ${match[1]}`, block: match[2] ?? '' }))
    .filter(({ block }) => block.includes('org/fetch-token') && !NOT_RUN.test(block));
}

/** The steps of a block, which is a list of them, a job's part, or jobs. */
function stepsOf(block: string): Step[] {
  const parsed = parse(block);
  if (Array.isArray(parsed)) return parsed;
  if (parsed.steps) return parsed.steps;
  return Object.values<{ steps: Step[] }>(parsed.jobs).flatMap(({ steps }) => steps);
}

describe('a block of a page', () => {
  let scene: Scene;
  let folder: ReturnType<typeof aFolder>;
  let pool: PoolProcess | null;
  beforeEach(async () => {
    scene = await aScene();
    folder = aFolder();
    pool = null;
    await aRepository(scene, folder.path, ['build.sh', 'build-for-three-hours.sh', 'build/tool']);
  });
  afterEach(async () => {
    await scene.dispose();
    await pool?.close();
    folder.remove();
  });

  it.each([...PAGES.flatMap(blocksOf), ...diffsOf('docs/migrating.md')])(
    'does what it says, without a warning: $title',
    async ({ block }) => {
      const app = anAppThatWrites(scene, 'account-it-is-installed-on');
      const ada = scene.github.addUser({ login: 'ada-who-releases' });
      const apps = JSON.stringify([{ client_id: app.clientId, private_key: app.privateKey }]);
      const lending = POOL_URL.test(block) ? await aLendingPool(scene, folder.path) : null;
      pool = lending?.pool ?? null;
      const oidc = pool && block.includes('id-token: write') ? await anAdmittedJob(scene, pool) : undefined;
      const job = await scene.job({
        env: PERSON,
        ...(oidc && { oidc }),
        matrix: { shard: '1' },
        secrets: {
          TOKEN_POOL_SECRET: lending?.key ?? '',
          TOKEN_MANAGER_SECRET: lending?.key ?? '',
          APP_ID: String(app.id),
          APP_PRIVATE_KEY: app.privateKey,
          PRIVATE_KEY: app.privateKey,
          CRAWLER_TOKENS: scene.github.addToken(ada, { kind: 'pat_classic', scopes: [] }).token,
          FETCH_TOKEN_APPS: apps,
          APPS: apps,
          RELEASE_PAT: scene.github.addToken(ada, { kind: 'pat_classic', scopes: ['repo'] }).token,
        },
      });
      const filled = withValues(block, { 'vars.APP_CLIENT_ID': app.clientId });
      const steps = stepsOf(filled.replace(POOL_URL, pool?.url ?? ''));
      if (!block.includes('actions/checkout'))
        writeScript(join(job.workspace, 'crawl.sh'), 'test -n "${POOL_TOKEN:-$GITHUB_TOKEN}"');

      const run = await runSteps(scene, job, steps);

      expect(outcomesOf(run.steps)).toEqual(steps.map(() => 'success'));
      expect(annotationsOf(run.steps)).toEqual([]);
      expect(run.steps.map(({ outputs }) => outputs.source)).not.toContain('fallback');
      expect((await job.finish()).status).toBe('success');
    },
  );
});
