import { createHash, createHmac, randomBytes } from 'node:crypto';

/** As much of STUN and TURN (RFC 8489, RFC 8656) as it takes to ask a relay for a place and for a way to a peer. */
export const MAGIC_COOKIE = 0x2112a442;
const HEADER_BYTES = 20;
const INTEGRITY_BYTES = 24;

export const METHOD = {
  allocate: 0x0003,
  refresh: 0x0004,
  createPermission: 0x0008,
  bindChannel: 0x0009,
} as const;
/** Sent and not answered. */
const SEND_INDICATION = 0x0016;
/** Of the type of an answer. */
const SUCCESS = 0x0100;
const REFUSAL = 0x0110;

export const ATTRIBUTE = {
  username: 0x0006,
  messageIntegrity: 0x0008,
  errorCode: 0x0009,
  channelNumber: 0x000c,
  lifetime: 0x000d,
  peerAddress: 0x0012,
  data: 0x0013,
  realm: 0x0014,
  nonce: 0x0015,
  relayedAddress: 0x0016,
  requestedFamily: 0x0017,
  requestedTransport: 0x0019,
} as const;

/** Over UDP to the peers, whatever leads to the relay. */
const UDP = Buffer.from([17, 0, 0, 0]);

export type Family = 'ipv4' | 'ipv6';

/** What a long-term credential consists of once the relay has told its half. */
export interface Credential {
  username: string;
  password: string;
  realm: string;
  nonce: string;
}

export interface Answer {
  outcome: 'granted' | 'refused';
  errorCode: number;
  realm: string;
  nonce: string;
  /** Of an allocation: the place itself, still exclusive-ored with the magic cookie. */
  relayed: Buffer | undefined;
  transaction: Buffer;
}

/** A part of a message. */
export function attribute(type: number, value: Buffer): Buffer {
  const head = Buffer.alloc(4);
  head.writeUInt16BE(type, 0);
  head.writeUInt16BE(value.length, 2);
  return Buffer.concat([head, value, Buffer.alloc((4 - (value.length % 4)) % 4)]);
}

/** What an allocation asks for: a place of that family. */
export function allocationOf(family: Family): Buffer[] {
  const wanted = attribute(ATTRIBUTE.requestedTransport, UDP);
  return family === 'ipv4'
    ? [wanted]
    : [wanted, attribute(ATTRIBUTE.requestedFamily, Buffer.from([2, 0, 0, 0]))];
}

/** A refresh with this ends the allocation. */
export const GIVE_BACK: readonly Buffer[] = [attribute(ATTRIBUTE.lifetime, Buffer.alloc(4))];

function writeHeader(type: number, transaction: Buffer, length: number): Buffer {
  const header = Buffer.alloc(HEADER_BYTES);
  header.writeUInt16BE(type, 0);
  header.writeUInt16BE(length, 2);
  header.writeUInt32BE(MAGIC_COOKIE, 4);
  transaction.copy(header, 8);
  return header;
}

/** A request with these parts. `transaction` names it in the answer. */
export function writeRequest(
  method: number,
  transaction: Buffer,
  credential: Credential | undefined,
  parts: readonly Buffer[],
): Buffer {
  const body = [...parts];
  if (credential !== undefined) {
    body.push(attribute(ATTRIBUTE.username, Buffer.from(credential.username)));
    body.push(attribute(ATTRIBUTE.realm, Buffer.from(credential.realm)));
    body.push(attribute(ATTRIBUTE.nonce, Buffer.from(credential.nonce)));
  }
  const content = Buffer.concat(body);
  // The length counts the integrity that the rest is signed with.
  const length = content.length + (credential === undefined ? 0 : INTEGRITY_BYTES);
  const message = Buffer.concat([writeHeader(method, transaction, length), content]);
  if (credential === undefined) return message;
  const { username, realm, password } = credential;
  const key = createHash('md5').update(`${username}:${realm}:${password}`).digest();
  const signature = createHmac('sha1', key).update(message).digest();
  return Buffer.concat([message, attribute(ATTRIBUTE.messageIntegrity, signature)]);
}

/** Data for a peer; the relay passes it on or is silent. `parts`: the peer and the data. */
export function writeIndication(transaction: Buffer, parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  return Buffer.concat([writeHeader(SEND_INDICATION, transaction, content.length), content]);
}

export function createTransaction(): Buffer {
  return randomBytes(12);
}

/** How many bytes the message at the beginning has; undefined while that is not known. */
export function lengthOf(bytes: Buffer): number | undefined {
  return bytes.length < HEADER_BYTES ? undefined : HEADER_BYTES + bytes.readUInt16BE(2);
}

/** The answer to a request; undefined for anything else, also for what is cut short. */
export function readAnswer(message: Buffer, method: number, transaction: Buffer): Answer | undefined {
  const length = lengthOf(message);
  if (length === undefined || message.length < length) return undefined;
  if (!message.subarray(8, HEADER_BYTES).equals(transaction)) return undefined;
  const type = message.readUInt16BE(0);
  if (type !== (method | SUCCESS) && type !== (method | REFUSAL)) return undefined;
  const answer: Answer = {
    outcome: type === (method | SUCCESS) ? 'granted' : 'refused',
    errorCode: 0,
    realm: '',
    nonce: '',
    relayed: undefined,
    transaction,
  };
  for (let at = HEADER_BYTES; at + 4 <= length;) {
    const [kind, size] = [message.readUInt16BE(at), message.readUInt16BE(at + 2)];
    const value = message.subarray(at + 4, Math.min(at + 4 + size, length));
    if (kind === ATTRIBUTE.realm) answer.realm = value.toString();
    if (kind === ATTRIBUTE.nonce) answer.nonce = value.toString();
    if (kind === ATTRIBUTE.relayedAddress) answer.relayed = value;
    if (kind === ATTRIBUTE.errorCode && value.length >= 4)
      answer.errorCode = value.readUInt8(2) * 100 + value.readUInt8(3);
    at += 4 + size + ((4 - (size % 4)) % 4);
  }
  return answer;
}
