import { type DestinationStream, type Logger, pino } from 'pino';
import { TOKEN_LIKE } from '../github/token-format.js';
import type { LogLevel } from './config/config-values.js';

export type { Logger } from 'pino';

/** Where log lines go; call `flushSync` before the process ends. */
export type LogDestination = DestinationStream & { flushSync: () => void };

/** Lines are buffered for this long: a write per line costs as much as choosing an owner. */
const BUFFER_MS = 100;
const BUFFER_BYTES = 8 * 1024;

/** Standard output, buffered; the rest is written when the process ends. */
export function openLogOutput(): LogDestination {
  return pino.destination({ dest: 1, sync: false, minLength: BUFFER_BYTES, periodicFlush: BUFFER_MS });
}

/** Secrets other than GitHub tokens: the pool's keys, JWTs, Authorization headers and logins in URLs. */
const POOL_KEY = /tpk_[A-Za-z0-9_-]{12,}/g;
const JWT = /eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]*\.?[A-Za-z0-9_-]*/g;
const BEARER = /\b(bearer|basic|token)\s+[A-Za-z0-9._~+/=-]{8,}/gi;
const URL_LOGIN = /(:\/\/)[^\s/@:]*:[^\s/@]*@/g;

/** Matches every text that could hold a secret; most lines do not match. */
const SUSPICIOUS = /gh[a-z]_|github_pat_|tpk_|eyJ|bearer|basic|token|:\/\//i;

/** Masks everything in a text that looks like a credential. */
export function maskSecrets(text: string): string {
  if (!SUSPICIOUS.test(text)) return text;
  return text
    .replace(TOKEN_LIKE, '***')
    .replace(POOL_KEY, '***')
    .replace(JWT, '***')
    .replace(BEARER, '$1 ***')
    .replace(URL_LOGIN, '$1***@');
}

/** Pino's timestamp in ISO 8601, formatted once per millisecond: a busy server writes many lines in one. */
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
 * JSON lines. Each finished line is masked as a whole, so that no secret slips through in an unexpected field, an error's
 * message or a stack; known fields are also removed by name.
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
 * The same log for lines whose fields the pool chooses itself: they are masked as a whole, but no field is removed by
 * name, which would take longer than the rest of the line.
 */
export function ownLinesOf(logger: Logger): Logger {
  return logger.child({}, { redact: [] });
}
