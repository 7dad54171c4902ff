import type { DatabaseConfig } from '../config/config.js';
import { UsageError } from '../faults/usage-error.js';

/** What to do about PostgreSQL's codes (SQLSTATE), and those of the network and TLS. */
const ADVICE: { readonly [code: string]: string } = {
  '28P01': 'the password is wrong; check it, and percent-encode it in DATABASE_URL or set PGPASSWORD',
  '28000':
    'the server does not admit this user from here: check the user and pg_hba.conf, and if it demands TLS add ?sslmode=verify-full to DATABASE_URL',
  '3D000': 'there is no such database; create it with: CREATE DATABASE name OWNER user',
  '42501':
    'the user may not create tables there; as an administrator of the database run: GRANT CREATE ON SCHEMA public TO user',
  '53300': 'it has no connection left; raise max_connections, or run fewer replicas',
  '57P03': 'it is starting up or shutting down; try again in a moment',
  '25006': 'it is a read-only replica; use the address of the primary',
  NEWER_VERSION:
    'a newer version of the pool has changed its tables; start that version, or restore a backup from before it',
  NO_TLS:
    'it does not offer TLS; enable it there (ssl = on), or on a private network add ?sslmode=disable to DATABASE_URL',
  ECONNRESET: 'it closed the connection; check that it is PostgreSQL, and its log',
  ECONNREFUSED: 'nothing listens there; check host, port and that it runs',
  ENOTFOUND: 'there is no such host; check the name in DATABASE_URL',
  EAI_AGAIN: 'the name of the host could not be looked up; check DNS',
  ETIMEDOUT: 'it does not answer; check host, port and firewalls',
  SELF_SIGNED_CERT_IN_CHAIN:
    'its certificate is not trusted; name the authority with sslrootcert=FILE in DATABASE_URL',
  DEPTH_ZERO_SELF_SIGNED_CERT:
    'its certificate is not trusted; name the authority with sslrootcert=FILE in DATABASE_URL',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE:
    'its certificate is not trusted; name the authority with sslrootcert=FILE in DATABASE_URL',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another host name; use that name in DATABASE_URL',
  CERT_HAS_EXPIRED: 'its certificate has expired; renew it',
};

/** What to do about SQLite's errors, by primary code: I/O, damage, a full disk, no database. */
const SQLITE_ADVICE: { readonly [code: number]: string } = {
  10: 'its disk is full or failing; free some space, and check the disk',
  11: 'the file is damaged; restore it from a backup',
  13: 'its disk is full; free some space',
  26: 'the file is not a SQLite database; check DATABASE_URL',
};

/** Why a database could not be opened, without the driver's message: it may quote the address with its password. */
export function databaseRefusal(database: DatabaseConfig, fault: unknown): UsageError {
  const what =
    database.kind === 'postgres'
      ? 'the PostgreSQL database of DATABASE_URL'
      : `the database ${database.path}`;
  const code = codeOf(fault);
  const shown = code === undefined ? '' : ` (${/^[0-9A-Z]{5}$/.test(code) ? 'SQLSTATE ' : ''}${code})`;
  return new UsageError(`${what} cannot be opened${shown}: ${adviceFor(database, fault, code)}`, {
    code: 'database_unavailable',
    cause: fault,
  });
}

function adviceFor({ kind }: DatabaseConfig, fault: unknown, code: string | undefined): string {
  if (kind === 'sqlite')
    return (
      SQLITE_ADVICE[sqliteCodeOf(fault)] ??
      ADVICE[code ?? ''] ??
      'check that it is a SQLite file of this pool and that its folder can be written'
    );
  const known = code === undefined ? undefined : ADVICE[code];
  return known ?? 'check that it runs, the address, the password and TLS';
}

function sqliteCodeOf(fault: unknown): number {
  const hasCode = typeof fault === 'object' && fault !== null && 'errcode' in fault;
  return hasCode ? Number(fault.errcode) & 0xff : 0;
}

/** The code of an error, or of the first of several, one per address tried. */
function codeOf(fault: unknown): string | undefined {
  if (typeof fault !== 'object' || fault === null) return undefined;
  if ('code' in fault && typeof fault.code === 'string' && /^[A-Z0-9_]{1,60}$/.test(fault.code))
    return fault.code;
  if ('errors' in fault && Array.isArray(fault.errors)) return codeOf(fault.errors[0]);
  return 'cause' in fault ? codeOf(fault.cause) : undefined;
}
