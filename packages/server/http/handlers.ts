import type { EndpointName } from '@parley/protocol';
import type { Handler } from './endpoint.ts';
import { signIn, signInByLink, signOut, signUp } from './routes/accounts.ts';
import { grantVerified, removeVerified } from './routes/admin.ts';
import { block, unblock } from './routes/blocks.ts';
import { listCalls } from './routes/calls.ts';
import {
  acceptRequest,
  getConversation,
  listConversations,
  openConversation,
} from './routes/conversations.ts';
import { follow, unfollow } from './routes/follows.ts';
import { getMe, putCallPrivacy, putCallSettings, updateMe } from './routes/me.ts';
import { listMessages } from './routes/messages.ts';
import { getProfile, listBlocked, listFollowing, searchPeople } from './routes/people.ts';
import { createTicket, listSessions, revokeSession } from './routes/sessions.ts';

/** One handler for each endpoint: a missing one is a type error. */
export const HANDLERS: { [N in EndpointName]: Handler<N> } = {
  signUp,
  signIn,
  signInByLink,
  signOut,
  getMe,
  updateMe,
  putCallSettings,
  putCallPrivacy,
  listSessions,
  revokeSession,
  createTicket,
  searchPeople,
  getProfile,
  follow,
  unfollow,
  block,
  unblock,
  listFollowing,
  listBlocked,
  listConversations,
  openConversation,
  getConversation,
  acceptRequest,
  listMessages,
  listCalls,
  grantVerified,
  removeVerified,
};
