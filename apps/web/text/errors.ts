import type { ParleyErrorCode } from '@parley/client';

const SENTENCES: Record<ParleyErrorCode, string> = {
  bad_request: 'Parley did not understand that. Reload the page and try again.',
  unsupported_version: 'Parley has been updated. Reload the page to go on.',
  unauthenticated: 'You have been signed out. Sign in again.',
  wrong_credentials: "That handle and password don't belong together. Check both and try again.",
  account_suspended:
    'The people who run this server have suspended this account. Ask them why, and what you can do.',
  premium_required: 'Placing calls needs Premium.',
  forbidden: 'Your account may not do that.',
  bad_origin: 'This page was opened at an address that Parley does not know. Open it at its usual address.',
  call_unavailable: "This person can't be called right now.",
  calls_not_rolled_out: 'Calls have not reached your account yet.',
  message_refused: "This person can't be messaged.",
  not_found: 'That could not be found. It may be gone.',
  wrong_state: 'That is no longer possible. Reload the page to see how things stand.',
  answered_elsewhere: 'Answered on another device.',
  already_in_call:
    'You are in a call already, perhaps on another device. Hang up there, or try again in a minute.',
  no_relay:
    'This server has no relay that could hide your network address. To call, turn off Enhanced call privacy in the settings.',
  call_over: 'The call has ended.',
  wrong_code: 'That code is wrong, used or too old. Ask for a new one if it is more than ten minutes old.',
  second_factor_required: 'Enter the admin area again: your time there has run out.',
  last_admin: 'You are the last administrator. Make somebody else one first.',
  handle_taken: 'Somebody has that handle. Try another.',
  too_large: 'That is too long. Shorten it and try again.',
  rate_limited: 'That was too often. Wait a little and try again.',
  internal: 'Parley had a problem of its own. Try again in a moment.',
  unavailable: 'Parley is not ready. Try again in a moment.',
  offline: "Parley can't be reached. Check your connection and try again.",
};

/** A sentence for a person: what went wrong and what to do. */
export function errorText(code: ParleyErrorCode): string {
  return SENTENCES[code];
}
