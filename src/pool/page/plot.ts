import { formatCount } from './format.js';
import { type Html, html } from './html.js';

/** One sample of a bucket's aggregate budget, in requests. */
export type HistoryPoint = { atMs: number; limit: number; remaining: number };

type PlotInput = { bucket: string; points: readonly HistoryPoint[]; fromMs: number; toMs: number };

const WIDTH = 720;
const HEIGHT = 180;
/** Room for figures of six digits, also as large as a narrow screen needs them. */
const LEFT = 88;
const BOTTOM = 24;
const TOP = 10;

/** A step further than this without a sample is a gap: the pool was off, and no line is drawn across it. */
const GAP_MS = 15 * 60_000;

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

function hourMarks({ fromMs, toMs }: PlotInput, scale: Scale): Html[] {
  const step = 6 * 3_600_000;
  const marks: Html[] = [];
  for (let atMs = Math.ceil(fromMs / step) * step; atMs <= toMs; atMs += step) {
    const label = new Date(atMs).toISOString().slice(11, 16);
    marks.push(
      html`<text x="${scale.x(atMs).toFixed(1)}" y="${HEIGHT - 6}" text-anchor="middle">${label}</text>`,
    );
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

/** The last day of a bucket as an inline SVG: what was left of the budget under what there was. */
export function budgetPlot(input: PlotInput): Html {
  if (input.points.length < 2) {
    return html`<p class="quiet">No history of ${input.bucket} yet: the first points appear within minutes.</p>`;
  }
  const scale = scaleOf(input);
  const last = input.points[input.points.length - 1];
  const label = `Budget of ${input.bucket} over the last day; now ${formatCount(last?.remaining ?? 0)} of ${formatCount(last?.limit ?? 0)} requests left`;
  return html`<figure><svg class="plot" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${label}">
${levelMarks(scale)}${hourMarks(input, scale)}
<path class="limit" d="${pathOf(input.points, scale, (point) => point.limit)}"/>
<path class="remaining" d="${pathOf(input.points, scale, (point) => point.remaining)}"/>
</svg>
<figcaption>Solid: left. Dashed: the whole budget. Times are UTC.</figcaption></figure>`;
}
