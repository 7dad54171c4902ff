/** A line of the live view: the state of one part of the act. */
export type ProgressRow = { name: string; state: 'waiting' | 'running' | 'good' | 'bad'; text: string };

export type Progress = {
  /** Prints a line above or between views. */
  print(line: string): void;
  /** Shows the rows and keeps them current until `stop`. */
  watch(rows: () => readonly ProgressRow[]): { stop(): void };
};

export type Screen = {
  write(text: string): void;
  isTerminal: boolean;
  /** Calls back at an interval in milliseconds; returns a function that stops it. */
  every(ms: number, callback: () => void): () => void;
};

const SIGNS = { waiting: '·', running: '▸', good: '✓', bad: '✗' } as const;
const COLOURS = { waiting: '2', running: '36', good: '32', bad: '31' } as const;
const REDRAW_MS = 120;

/** Progress for people: redrawn in place on a terminal, a line per change elsewhere. */
export function createProgress(screen: Screen): Progress {
  return {
    print: (line) => screen.write(`${line}\n`),
    watch: (rows) => (screen.isTerminal ? redraw(screen, rows) : printChanges(screen, rows)),
  };
}

function redraw(screen: Screen, rows: () => readonly ProgressRow[]): { stop(): void } {
  let drawnLines = 0;
  const draw = (): void => {
    const lines = rows().map(
      (row) => `\x1b[2K\x1b[${COLOURS[row.state]}m${SIGNS[row.state]}\x1b[0m ${lineOf(row)}\n`,
    );
    screen.write((drawnLines > 0 ? `\x1b[${drawnLines}A` : '') + lines.join(''));
    drawnLines = lines.length;
  };
  draw();
  const end = screen.every(REDRAW_MS, draw);
  return {
    stop: () => {
      end();
      draw();
    },
  };
}

function printChanges(screen: Screen, rows: () => readonly ProgressRow[]): { stop(): void } {
  const printedRows = new Map<string, string>();
  const printIfChanged = (): void => {
    for (const row of rows()) {
      // Counters change too often for a log, so only a change of words prints a new line.
      const words = `${row.state} ${row.text.replace(/\d+/g, '#')}`;
      if (row.state === 'waiting' || printedRows.get(row.name) === words) continue;
      printedRows.set(row.name, words);
      screen.write(`${SIGNS[row.state]} ${lineOf(row)}\n`);
    }
  };
  const end = screen.every(REDRAW_MS, printIfChanged);
  return {
    stop: () => {
      end();
      printIfChanged();
    },
  };
}

function lineOf(row: ProgressRow): string {
  return `${row.name.padEnd(22)} ${row.text}`;
}
