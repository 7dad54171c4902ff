import { describe, expect, it } from '@jest/globals';
import { ACTS } from '../../demo/acts.js';
import { helpText, readArguments } from '../../demo/arguments.js';
import { mapWithConcurrency } from '../../demo/map-with-concurrency.js';
import { createProgress, type ProgressRow, type Screen } from '../../demo/progress.js';
import { textTable } from '../../demo/table.js';

describe("the demo's command line", () => {
  it('performs the first act unless another is named', () => {
    expect(readArguments([], ACTS)).toEqual({
      action: 'perform',
      act: 'matrix',
      output: 'text',
      end: 'close',
    });
    expect(readArguments(['matrix', '--json', '--keep'], ACTS)).toMatchObject({
      output: 'json',
      end: 'keep',
    });
    expect(readArguments(['long'], ACTS)).toMatchObject({ action: 'perform', act: 'long' });
  });

  it.each([[['tragedy']], [['matrix', 'again']], [['--fast']]])(
    'refuses %j with a line that names the fault',
    (args) => {
      const read = readArguments(args, ACTS);
      expect(read).toMatchObject({ action: 'refuse', message: expect.stringContaining(args.at(-1) ?? '') });
    },
  );

  it('lists every act in its help', () => {
    // Names are padded to one width.
    const help = helpText(ACTS).replace(/ +/g, ' ');
    for (const { name, summary } of ACTS) expect(help).toContain(`${name} ${summary}`);
    expect(readArguments(['--help'], ACTS)).toEqual({ action: 'help' });
  });
});

describe('live progress', () => {
  const show = (isTerminal: boolean, states: readonly ProgressRow[][]): string => {
    const written: string[] = [];
    let tick = (): void => {};
    const screen: Screen = {
      isTerminal,
      write: (text) => void written.push(text),
      every: (_, callback) => {
        tick = callback;
        return () => {};
      },
    };
    let current = states[0] ?? [];
    const watch = createProgress(screen).watch(() => current);
    for (const state of states) {
      current = state;
      tick();
    }
    watch.stop();
    return written.join('');
  };
  const row = (text: string, state: ProgressRow['state'] = 'running'): ProgressRow => ({
    name: 'leg',
    state,
    text,
  });

  it('is a line per change without a terminal, ignoring counters', () => {
    const text = show(false, [
      [row('waits', 'waiting')],
      [row('call 1 of 9')],
      [row('call 5 of 9')],
      [row('done', 'good')],
    ]);
    expect(text.trimEnd().split('\n')).toEqual([
      expect.stringContaining('call 1 of 9'),
      expect.stringContaining('done'),
    ]);
    expect(text).not.toContain('\x1b');
  });

  it('is redrawn in place on a terminal', () => {
    const text = show(true, [
      [row('one'), row('two')],
      [row('three'), row('four')],
    ]);
    expect(text).toContain('\x1b[2A');
    expect(text.split('\n').at(-2)).toContain('four');
  });
});

describe('limited concurrency', () => {
  it('runs no more at once than allowed, runs everything, and keeps the order', async () => {
    let running = 0;
    let most = 0;
    const results = await mapWithConcurrency([3, 1, 2, 5, 4], 2, async (item) => {
      running += 1;
      most = Math.max(most, running);
      for (let turn = 0; turn < item; turn += 1) await Promise.resolve();
      running -= 1;
      return item * 10;
    });

    expect(results).toEqual([30, 10, 20, 50, 40]);
    expect(most).toBe(2);
  });
});

describe('a text table', () => {
  it('is as wide as its widest cells, numbers to the right', () => {
    const table = textTable(
      [
        { title: 'leg', cell: (leg: { name: string; spent: number }) => leg.name },
        { title: 'spent', align: 'right', cell: (leg) => String(leg.spent) },
      ],
      [
        { name: 'linux', spent: 5 },
        { name: 'windows', spent: 5000 },
      ],
    );

    expect(table.split('\n')).toEqual([
      'leg      spent',
      '-------  -----',
      'linux        5',
      'windows   5000',
    ]);
  });
});
