import type {
  CallMessage,
  CallPrivacy,
  CallSettings,
  ClientMsgId,
  Conversation,
  ConversationId,
  EndpointInput,
  EndpointName,
  EndpointResult,
  Folder,
  Me,
  Notices,
  NotificationSettings,
  Person,
  Plan,
  Platform,
  Profile,
  PushTarget,
  Session,
  SessionId,
  TextMessage,
} from '@parley/protocol';
import type { CallsApi } from './call/api.ts';
import type { ContactsApi, ContactStorage } from './contacts/api.ts';
import type { ParleyErrorCode } from './error.ts';
import type { ReadableStore } from './readable-store.ts';

export type * from './call/api.ts';
export type { ParleyErrorCode } from './error.ts';
export type { ReadableStore } from './readable-store.ts';

/** Texts that outlive a page: the part of the Web Storage API that the SDK needs. What it throws is lived with. */
export interface TextStorage {
  getItem: (key: string) => string | null;
  setItem: (key: string, text: string) => void;
  removeItem: (key: string) => void;
}

export interface ClientOptions {
  /** Where the server is, `https://parley.example.org`. In a page: `location.origin`. */
  origin: string;
  /** Default `web` in a page, `other` elsewhere. */
  platform?: Platform;
  /** How the session is carried: `cookie` (default in a page) or `bearer` (default elsewhere). */
  carry?: 'cookie' | 'bearer';
  /** A bearer token kept from an earlier sign-in. */
  token?: string;
  /** Names the session in the list of sessions. */
  label?: string;
  /** `false`: signalling only, without media (the default where there is no RTCPeerConnection). */
  media?: boolean;
  /**
   * Ask for a relay and never use a direct path, also where the server would let the call be direct; for tests and
   * for the wary. What the account set (`callPrivacy`) and what the server decided hold without it.
   */
  relayOnly?: boolean;
  /**
   * Where unsent messages wait for the next start of the program (MSG-11), under a key per account. Default: in a page
   * `localStorage`, elsewhere none; `false`: none.
   */
  storage?: TextStorage | false;
  /**
   * Where the address book's names, numbers and addresses stay on this device (BOOK-11). Default: in a page IndexedDB,
   * elsewhere memory.
   */
  contactStorage?: ContactStorage;
  /** Where a page's service worker is, for `notifications`. Default `/sw.js`. */
  serviceWorker?: string;
}

export type AccountState =
  | { status: 'unknown' }
  | { status: 'signedOut'; because?: 'signedOut' | 'revoked' }
  | { status: 'signedIn'; me: Me; sessionId: SessionId };

export type ConnectionState =
  | { status: 'idle' }
  | { status: 'connecting' }
  | { status: 'online' }
  /** No connection; the next try is made at `retryAtMs` (Unix ms). */
  | { status: 'offline'; retryAtMs: number }
  /** The server speaks another protocol version: a page is to be loaded again. No more tries are made. */
  | { status: 'outdated' };

export interface ConversationsState {
  byId: Readonly<Record<ConversationId, Conversation>>;
  /** Latest activity first; undefined until the first page has been read. */
  inbox: readonly ConversationId[] | undefined;
  requests: readonly ConversationId[] | undefined;
  hasMore: { inbox: boolean; requests: boolean };
  /** How many wait in Requests. */
  requestCount: number;
}

/** A message on its way out. It stays, over a reload of the page too, until it is sent or discarded (MSG-11). */
export interface PendingMessage {
  kind: 'pending';
  clientMsgId: ClientMsgId;
  text: string;
  createdAtMs: number;
  status: 'sending' | 'failed';
  /** Why it failed, as a wire code; the app words it. */
  error?: ParleyErrorCode;
}

export type ThreadItem = TextMessage | CallMessage | PendingMessage;

export interface ThreadState {
  /** Ascending; pending ones last. */
  items: readonly ThreadItem[];
  status: 'loading' | 'ready' | 'failed';
  hasEarlier: boolean;
  loadingEarlier: boolean;
  peerTyping: boolean;
}

export interface MessagesApi {
  /** The thread of a conversation, loaded when first asked for and kept current. */
  thread: (conversationId: ConversationId) => ReadableStore<ThreadState>;
  loadEarlier: (conversationId: ConversationId) => Promise<void>;
  /**
   * Shows at once, sends when it can, retries by itself (MSG-3). Resolves with the stored message; rejects with
   * `unauthenticated` when the session ends first, after which it is sent at the next sign-in here, unless the person
   * signed out.
   */
  send: (conversationId: ConversationId, text: string) => Promise<TextMessage>;
  retry: (conversationId: ConversationId, clientMsgId: ClientMsgId) => void;
  discard: (conversationId: ConversationId, clientMsgId: ClientMsgId) => void;
  markRead: (conversationId: ConversationId) => void;
  /** Say it at each keystroke; the SDK sends no more than needed. */
  setTyping: (conversationId: ConversationId, typing: boolean) => void;
  /** Called for each message that arrives live from a peer. */
  onMessage: (listener: (message: TextMessage) => void) => () => void;
}

export interface ConversationsApi {
  state: ReadableStore<ConversationsState>;
  /** The conversation with a person, made if there is none. */
  open: (handle: string) => Promise<Conversation>;
  get: (conversationId: ConversationId) => Promise<Conversation>;
  loadMore: (folder: Folder) => Promise<void>;
  accept: (conversationId: ConversationId) => Promise<void>;
}

