import * as z from 'zod/mini';
import { ConversationId, SessionId, CallId } from './ids.ts';
import { MAX_PAGE_SIZE, MIN_PASSWORD_LENGTH } from './limits.ts';
import { CallKind, CallOutcome } from './call.ts';
import { Conversation, Folder, Message } from './message.ts';
import { CallPrivacy, CallSettings, DisplayName, Handle, Me, Person, Profile } from './person.ts';
import { Platform } from './up.ts';

const nothing = z.object({});
const pageSize = z._default(z.coerce.number().check(z.int(), z.minimum(1), z.maximum(MAX_PAGE_SIZE)), 50);
const byHandle = z.strictObject({ handle: Handle });
const byConversation = z.strictObject({ conversationId: ConversationId });
// A stored password may be as long as people like, but not so long that hashing it is an attack.
const password = z.string().check(z.maxLength(200));

/** How the client wants to be known from now on: a cookie (browsers) or a bearer token (others). */
const carry = z._default(z.enum(['cookie', 'bearer']), 'cookie');
/** Names the session in the list of sessions, "Firefox on Debian" for example. */
const label = z.optional(z.string().check(z.minLength(1), z.maxLength(80), z.regex(/^\P{Cc}*$/u)));

/** The answer to signing up and in; `token` only with `carry: 'bearer'`. */
export const SignedIn = z.object({ me: Me, sessionId: SessionId, token: z.optional(z.string()) });
export type SignedIn = z.infer<typeof SignedIn>;

export const Session = z.object({
  id: SessionId,
  label: z.string(),
  platform: Platform,
  createdAtMs: z.int(),
  lastSeenAtMs: z.int(),
  current: z.boolean(),
});
export type Session = z.infer<typeof Session>;

/** One past call in the history of the viewer. */
export const CallRecord = z.object({
  id: CallId,
  conversationId: ConversationId,
  peer: Person,
  direction: z.enum(['outgoing', 'incoming']),
  kind: CallKind,
  outcome: CallOutcome,
  startedAtMs: z.int(),
  durationMs: z.int(),
});
export type CallRecord = z.infer<typeof CallRecord>;

export interface Endpoint {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** With `:name` for each field of `params`. */
  path: `/api/${string}`;
  auth: 'none' | 'session' | 'admin';
  summary: string;
  params?: z.core.$ZodType;
  query?: z.core.$ZodType;
  body?: z.core.$ZodType;
  result: z.core.$ZodType;
}

