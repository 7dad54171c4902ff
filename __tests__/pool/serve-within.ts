import { Readable } from 'node:stream';
import type { Serve } from '../../demo/pool-process.js';
import { runCli } from '../../src/pool/cli/run.js';
import { createProxyFetch } from '../../src/pool/github/proxy-fetch.js';

/** The pool's server within this process, at its own address: for tests that are about what talks to it. */
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
