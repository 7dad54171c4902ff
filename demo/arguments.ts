import { parseArgs } from 'node:util';

export type DemoArguments =
  | { action: 'perform'; act: string; output: 'text' | 'json'; end: 'close' | 'keep' }
  | { action: 'help' }
  | { action: 'refuse'; message: string };

export type ActName = { name: string; summary: string };

/** Reads the command line; the first act is the one without a name. */
export function readArguments(args: readonly string[], acts: readonly ActName[]): DemoArguments {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        json: { type: 'boolean', default: false },
        keep: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    if (values.help) return { action: 'help' };
    const act = positionals[0] ?? acts[0]?.name ?? '';
    if (positionals.length > 1 || !acts.some(({ name }) => name === act)) {
      const known = acts.map(({ name }) => name).join(', ');
      return {
        action: 'refuse',
        message: `the demo has no act "${positionals.join(' ')}"; choose one of ${known}`,
      };
    }
    return {
      action: 'perform',
      act,
      output: values.json ? 'json' : 'text',
      end: values.keep ? 'keep' : 'close',
    };
  } catch (error) {
    // The rest of Node's message is about positional arguments that begin with a dash.
    const [fault] = (error instanceof Error ? error.message : String(error)).split('. ');
    return { action: 'refuse', message: `${fault}; the demo knows --json, --keep and --help` };
  }
}

/** What `--help` prints. */
export function helpText(acts: readonly ActName[]): string {
  const width = Math.max(...acts.map(({ name }) => name.length));
  const lines = acts.map(({ name, summary }, index) => {
    return `  ${name.padEnd(width)}  ${summary}${index === 0 ? ' (the default)' : ''}`;
  });
  return [
    'npm run demo -- [act] [--json] [--keep]',
    '',
    ...lines,
    '',
    '  --json  print one JSON document and nothing else (without lines of npm: npm run -s demo -- --json)',
    '  --keep  leave the pool and its page running and print their addresses, until Ctrl-C',
    '',
  ].join('\n');
}
