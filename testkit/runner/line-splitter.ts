/** Bytes of a pipe to lines, as .NET's ReadLine splits them: at \n, \r\n and a lone \r. */
import { StringDecoder } from 'node:string_decoder';

export interface LineSplitter {
  push(chunk: Uint8Array): string[];
  /** The rest, when the pipe closes. */
  end(): string[];
}

export function createLineSplitter(): LineSplitter {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  return {
    push(chunk) {
      rest += decoder.write(Buffer.from(chunk));
      // A \r at the end may be the first half of \r\n.
      const held = rest.endsWith('\r') ? 1 : 0;
      const lines = rest.slice(0, rest.length - held).split(/\r\n|\n|\r/);
      rest = (lines.pop() ?? '') + rest.slice(rest.length - held);
      return lines;
    },
    end() {
      const lines = (rest + decoder.end()).split(/\r\n|\n|\r/);
      rest = '';
      return lines.at(-1) === '' ? lines.slice(0, -1) : lines;
    },
  };
}
