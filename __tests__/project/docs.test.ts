import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { defaultFaults } from '../../scripts/docs/figures.js';
import { textsIn } from '../../scripts/docs/literals.js';
import { inputFaults, listFaults } from '../../scripts/docs/lists.js';
import { messageFaults, printingSources } from '../../scripts/docs/messages.js';
import { endpointFaults, errorFaults, fileFaults, variableFaults } from '../../scripts/docs/names.js';
import { dashboardFaults, metricFaults, settingFaults } from '../../scripts/docs/operating.js';
import { usageFaults } from '../../scripts/docs/usage.js';
import { docsFaults } from '../../scripts/docs-check.js';

const aPage = (text: string) => ({ path: 'page.md', text });
const aSource = (text: string) => [{ path: 'src/action/a.ts', text }];

describe('the pages', () => {
  it('say what the code does', () => {
    expect(docsFaults()).toEqual([]);
  });

  it('name for each threat the tests that hold its defence', () => {
    const rows = readFileSync('docs/threat-model.md', 'utf8').match(/^\|(?:[^|\n]*\|){4}$/gm) ?? [];
    const cells = rows.slice(2).map((row) => row.split('|').at(-2) ?? '');
    const named = cells.flatMap((cell) => [...cell.matchAll(/`([\w/-]+)`/g)].map(([, path]) => path));
    expect(named.length).toBeGreaterThan(30);
    const exists = (path = '') =>
      ['.test.ts', '.ts'].some((ending) => existsSync(`__tests__/${path}${ending}`));
    expect(named.filter((path) => !exists(path))).toEqual([]);
  });
});

describe('the lines that the actions print', () => {
  it('are found in strings and templates, with placeholders for values inserted at run time', () => {
    const source = [
      "// 'not this'",
      'const a = `The pool answered ${status === 1 ? `x${y}` : "it is so"}. Look.`;',
      "const b = 'It\\'s one ' +\n  `line of ${c}${d}.`;",
      "const pattern = /['\"]/.test('inside');",
    ].join('\n');
    expect(textsIn(source)).toEqual([
      'x…',
      'it is so',
      'The pool answered …. Look.',
      "It's one line of ….",
      'inside',
    ]);
  });

  it('each need a row, and each row needs a line', () => {
    const source = aSource("log.error('The pool is on fire. Run away.'); log.info('small talk');");
    expect(messageFaults('| `The pool is wet. Swim.` | What to do |', source)).toEqual([
      'docs/troubleshooting.md: no source prints "The pool is wet. Swim."',
      'docs/troubleshooting.md: has no row for "The pool is on fire. Run away."',
    ]);
    expect(messageFaults('', aSource('`${host} answered 451. Ask there.`'))).toEqual([
      'docs/troubleshooting.md: has no row for "… answered 451. Ask there."',
    ]);
    const row = '| `Aside.` ``The pool is on fire. Run away.`` | What to do |';
    expect(messageFaults(row, aSource("'The pool is on fire. Run away.'; 'Aside.'"))).toEqual([]);
  });
});

describe('examples within pages', () => {
  const step = (lines: string) =>
    aPage(`\`\`\`yaml\n- id: t\n  uses: org/fetch-token@v1\n${lines}\n\`\`\`\n`);

  it('may use inputs and outputs that exist', () => {
    const good = step(
      '  with: { pool-url: x, count: 2 }\n- run: echo ${{ steps.t.outputs.token-2 }} ${{ steps.t.outputs.token }}',
    );
    expect(usageFaults(good)).toEqual([]);
  });

  it('are read from diffs as they result', () => {
    const diff = '- uses: a/b@v1\n-  with: { x: 1 }\n+- uses: org/fetch-token@v1\n+  with:\n     y: 2\n';
    expect(usageFaults(aPage(`\`\`\`diff\n${diff}\`\`\`\n`))).toEqual([
      'page.md: org/fetch-token@v1 has no input y',
    ]);
  });

  it('are reported when inputs or outputs do not exist, or when they are not YAML', () => {
    expect(usageFaults(step('  with: { pool_url: x }\n- run: echo ${{ steps.t.outputs.tokn }}'))).toEqual([
      'page.md: org/fetch-token@v1 has no input pool_url',
      'page.md: no action of the suite has the output tokn',
    ]);
    expect(usageFaults(step('  with: { a: '))[0]).toMatch(/^page\.md: a block is not valid YAML/);
  });
});

