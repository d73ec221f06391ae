/** One person at one device, as a contestant's server knows them. */
export interface Seat {
  /** The account, or whatever the contestant calls by. */
  id: string;
  /** What the server wants to see before it believes that; empty where it believes everybody. */
  token: string;
}

/** A caller and a callee who may call each other. */
export interface PairSeats {
  caller: Seat;
  callee: Seat;
}

/** One call of a pair. */
export interface CallNames {
  callId: string;
  callerId: string;
  calleeId: string;
}

/** What a frame that has arrived means in a call; `none`: nothing that a call waits for. */
export type Arrival = 'open' | 'ring' | 'accepted' | 'candidate' | 'over' | 'none';

/** How the steps of a call are said in one contestant's protocol. */
export interface Dialect {
  address: (origin: string, seat: Seat) => { url: string; headers: Record<string, string> };
  /** The first frame of a socket, where the protocol wants one. */
  greeting: (seat: Seat) => string | undefined;
  invite: (call: CallNames) => string;
  accept: (call: CallNames) => string;
  /** From either side. */
  candidate: (call: CallNames, from: 'caller' | 'callee') => string;
  hangUp: (call: CallNames) => string;
  /** @throws where the server has refused something */
  read: (text: string) => Arrival;
  /** How many frames tell that a call is over, to both sides together. */
  oversPerCall: number;
}

export type DialectName = 'relay' | 'peerjs' | 'parley';

/** A server-reflexive candidate of the usual length; every contestant carries the same. */
export const CANDIDATE = {
  candidate:
    'candidate:842163049 1 udp 1677729535 203.0.113.7 46154 typ srflx raddr 192.0.2.17 rport 46154 generation 0 ufrag EsAw network-cost 999',
  sdpMid: '0',
  sdpMLineIndex: 0,
  usernameFragment: 'EsAw',
};

/** Of the ten candidates of a call, how many each side sends. */
export const CANDIDATES_PER_SIDE = 5;
