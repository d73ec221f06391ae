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

export const HELLO = {
  type: 'hello',
  version: 3,
  deviceId: IDS.device,
  platform: 'web',
  ticket: 'a-single-use-ticket',
} satisfies Plain<Hello>;

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
  'call.invite': { type: 'call.invite', ref: 5, callId: IDS.call, calleeId: IDS.account, kind: 'video' },
  'call.cancel': { type: 'call.cancel', ref: 6, callId: IDS.call },
  'call.accept': { type: 'call.accept', ref: 7, callId: IDS.call },
  'call.decline': { type: 'call.decline', ref: 8, callId: IDS.call },
  'call.hang-up': { type: 'call.hang-up', ref: 9, callId: IDS.call, because: 'completed' },
  'call.signal': {
    type: 'call.signal',
    ref: 10,
    callId: IDS.call,
    signal: { kind: 'offer', negotiation: 1, sdp: 'v=0\r\n' },
  },
  'call.attest': { type: 'call.attest', ref: 11, callId: IDS.call },
} satisfies { [T in UpType]: Plain<Up<T>> };

const candidate = {
  candidate: 'candidate:1 1 udp 1 192.0.2.1 9 typ relay',
  sdpMid: '0',
  sdpMLineIndex: 0,
  usernameFragment: null,
};

/** One good signal of each kind. */
export const SIGNALS = {
  offer: { kind: 'offer', negotiation: 1, sdp: 'v=0\r\n' },
  answer: { kind: 'answer', negotiation: 1, sdp: 'v=0\r\n' },
  candidates: { kind: 'candidates', negotiation: 1, candidates: [candidate] },
  restart: { kind: 'restart', negotiation: 2 },
};

export const CANDIDATE = candidate;
