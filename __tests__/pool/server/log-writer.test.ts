import { describe, expect, it } from '@jest/globals';
import { createLogWriter } from '../../../src/pool/server/log-writer.js';

describe('the log', () => {
  it('gathers lines into few writes, and loses none', () => {
    const writes: string[] = [];
    const log = createLogWriter((text) => writes.push(text));
    const lines = Array.from({ length: 1000 }, (_, index) => `{"level":"info","n":${index}}\n`);
    for (const line of lines) log.write(line);
    log.flush();
    expect(writes.join('')).toBe(lines.join(''));
    expect(writes.length).toBeLessThan(10);
  });

  it('lets an error out at once, with what came before it', () => {
    const writes: string[] = [];
    const log = createLogWriter((text) => writes.push(text));
    log.write('{"level":"info"}\n');
    log.write('{"level":"error"}\n');
    expect(writes).toEqual(['{"level":"info"}\n{"level":"error"}\n']);
  });
});
