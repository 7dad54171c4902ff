import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { homeMain } from '../../../src/pool/web/page/home.js';
import { html } from '../../../src/pool/web/page/html.js';
import { consentMain } from '../../../src/pool/web/page/joining.js';
import { page } from '../../../src/pool/web/page/layout.js';
import { meMain } from '../../../src/pool/web/page/me.js';
import { operatorLine } from '../../../src/pool/web/page/operator.js';
import { aBucket, aHome, aJoining, aLive, aMe, NOW_MS } from './a-view.js';

const FRAME = { title: 'Pool', login: null, csrf: '', assets: { css: '/c', js: '/j', icon: '/i' } };

describe('markup', () => {
  it('lets no foreign text become markup', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const { markup } = html`<p title="${text}">${text}</p>`;
        expect(markup.replace(/&(amp|lt|gt|quot|#39);/g, '')).not.toMatch(
          /<p title="[^"]*[<>&'][^"]*">|<\/p>.+/,
        );
        expect(markup.match(/[<>]/g)).toHaveLength(4);
      }),
    );
  });

  it('removes control and bidi characters from foreign text', () => {
    expect(html`<p>${'evil\u202egro.elpmaxe\u0007\u001b[31m'}</p>`.markup).toBe(
      '<p>evil?gro.elpmaxe??[31m</p>',
    );
    expect(html`${'👩‍💻 größer'}`.markup).toBe('👩‍💻 größer');
  });
});

/** What a reader sees of a table: the texts of each row's cells. */
function rowsOf(markup: string): string[][] {
  const bodies = markup.split('<tbody').slice(1).join('');
  return [...bodies.matchAll(/<tr[^>]*>(.*?)<\/tr>/gs)].map(([, row = '']) =>
    [...row.matchAll(/<t[hd][^>]*>(.*?)<\/t[hd]>/gs)].map(([, cell = '']) =>
      cell.replace(/<[^>]+>/g, '').trim(),
    ),
  );
}

describe('the front page', () => {
  it('shows what is left, promised and free of the aggregate budget', () => {
    const { markup } = homeMain(aHome());
    expect(rowsOf(markup)).toEqual([['core', '60%', '9,000 of 15,000', '1,000', '5,000', '3', '2.5%']]);
    expect(markup).toContain('0.5%');
  });

  it('explains above its figures what lending means and risks', () => {
    const { markup } = homeMain(aHome());
    for (const words of ['What you lend', 'terms forbid', 'href="/auth"', 'Run by <strong>Acme</strong>'])
      expect(markup.indexOf(words)).toBeGreaterThan(0);
    expect(markup.indexOf('href="/auth"')).toBeLessThan(markup.indexOf('Tokens that work'));
  });

  it('says that joining is not possible without an OAuth app, and offers no button', () => {
    const { markup } = homeMain(aHome({ joining: aJoining({ canJoin: false }) }));
    expect(markup).toContain('Only the operator adds tokens');
    expect(markup).not.toContain('href="/auth"');
    expect(page({ ...FRAME, offersSignIn: false }, html``)).not.toContain('href="/auth"');
    expect(page({ ...FRAME, offersSignIn: true }, html``)).toContain('href="/auth"');
  });

  it('recognises a contributor, and does not ask them to join', () => {
    const { markup } = homeMain(aHome({ ownLending: { ref: 'o-7', state: 'lending' } }));
    expect(markup).toContain('You are part of this pool');
    expect(markup).toContain('href="/me"');
    expect(markup).not.toContain('href="/auth"');
    expect(homeMain(aHome({ ownLending: { ref: 'o-7', state: 'paused' } })).markup).toContain(
      'Paused</span>',
    );
  });

  it('shows a pool without tokens as such', () => {
    expect(
      homeMain(aHome({ live: aLive({ buckets: [], tokens: { active: 0, total: 0 } }) })).markup,
    ).toContain('Nobody has lent a token yet');
  });

  it('shows one plot and leads to those of the other buckets', () => {
    const points = [10, 0].map((minutes) => ({ atMs: NOW_MS - minutes * 60_000, limit: 100, remaining: 50 }));
    const buckets = [aBucket(), aBucket({ bucket: 'search' })];
    const { markup } = homeMain(aHome({ live: aLive({ buckets, plotted: { bucket: 'search', points } }) }));
    expect(markup.match(/<svg/g)).toHaveLength(1);
    expect(markup).toContain('Budget of search over');
    expect(markup).toContain('href="/?bucket=core#budget"');
    expect(markup).toContain('aria-current="true">search<');
  });

  it('lists some of many owners, and how many more there are', () => {
    const owner = { ref: 'o-9', kind: 'user', state: 'ready', limit: 5000, remaining: 5000 } as const;
    const owners = [{ ...owner, resetAtMs: null, openLeases: 0, problem: null }];
    expect(homeMain(aHome({ live: aLive({ owners, ownersTotal: 2000 }) })).markup).toContain(
      '(1,999 more not shown)',
    );
  });

  it('says why GitHub gives no token for an installation', () => {
    const owner = { ref: 'o-9', kind: 'installation', state: 'ready', limit: 5000, remaining: 5000 } as const;
    const problem = 'GitHub refuses (forbidden: This installation has been suspended)';
    const owners = [{ ...owner, resetAtMs: null, openLeases: 0, problem }];
    expect(rowsOf(homeMain(aHome({ live: aLive({ owners }) })).markup).at(-1)?.[2]).toBe(
      `no new token: ${problem}`,
    );
  });
});

