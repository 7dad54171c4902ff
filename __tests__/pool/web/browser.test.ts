import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { ACCESSIBILITY_FAULTS } from './accessibility-script.js';
import { launchChromium } from './launch-chromium.js';
import { HIDDEN_SIDEWAYS, LONGEST_NAMES, LOOKS } from './looks.js';
import { type PeoplePool, startPeoplePool } from './people-pool.js';

/** Where to store screenshots; without it none are stored. */
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

/** A person's path from the front page to their own page. */
async function lendIn(window: Page): Promise<void> {
  await window.goto(pool.url);
  await window.getByRole('link', { name: 'Lend a token' }).click();
  await window.getByLabel('I have read this').check();
  await window.getByRole('button', { name: 'Continue to GitHub' }).click();
  await window.waitForURL('**/me?done=joined');
}

async function joinPool(login = 'ada'): Promise<string> {
  pool.github.approveSignInsAs(pool.github.addUser({ login }));
  await lendIn(page);
  const owner = (await pool.store.owners.list()).find((known) => known.login === login);
  return owner?.ref ?? '';
}

/** Tabs to the control of this name, and presses a key there. */
async function pressOn(name: string, key: 'Enter' | 'Space'): Promise<void> {
  const focused = `(({ activeElement: at }) => at.labels?.[0]?.textContent ?? at.textContent)(document)`;
  for (let step = 0; step < 40; step += 1) {
    await page.keyboard.press('Tab');
    if (
      String(await page.evaluate(focused))
        .trim()
        .startsWith(name)
    )
      return page.keyboard.press(key);
  }
  throw new Error(`Tab does not lead to “${name}”`);
}

/** No overflow, no accessibility problem, and no error. */
async function expectWellMade(): Promise<void> {
  expect(await page.evaluate(HIDDEN_SIDEWAYS)).toEqual([]);
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
    const link = use.getByRole('link', { name: /^octo\/matrix run \d+$/ });
    expect(await link.getAttribute('href')).toContain('/octo/matrix/actions/runs/');

    await page.getByRole('button', { name: 'Pause lending' }).click();
    await page.getByRole('status').filter({ hasText: 'Paused.' }).waitFor();
    await page.getByText('No new job gets your token. Jobs that have it').waitFor();
    await expect(pool.use(ref, 1)).rejects.toThrow('no lease');
    await page.getByRole('button', { name: 'Resume lending' }).click();
    await page.getByRole('button', { name: 'Pause lending' }).waitFor();
    await page.getByLabel('Keep for me').fill('35');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('status').filter({ hasText: 'Saved.' }).waitFor();
    await keep('me-saved');

    await page.getByLabel('I want to leave').check();
    await page.getByRole('button', { name: 'Leave and delete my token' }).click();
    await page.getByRole('heading', { name: 'You have left the pool' }).waitFor();
    await page.getByText('revoked at GitHub').waitFor();
    expect(pool.github.requests.at(-1)).toMatchObject({ method: 'DELETE', status: 204 });
    await keep('left');
    expect((await pool.store.tokens.list()).every((token) => token.status === 'removed')).toBe(true);
    expect(complaints).toEqual([]);
  });

  it('gets an accessible page in light, dark, medium and narrow, paused or not', async () => {
    for (const [name, options] of LOOKS) {
      await open(options);
      await pool.use(await joinPool(name), 120);
      await page.reload();
      await keep(`me-${name}`);
      await expectWellMade();
      await page.getByRole('button', { name: 'Pause lending' }).click();
      await page.getByText('No new job gets your token. Jobs that have it').waitFor();
      await expectWellMade();
      await page.getByRole('button', { name: 'Resume lending' }).click();
    }
  });

  it('sees everything with the longest login, operator and names of jobs', async () => {
    await pool.close();
    const name =
      'The build and release engineering team of the Very Long Name Foundation for Open Software e. V.';
    const contact = `https://very-long-host-name.example.org/${'teams-and-their-contacts'.repeat(8)}`;
    pool = await startPeoplePool({ operator: { name, contact } });
    for (const [look, options] of LOOKS) {
      await open(options);
      const ref = await joinPool(`a-login-of-thirty-nine-characters-${look}`.padEnd(39, 'x').slice(0, 39));
      await pool.use(ref, 120, LONGEST_NAMES);
      await page.reload();
      await expectWellMade();
      await page.goto(pool.url);
      await expectWellMade();
      await page.goto(`${pool.url}/auth`);
      await expectWellMade();
    }
  });

  it('reaches every control by keyboard, and sees where the focus is', async () => {
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
    expect([...seen]).toEqual(expect.arrayContaining(['Sign in', 'Lend a token', 'Status as JSON']));
  });

  it('joins, pauses and leaves with the keyboard alone', async () => {
    pool.github.approveSignInsAs(pool.github.addUser({ login: 'ada' }));
    await page.goto(pool.url);
    await pressOn('Lend a token', 'Enter');
    await page.waitForURL('**/auth');
    await pressOn('I have read this', 'Space');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/me?done=joined');
    await pressOn('Pause lending', 'Enter');
    await page.getByRole('status').filter({ hasText: 'Paused.' }).waitFor();
    expect((await pool.store.owners.list())[0]?.paused).toBe(true);
    await pressOn('I want to leave', 'Space');
    await pressOn('Leave and delete my token', 'Enter');
    await page.getByRole('heading', { name: 'You have left the pool' }).waitFor();
    expect(pool.github.requests.at(-1)).toMatchObject({ method: 'DELETE', status: 204 });
  });

  it('can do all of it without JavaScript', async () => {
    await open({ javaScriptEnabled: false });
    await joinPool();
    await page.getByRole('button', { name: 'Pause lending' }).click();
    await page.getByText('No new job gets your token. Jobs that have it').waitFor();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('link', { name: 'Sign in', exact: true }).waitFor();
  });
});

