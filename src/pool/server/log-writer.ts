/** Lines gathered for this long go out in one write: a write for each costs as much as choosing an owner. */
const GATHER_MS = 100;
const GATHER_CHARACTERS = 16 * 1024;

export type LogWriter = { write: (line: string) => void; flush: () => void };

/**
 * Gathers log lines. Errors go out at once with all before them, for they may be the last words of a process.
 * `flush` before the end.
 */
export function createLogWriter(out: (text: string) => void): LogWriter {
  let gathered = '';
  let timer: NodeJS.Timeout | undefined;
  const flush = (): void => {
    clearTimeout(timer);
    timer = undefined;
    if (gathered === '') return;
    const text = gathered;
    gathered = '';
    out(text);
  };
  return {
    flush,
    write(line) {
      gathered += line;
      if (gathered.length >= GATHER_CHARACTERS || /"level":"(error|fatal)"/.test(line)) flush();
      else timer ??= setTimeout(flush, GATHER_MS);
    },
  };
}
