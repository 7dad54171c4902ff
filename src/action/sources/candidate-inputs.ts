import type { Inputs } from '../runner/types.js';
import { memberOf, parseJson } from './answers.js';
import type { AppSettings, Candidate } from './types.js';

/** What applies to every App of a step. */
export type AppScope = Pick<AppSettings, 'owner' | 'repositories' | 'permissions'>;

const MOST = 100;
const MEMBERS = ['client_id', 'app_id', 'private_key', 'owner'];
export const APP_ID = /^[A-Za-z0-9.]{1,64}$/;
export const ACCOUNT = /^[A-Za-z0-9][\w-]{0,99}$/;

/** Reads `apps`, then `tokens`. Faults name an entry by its number and quote nothing from it. */
export function readCandidates(inputs: Inputs, scope: AppScope): Candidate[] {
  return [...readApps(inputs, scope), ...readTokens(inputs)];
}

/** Everything secret in `apps` and `tokens`, even if `apps` is not valid JSON. */
export function candidateSecrets(inputs: Inputs): { keys: string[]; tokens: string[] } {
  const text = inputs.text('apps');
  const list = parseJson(text);
  const keys = Array.isArray(list) ? list.map((entry) => memberOf(entry, 'private_key')) : [];
  // Catches the lines of keys in invalid JSON, which are longer than anything else in it.
  const runs = text.replaceAll('\\n', '\n').match(/[A-Za-z0-9+/=]{24,}/g) ?? [];
  return { keys: [...keys.filter((key) => typeof key === 'string'), ...runs], tokens: tokensOf(inputs) };
}

function readApps(inputs: Inputs, scope: AppScope): Candidate[] {
  const text = inputs.text('apps');
  if (text === '') return [];
  const list = parseJson(text);
  if (!Array.isArray(list) || list.length === 0 || list.length > MOST) {
    const form = '[{"client_id": "...", "private_key": "..."}, ...]';
    inputs.fault('apps', `write a JSON array of 1 to ${MOST} Apps, ${form}.`);
    return [];
  }
  const apps: AppSettings[] = [];
  for (const [index, entry] of list.entries()) {
    const app = appOf(entry, scope);
    const fault = typeof app === 'string' ? app : sameFault(app, apps);
    if (fault !== null) inputs.fault('apps', `App ${index + 1} ${fault}.`);
    if (typeof app !== 'string') apps.push(app);
  }
  return apps.map((app) => ({ kind: 'app', app }));
}

/** The App of an entry, or what is wrong with it. */
function appOf(entry: unknown, scope: AppScope): AppSettings | string {
  if (typeof entry !== 'object' || entry === null || Array.isArray(entry)) return 'is not a JSON object';
  const isKnown = Object.keys(entry).every((name) => MEMBERS.includes(name));
  if (!isKnown) return `has an unknown member; write some of ${MEMBERS.join(', ')}`;
  const ids = [memberOf(entry, 'client_id'), memberOf(entry, 'app_id')].filter((id) => id !== undefined);
  const [id] = ids.map((each) => (typeof each === 'number' ? String(each) : each));
  if (ids.length !== 1) return 'needs one of client_id and app_id';
  if (typeof id !== 'string' || !APP_ID.test(id)) {
    return "needs the id from the App's settings page as its client_id or app_id";
  }
  const privateKeyPem = memberOf(entry, 'private_key');
  if (typeof privateKeyPem !== 'string' || privateKeyPem.trim() === '') return 'needs a private_key';
  const owner = memberOf(entry, 'owner') ?? scope.owner;
  if (owner !== null && (typeof owner !== 'string' || !ACCOUNT.test(owner))) {
    return 'needs one user or organization name as its owner, or none';
  }
  return { ...scope, id, privateKeyPem, owner };
}

/** Two entries of one App on one account would share one budget. */
function sameFault({ id, owner }: AppSettings, earlier: readonly AppSettings[]): string | null {
  const same = (other: AppSettings) => other.id === id && other.owner?.toLowerCase() === owner?.toLowerCase();
  const place = earlier.findIndex(same);
  return place < 0 ? null : `is the same as App ${place + 1}; list an App once for each account`;
}

function tokensOf(inputs: Inputs): string[] {
  return inputs
    .text('tokens')
    .split(/\s+/)
    .filter((token) => token !== '');
}

function readTokens(inputs: Inputs): Candidate[] {
  const tokens = tokensOf(inputs);
  if (tokens.length > MOST) inputs.fault('tokens', `write at most ${MOST} tokens.`);
  for (const [index, token] of tokens.entries()) {
    const first = tokens.indexOf(token);
    if (first < index) inputs.fault('tokens', `Token ${index + 1} is the same as Token ${first + 1}.`);
  }
  return tokens.map((token) => ({ kind: 'token', token }));
}
