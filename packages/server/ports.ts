import type {
  AccountId,
  CallId,
  CallRoute,
  DeviceId,
  EndpointResult,
  EventFrame,
  IceServer,
  PlacingRequires,
  Platform,
  Price,
  Preconnect,
  PushTarget,
  SessionId,
} from '@parley/protocol';
import type { Accepted, Ringing, RolloutRules, ServerCall } from '@parley/core';
import type { JobName, JobPayloads } from './jobs/payloads.ts';
import type { Blind } from './contacts/blind.ts';
import type { CodeSender } from './contacts/code-sender.ts';
import type { ContactLimits } from './contacts/limits.ts';
import type { StripeReading } from './billing/stripe-event.ts';
import type { CallStore, InvitePlace } from './store/calls.ts';
import type { AccountStore } from './store/accounts.ts';
import type { ContactStore } from './store/contacts.ts';
import type { ConversationStore } from './store/conversations.ts';
import type { AdminPeopleStore } from './store/admin-people.ts';
import type { AuditStore } from './store/audit.ts';
import type { DeletionStore } from './store/deletion.ts';
import type { DepartureStore } from './store/departures.ts';
import type { HealthStore } from './store/health.ts';
import type { ExportStore } from './store/export.ts';
import type { CallHistoryStore } from './store/call-history.ts';
import type { CallReceiptStore } from './store/call-receipts.ts';
import type { DeviceStore } from './store/devices.ts';
import type { JobStore } from './store/jobs.ts';
import type { NoticeStore } from './store/notices.ts';
import type { PushTargetStore } from './store/push-targets.ts';
import type { IdentifierStore } from './store/identifiers.ts';
import type { MessageStore } from './store/messages.ts';
import type { PeopleStore } from './store/people.ts';
import type { RolloutStore } from './store/rollout.ts';
import type { PlanStore } from './store/plans.ts';
import type { ReportStore } from './store/reports.ts';
import type { SecondFactorStore } from './store/second-factors.ts';
import type { ReportWritingStore } from './store/report-writing.ts';
import type { SessionStore } from './store/sessions.ts';
import type { SuggestionStore } from './store/suggestions.ts';

export type { JobName, JobPayloads };

/** Queries by subject, all on one connection or transaction. */
export interface Stores {
  accounts: AccountStore;
  sessions: SessionStore;
  people: PeopleStore;
  conversations: ConversationStore;
  messages: MessageStore;
  calls: CallStore;
  plans: PlanStore;
  rollout: RolloutStore;
  identifiers: IdentifierStore;
  contacts: ContactStore;
  suggestions: SuggestionStore;
  departures: DepartureStore;
  callHistory: CallHistoryStore;
  callReceipts: CallReceiptStore;
  devices: DeviceStore;
  jobs: JobStore;
  notices: NoticeStore;
  pushTargets: PushTargetStore;
  deletion: DeletionStore;
  exports: ExportStore;
  reportWriting: ReportWritingStore;
  secondFactors: SecondFactorStore;
  audit: AuditStore;
  health: HealthStore;
  adminPeople: AdminPeopleStore;
  reports: ReportStore;
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
  /** Only devices of these, whichever else it is for (ROLL-6). */
  platforms?: readonly Platform[];
}

/** What travels between nodes: a frame for some sockets of an account, or an order to close some. */
export type Envelope =
  | { kind: 'frame'; only?: DeviceId; except?: DeviceId; platforms?: readonly Platform[]; frame: EventFrame }
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
  /** Signals may pass: it was answered, or it rings and they are judged by it (CALL-31, CALL-38). */
  | { kind: 'routeCall'; call: RoutedCall }
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
  /** REP-5. */
  report: (accountId: AccountId) => Promise<void>;
  /** PLAN-10: a page of the payment provider's; it counts what this server asks. */
  askBilling: (accountId: AccountId) => Promise<void>;
  /** DOC-2: a relay for a call of a device to itself. */
  lendRelay: (accountId: AccountId) => Promise<void>;
  /** PUSH-8: somebody else's name is looked up for each. */
  subscribe: (accountId: AccountId) => Promise<void>;
  /** ACC-15. */
  exportData: (accountId: AccountId) => Promise<void>;
  /** Before a second factor is looked at (ADM-6); counts as a failure until `showedFactor` takes all of them back. */
  showFactor: (accountId: AccountId) => Promise<void>;
  showedFactor: (accountId: AccountId) => Promise<void>;
}

