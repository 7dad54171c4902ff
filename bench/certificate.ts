import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';

const DAY_MS = 24 * 3600 * 1000;

/** Creates a self-signed certificate for 127.0.0.1 and a name, so that the repository contains no key. */
export function selfSigned(
  hostname = 'localhost',
  endsAtMs = Date.now() + DAY_MS,
): { key: string; cert: string } {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const name = der(0x30, der(0x31, der(0x30, oid(0x55, 0x04, 0x03), der(0x0c, Buffer.from('loopback')))));
  const algorithm = der(0x30, oid(0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02));
  const body = der(
    0x30,
    der(0xa0, integer(Buffer.from([2]))),
    integer(Buffer.concat([Buffer.from([1]), randomBytes(8)])),
    algorithm,
    name,
    der(0x30, time(Date.now() - 2 * DAY_MS), time(endsAtMs)),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, der(0x30, subjectAltName(hostname), certificateAuthority())),
  );
  const signature = sign('sha256', body, privateKey);
  const certificate = der(0x30, body, algorithm, der(0x03, Buffer.from([0]), signature));
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    cert: pem(certificate),
  };
}

function der(tag: number, ...parts: Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  const size =
    length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

const oid = (...bytes: number[]) => der(0x06, Buffer.from(bytes));
const integer = (bytes: Buffer) => der(0x02, bytes);

function time(atMs: number): Buffer {
  const text = new Date(atMs).toISOString().replaceAll(/[-:T]/g, '').slice(2, 14);
  return der(0x17, Buffer.from(`${text}Z`));
}

function subjectAltName(hostname: string): Buffer {
  const names = der(0x30, der(0x82, Buffer.from(hostname)), der(0x87, Buffer.from([127, 0, 0, 1])));
  return der(0x30, oid(0x55, 0x1d, 0x11), der(0x04, names));
}

/** Marks it as a certificate authority, so that NODE_EXTRA_CA_CERTS and curl trust it. */
function certificateAuthority(): Buffer {
  const isAuthority = der(0x30, der(0x01, Buffer.from([0xff])));
  return der(0x30, oid(0x55, 0x1d, 0x13), der(0x01, Buffer.from([0xff])), der(0x04, isAuthority));
}

function pem(certificate: Buffer): string {
  const lines = certificate.toString('base64').match(/.{1,64}/g) ?? [];
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n');
}
