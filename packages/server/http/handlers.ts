import type { EndpointName } from '@parley/protocol';
import type { Handler } from './endpoint.ts';
import { signIn, signInByLink, signOut, signUp } from './routes/accounts.ts';
import * as adminEntry from './routes/admin-entry.ts';
import {
  findPeopleAsAdmin,
  grantVerified,
  removeVerified,
  suspend,
  unsuspend,
} from './routes/admin-people.ts';
import { getHealth, listAudit, listReports, resolveReport } from './routes/admin-records.ts';
import { grantPremium } from './routes/admin-premium.ts';
import { block, unblock } from './routes/blocks.ts';
import {
  declineCall,
  listCalls,
  putCallRating,
  putCallReceipt,
  removeAllCalls,
  removeCall,
} from './routes/calls.ts';
import {
  importContacts,
  listContacts,
  putAddressBookSettings,
  putContactNames,
  removeAllContacts,
  removeContact,
} from './routes/contacts.ts';
import {
  acceptRequest,
  getConversation,
  listConversations,
  openConversation,
} from './routes/conversations.ts';
import { follow, unfollow } from './routes/follows.ts';
import { addIdentifier, listIdentifiers, removeIdentifier, verifyIdentifier } from './routes/identifiers.ts';
import { getMe, putCallPrivacy, putCallSettings, updateMe } from './routes/me.ts';
import { lendRelay } from './routes/doctor.ts';
import { deleteMe } from './routes/delete-account.ts';
import { exportMe } from './routes/export.ts';
import { listMessages } from './routes/messages.ts';
import { mute, unmute } from './routes/mute.ts';
import { getNotices, putNotificationSettings, seenNotices } from './routes/notices.ts';
import { getPushState, putPushTarget, removePushTarget, testPush } from './routes/push.ts';
import { getProfile, listBlocked, listFollowing, searchPeople } from './routes/people.ts';
import { report } from './routes/reports.ts';
import { getRollout, putRollout } from './routes/rollout.ts';
import {
  completeDemoCheckout,
  endDemoPlan,
  getPlan,
  openBillingPortal,
  startCheckout,
} from './routes/plan.ts';
import { createTicket, listSessions, revokeSession } from './routes/sessions.ts';
import { dismissSuggestion, listSuggestions } from './routes/suggestions.ts';

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
  removeCall,
  removeAllCalls,
  putCallReceipt,
  putCallRating,
  declineCall,
  lendRelay,
  mute,
  unmute,
  getNotices,
  seenNotices,
  putNotificationSettings,
  getPushState,
  putPushTarget,
  removePushTarget,
  testPush,
  listIdentifiers,
  addIdentifier,
  verifyIdentifier,
  removeIdentifier,
  putAddressBookSettings,
  listContacts,
  importContacts,
  putContactNames,
  removeContact,
  removeAllContacts,
  listSuggestions,
  dismissSuggestion,
  deleteMe,
  exportMe,
  report,
  ...adminEntry,
  findPeopleAsAdmin,
  suspend,
  unsuspend,
  grantPremium,
  grantVerified,
  removeVerified,
  listReports,
  resolveReport,
  listAudit,
  getHealth,
  getRollout,
  putRollout,
  getPlan,
  startCheckout,
  openBillingPortal,
  completeDemoCheckout,
  endDemoPlan,
};