/** The one-click sign-in links of the demo accounts, alive as long as the process. */
export interface DemoLinks {
  create: (accountId: AccountId) => string;
  find: (token: string) => AccountId | undefined;
}

/** A call that signals may pass in: answered, or one that rings (CALL-31, CALL-38). */
export type RoutedCall = Accepted | Ringing;

/** The calls that this node passes signals for (CALL-13), so that most signals need no database. */
export interface CallRoutes {
  /** The call as it is known here or else in the database; undefined where there is none. */
  find: (id: CallId) => Promise<ServerCall | undefined>;
  /** The call as the database has it now. */
  reload: (id: CallId) => Promise<ServerCall | undefined>;
  /** It has ended, here or on another node. */
  forget: (id: CallId) => void;
  /** It has come to that version, here or on another node: what is known of an older one is over. */
  forgetOlder: (id: CallId, version: number) => void;
}

/** That the call may ring, on which facts, and how its media may travel. */
export interface JudgedInvite {
  place: InvitePlace;
  route: CallRoute;
  preconnect: Preconnect;
  /** The callee's platforms that calls have reached: only those ring and answer (ROLL-6, ROLL-7). */
  ringsOn: ReadonlySet<Platform>;
}

/** Who would call whom, and from where. */
export interface CallParties {
  callerId: AccountId;
  callerPlatform: Platform;
  calleeId: AccountId;
}

/**
 * Pairs for whom this node has judged, by decideCall, that the caller may ring from that platform, and on what facts. A decision depends
 * on its facts alone and acting compares them again (CON-10): an old memory costs a statement, never a wrong ring.
 */
export interface Judgements {
  permit: (parties: CallParties, judged: JudgedInvite) => void;
  find: (parties: CallParties) => JudgedInvite | undefined;
  forget: (parties: CallParties) => void;
  /** A call that rings, as this node has saved it, and on what facts. */
  rang: (call: Ringing, judged: JudgedInvite) => void;
  /** Handed out once: whoever answers after that reads the database. */
  takeRing: (callId: CallId) => { call: Ringing; judged: JudgedInvite } | undefined;
}

/** The roll-out at one moment. */
export interface RolloutSnapshot {
  version: number;
  rules: RolloutRules;
}

/** Who has calls (docs/spec/rollout.md), from memory: the database's roll-out as it was a second ago, or later. */
export interface RolloutPort {
  /** The platforms on which the account has calls; none: it sees no trace of them. */
  platformsOf: (accountId: AccountId) => Promise<ReadonlySet<Platform>>;
  /**
   * A statement has seen this version: where it is newer than the one in memory, the roll-out is loaded before anything
   * is judged. `load` reads on the connection of that statement, which may be in a transaction.
   */
  catchUp: (version: number, load: () => Promise<RolloutSnapshot>) => Promise<void>;
}

/** What the operator has decided, the same on all nodes. */
export interface Policy {
  /** CON-3 */
  placingRequires: PlacingRequires;
  /** What gives the verified badge. */
  verifiedBy: 'admin' | 'subscription' | 'both';
  /** CALL-36 */
  preconnect: boolean;
}

/** A genuine message of Stripe's, or `forged`: not to be believed, whatever it says (PLAN-8). */
type WebhookReading = StripeReading | { kind: 'forged' };

