import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { isIPv4 } from 'node:net';

/** A certificate for names of this machine, and its key; both PEM. Whoever trusts it passes it as `ca`. */
export interface TestCertificate {
  key: string;
  cert: string;
}

/** Tags of ASN.1 in DER (ITU-T X.690). */
const TAG = {
  boolean: 0x01,
  integer: 0x02,
  bits: 0x03,
  octets: 0x04,
  oid: 0x06,
  text: 0x0c,
  time: 0x17,
  sequence: 0x30,
  set: 0x31,
};
const VERSION_3 = Buffer.from([0xa0, 0x03, 0x02, 0x01, 0x02]);
const EXTENSIONS = 0xa3;
const DNS_NAME = 0x82;
const IP_ADDRESS = 0x87;

const ECDSA_WITH_SHA256 = '2a8648ce3d040302';
const COMMON_NAME = '550403';
const SUBJECT_ALT_NAME = '551d11';
const BASIC_CONSTRAINTS = '551d13';

function der(tag: number, ...parts: Buffer[]): Buffer {
  const body = Buffer.concat(parts);
  const length = body.length;
  const head =
    length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...head]), body]);
}

function oid(hex: string): Buffer {
  return der(TAG.oid, Buffer.from(hex, 'hex'));
}

function time(at: Date): Buffer {
  const digits = at.toISOString().replaceAll(/\D/g, '').slice(2, 14);
  return der(TAG.time, Buffer.from(`${digits}Z`));
}

function extension(id: string, value: Buffer): Buffer {
  return der(TAG.sequence, oid(id), der(TAG.octets, value));
}

function toPem(label: string, bytes: Buffer): string {
  const lines = bytes.toString('base64').match(/.{1,64}/g) ?? [];
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ''].join('\n');
}

/** Signs itself and is its own authority: RFC 5280 with nothing but what TLS asks for. */
export function createCertificate(names: readonly string[] = ['localhost', '127.0.0.1']): TestCertificate {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const spki = publicKey.export({ type: 'spki', format: 'der' });
  const algorithm = der(TAG.sequence, oid(ECDSA_WITH_SHA256));
  const common = der(TAG.sequence, oid(COMMON_NAME), der(TAG.text, Buffer.from('Parley test')));
  const name = der(TAG.sequence, der(TAG.set, common));
  const nowMs = Date.now();
  const validity = der(TAG.sequence, time(new Date(nowMs - 86_400_000)), time(new Date(nowMs + 86_400_000)));
  const alternatives = names.map((each) =>
    isIPv4(each)
      ? der(IP_ADDRESS, Buffer.from(each.split('.').map(Number)))
      : der(DNS_NAME, Buffer.from(each)),
  );
  const isAuthority = der(TAG.sequence, der(TAG.boolean, Buffer.from([0xff])));
  const extensions = der(
    TAG.sequence,
    extension(BASIC_CONSTRAINTS, isAuthority),
    extension(SUBJECT_ALT_NAME, der(TAG.sequence, ...alternatives)),
  );
  // A leading 0x01: positive and without a leading zero, as DER wants it.
  const serial = der(TAG.integer, Buffer.from([1]), randomBytes(8));
  const body = der(
    TAG.sequence,
    ...[VERSION_3, serial, algorithm, name, validity, name, spki, der(EXTENSIONS, extensions)],
  );
  const signature = der(TAG.bits, Buffer.from([0]), sign('sha256', body, privateKey));
  const cert = toPem('CERTIFICATE', der(TAG.sequence, body, algorithm, signature));
  return { cert, key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString() };
}
