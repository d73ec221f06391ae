import * as z from 'zod/mini';

interface Reason {
  /** HTTP status of a response that carries it. */
  status: number;
  /** The same request can succeed later, unchanged. */
  retryable: boolean;
  /** For the OpenAPI and WebSocket pages; a person's wording lives in the web app. */
  meaning: string;
}

/** Every error code that crosses the wire, once. */
export const REASONS = {
  bad_request: { status: 400, retryable: false, meaning: 'The body or frame does not match its schema.' },
  unsupported_version: {
    status: 400,
    retryable: false,
    meaning: 'The client speaks another protocol version.',
  },
  unauthenticated: { status: 401, retryable: false, meaning: 'Sign in first, or again.' },
  wrong_credentials: {
    status: 401,
    retryable: false,
    meaning: 'Handle and password do not belong together.',
  },
  premium_required: { status: 402, retryable: false, meaning: 'Placing calls needs Premium here.' },
  forbidden: { status: 403, retryable: false, meaning: 'This account may not do that.' },
  account_suspended: {
    status: 403,
    retryable: false,
    meaning: 'An administrator has suspended this account; told after the right password only.',
  },
  second_factor_required: {
    status: 403,
    retryable: false,
    meaning: 'Enter the admin area with a passkey or an authenticator code first.',
  },
  bad_origin: { status: 403, retryable: false, meaning: 'The request comes from a page of another origin.' },
  call_unavailable: {
    status: 403,
    retryable: false,
    meaning: 'The person cannot be called by this account; every reason of the callee looks like this.',
  },
  calls_not_rolled_out: {
    status: 403,
    retryable: false,
    meaning: 'Calls have not reached this account or platform.',
  },
  message_refused: {
    status: 403,
    retryable: false,
    meaning: 'The person cannot be messaged by this account.',
  },
  not_found: { status: 404, retryable: false, meaning: 'No such thing, or not for this account to see.' },
  wrong_state: { status: 409, retryable: false, meaning: 'Not possible in the state that the thing is in.' },
  answered_elsewhere: { status: 409, retryable: false, meaning: 'Another device has answered the call.' },
  already_in_call: { status: 409, retryable: false, meaning: 'This device is in another call.' },
  no_relay: {
    status: 409,
    retryable: false,
    meaning: 'Your own calls go through a relay only, and this server has none.',
  },
  call_over: { status: 409, retryable: false, meaning: 'The call has ended.' },
  wrong_code: { status: 409, retryable: false, meaning: 'The code is wrong, used or too old.' },
  last_admin: {
    status: 409,
    retryable: false,
    meaning: 'The last administrator; make somebody else one first.',
  },
  handle_taken: { status: 409, retryable: false, meaning: 'The handle is or was in use.' },
  too_large: {
    status: 413,
    retryable: false,
    meaning: 'The body or frame is over 64 KiB, or a list is full.',
  },
  rate_limited: { status: 429, retryable: true, meaning: 'Too many requests; wait for retryAfterMs.' },
  internal: { status: 500, retryable: true, meaning: 'The server failed; it has logged why.' },
  unavailable: { status: 503, retryable: true, meaning: 'The server cannot work right now.' },
} as const satisfies Record<string, Reason>;

export type ReasonCode = keyof typeof REASONS;

// Object.keys loses the key type; REASONS is a literal above.
const codes = Object.keys(REASONS) as [ReasonCode, ...ReasonCode[]];
export const ReasonCode = z.enum(codes);

/** The body of every HTTP error and the payload of every `error` frame. */
export const WireError = z.object({
  code: ReasonCode,
  /** For developers and logs, never shown to people as it is. */
  detail: z.optional(z.string()),
  /** With `rate_limited`: how long to wait, in milliseconds. */
  retryAfterMs: z.optional(z.int()),
});
export type WireError = z.infer<typeof WireError>;

/** WebSocket close codes of Parley's own (RFC 6455, section 7.4.2: 4000–4999 are private). */
export const CLOSE = {
  badRequest: 4400,
  unauthenticated: 4401,
  unsupportedVersion: 4406,
  signedOut: 4403,
  /** Another socket has presented the same device id. */
  superseded: 4409,
  rateLimited: 4429,
  goingAway: 1001,
} as const;
