import { isIP } from 'node:net';
import { attribute, ATTRIBUTE, MAGIC_COOKIE } from './stun-message.ts';
import type { Family } from './stun-message.ts';

const FAMILY_BYTE = { ipv4: 1, ipv6: 2 } as const;

/** The family that an address is written in; an IPv4 address that is mapped into IPv6 is an IPv6 one. */
export function familyOf(address: string): Family {
  return isIP(address) === 6 ? 'ipv6' : 'ipv4';
}

function bytesOfIpv4(address: string): number[] {
  return address.split('.').map(Number);
}

/** Of either family, in network order. `new URL` writes an IPv6 address out in one form only. */
function bytesOf(address: string): Buffer {
  if (familyOf(address) === 'ipv4') return Buffer.from(bytesOfIpv4(address));
  const written = new URL(`http://[${address}]`).hostname.slice(1, -1);
  const [head = '', tail] = written.split('::');
  const groupsOf = (text: string): number[] =>
    text === '' ? [] : text.split(':').map((group) => Number.parseInt(group, 16));
  const before = groupsOf(head);
  const after = groupsOf(tail ?? '');
  const groups = [...before, ...Array.from({ length: 8 - before.length - after.length }, () => 0), ...after];
  return Buffer.from(groups.flatMap((group) => [group >> 8, group & 0xff]));
}

/** An address that no NAT in between can rewrite by accident (RFC 8489, section 14.2). */
function exclusiveOr(bytes: Buffer, transaction: Buffer): Buffer {
  const mask = Buffer.alloc(4);
  mask.writeUInt32BE(MAGIC_COOKIE);
  const key = Buffer.concat([mask, transaction]);
  return Buffer.from(bytes.map((byte, index) => byte ^ (key[index] ?? 0)));
}

/** Names a peer in a request or an indication of that transaction. */
export function peerAddress(address: string, port: number, transaction: Buffer): Buffer {
  const head = Buffer.alloc(4);
  head.writeUInt8(FAMILY_BYTE[familyOf(address)], 1);
  head.writeUInt16BE(port ^ (MAGIC_COOKIE >>> 16), 2);
  return attribute(ATTRIBUTE.peerAddress, Buffer.concat([head, exclusiveOr(bytesOf(address), transaction)]));
}

/** The address in an answer's attribute; undefined where there is none to read. */
export function readAddress(value: Buffer | undefined, transaction: Buffer): string | undefined {
  if (value === undefined) return undefined;
  const bytes = exclusiveOr(value.subarray(4), transaction);
  if (value[1] === FAMILY_BYTE.ipv4 && bytes.length === 4) return bytes.join('.');
  if (value[1] !== FAMILY_BYTE.ipv6 || bytes.length !== 16) return undefined;
  const groups = Array.from({ length: 8 }, (_, at) => bytes.readUInt16BE(at * 2).toString(16));
  return new URL(`http://[${groups.join(':')}]`).hostname.slice(1, -1);
}
