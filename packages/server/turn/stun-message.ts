import { createHash, createHmac, randomBytes } from 'node:crypto';

/** As much of STUN and TURN (RFC 8489, RFC 8656) as it takes to ask a relay for a place. */
const MAGIC_COOKIE = 0x2112a442;
const HEADER_BYTES = 20;
const INTEGRITY_BYTES = 24;

export const METHOD = { allocate: 0x0003, refresh: 0x0004 } as const;
/** Of the type of an answer. */
const SUCCESS = 0x0100;
const REFUSAL = 0x0110;

const ATTRIBUTE = {
  username: 0x0006,
  messageIntegrity: 0x0008,
  errorCode: 0x0009,
  lifetime: 0x000d,
  realm: 0x0014,
  nonce: 0x0015,
  requestedTransport: 0x0019,
} as const;

/** Over UDP to the peers, whatever leads to the relay. */
const UDP = Buffer.from([17, 0, 0, 0]);

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
}

function attribute(type: number, value: Buffer): Buffer {
  const head = Buffer.alloc(4);
  head.writeUInt16BE(type, 0);
  head.writeUInt16BE(value.length, 2);
  return Buffer.concat([head, value, Buffer.alloc((4 - (value.length % 4)) % 4)]);
}

/** An allocation, or with lifetime 0 its end. `transaction` names it in the answer. */
export function writeRequest(
  method: number,
  transaction: Buffer,
  credential: Credential | undefined,
): Buffer {
  const body = [
    method === METHOD.allocate
      ? attribute(ATTRIBUTE.requestedTransport, UDP)
      : attribute(ATTRIBUTE.lifetime, Buffer.alloc(4)),
  ];
  if (credential !== undefined) {
    body.push(attribute(ATTRIBUTE.username, Buffer.from(credential.username)));
    body.push(attribute(ATTRIBUTE.realm, Buffer.from(credential.realm)));
    body.push(attribute(ATTRIBUTE.nonce, Buffer.from(credential.nonce)));
  }
  const content = Buffer.concat(body);
  const header = Buffer.alloc(HEADER_BYTES);
  header.writeUInt16BE(method, 0);
  // The length counts the integrity that the rest is signed with.
  header.writeUInt16BE(content.length + (credential === undefined ? 0 : INTEGRITY_BYTES), 2);
  header.writeUInt32BE(MAGIC_COOKIE, 4);
  transaction.copy(header, 8);
  const message = Buffer.concat([header, content]);
  if (credential === undefined) return message;
  const { username, realm, password } = credential;
  const key = createHash('md5').update(`${username}:${realm}:${password}`).digest();
  const signature = createHmac('sha1', key).update(message).digest();
  return Buffer.concat([message, attribute(ATTRIBUTE.messageIntegrity, signature)]);
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
  };
  for (let at = HEADER_BYTES; at + 4 <= length;) {
    const [kind, size] = [message.readUInt16BE(at), message.readUInt16BE(at + 2)];
    const value = message.subarray(at + 4, Math.min(at + 4 + size, length));
    if (kind === ATTRIBUTE.realm) answer.realm = value.toString();
    if (kind === ATTRIBUTE.nonce) answer.nonce = value.toString();
    if (kind === ATTRIBUTE.errorCode && value.length >= 4)
      answer.errorCode = value.readUInt8(2) * 100 + value.readUInt8(3);
    at += 4 + size + ((4 - (size % 4)) % 4);
  }
  return answer;
}
