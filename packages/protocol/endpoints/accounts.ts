import * as z from 'zod/mini';
import { nothing, password } from '../endpoint.ts';
import type { Endpoint } from '../endpoint.ts';
import { ExportHead } from '../export.ts';
import { SessionId } from '../ids.ts';
import { MIN_PASSWORD_LENGTH } from '../limits.ts';
import { CallPrivacy, CallSettings, DisplayName, Handle, Me } from '../person.ts';
import { Platform } from '../up.ts';

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

/** Signing up, in and out, one's own account, its settings and its sessions. */
export const ACCOUNT_ENDPOINTS = {
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
  exportMe: {
    method: 'GET',
    path: '/api/me/export',
    auth: 'session',
    summary: 'Everything about your account, as a file',
    result: ExportHead,
  },
  deleteMe: {
    method: 'POST',
    path: '/api/me/delete',
    auth: 'session',
    summary: 'Delete your account for good',
    body: z.strictObject({
      /** The password; demo accounts, which have none, write their handle. */
      confirm: password,
    }),
    result: nothing,
  },
} as const satisfies Record<string, Endpoint>;