describe('someone who considers lending', () => {
  it('gets accessible pages in light, dark, medium and narrow, before lending anything', async () => {
    for (const [name, options] of LOOKS) {
      await open(options);
      await page.goto(pool.url);
      await keep(`home-new-${name}`);
      await expectWellMade();
      await page.goto(`${pool.url}/auth`);
      await keep(`consent-${name}`);
      await expectWellMade();
    }
  });

  it('is not sent to GitHub before the box is ticked, in any browser', async () => {
    await page.goto(`${pool.url}/auth`);
    await page.getByRole('button', { name: 'Continue to GitHub' }).click();
    expect(page.url()).toBe(`${pool.url}/auth`);
    await page.evaluate("document.querySelector('form').noValidate = true");
    await page.getByRole('button', { name: 'Continue to GitHub' }).click();
    await page.getByRole('alert').filter({ hasText: 'Tick the box first' }).waitFor();
    await keep('consent-missing');
    expect(pool.github.requests).toEqual([]);
  });

  it('learns after a refusal at GitHub that nothing was lent, and after a timeout where to start again', async () => {
    await page.goto(`${pool.url}/callback?code=c&state=s`);
    await page.getByRole('heading', { name: 'That sign-in has expired' }).waitFor();
    await page.getByRole('link', { name: 'Start again' }).click();
    pool.github.addUser({ login: 'ada' });
    await page.getByLabel('I have read this').check();
    await page.getByRole('button', { name: 'Continue to GitHub' }).click();
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.getByRole('heading', { name: 'Nothing was lent' }).waitFor();
    expect(await page.title()).toBe('Nothing was lent – Token pool');
    expect(await pool.store.tokens.list()).toEqual([]);
  });

  it('sees a page for an unknown address', async () => {
    await page.goto(`${pool.url}/nowhere`);
    await page.getByRole('heading', { name: 'There is no such page' }).waitFor();
    await keep('not-found');
    await page.getByRole('link', { name: 'Back to the pool' }).click();
    await page.getByRole('heading', { level: 1, name: 'GitHub API requests for CI' }).waitFor();
  });
});

describe('the front page in a browser', () => {
  it('shows the pool’s budget, in light, dark, medium and narrow', async () => {
    const ref = await joinPool();
    await pool.use(ref, 1500);
    await pool.sampleDay();
    pool.pass(1000);
    for (const [name, options] of LOOKS) {
      await open(options);
      await page.goto(pool.url);
      await page.getByRole('table', { name: 'The budget of all owners' }).waitFor();
      await page.getByRole('img', { name: 'Budget of core' }).waitFor();
      await keep(`home-${name}`);
      await expectWellMade();
    }
  });

  it('shows a plot from the first sample on, that of core first', async () => {
    const ref = await joinPool();
    await pool.use(ref, 1500);
    await pool.store.stats.sampleHistory();
    pool.pass(1000);
    await page.goto(pool.url);
    await page.getByRole('img', { name: 'Budget of core over the last 15 minutes' }).waitFor();
    expect(await page.getByRole('heading', { level: 3 }).first().textContent()).toMatch(/^core,/);
    expect(await page.getByRole('rowheader').first().textContent()).toBe('core');
    // The bar beside the figure is for eyes alone: a screen reader hears the share once.
    await page.getByRole('row', { name: /^core 70% 3,500 of 5,000 / }).waitFor();
    expect(await page.getByRole('img', { name: /^Budget of/ }).count()).toBe(1);
  });

  it('keeps up with the pool while it stays open', async () => {
    await page.clock.install();
    await page.goto(pool.url);
    await page.getByText('Nobody has lent a token yet').waitFor();
    const other = await browser.newContext();
    pool.github.approveSignInsAs(pool.github.addUser({ login: 'ada' }));
    await lendIn(await other.newPage());
    pool.pass(1000);
    await page.clock.runFor(5000);
    await page.getByRole('table', { name: 'Owners, by pseudonym' }).waitFor();
    await other.close();
  });
});