describe('who runs the pool', () => {
  const markupFor = (name: string | null, contact: string | null) => operatorLine({ name, contact }).markup;

  it('is named with contact details', () => {
    expect(markupFor('Acme', 'https://acme.test/help')).toContain(
      'Run by <strong>Acme</strong>. Questions, or something wrong? <a href="https://acme.test/help" rel="noreferrer">acme.test/help</a>',
    );
    expect(markupFor('Acme', 'pool@acme.test')).toContain('<a href="mailto:pool@acme.test"');
  });

  it('is reported as unknown if the operator has set nothing', () => {
    expect(markupFor(null, null)).toContain('has not said who they are');
    expect(markupFor('Acme', null)).toContain('no contact');
  });
});

describe('the page before GitHub’s', () => {
  const { markup } = consentMain({ ...aJoining(), login: null, isMissing: false });

  it('says what is lent, what it costs, who can learn the login and what GitHub’s terms say', () => {
    for (const words of [
      'without any scope',
      'stops handing out your token when 20% of them are left',
      'a job that already has the token can still spend more',
      'a job that holds your token can ask',
      'You may not share API tokens to exceed GitHub’s rate limitations.',
      'limit or suspend <strong>your account</strong>',
      'Run by <strong>Acme</strong>',
    ])
      expect(markup).toContain(words);
  });

  it('asks for a consent that is not preselected', () => {
    expect(markup).toMatch(/<input type="checkbox" name="agree" value="yes" required\/>/);
    expect(markup).not.toContain('checked');
  });
});

describe('every page', () => {
  const markup = page({ ...FRAME, offersSignIn: true }, html``);

  it('has a description and an icon', () => {
    expect(markup).toMatch(/<meta name="description" content="[^"]{50,160}"/);
    expect(markup).toContain('<link rel="icon" type="image/svg+xml" href="/i"/>');
  });
});

describe('a contributor’s page', () => {
  it('shows each use with its run and what it spent', () => {
    const use = {
      atMs: NOW_MS,
      repository: 'octo/repo',
      run: {
        id: '7',
        url: 'https://github.test/octo/repo/actions/runs/7/attempts/1',
        workflow: 'ci',
        job: 'test',
      },
      requestsSpent: 42,
      state: 'settled' as const,
    };
    const { markup } = meMain(aMe({ uses: [use] }));
    expect(rowsOf(markup).at(-1)?.slice(1)).toEqual(['octo/repo run 7', 'ci test', '42']);
    expect(markup).toContain('href="https://github.test/octo/repo/actions/runs/7/attempts/1"');
  });

  it('offers to resume what is paused, and to pause what is not', () => {
    expect(meMain(aMe({ state: 'paused' })).markup).toContain('action="/me/resume"');
    expect(meMain(aMe()).markup).toContain('action="/me/pause"');
  });

  it('says that a job with the token can learn whose it is', () => {
    expect(meMain(aMe()).markup).toContain(
      'call you <code>o-1</code>. A job with your token can ask GitHub whose it is.',
    );
  });

  it.each([
    ['joined', 'Welcome'],
    ['renewed', 'new token has replaced the old one'],
    ['saved', 'Saved.'],
    ['paused', 'Paused.'],
    ['resumed', 'Lending again.'],
  ] as const)('tells once that the contributor has %s', (notice, words) => {
    expect(meMain(aMe({ notice })).markup).toMatch(
      new RegExp(`<p class="note good" role="status">[^<]*${words}`),
    );
  });

  it('has one primary button', () => {
    expect(meMain(aMe()).markup.match(/class="primary"/g)).toHaveLength(1);
    expect(meMain(aMe({ state: 'paused' })).markup.match(/class="primary"/g)).toHaveLength(1);
  });

  it('binds every form to the session', () => {
    const { markup } = meMain(aMe());
    const forms = markup.match(/<form /g) ?? [];
    expect(forms.length).toBeGreaterThan(2);
    expect(markup.match(/name="csrf" value="proof"/g)).toHaveLength(forms.length);
  });
});
