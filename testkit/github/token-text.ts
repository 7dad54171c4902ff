import { createHmac, randomBytes } from 'node:crypto';
import { crc32 } from 'node:zlib';
import type { UserTokenKind } from './types.js';

const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

function randomText(length: number): string {
  // 248 is the largest multiple of 62 in a byte; larger bytes would bias the first letters.
  let text = '';
  while (text.length < length) {
    for (const byte of randomBytes(length)) if (byte < 248) text += BASE62[byte % 62];
  }
  return text.slice(0, length);
}

/** The checksum by which secret scanners recognise real tokens: CRC-32 in six base-62 digits. */
function checksum(text: string): string {
  let rest = crc32(text);
  let digits = '';
  for (let i = 0; i < 6; i += 1) {
    digits = BASE62[rest % 62] + digits;
    rest = Math.floor(rest / 62);
  }
  return digits;
}

function opaque(prefix: string, length: number): string {
  const body = randomText(length - 6);
  return `${prefix}${body}${checksum(body)}`;
}

export const newRefreshToken = (): string => opaque('ghr_', 76);

export const newCode = (): string => randomBytes(10).toString('hex');

export const newSecret = (): string => randomBytes(20).toString('hex');

/** A new token in GitHub's format for its kind. */
export function newUserTokenText(kind: UserTokenKind): string {
  if (kind === 'pat_fine') {
    const body = `${randomText(22)}_${randomText(53)}`;
    return `github_pat_${body}${checksum(body)}`;
  }
  if (kind === 'pat_classic') return opaque('ghp_', 36);
  return kind === 'oauth' ? opaque('gho_', 36) : opaque('ghu_', 36);
}

/** The 40-character form, and the dotted one that GitHub mints since April 2026: `ghs_<app id>_<JWT>`. */
export function newInstallationTokenText(format: 'stateless' | 'opaque', appId: number): string {
  if (format === 'opaque') return opaque('ghs_', 36);
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const header = part({ alg: 'RS256', typ: 'JWT', kid: randomText(16) });
  const claims = part({ iss: 'stand-in', aud: 'api', jti: randomText(24), ver: 1 });
  const signature = createHmac('sha512', randomBytes(32)).update(claims).digest();
  // An RS256 signature has 256 bytes; only its length and alphabet matter to clients.
  const padded = Buffer.concat([signature, randomBytes(192)]).toString('base64url');
  return `ghs_${appId}_${header}.${claims}.${padded}`;
}
