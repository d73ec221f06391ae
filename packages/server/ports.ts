import type {
  AccountId,
  CallId,
  CallRoute,
  DeviceId,
  EventFrame,
  IceServer,
  Platform,
  SessionId,
} from '@parley/protocol';
import type { Accepted, Ringing, ServerCall } from '@parley/core';
import type { CallStore, InvitePlace } from './store/calls.ts';
import type { AccountStore } from './store/accounts.ts';
import type { ConversationStore } from './store/conversations.ts';
import type { MessageStore } from './store/messages.ts';
import type { PeopleStore } from './store/people.ts';
import type { SessionStore } from './store/sessions.ts';

/** Queries by subject, all on one connection or transaction. */
export interface Stores {
  accounts: AccountStore;
  sessions: SessionStore;
  people: PeopleStore;
  conversations: ConversationStore;
  messages: MessageStore;
  calls: CallStore;
}

/** Who asks: the session behind a request or a socket. */
export interface Viewer {
  accountId: AccountId;
  sessionId: SessionId;
  isAdmin: boolean;
  platform: Platform;
}

/** Finds the session behind what a client presents; undefined where there is none (any more). */
export interface Authenticator {
  /** The value of a `Cookie` header. */
  byCookie: (header: string | undefined) => Promise<Viewer | undefined>;
  /** A session token, as in `Authorization: Bearer`. */
  byToken: (token: string) => Promise<Viewer | undefined>;
  /** A ticket for a socket; good once. */
  byTicket: (ticket: string) => Promise<Viewer | undefined>;
}

/** Milliseconds since the Unix epoch. */
export type Clock = () => number;

/** Which sockets of an account a frame is for; no narrowing means all of them. */
export interface Recipient {
  accountId: AccountId;
  only?: DeviceId;
  except?: DeviceId;
}

/** What travels between nodes: a frame for some sockets of an account, or an order to close some. */
export type Envelope =
  | { kind: 'frame'; only?: DeviceId; except?: DeviceId; frame: EventFrame }
  | { kind: 'endSession'; sessionId: SessionId }
  /** A newer socket has presented this device id: older ones give way (WIRE-7). */
  | { kind: 'supersede'; deviceId: DeviceId; socketId: string };

/** A nudge between nodes; may lose, repeat or reorder (DESIGN, principle 3). One contract suite for all drivers. */
export interface Bus {
  publish: (accountId: AccountId, envelope: Envelope) => void;
  /** Returns the way to stop. */
  subscribe: (accountId: AccountId, listener: (envelope: Envelope) => void) => () => void;
  isReady: () => Promise<boolean>;
  close: () => Promise<void>;
}

/** What runs after the commit that decided it; never before. */
export type Effect =
  | { kind: 'deliver'; to: Recipient; frame: EventFrame }
  /** Look at this call when its ring ends. */
  | { kind: 'watchRing'; callId: CallId; ringExpiresAtMs: number }
  /** The call was answered: nothing to watch, signals may pass. */
  | { kind: 'routeCall'; call: Accepted }
  /** The call ended: nothing to watch, nothing to route. */
  | { kind: 'forgetCall'; callId: CallId }
  | { kind: 'endSession'; accountId: AccountId; sessionId: SessionId };

export interface Log {
  info: (fields: object, message: string) => void;
  warn: (fields: object, message: string) => void;
  error: (fields: object, message: string) => void;
}

/** argon2id, a bounded number at a time; refuses with `rate_limited` when too many wait (ACC-2). */
export interface Passwords {
  hash: (password: string) => Promise<string>;
  /** Without a hash (no such handle) it does the same work and answers false (ACC-3). */
  verify: (hash: string | undefined, password: string) => Promise<boolean>;
}

/** ACC-4. Each method refuses by throwing `rate_limited` with the time to wait. */
export interface RateLimits {
  signUp: (address: string) => Promise<void>;
  /** Called before the password is looked at; counts as a failure until `signedIn` takes it back. */
  signIn: (handle: string, address: string) => Promise<void>;
  signedIn: (handle: string, address: string) => Promise<void>;
}

/** The one-click sign-in links of the demo accounts, alive as long as the process. */
export interface DemoLinks {
  create: (accountId: AccountId) => string;
  find: (token: string) => AccountId | undefined;
}

/** The accepted calls that this node passes signals for (CALL-13), so that most signals need no database. */
export interface CallRoutes {
  /** The call as it is known here or else in the database; undefined where there is none. */
  find: (id: CallId) => Promise<ServerCall | undefined>;
  /** It has ended, here or on another node. */
  forget: (id: CallId) => void;
}

/** That the call may ring, on which facts, and how its media may travel. */
export interface JudgedInvite {
  place: InvitePlace;
  route: CallRoute;
}

/**
 * Pairs for whom this node has judged, by decideCall, that the caller may ring, and on what facts. A decision depends
 * on its facts alone and acting compares them again (CON-10): an old memory costs a statement, never a wrong ring.
 */
export interface Judgements {
  permit: (callerId: AccountId, calleeId: AccountId, judged: JudgedInvite) => void;
  find: (callerId: AccountId, calleeId: AccountId) => JudgedInvite | undefined;
  forget: (callerId: AccountId, calleeId: AccountId) => void;
  /** A call that rings, as this node has saved it. */
  rang: (call: Ringing) => void;
  /** Handed out once: whoever answers after that reads the database. */
  takeRing: (callId: CallId) => Ringing | undefined;
}

/** Everything a command or handler may ask for; each takes a named subset (`Pick<Ports, …>`). */
export interface Ports {
  /** Queries outside a transaction. */
  stores: Stores;
  /** All or nothing; retried from the start on a serialization failure or deadlock. */
  transaction: <T>(work: (stores: Stores) => Promise<T>) => Promise<T>;
  /** Runs effects that a committed transaction recorded. */
  run: (effects: readonly Effect[]) => void;
  routes: CallRoutes;
  judgements: Judgements;
  clock: Clock;
  /** Ids (UUIDv4) and secrets. */
  random: { uuid: () => string; token: () => string };
  passwords: Passwords;
  rateLimits: RateLimits;
  demoLinks: DemoLinks;
  /** `production`: the first account becomes the administrator (ACC-10). */
  mode: 'demo' | 'production';
  /** STUN and TURN servers for one account, with credentials that expire (CALL-14). */
  iceServers: (accountId: AccountId) => IceServer[];
  /** There is a relay among them: calls can hide addresses (PRIV-5). */
  hasRelay: boolean;
  log: Log;
}
