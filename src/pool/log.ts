import { type DestinationStream, type Logger, pino } from 'pino';
import { TOKEN_LIKE } from '../github/token-format.js';
import type { LogLevel } from './config/config-values.js';

export type { Logger } from 'pino';

/** Where log lines go; `flushSync` before the end of the process. */
export type LogDestination = DestinationStream & { flushSync: () => void };

/** Lines gathered for this long go out in one write: a write for each costs as much as choosing an owner. */
const GATHER_MS = 100;
const GATHER_BYTES = 8 * 1024;

/** Gathers lines for standard output; what is left is written when the process ends. */
export function openLogOutput(): LogDestination {
  return pino.destination({ dest: 1, sync: false, minLength: GATHER_BYTES, periodicFlush: GATHER_MS });
}

/** Secrets of other makes that must not be read in a log: the pool's own keys, JWTs and private keys. */
const POOL_KEY = /tpk_[A-Za-z0-9_-]{12,}/g;
const JWT = /eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]*\.?[A-Za-z0-9_-]*/g;
const BEARER = /\b(bearer|basic|token)\s+[A-Za-z0-9._~+/=-]{8,}/gi;
const URL_LOGIN = /(:\/\/)[^\s/@:]*:[^\s/@]*@/g;

/** What every text has in which any of them could be found; most lines have none of it. */
const SUSPICIOUS = /gh[a-z]_|github_pat_|tpk_|eyJ|bearer|basic|token|:\/\//i;

/** Masks whatever looks like a credential inside a text. */
export function maskSecrets(text: string): string {
  if (!SUSPICIOUS.test(text)) return text;
  return text
    .replace(TOKEN_LIKE, '***')
    .replace(POOL_KEY, '***')
    .replace(JWT, '***')
    .replace(BEARER, '$1 ***')
    .replace(URL_LOGIN, '$1***@');
}

/** ISO 8601 as pino wants it, put together once per millisecond: a busy server writes many lines in one. */
function createTimestamps(): () => string {
  let atMs = 0;
  let text = '';
  return () => {
    const nowMs = Date.now();
    if (nowMs !== atMs || text === '') {
      atMs = nowMs;
      text = `,"time":"${new Date(nowMs).toISOString()}"`;
    }
    return text;
  };
}

/**
 * JSON lines. The finished line is masked as a whole, so that a secret cannot slip through by arriving in a
 * field, an error's message or a stack that nobody thought of; known fields are removed by name besides.
 */
export function createLogger(options: { level: LogLevel; destination: DestinationStream }): Logger {
  return pino(
    {
      level: options.level,
      base: null,
      timestamp: createTimestamps(),
      formatters: { level: (label) => ({ level: label }) },
      redact: {
        paths: [
          'authorization',
          'cookie',
          'token',
          'secret',
          'password',
          'key',
          '*.authorization',
          '*.cookie',
          '*.token',
        ],
        censor: '***',
      },
      hooks: { streamWrite: maskSecrets },
    },
    options.destination,
  );
}

/**
 * The same log for lines whose fields are all chosen by the pool itself: as a whole they are masked like others,
 * but no field is looked for by name, which takes longer than the rest of the line.
 */
export function ownLinesOf(logger: Logger): Logger {
  return logger.child({}, { redact: [] });
}
