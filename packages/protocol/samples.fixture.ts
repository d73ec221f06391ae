import type { Hello, Up, UpType } from './up.ts';

const uuid = (digit: string): string =>
  `${digit.repeat(8)}-${digit.repeat(4)}-4${digit.repeat(3)}-8${digit.repeat(3)}-${digit.repeat(12)}`;

// What a client would send; the brands of ids and the like are what parsing gives.
const IDS = {
  account: uuid('a'),
  device: uuid('d'),
  conversation: uuid('c'),
  message: uuid('b'),
  call: uuid('e'),
};

type Plain<T> = T extends string ? string : T extends object ? { [K in keyof T]: Plain<T[K]> } : T;

/** Of the right form; whether it is genuine, the receiving device judges. */
const ATTESTATION = { key: 'k'.repeat(87), atMs: 1, signature: 's'.repeat(86) };

export const HELLO = {
  type: 'hello',
  version: 5,
  deviceId: IDS.device,
  platform: 'web',
  ticket: 'a-single-use-ticket',
  identityKey: ATTESTATION.key,
} satisfies Plain<Hello>;

const OFFER = {
  kind: 'offer' as const,
  connection: 1,
  negotiation: 1,
  sdp: 'v=0\r\n',
  attestation: ATTESTATION,
};

/** One good frame of each type. */
export const UP_SAMPLES = {
  ping: { type: 'ping', ref: 1 },
  'message.send': {
    type: 'message.send',
    ref: 2,
    conversationId: IDS.conversation,
    clientMsgId: IDS.message,
    text: 'Hello, Bob.',
  },
  'message.read': { type: 'message.read', ref: 3, conversationId: IDS.conversation, readSeq: 7 },
  'typing.set': { type: 'typing.set', ref: 4, conversationId: IDS.conversation, typing: true },
  'call.prepare': { type: 'call.prepare', ref: 12, calleeId: IDS.account },
  'call.invite': {
    type: 'call.invite',
    ref: 5,
    callId: IDS.call,
    calleeId: IDS.account,
    kind: 'video',
    offers: [{ toDeviceId: IDS.device, run: 1, seq: 1, signal: OFFER }],
  },
  'call.cancel': { type: 'call.cancel', ref: 6, callId: IDS.call },
  'call.accept': { type: 'call.accept', ref: 7, callId: IDS.call },
  'call.decline': { type: 'call.decline', ref: 8, callId: IDS.call },
  'call.hang-up': { type: 'call.hang-up', ref: 9, callId: IDS.call, because: 'completed' },
  'call.signal': {
    type: 'call.signal',
    ref: 10,
    callId: IDS.call,
    toDeviceId: IDS.device,
    run: 1,
    seq: 1,
    signal: OFFER,
  },
  'call.offer': { type: 'call.offer', ref: 14, callId: IDS.call, signal: OFFER },
  'call.attest': { type: 'call.attest', ref: 11, callId: IDS.call },
  'call.move': { type: 'call.move', ref: 13, callId: IDS.call, version: 2 },
} satisfies { [T in UpType]: Plain<Up<T>> };

const candidate = {
  candidate: 'candidate:1 1 udp 1 192.0.2.1 9 typ relay',
  sdpMid: '0',
  sdpMLineIndex: 0,
  usernameFragment: null,
};

/** One good signal of each kind. */
export const SIGNALS = {
  offer: OFFER,
  answer: { ...OFFER, kind: 'answer' },
  candidates: { kind: 'candidates', connection: 1, negotiation: 1, candidates: [candidate] },
  restart: { kind: 'restart', connection: 1, negotiation: 2 },
  resume: { kind: 'resume', run: 1, have: 3, asks: true },
};

export const CANDIDATE = candidate;
