import { DEFAULT_OIDC_AUDIENCE } from '../../wire.js';
import { CodedError } from '../../coded-error.js';
import {
  type LogLevel,
  list,
  readContact,
  readHttpUrl,
  readInteger,
  readLogLevel,
  readOneLine,
  readSecret,
  readTrustProxy,
  ValueError,
} from './config-values.js';
import { withSecretFiles } from './secret-files.js';

export type DatabaseConfig = { kind: 'sqlite'; path: string } | { kind: 'postgres'; url: string };

/** Everything that the environment configures, checked. Secrets in it are never printed. */
export type Config = {
  host: string;
  port: number;
  database: DatabaseConfig;
  /** 64 hex digits each: the first seals, all of them open. Null means the key file beside the database. */
  encryptionKeys: readonly string[] | null;
  github: {
    apiUrl: string;
    serverUrl: string;
    oauth: { clientId: string; clientSecret: string } | null;
  };
  /** The pool's public address, without a trailing slash; null when not set. */
  publicUrl: string | null;
  /** Who runs the pool and how to reach them, as the pages show it; null when not set. */
  operator: { name: string | null; contact: string | null };
  reservePercent: number;
  logLevel: LogLevel;
  oidc: { issuers: readonly string[]; audience: string };
  /** The addresses of reverse proxies whose X-Forwarded-For is trusted. */
  trustProxy: readonly string[];
  /** The bearer token of `/metrics`; without one there is no such route. */
  metricsToken: string | null;
  /** Days for which leases, the audit log and the history of the page's plot are kept. */
  retention: { usesDays: number; auditDays: number; historyDays: number };
};

export type Env = { readonly [name: string]: string | undefined };

/** All errors in a configuration, one per line: the variable, and what to write instead. */
export class ConfigError extends CodedError<'configuration'> {
  readonly faults: readonly string[];

  constructor(faults: readonly string[]) {
    super(
      'configuration',
      `the configuration has ${faults.length === 1 ? 'an error' : `${faults.length} errors`}:\n  ${faults.join('\n  ')}`,
    );
    this.faults = faults;
  }
}

const DEFAULT_DATABASE = './data/token-pool.sqlite';
const SECRET_FILES = ['TOKEN_ENCRYPTION_KEY_FILE', 'GITHUB_CLIENT_SECRET_FILE', 'METRICS_TOKEN_FILE'];
const GITHUB_ISSUER = 'https://token.actions.githubusercontent.com';

/** Reads a variable; it counts as absent when it is empty, as in compose files. */
type Read = <T>(name: string, fallback: T, parse: (text: string) => T) => T;

function reader(env: Env, faults: string[]): Read {
  return (name, fallback, parse) => {
    const text = env[name];
    if (text === undefined || text === '') return fallback;
    try {
      return parse(text);
    } catch (error) {
      if (!(error instanceof ValueError)) throw error;
      faults.push(`${name}: ${error.message}`);
      return fallback;
    }
  };
}

