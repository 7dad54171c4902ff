import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { memberOf, parseJson } from '../sources/answers.js';
import { readPrivateFile } from '../tools/private-files.js';
import type { StartOfToken } from '../summary/row.js';
import { type Credentials, FILES } from './types.js';

/** A token that was in use, without the token. */
export type UsedToken = Omit<StartOfToken, 'budgets'> & Pick<Credentials['obtained'], 'fallbackReason'>;

/** Records a token for the job's summary. */
export function recordUse(folder: string, { obtained: used }: Credentials): void {
  try {
    appendFileSync(join(folder, FILES.used), `${JSON.stringify(used)}\n`, { mode: 0o600 });
  } catch {
    // The summary is not worth a token.
  }
}

/** The tokens that were in use, oldest first. Skips lines that a kill or a full disk cut short. */
export function usedTokens(folder: string): UsedToken[] {
  const read = readPrivateFile(join(folder, FILES.used));
  const lines = read.state === 'ok' ? read.text.split('\n').map(parseJson) : [];
  return lines.filter((line): line is UsedToken => typeof memberOf(line, 'source') === 'string');
}
