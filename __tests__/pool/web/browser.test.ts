import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { ACCESSIBILITY_FAULTS } from './accessibility-script.js';
import { launchChromium } from './launch-chromium.js';
import { type PeoplePool, startPeoplePool } from './people-pool.js';

/** Where to keep what the pages look like; without it nothing is kept. */
const SCREENSHOTS = process.env.SCREENSHOTS;

let browser: Browser;
let pool: PeoplePool;
let context: BrowserContext;
let page: Page;
const complaints: string[] = [];

beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser?.close());

beforeEach(async () => {
  pool = await startPeoplePool();
  await open({});
});
afterEach(async () => {
  await context.close();
  await pool.close();
});

async function open(options: Parameters<Browser['newContext']>[0]): Promise<void> {
  await context?.close();
  complaints.length = 0;
  context = await browser.newContext(options);
  page = await context.newPage();
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('request', (request) => {
    const host = new URL(request.url()).hostname;
    if (host !== '127.0.0.1' && host !== '') complaints.push(`a request to ${host}`);
  });
}

async function keep(name: string): Promise<void> {
  if (!SCREENSHOTS) return;
  mkdirSync(SCREENSHOTS, { recursive: true });
  await page.screenshot({ path: join(SCREENSHOTS, `${name}.png`), fullPage: true });
}

async function joinPool(login = 'ada'): Promise<string> {
  pool.github.approveSignInsAs(pool.github.addUser({ login }));
  await page.goto(pool.url);
  await page.getByRole('link', { name: 'Lend a token with GitHub' }).click();
  await page.waitForURL('**/me');
  const owner = (await pool.store.owners.list()).find((known) => known.login === login);
  return owner?.ref ?? '';
}

const LOOKS = [
  ['light', { colorScheme: 'light' }],
  ['dark', { colorScheme: 'dark' }],
  ['narrow', { viewport: { width: 360, height: 740 } }],
] as const;

/** Nothing sticks out, nothing is hard to read, and nothing went wrong on the way. */
async function expectWellMade(): Promise<void> {
  const width = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
  expect(width).toBeLessThanOrEqual(0);
  expect(await page.evaluate(ACCESSIBILITY_FAULTS)).toEqual([]);
  expect(complaints).toEqual([]);
}

describe('a contributor in a browser', () => {
  it('joins, sees a use, pauses, resumes and leaves', async () => {
    const ref = await joinPool();
    await keep('me-empty');
    await pool.use(ref, 120);
    await page.reload();
    const use = page.getByRole('row').filter({ hasText: 'octo/matrix' });
    await use.waitFor();
    expect(await use.textContent()).toContain('120');
    expect(await use.getByRole('link').getAttribute('href')).toContain('/octo/matrix/actions/runs/');

    await page.getByRole('button', { name: 'Pause lending' }).click();
    await page.getByText('Paused: no new job gets your token').waitFor();
    await expect(pool.use(ref, 1)).rejects.toThrow('no lease');
    await page.getByRole('button', { name: 'Resume lending' }).click();
    await page.getByRole('button', { name: 'Pause lending' }).waitFor();
    await keep('me-used');

    await page.getByLabel('I want to leave').check();
    await page.getByRole('button', { name: 'Remove my token' }).click();
    await page.getByRole('heading', { name: 'You have left the pool' }).waitFor();
    await keep('left');
    expect((await pool.store.tokens.list()).every((token) => token.status === 'removed')).toBe(true);
    expect(complaints).toEqual([]);
  });

  it('finds a page that is well made in light, dark and narrow, paused or not', async () => {
    for (const [name, options] of LOOKS) {
      await open(options);
      await pool.use(await joinPool(name), 120);
      await page.reload();
      await keep(`me-${name}`);
      await expectWellMade();
      await page.getByRole('button', { name: 'Pause lending' }).click();
      await page.getByText('Paused: no new job gets your token').waitFor();
      await expectWellMade();
      await page.getByRole('button', { name: 'Resume lending' }).click();
    }
  });

  it('comes to every control by keyboard, and sees where the focus is', async () => {
    await page.goto(pool.url);
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Skip to content');
    const seen = new Set<string>();
    for (let step = 0; step < 20; step += 1) {
      seen.add(String(await page.evaluate('document.activeElement.textContent')));
      const outline = 'getComputedStyle(document.activeElement).outlineStyle';
      if ((await page.evaluate('document.activeElement !== document.body')) === true)
        expect(await page.evaluate(outline)).not.toBe('none');
      await page.keyboard.press('Tab');
    }
    expect([...seen]).toEqual(
      expect.arrayContaining(['Lend a token', 'Lend a token with GitHub', 'Status as JSON']),
    );
  });

  it('can do all of it without JavaScript', async () => {
    await open({ javaScriptEnabled: false });
    await joinPool();
    await page.getByRole('button', { name: 'Pause lending' }).click();
    await page.getByText('Paused: no new job gets your token').waitFor();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('link', { name: 'Lend a token', exact: true }).waitFor();
  });
});

describe('the front page in a browser', () => {
  it('shows the pool’s budget, in light, dark and narrow', async () => {
    const ref = await joinPool();
    await pool.use(ref, 1500);
    await pool.sampleDay();
    pool.pass(1000);
    for (const [name, options] of LOOKS) {
      await open(options);
      await page.goto(pool.url);
      await page.getByRole('table', { name: 'Requests per hour' }).waitFor();
      await page.getByRole('img', { name: 'Budget of core' }).waitFor();
      await keep(`home-${name}`);
      await expectWellMade();
    }
  });

  it('shows a plot from the first sample on, that of core before all others', async () => {
    const ref = await joinPool();
    await pool.use(ref, 1500);
    await pool.store.stats.sampleHistory();
    pool.pass(1000);
    await page.goto(pool.url);
    await page.getByRole('img', { name: 'Budget of core over the last 15 minutes' }).waitFor();
    expect(await page.getByRole('heading', { level: 3 }).first().textContent()).toMatch(/^core,/);
    expect(await page.getByRole('rowheader').first().textContent()).toBe('core');
  });

  it('keeps up with the pool while it stays open', async () => {
    await page.clock.install();
    await page.goto(pool.url);
    await page.getByText('Nobody has lent a token yet').waitFor();
    const other = await browser.newContext();
    pool.github.approveSignInsAs(pool.github.addUser({ login: 'ada' }));
    await (await other.newPage()).goto(`${pool.url}/auth`);
    pool.pass(1000);
    await page.clock.runFor(5000);
    await page.getByRole('table', { name: 'Who lends' }).waitFor();
    await other.close();
  });
});
