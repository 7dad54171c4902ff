import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { Registry } from 'prom-client';
import { parse } from 'yaml';
import { createMetrics } from '../../src/pool/server/metrics.js';
import { runCommand } from '../pool/a-command.js';

const read = (path: string) => readFileSync(path, 'utf8');
const all = (text: string, pattern: RegExp) => [
  ...new Set([...text.matchAll(pattern)].map((m) => m[1] ?? '')),
];

/** The names of the pool's metrics as Prometheus sees them. */
async function metricNames(): Promise<string[]> {
  const registry = new Registry();
  createMetrics(registry);
  const metrics = await registry.getMetricsAsJSON();
  return metrics.flatMap(({ name, type }) =>
    String(type) === 'histogram' ? [`${name}_bucket`, `${name}_sum`, `${name}_count`] : [name],
  );
}

function variablesOfConfig(): string[] {
  return all(read('src/pool/config/config.ts'), /(?:'|env\.)([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*)\b/g).filter(
    (name) => /^(HOST|PORT|.*_.*)$/.test(name),
  );
}

/** `token-pool noun verb` as it stands in a page, without arguments and options. */
function commandsIn(path: string): string[] {
  const commands = all(read(path), /token-pool ((?:[a-z]+(?:-[a-z]+)*)(?: [a-z]+)?)(?=[ `\n)])/g);
  return commands.filter((command) => !/^(is|and|serves?r?) /.test(command));
}

const PAGES = [
  'README.md',
  'SECURITY.md',
  'docs/operating.md',
  'docs/setup-app.md',
  'docs/troubleshooting.md',
  'docs/faq.md',
];

describe('what is said of operating a pool', () => {
  it.each(['deploy/grafana-dashboard.json', 'docs/operating.md'])(
    '%s names only metrics that exist',
    async (path) => {
      const known = await metricNames();
      const named = all(read(path), /\b(token_pool_[a-z_]+)/g);
      expect(named.length).toBeGreaterThan(1);
      expect(named.filter((name) => !known.includes(name))).toEqual([]);
    },
  );

  it('shows every metric on the dashboard', async () => {
    const dashboard = read('deploy/grafana-dashboard.json');
    const families = (await metricNames()).filter((name) => !/_(sum|count)$/.test(name));
    expect(families.filter((name) => !dashboard.includes(name))).toEqual([]);
  });

  it('documents exactly the variables that the configuration reads', () => {
    const table = read('docs/operating.md').split('\n## ')[1] ?? '';
    const rows = table.split('\n').filter((line) => line.startsWith('| `'));
    const documented = rows.flatMap((row) => all(row.split('|')[1] ?? '', /`([A-Z_]+)`/g));
    expect(documented.sort()).toEqual(variablesOfConfig().sort());
  });

  it('sets only known variables in the compose file', () => {
    const { services } = parse(read('deploy/compose.yml'));
    const unknown = Object.keys(services.pool.environment).filter(
      // PG… are read by PostgreSQL's driver.
      (name) => !variablesOfConfig().includes(name) && name !== 'PGPASSWORD',
    );
    expect(unknown).toEqual([]);
  });

  it.each(PAGES)('%s names only commands that exist', async (path) => {
    const unknown: string[] = [];
    for (const command of commandsIn(path)) {
      const { code, out } = await runCommand([...command.split(' '), '--help'], { cwd: '.' });
      if (code !== 0 || !out.startsWith(`Usage: token-pool ${command} `)) unknown.push(command);
    }
    expect(unknown).toEqual([]);
  });
});
