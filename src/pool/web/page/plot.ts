import { formatCount } from './format.js';
import { type Html, html } from './html.js';

/** One sample of a bucket's aggregate budget, in requests. */
export type HistoryPoint = { atMs: number; limit: number; remaining: number };

type PlotInput = {
  bucket: string;
  points: readonly HistoryPoint[];
  fromMs: number;
  toMs: number;
  /** What the time from `fromMs` to `toMs` is called. */
  name: string;
};

const WIDTH = 720;
const HEIGHT = 180;
/** Room for figures of six digits in the larger type of narrow screens. */
const LEFT = 88;
const BOTTOM = 24;
const TOP = 16;
/** Half the width of a time such as 12:00 in that larger type. */
const MARK_HALF_WIDTH = 28;

/** A longer time without a sample is a gap: the pool was off, and no line is drawn across it. */
const GAP_MS = 15 * 60_000;

/** Enough for a smooth line. A page that stays open fetches the plot every few seconds, so it has to be small. */
const MAX_POINTS = 288;

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** A pool of less than this age shows this much time. */
const YOUNG_MS = 15 * MINUTE_MS;

type Scale = { x: (atMs: number) => number; y: (requests: number) => number; top: number };

function scaleOf({ points, fromMs, toMs }: PlotInput): Scale {
  const top = Math.max(1, ...points.map((point) => point.limit));
  return {
    top,
    x: (atMs) => LEFT + ((atMs - fromMs) / (toMs - fromMs)) * (WIDTH - LEFT - 8),
    y: (requests) => TOP + (1 - requests / top) * (HEIGHT - TOP - BOTTOM),
  };
}

function pathOf(
  points: readonly HistoryPoint[],
  scale: Scale,
  pick: (point: HistoryPoint) => number,
): string {
  return points
    .map((point, index) => {
      const before = points[index - 1];
      const joined = before !== undefined && point.atMs - before.atMs <= GAP_MS;
      return `${joined ? 'L' : 'M'}${scale.x(point.atMs).toFixed(1)} ${scale.y(pick(point)).toFixed(1)}`;
    })
    .join('');
}

/** Keeps the lowest of the samples that fall on one point, because people look for dips. */
function thinned({ points, fromMs, toMs }: PlotInput): HistoryPoint[] {
  const stepMs = Math.max(1, (toMs - fromMs) / MAX_POINTS);
  const least = new Map<number, HistoryPoint>();
  for (const point of points) {
    const slot = Math.floor((point.atMs - fromMs) / stepMs);
    const known = least.get(slot);
    if (!known || point.remaining < known.remaining) least.set(slot, point);
  }
  return [...least.values()];
}

function markStepMs(spanMs: number): number {
  const steps = [5 * MINUTE_MS, 15 * MINUTE_MS, HOUR_MS, 2 * HOUR_MS];
  return steps.find((step) => spanMs <= 6 * step) ?? 6 * HOUR_MS;
}

/** The times under the plot, without those that would be cut off at an edge or touch the figures at the side. */
function hourMarks({ fromMs, toMs }: PlotInput, scale: Scale): Html[] {
  const step = markStepMs(toMs - fromMs);
  const marks: Html[] = [];
  for (let atMs = Math.ceil(fromMs / step) * step; atMs <= toMs; atMs += step) {
    const x = scale.x(atMs);
    if (x < LEFT + MARK_HALF_WIDTH || x > WIDTH - MARK_HALF_WIDTH) continue;
    const label = new Date(atMs).toISOString().slice(11, 16);
    marks.push(html`<text x="${x.toFixed(1)}" y="${HEIGHT - 6}" text-anchor="middle">${label}</text>`);
  }
  return marks;
}

function levelMarks(scale: Scale): Html[] {
  return [0, 0.5, 1].map((share) => {
    const y = scale.y(share * scale.top).toFixed(1);
    return html`<line class="grid" x1="${LEFT}" x2="${WIDTH - 8}" y1="${y}" y2="${y}"/>
<text x="${LEFT - 6}" y="${y}" dy="4" text-anchor="end">${formatCount(share * scale.top)}</text>`;
  });
}

/**
 * The time that a plot covers: a day, or less for a younger pool, so that its line fills the width.
 */
export function plottedSpan(
  points: readonly HistoryPoint[],
  nowMs: number,
): { fromMs: number; name: string } {
  const ageMs = nowMs - (points[0]?.atMs ?? nowMs);
  if (ageMs <= YOUNG_MS) return { fromMs: nowMs - YOUNG_MS, name: `last ${YOUNG_MS / MINUTE_MS} minutes` };
  const hours = Math.min(24, Math.ceil(ageMs / HOUR_MS));
  const name = hours === 24 ? 'last day' : hours === 1 ? 'last hour' : `last ${hours} hours`;
  return { fromMs: nowMs - hours * HOUR_MS, name };
}

/** A bucket over time as an inline SVG: what was left, and the whole budget. */
export function budgetPlot(input: PlotInput): Html {
  if (input.points.length < 2) {
    return html`<p class="quiet">No history of ${input.bucket} yet: the first points appear within minutes.</p>`;
  }
  const points = thinned(input);
  const scale = scaleOf({ ...input, points });
  const last = input.points[input.points.length - 1];
  const label = `Budget of ${input.bucket} over the ${input.name}; now ${formatCount(last?.remaining ?? 0)} of ${formatCount(last?.limit ?? 0)} requests left`;
  return html`<figure><svg class="plot" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${label}">
${levelMarks(scale)}${hourMarks(input, scale)}
<path class="limit" d="${pathOf(points, scale, (point) => point.limit)}"/>
<path class="remaining" d="${pathOf(points, scale, (point) => point.remaining)}"/>
</svg>
<figcaption>Solid: left. Dashed: the whole budget. Times are UTC.</figcaption></figure>`;
}