describe('names within pages', () => {
  it('are reported when no server and no source has them', () => {
    const page = aPage(
      'Ask `GET /api/v2/leases` or `GET /status`, set `TOKEN_POOL_URI` or `TOKEN_POOL_URL`.',
    );
    expect(endpointFaults([page]).filter((fault) => fault.startsWith('page.md'))).toEqual([
      'page.md: no server has GET /api/v2/leases',
    ]);
    expect(variableFaults([page])).toEqual(['page.md: nothing reads or sets the variable TOKEN_POOL_URI']);
  });

  it('are reported when an error code is missing, or has another status', () => {
    const faults = errorFaults(
      aPage('| 404, 405 | `not_found`, `method_not_allowed` | a |\n| 400 | `lease_ended` | b |'),
    );
    expect(faults).toContain('page.md: the table of errors has no row with 409 and `lease_ended`');
    expect(faults).toContain('page.md: the table of errors has no row with 500 and `internal`');
    expect(faults.join()).not.toMatch(/not_found|method_not_allowed/);
  });

  it('are reported when a list of tools lacks one, or has one too many', () => {
    const rows = readFileSync('docs/tools.md', 'utf8').replace('| `gh` |', '| `jj` |');
    expect(listFaults(aPage(rows))).toEqual([
      'page.md: the table does not name gh',
      'page.md: the table names jj, which the code does not know',
    ]);
  });

  it('are reported when a setting has no row, or a row no setting', () => {
    const table = readFileSync('docs/operating.md', 'utf8').replace('| `RESERVE_PERCENT` |', '| `RESERVE` |');
    expect(settingFaults(aPage(table))).toEqual([
      'page.md: has no row for RESERVE_PERCENT',
      'page.md: src/pool/config/config.ts does not read RESERVE',
    ]);
  });

  it('are reported when there is no such metric, or the dashboard lacks one', () => {
    const page = aPage('`token_pool_owners` and `token_pool_owner`');
    expect(metricFaults(page)).toEqual(['page.md: the pool has no metric token_pool_owner']);
    expect(dashboardFaults(page)).toContain('page.md: does not show token_pool_request_duration_seconds');
    expect(dashboardFaults(page).join()).not.toContain('token_pool_owners');
  });

  it('are reported when no file has them', () => {
    const page = aPage('`src/pool/web/`, `src/pool/wep/`, `web/routes.ts` and `web/views.ts`');
    expect(fileFaults([page])).toEqual([
      'page.md: there is no src/pool/wep/',
      'page.md: there is no web/views.ts',
    ]);
  });

  it('are reported when an input is declared and not read, or read and not declared', () => {
    const renamed = printingSources().map(({ path, text }) => ({
      path,
      text: text.replaceAll("'report-usage'", "'report-use'"),
    }));
    expect(inputFaults(renamed)).toEqual([
      'action.yml: nothing reads the input report-usage',
      'src/action/fetch/settings.ts: reads the input report-use, which no action.yml declares',
    ]);
  });

  it('are reported when a default differs', () => {
    const rows = '| `HOST`, `PORT` | `127.0.0.1`, `8080` | where |\n| `RESERVE_PERCENT` | `20` | share |';
    expect(defaultFaults(aPage(rows))).toEqual([
      'page.md: PORT has another default than `8080` in src/pool/config/config.ts',
    ]);
  });
});
