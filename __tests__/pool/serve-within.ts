import { Readable } from 'node:stream';
import type { Serve } from '../../demo/pool-process.js';
import { runCli } from '../../src/pool/cli/run.js';
import { createProxyFetch } from '../../src/pool/github/proxy-fetch.js';

/** Runs the pool's server in this process, for tests of its clients. */
export const serveWithin: Serve = (env, print) => {
  const ending = new AbortController();
  let hasEnded = false;
  const ended = runCli(['serve'], {
    env,
    stdin: Readable.from([]),
    out: print,
    err: print,
    openLog: () => ({ write: print, flushSync: () => undefined }),
    isTerminal: false,
    now: Date.now,
    fetch: createProxyFetch(env),
    ending: ending.signal,
  }).finally(() => {
    hasEnded = true;
  });
  return {
    hasEnded: () => hasEnded,
    close: async () => {
      ending.abort();
      await ended;
    },
  };
};
