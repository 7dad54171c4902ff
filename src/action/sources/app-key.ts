export type KeyReading =
  | { readonly ok: true; readonly pem: string }
  | { readonly ok: false; readonly rule: string };

/** Passed as an argument, because loading the module takes time. */
export type Crypto = typeof import('node:crypto');

/**
 * Normalizes an App's private key to a PEM that Node reads. Accepts real line breaks, literal `\n`, everything on one
 * line, or base64 of the file. The rule never quotes the key.
 */
export function readPrivateKey(text: string, crypto: Crypto): KeyReading {
  const pem = toPem(text.trim());
  if (/^SHA256:/.test(text.trim())) return refused("it is the key's fingerprint");
  if (/BEGIN (?:RSA )?PUBLIC KEY/.test(pem)) return refused('it is a public key');
  if (/BEGIN ENCRYPTED|Proc-Type: 4,ENCRYPTED/.test(pem)) return refused('it is protected by a passphrase');
  if (!/-----BEGIN (?:RSA )?PRIVATE KEY-----/.test(pem))
    return refused('it has no "BEGIN ... PRIVATE KEY" line');
  if (!/-----END (?:RSA )?PRIVATE KEY-----/.test(pem)) return refused('its end is missing');
  try {
    const key = crypto.createPrivateKey(pem);
    return key.asymmetricKeyType === 'rsa' ? { ok: true, pem } : refused('it is not an RSA key');
  } catch {
    return refused('it cannot be decoded');
  }
}

function refused(rule: string): KeyReading {
  return { ok: false, rule };
}

function toPem(text: string): string {
  const unescaped = text.replaceAll('\\r', '').replaceAll('\\n', '\n').replaceAll('\r', '');
  if (unescaped.includes('-----')) return withLineBreaks(unescaped);
  const decoded = Buffer.from(unescaped, 'base64').toString('utf8');
  return decoded.includes('-----BEGIN') ? decoded : unescaped;
}

/** Secrets that went through a shell often lose their line breaks, which PEM requires. */
function withLineBreaks(pem: string): string {
  if (pem.trim().includes('\n')) return pem;
  return pem.replace(/(-----BEGIN [A-Z ]+-----)\s*(.*?)\s*(-----END [A-Z ]+-----)/, (_, begin, body, end) => {
    return `${begin}\n${String(body).replaceAll(/\s+/g, '\n')}\n${end}\n`;
  });
}

/** GitHub rejects an `iat` in its future and more than ten minutes until `exp`; both allow for clock skew. */
const BACKDATED_SECONDS = 60;
const LIFE_SECONDS = 540;

/** The JWT (RS256) that authenticates an App. */
export function appJwt(app: { id: string; pem: string; nowMs: number }, crypto: Crypto): string {
  const nowSeconds = Math.floor(app.nowMs / 1000);
  const claims = { iat: nowSeconds - BACKDATED_SECONDS, exp: nowSeconds + LIFE_SECONDS, iss: app.id };
  const signed = [{ alg: 'RS256', typ: 'JWT' }, claims]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.');
  const signature = crypto.sign('sha256', Buffer.from(signed), app.pem).toString('base64url');
  return `${signed}.${signature}`;
}