/** Stripe, as far as Premium needs it. Refuses with `unavailable` where Stripe does not answer. */
export interface StripeBilling {
  kind: 'stripe';
  /** null: it could not be read just now. Never throws. */
  price: () => Promise<Price | null>;
  /** `replaces`: the customer that Stripe no longer knows. */
  createCustomer: (accountId: AccountId, replaces: string | undefined) => Promise<string>;
  /** `subscribed`: there is a subscription to be paid for already (PLAN-10). */
  openCheckout: (
    customerId: string,
    accountId: AccountId,
    pages: { doneUrl: string; backUrl: string },
  ) => Promise<{ url: string } | { refused: 'subscribed' | 'noCustomer' }>;
  openPortal: (customerId: string, returnUrl: string) => Promise<{ url: string }>;
  /** At once: for an account that is deleted. */
  endSubscriptions: (customerId: string) => Promise<void>;
  /** `raw`: the body, byte for byte as it came. Never throws. */
  readWebhook: (raw: Buffer, signature: string | undefined) => WebhookReading;
}

/** How Premium is had here: bought, pretended to be bought, or only granted. */
export type Billing = StripeBilling | { kind: 'demo' } | { kind: 'none' };

/** How a device is to be woken; what it is about, nobody on the way learns (PUSH-2). */
export interface WakeUp {
  /** It rings: deliver now, also to a phone that sleeps. */
  isUrgent: boolean;
  /** A later wake-up with the same topic takes the place of one that still waits at the push service. */
  topic: string;
  /** After this it must not be delivered any more. */
  expiresAtMs: number;
}

export type PushOutcome =
  | { outcome: 'sent' }
  /** The push service knows no such device (any more): forget it. */
  | { outcome: 'gone' }
  /** Its time had come before it could be sent. */
  | { outcome: 'over' }
  | { outcome: 'later'; why: string }
  /** Trying again would change nothing. */
  | { outcome: 'refused'; why: string };

export type PushCheck =
  | { outcome: 'fine' }
  /** Nothing that this server would ever ask. */
  | { outcome: 'refused'; why: string }
  /** Its name is not known at this moment. */
  | { outcome: 'unknown'; why: string };

/** The push services; never throws. */
export interface PushSender {
  /** Which of them this server can use. */
  senders: Record<PushTarget['kind'], boolean>;
  /** Of the Web Push subscriptions: what browsers must be given to subscribe (RFC 8292). */
  vapidPublicKey: string;
  /** Whether a target that somebody has sent us is one to keep (PUSH-8). */
  check: (target: PushTarget) => Promise<PushCheck>;
  send: (target: PushTarget, wakeUp: WakeUp) => Promise<PushOutcome>;
  close: () => void;
}

/** Asks each part; takes as long as the slowest within its limit. */
export type Health = () => Promise<EndpointResult<'getHealth'>>;

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
  contactLimits: ContactLimits;
  /** Phone numbers and e-mail addresses as the database knows them: not at all (BOOK-6). */
  blind: Blind;
  codeSender: CodeSender;
  demoLinks: DemoLinks;
  /** `production`: the first account becomes the administrator (ACC-10). */
  mode: 'demo' | 'production';
  /** STUN and TURN servers for one account, with credentials that expire (CALL-14). */
  iceServers: (accountId: AccountId, ttlS?: number) => IceServer[];
  /** What the operator has decided about plans. */
  policy: Policy;
  rollout: RolloutPort;
  billing: Billing;
  /** For keys that are derived, each under a label of its own (HKDF, RFC 5869); never in the database. */
  secret: Buffer;
  /** There is a relay among them: calls can hide addresses (PRIV-5). */
  hasRelay: boolean;
  push: PushSender;
  /** The addresses at which this server's pages are; the first is the one to show. A free port is known only after listening. */
  origins: () => readonly [string, ...string[]];
  /** How everything is that this node stands on (ADM-12). */
  health: Health;
  log: Log;
}
