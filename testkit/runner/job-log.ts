/** The log of a job: as shown to readers, and before masking. */
import type { Masker } from './masker.js';

export interface LogSlice {
  readonly lines: readonly string[];
  readonly rawLines: readonly string[];
}

export interface JobLog extends LogSlice {
  /** Masks the text as a whole, then breaks it into lines, as the runner does with multi-line messages. */
  write(text: string): void;
  /** What was written since `lines.length` was `mark`. */
  since(mark: number): LogSlice;
  /** Calls back with each masked line; returns the unsubscribe function. */
  listen(listener: (line: string) => void): () => void;
}

export function createJobLog(masker: Masker): JobLog {
  const lines: string[] = [];
  const rawLines: string[] = [];
  const marks: number[] = [];
  const listeners = new Set<(line: string) => void>();
  return {
    lines,
    rawLines,
    write(text) {
      const masked = masker.mask(text).split(/\r?\n/);
      const raw = text.split(/\r?\n/);
      // When a mask spans a line break, the masked text has fewer lines than the raw one.
      for (let at = 0; at < masked.length; at += 1)
        marks.push(rawLines.length + Math.min(at, raw.length - 1));
      lines.push(...masked);
      rawLines.push(...raw);
      for (const line of masked) for (const listener of listeners) listener(line);
    },
    since(mark) {
      return { lines: lines.slice(mark), rawLines: rawLines.slice(marks[mark] ?? rawLines.length) };
    },
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