/** Every HTTP endpoint, once: the server registers them, the SDK calls them, OpenAPI lists them. */
export const ENDPOINTS = {
  signUp: {
    method: 'POST',
    path: '/api/sign-up',
    auth: 'none',
    summary: 'Create an account and sign in',
    body: z.strictObject({
      handle: Handle,
      displayName: DisplayName,
      password: z.string().check(z.minLength(MIN_PASSWORD_LENGTH), z.maxLength(200)),
      platform: z._default(Platform, 'web'),
      carry,
      label,
    }),
    result: SignedIn,
  },
  signIn: {
    method: 'POST',
    path: '/api/sign-in',
    auth: 'none',
    summary: 'Sign in',
    body: z.strictObject({ handle: Handle, password, platform: z._default(Platform, 'web'), carry, label }),
    result: SignedIn,
  },
  signInByLink: {
    method: 'POST',
    path: '/api/sign-in/link',
    auth: 'none',
    summary: 'Sign in as a demo person with the link printed at start',
    body: z.strictObject({
      token: z.string().check(z.maxLength(200)),
      platform: z._default(Platform, 'web'),
      carry,
      label,
    }),
    result: SignedIn,
  },
  signOut: {
    method: 'POST',
    path: '/api/sign-out',
    auth: 'session',
    summary: 'End this session',
    result: nothing,
  },
  getMe: {
    method: 'GET',
    path: '/api/me',
    auth: 'session',
    summary: 'Your account and settings',
    result: Me,
  },
  updateMe: {
    method: 'PATCH',
    path: '/api/me',
    auth: 'session',
    summary: 'Change your display name',
    body: z.strictObject({ displayName: DisplayName }),
    result: Me,
  },
  putCallSettings: {
    method: 'PUT',
    path: '/api/me/call-settings',
    auth: 'session',
    summary: 'Decide who may call you',
    body: CallSettings,
    result: Me,
  },
  putCallPrivacy: {
    method: 'PUT',
    path: '/api/me/call-privacy',
    auth: 'session',
    summary: 'Decide whether your calls go through the relay only',
    body: CallPrivacy,
    result: Me,
  },
  listSessions: {
    method: 'GET',
    path: '/api/sessions',
    auth: 'session',
    summary: 'Where you are signed in',
    result: z.object({ sessions: z.array(Session) }),
  },
  revokeSession: {
    method: 'DELETE',
    path: '/api/sessions/:sessionId',
    auth: 'session',
    summary: 'Sign out another device',
    params: z.strictObject({ sessionId: SessionId }),
    result: nothing,
  },
  createTicket: {
    method: 'POST',
    path: '/api/ws-tickets',
    auth: 'session',
    summary: 'A single-use ticket for the first WebSocket frame, good for 30 seconds',
    result: z.object({ ticket: z.string(), expiresAtMs: z.int() }),
  },
  searchPeople: {
    method: 'GET',
    path: '/api/people',
    auth: 'session',
    summary: 'Find people by the beginning of their handle',
    query: z.strictObject({ q: z.string().check(z.maxLength(50)), limit: pageSize }),
    result: z.object({ people: z.array(Person) }),
  },
  getProfile: {
    method: 'GET',
    path: '/api/people/:handle',
    auth: 'session',
    summary: 'One person',
    params: byHandle,
    result: Profile,
  },
  follow: {
    method: 'PUT',
    path: '/api/people/:handle/follow',
    auth: 'session',
    summary: 'Follow',
    params: byHandle,
    result: Profile,
  },
  unfollow: {
    method: 'DELETE',
    path: '/api/people/:handle/follow',
    auth: 'session',
    summary: 'Unfollow',
    params: byHandle,
    result: Profile,
  },
  block: {
    method: 'PUT',
    path: '/api/people/:handle/block',
    auth: 'session',
    summary: 'Block; ends a live call between you',
    params: byHandle,
    result: Profile,
  },
  unblock: {
    method: 'DELETE',
    path: '/api/people/:handle/block',
    auth: 'session',
    summary: 'Unblock',
    params: byHandle,
    result: Profile,
  },
  listFollowing: {
    method: 'GET',
    path: '/api/me/following',
    auth: 'session',
    summary: 'People you follow',
    result: z.object({ people: z.array(Person) }),
  },
  listBlocked: {
    method: 'GET',
    path: '/api/me/blocked',
    auth: 'session',
    summary: 'People you block',
    result: z.object({ people: z.array(Person) }),
  },
  listConversations: {
    method: 'GET',
    path: '/api/conversations',
    auth: 'session',
    summary: 'Your conversations, the latest activity first',
    query: z.strictObject({
      folder: Folder,
      /** Only conversations whose last activity is before this time. */
      beforeMs: z.optional(z.coerce.number().check(z.int())),
      limit: pageSize,
    }),
    result: z.object({ conversations: z.array(Conversation), requestCount: z.int() }),
  },
  openConversation: {
    method: 'POST',
    path: '/api/conversations',
    auth: 'session',
    summary: 'The conversation with a person, made if there is none',
    body: z.strictObject({ handle: Handle }),
    result: Conversation,
  },
  getConversation: {
    method: 'GET',
    path: '/api/conversations/:conversationId',
    auth: 'session',
    summary: 'One conversation',
    params: byConversation,
    result: Conversation,
  },
  acceptRequest: {
    method: 'POST',
    path: '/api/conversations/:conversationId/accept',
    auth: 'session',
    summary: 'Move a message request to the inbox',
    params: byConversation,
    result: Conversation,
  },
  listMessages: {
    method: 'GET',
    path: '/api/conversations/:conversationId/messages',
    auth: 'session',
    summary: 'A page of the thread, in ascending order',
    params: byConversation,
    query: z.strictObject({
      /** The page that ends just before this seq; without either, the latest page. */
      beforeSeq: z.optional(z.coerce.number().check(z.int())),
      /** The page that begins just after this seq. */
      afterSeq: z.optional(z.coerce.number().check(z.int())),
      limit: pageSize,
    }),
    result: z.object({ messages: z.array(Message), lastSeq: z.int() }),
  },
  listCalls: {
    method: 'GET',
    path: '/api/calls',
    auth: 'session',
    summary: 'Your past calls, the latest first',
    query: z.strictObject({ beforeMs: z.optional(z.coerce.number().check(z.int())), limit: pageSize }),
    result: z.object({ calls: z.array(CallRecord) }),
  },
  grantVerified: {
    method: 'PUT',
    path: '/api/admin/verified/:handle',
    auth: 'admin',
    summary: 'Give the verified badge',
    params: byHandle,
    result: Profile,
  },
  removeVerified: {
    method: 'DELETE',
    path: '/api/admin/verified/:handle',
    auth: 'admin',
    summary: 'Take the verified badge back',
    params: byHandle,
    result: Profile,
  },
} as const satisfies Record<string, Endpoint>;

export type Endpoints = typeof ENDPOINTS;
export type EndpointName = keyof Endpoints;

type PartOf<E, K extends string> = E extends Record<K, infer S extends z.core.$ZodType> ? S : never;
type InputOf<E, K extends string> = [PartOf<E, K>] extends [never]
  ? unknown
  : Record<K, z.input<PartOf<E, K>>>;
type OutputOf<E, K extends string> = [PartOf<E, K>] extends [never]
  ? unknown
  : Record<K, z.output<PartOf<E, K>>>;

/** What a client passes to call an endpoint: `{ params?, query?, body? }` as it is defined. */
export type EndpointInput<N extends EndpointName> = InputOf<Endpoints[N], 'params'> &
  InputOf<Endpoints[N], 'query'> &
  InputOf<Endpoints[N], 'body'>;
/** What a server handler receives, parsed and with defaults filled in. */
export type EndpointRequest<N extends EndpointName> = OutputOf<Endpoints[N], 'params'> &
  OutputOf<Endpoints[N], 'query'> &
  OutputOf<Endpoints[N], 'body'>;
/** What an endpoint answers. */
export type EndpointResult<N extends EndpointName> = z.output<Endpoints[N]['result']>;