/** Turns the environment into one typed object, or throws a `ConfigError` that names every error. */
export function loadConfig(environment: Env): Config {
  const faults: string[] = [];
  const env = withSecretFiles(environment, SECRET_FILES, faults);
  const read = reader(env, faults);
  const config: Config = {
    host: read('HOST', '127.0.0.1', readHost),
    port: read('PORT', 8787, (text) => readInteger(text, 0, 65_535)),
    database: read('DATABASE_URL', parseDatabase(DEFAULT_DATABASE), parseDatabase),
    encryptionKeys: read<readonly string[] | null>('TOKEN_ENCRYPTION_KEY', null, readEncryptionKeys),
    github: {
      apiUrl: read('GITHUB_API_URL', 'https://api.github.com', readHttpUrl),
      serverUrl: read('GITHUB_SERVER_URL', 'https://github.com', readHttpUrl),
      oauth: readOauth(env, faults),
    },
    publicUrl: read<string | null>('PUBLIC_URL', null, readHttpUrl),
    operator: {
      name: read<string | null>('POOL_OPERATOR', null, readOneLine),
      contact: read<string | null>('POOL_CONTACT', null, readContact),
    },
    reservePercent: read('RESERVE_PERCENT', 20, (text) => readInteger(text, 0, 90)),
    logLevel: read<LogLevel>('LOG_LEVEL', 'info', readLogLevel),
    oidc: {
      issuers: read('OIDC_ISSUER', [GITHUB_ISSUER], (text) => list(text).map(readHttpUrl)),
      audience: read('OIDC_AUDIENCE', DEFAULT_OIDC_AUDIENCE, readAudience),
    },
    trustProxy: read<Config['trustProxy']>('TRUST_PROXY', [], readTrustProxy),
    metricsToken: read<string | null>('METRICS_TOKEN', null, readSecret),
    retention: {
      usesDays: read('RETENTION_DAYS', 90, readDays),
      auditDays: read('AUDIT_RETENTION_DAYS', 400, readDays),
      historyDays: read('HISTORY_RETENTION_DAYS', 8, readDays),
    },
  };
  faults.push(...contradictions(config, env));
  if (faults.length > 0) throw new ConfigError(faults);
  return config;
}

function contradictions(config: Config, env: Env): string[] {
  const faults: string[] = [];
  if (config.database.kind === 'postgres' && !env.TOKEN_ENCRYPTION_KEY && !env.TOKEN_ENCRYPTION_KEY_FILE) {
    faults.push(
      'TOKEN_ENCRYPTION_KEY: it is needed with PostgreSQL, the same for all replicas; create one with "openssl rand -hex 32"',
    );
  }
  return faults;
}

/** Parses a file path or a PostgreSQL address; `:memory:` is a database that ends with the process. */
export function parseDatabase(text: string): DatabaseConfig {
  if (/^postgres(ql)?:\/\//.test(text)) {
    if (!URL.canParse(text)) {
      throw new ValueError(
        'this is not an address; write postgres://USER@HOST/NAME, with the password percent-encoded or in PGPASSWORD',
      );
    }
    return { kind: 'postgres', url: text };
  }
  if (/^[a-z][a-z0-9+.-]+:\/\//i.test(text)) {
    throw new ValueError('write a file path for SQLite, or postgres://USER@HOST/NAME');
  }
  if (text.includes('\0') || text.endsWith('/'))
    throw new ValueError('it is a folder; write the path of a file');
  return { kind: 'sqlite', path: text };
}

const readDays = (text: string) => readInteger(text, 1, 3650);

function readHost(text: string): string {
  if (!/^[A-Za-z0-9.:_-]{1,253}$/.test(text)) {
    throw new ValueError('write an address to listen on, such as 127.0.0.1 or 0.0.0.0 or ::');
  }
  return text;
}

function readEncryptionKeys(text: string): string[] {
  const keys = list(text);
  if (keys.length === 0 || !keys.every((key) => /^[0-9a-fA-F]{64}$/.test(key))) {
    throw new ValueError(
      'write 64 hex digits as "openssl rand -hex 32" prints; while rotating, the new key, a comma and the old one',
    );
  }
  return keys.map((key) => key.toLowerCase());
}

function readOauth(env: Env, faults: string[]): Config['github']['oauth'] {
  const clientId = env.GITHUB_CLIENT_ID || undefined;
  const clientSecret = env.GITHUB_CLIENT_SECRET || undefined;
  if (clientId !== undefined && clientSecret !== undefined) return { clientId, clientSecret };
  if (clientId !== undefined)
    faults.push('GITHUB_CLIENT_SECRET: it is missing beside GITHUB_CLIENT_ID; set both or none');
  if (clientSecret !== undefined)
    faults.push('GITHUB_CLIENT_ID: it is missing beside GITHUB_CLIENT_SECRET; set both or none');
  return null;
}

function readAudience(text: string): string {
  if (text.length > 255 || /\s/.test(text)) throw new ValueError('write one word or address without spaces');
  return text;
}