export interface PeopleApi {
  search: (text: string) => Promise<readonly Person[]>;
  profile: (handle: string) => Promise<Profile>;
  follow: (handle: string) => Promise<Profile>;
  unfollow: (handle: string) => Promise<Profile>;
  block: (handle: string) => Promise<Profile>;
  unblock: (handle: string) => Promise<Profile>;
  /**
   * Tells the administrators of a message, a call or a person; the reported person never learns of it. With a message
   * goes its text and at most five messages before it of the same person's (REP-3): say so before.
   */
  report: (report: EndpointInput<'report'>['body']) => Promise<void>;
  listFollowing: () => Promise<readonly Person[]>;
  listBlocked: () => Promise<readonly Person[]>;
  grantVerified: (handle: string) => Promise<Profile>;
  removeVerified: (handle: string) => Promise<Profile>;
}

export interface AccountApi {
  state: ReadableStore<AccountState>;
  signUp: (input: { handle: string; displayName: string; password: string }) => Promise<Me>;
  signIn: (input: { handle: string; password: string }) => Promise<Me>;
  signInByLink: (token: string) => Promise<Me>;
  /** Finds out whether the cookie or token still holds; settles `state`. Rejects, and leaves it, when nobody answers. */
  resume: () => Promise<void>;
  signOut: () => Promise<void>;
  setDisplayName: (displayName: string) => Promise<Me>;
  setCallSettings: (settings: CallSettings) => Promise<Me>;
  setCallPrivacy: (privacy: CallPrivacy) => Promise<Me>;
  listSessions: () => Promise<readonly Session[]>;
  revokeSession: (sessionId: SessionId) => Promise<void>;
  /** Everything about the account as a JSON file, see docs/members/your-data.md. */
  exportData: () => Promise<Blob>;
  /**
   * Deletes the account for good and signs out.
   * @param confirm the password; a demo account's handle
   * @throws ParleyError `wrong_credentials`; `last_admin` for the only administrator of a server
   */
  deleteAccount: (confirm: string) => Promise<void>;
  /** The bearer token to keep, where the session is carried so. */
  token: () => string | undefined;
}

/** Premium. What the account has stands in `Me.plan`, and follows live; these are the ways to it (docs/members/premium.md). */
export interface PlanApi {
  /** What one has, and what can be had on this server and at which price. */
  load: () => Promise<Plan>;
  /**
   * The address of a page on which to subscribe: Stripe's, or in a demo one of this server's. Coming back from it proves
   * nothing; `Me.plan` changes once the payment is confirmed.
   *
   * @throws ParleyError `wrong_state` where a subscription is being paid for already, `not_found` where nothing is sold
   */
  startCheckout: () => Promise<string>;
  /** The address of a page on which to change the payment or to cancel. */
  openPortal: () => Promise<string>;
  /** In a demo: a month for which nothing is charged. */
  completeDemoCheckout: () => Promise<Me>;
  endDemoPlan: () => Promise<Me>;
}

/** What the person is told of, and how this device is woken for it while its page or app is closed. */
export interface NotificationsApi {
  /** Whether this browser is woken by this server for this session. */
  isSubscribed: () => Promise<boolean>;
  /**
   * Has this browser woken. It asks the person for permission where they have not answered yet: call it when they press
   * a button, never by yourself.
   *
   * @returns false: the person or the browser refused
   * @throws ParleyError `unavailable` where the browser cannot be woken
   */
  subscribe: () => Promise<boolean>;
  unsubscribe: () => Promise<void>;
  /** Once a start: tells the server of the subscription that there is, if any, and renews one that it cannot use. */
  keepSubscribed: () => Promise<void>;
  /** For apps that are no pages: a token of Apple's or Google's push service, at each start and each change of it. */
  registerNativeToken: (target: Exclude<PushTarget, { kind: 'web' }>) => Promise<void>;
  /** For all devices of the account. */
  setSettings: (settings: NotificationSettings) => Promise<Me>;
  /** No notices of new messages in a conversation; calls still ring. */
  setMuted: (conversationId: ConversationId, muted: boolean) => Promise<void>;
  /** "Ring me now": wakes this device once. Resolves with the id that its notices then carry as `test`. */
  test: () => Promise<string>;
  /** What this device should show right now; for whoever was woken. */
  notices: () => Promise<Notices>;
  /** This device has shown these and need not be told again. */
  seen: (seen: EndpointInput<'seenNotices'>['body']) => Promise<void>;
}

/**
 * A Parley client. Signing in connects it; `close` lets go of everything.
 * Every rejected promise is a `ParleyError` with a `code`.
 */
export interface ParleyClient {
  account: AccountApi;
  connection: ReadableStore<ConnectionState>;
  people: PeopleApi;
  conversations: ConversationsApi;
  messages: MessagesApi;
  calls: CallsApi;
  contacts: ContactsApi;
  notifications: NotificationsApi;
  plan: PlanApi;
  /** Resolves once the socket is up. */
  online: () => Promise<void>;
  /** A word to the server over the socket and back, in milliseconds. */
  ping: () => Promise<number>;
  /** Any endpoint, typed by the protocol. */
  request: <N extends EndpointName>(name: N, input: EndpointInput<N>) => Promise<EndpointResult<N>>;
  close: () => void;
}
