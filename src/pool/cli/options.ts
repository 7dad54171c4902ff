import { type Command, InvalidArgumentError } from 'commander';
import { faultsOf } from '../../json-schema.js';
import { LABEL_SCHEMA } from '../../wire.js';
import { readHttpUrl, ValueError } from '../config/config-values.js';
import { UsageError } from '../faults/usage-error.js';

/** Adds the options that every command has. */
export function withCommonOptions(command: Command): Command {
  return command
    .option('--json', 'print one JSON document')
    .option(
      '--database <path>',
      'file path or postgres://... (default: DATABASE_URL, or ./data/token-pool.sqlite)',
    );
}

/** For commands that may create the pool's database. */
export function withInitOption(command: Command): Command {
  return withCommonOptions(command).option('--init', 'create the database if there is none');
}

/** For commands that remove something for good. */
export function withYesOption(command: Command): Command {
  return withCommonOptions(command).option('--yes', 'remove without asking');
}

/** A whole number option within bounds. */
export function wholeNumber(minimum: number, maximum: number) {
  return (text: string): number => {
    const number = /^\d{1,16}$/.test(text) ? Number(text) : Number.NaN;
    if (number >= minimum && number <= maximum) return number;
    throw new InvalidArgumentError(`Write a whole number from ${minimum} to ${maximum}.`);
  };
}

/** An option that may be given several times, or once with commas. */
export function several(text: string, before: readonly string[] | undefined): string[] {
  const parts = text.split(',').map((part) => part.trim());
  return [...(before ?? []), ...parts.filter((part) => part !== '')];
}

/** A name as lists and the audit log show it. */
export function nameOption(text: string): string {
  if (/^[^\p{C}]{1,100}$/u.test(text)) return text;
  throw new InvalidArgumentError('Write 1 to 100 characters on one line.');
}

/** A GitHub login, of people, organizations, managed users (`name_company`) and Apps (`name[bot]`). */
export function loginOption(text: string): string {
  if (/^[A-Za-z0-9][A-Za-z0-9_-]{0,99}(\[bot\])?$/.test(text)) return text;
  throw new InvalidArgumentError('Write a login of GitHub, such as octocat.');
}

/** An address of a server, with TLS unless it is on this machine. */
export function addressOption(text: string): string {
  try {
    return readHttpUrl(text);
  } catch (fault) {
    throw fault instanceof ValueError ? new InvalidArgumentError(sentence(fault.message)) : fault;
  }
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

export function labelOption(text: string): string {
  if (faultsOf(LABEL_SCHEMA, text).length === 0) return text;
  throw new InvalidArgumentError('Write lower-case letters, digits and dashes, 40 at most.');
}

export function labelsOption(text: string, before: readonly string[] | undefined): string[] {
  return several(text, before).map(labelOption);
}

const UNITS_MS: { readonly [unit: string]: number } = { h: 3_600_000, d: 86_400_000, w: 604_800_000 };

/** An expiry: a date, or a time from now such as 90d. */
export function expiryOf(text: string, nowMs: number): number {
  const [, count, unit = ''] = /^(\d{1,4})([hdw])$/.exec(text) ?? [];
  const atMs = count === undefined ? Date.parse(text) : nowMs + Number(count) * (UNITS_MS[unit] ?? 0);
  if (!Number.isFinite(atMs))
    throw new UsageError('--expires: write a date such as 2027-01-31, or a time such as 90d');
  if (atMs <= nowMs) throw new UsageError('--expires: that time is in the past; write one in the future');
  return atMs;
}
