export type PlotLine = { name: string; points: readonly { load: number; percent: number }[] };

const SIZE = { width: 720, height: 400 };
const FRAME = { left: 70, right: 210, top: 40, bottom: 50 };
/** Zero has no place on a logarithmic scale and is drawn at the bottom. */
const DECADES = [0.001, 0.01, 0.1, 1, 10, 100];
/** Distinguishable for colour-blind readers; the marks help in print. */
const COLOURS = ['#0072b2', '#009e73', '#cc79a7', '#d55e00', '#b8860b'];
const MARKS = ['circle', 'square', 'diamond', 'triangle', 'cross'];

/** Limited calls against load, one line per policy, readable on light and dark pages. */
export function limitedPlot(lines: readonly PlotLine[]): string {
  const loads = [...new Set(lines.flatMap(({ points }) => points.map(({ load }) => load)))].sort();
  const scales = scalesOf(loads);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${SIZE.width} ${SIZE.height}" role="img" aria-labelledby="title">`,
    '<title id="title">Calls that met a limit, in percent, against load, per policy</title>',
    '<style>text{font:13px system-ui,sans-serif;fill:#1f2328}.grid{stroke:#d1d9e0}.axis{stroke:#59636e}',
    '@media (prefers-color-scheme:dark){text{fill:#f0f6fc}.grid{stroke:#3d444d}.axis{stroke:#9198a1}}</style>',
    `<text x="${FRAME.left}" y="22">limited calls, % (logarithmic; none is drawn at the bottom)</text>`,
    ...DECADES.map((percent) => gridLine(percent, scales)),
    ...loads.map(
      (load) =>
        `<text x="${scales.x(load)}" y="${SIZE.height - 26}" text-anchor="middle">${load.toFixed(2)}</text>`,
    ),
    `<text x="${scales.x(loads[0] ?? 0)}" y="${SIZE.height - 8}">load: offered calls / sum of budgets</text>`,
    ...lines.map((line, index) => lineOf(line, index, scales)),
    '</svg>',
    '',
  ].join('\n');
}

type Scales = { x(load: number): number; y(percent: number): number };

function scalesOf(loads: readonly number[]): Scales {
  const [first = 0] = loads;
  const last = loads.at(-1) ?? 1;
  const width = SIZE.width - FRAME.left - FRAME.right;
  const height = SIZE.height - FRAME.top - FRAME.bottom;
  const [lowest = 0.001] = DECADES;
  const decades = DECADES.length - 1;
  return {
    x: (load) => Math.round(FRAME.left + (width * (load - first)) / Math.max(0.01, last - first)),
    y: (percent) => {
      const share = Math.log10(Math.max(percent, lowest) / lowest) / decades;
      return Math.round(FRAME.top + height * (1 - share));
    },
  };
}

function gridLine(percent: number, { y }: Scales): string {
  const at = y(percent);
  const kind = percent === DECADES[0] ? 'axis' : 'grid';
  return (
    `<line class="${kind}" x1="${FRAME.left}" x2="${SIZE.width - FRAME.right}" y1="${at}" y2="${at}"/>` +
    `<text x="${FRAME.left - 8}" y="${at + 4}" text-anchor="end">${percent}</text>`
  );
}

function lineOf({ name, points }: PlotLine, index: number, { x, y }: Scales): string {
  const colour = COLOURS[index % COLOURS.length] ?? '';
  const at = points.map(({ load, percent }) => [x(load), y(percent)] as const);
  const mark = MARKS[index % MARKS.length] ?? '';
  const legend = [SIZE.width - FRAME.right + 24, FRAME.top + 14 + 24 * index] as const;
  return [
    `<polyline fill="none" stroke="${colour}" stroke-width="2" points="${at.map(([px, py]) => `${px},${py}`).join(' ')}"/>`,
    ...[...at, legend].map(([px, py]) => markAt(mark, colour, [px, py])),
    `<text x="${legend[0] + 12}" y="${legend[1] + 4}">${name}</text>`,
  ].join('');
}

function markAt(mark: string, colour: string, [x, y]: readonly [number, number]): string {
  if (mark === 'circle') return `<circle cx="${x}" cy="${y}" r="4" fill="${colour}"/>`;
  const shapes: { [mark: string]: string } = {
    square: 'M-4-4h8v8h-8z',
    diamond: 'M0-5l5 5l-5 5l-5-5z',
    triangle: 'M0-5l5 9h-10z',
    cross: 'M-5-3l2-2l3 3l3-3l2 2l-3 3l3 3l-2 2l-3-3l-3 3l-2-2l3-3z',
  };
  return `<path transform="translate(${x} ${y})" d="${shapes[mark] ?? ''}" fill="${colour}"/>`;
}
