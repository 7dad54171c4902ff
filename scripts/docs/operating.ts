import { readFileSync } from 'node:fs';
import { Histogram, Registry } from 'prom-client';
import { createMetrics } from '../../src/pool/server/metrics.js';
import { all, type Page } from './pages.js';

const CONFIG = 'src/pool/config/config.ts';

/** The environment variables that the pool's configuration reads. */
export function settings(): string[] {
  const names = all(readFileSync(CONFIG, 'utf8'), /(?:'|env\.)([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*)\b/g);
  return names.filter((name) => /^(HOST|PORT|.*_.*)$/.test(name));
}

/** Settings without a row in the first table of the page, and rows without a setting. */
export function settingFaults({ path, text }: Page): string[] {
  const rows = (text.split('\n## ')[1] ?? '').split('\n').filter((line) => line.startsWith('| `'));
  const documented = rows.flatMap((row) => all(row.split('|')[1] ?? '', /`([A-Z_]+)`/g));
  const read = settings();
  return [
    ...read.filter((name) => !documented.includes(name)).map((name) => `${path}: has no row for ${name}`),
    ...documented
      .filter((name) => !read.includes(name))
      .map((name) => `${path}: ${CONFIG} does not read ${name}`),
  ];
}

/** Metrics that a page names and the pool does not have. */
export function metricFaults({ path, text }: Page): string[] {
  const known = metrics().flatMap(({ name, series }) => [name, ...series]);
  return all(text, /\b(token_pool_[a-z_]+)/g)
    .filter((name) => !known.includes(name))
    .map((name) => `${path}: the pool has no metric ${name}`);
}

/** Metrics that the dashboard does not show. */
export function dashboardFaults({ path, text }: Page): string[] {
  return metrics()
    .filter(({ series: [first = ''] }) => !text.includes(first))
    .map(({ name }) => `${path}: does not show ${name}`);
}

type Metric = { name: string; series: readonly string[] };

/** The pool's metrics, with the names of their series at Prometheus. */
function metrics(): Metric[] {
  const registry = new Registry();
  createMetrics(registry);
  const seriesOf = (name: string, isHistogram: boolean) =>
    isHistogram ? ['bucket', 'sum', 'count'].map((part) => `${name}_${part}`) : [name];
  return registry.getMetricsAsArray().map((metric) => ({
    name: metric.name,
    series: seriesOf(metric.name, metric instanceof Histogram),
  }));
}
