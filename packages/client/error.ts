import type { ReasonCode } from '@parley/protocol';

/** Wire codes, and `offline` (no connection within the time allowed). */
export type ParleyErrorCode = ReasonCode | 'offline';

/**
 * Every rejected promise of the SDK. `code` is a wire code (REASONS in @parley/protocol) or `offline`:
 * the server could not be reached in time. `message` is for developers; an app words the code for people.
 */
export class ParleyError extends Error {
  override readonly name = 'ParleyError';
  readonly code: ParleyErrorCode;
  /** With `rate_limited`: how long to wait, in milliseconds. */
  readonly retryAfterMs: number | undefined;

  constructor(
    code: ParleyErrorCode,
    detail?: string,
    options: { retryAfterMs?: number | undefined; cause?: unknown } = {},
  ) {
    super(
      detail === undefined ? code : `${code}: ${detail}`,
      options.cause === undefined ? {} : { cause: options.cause },
    );
    this.code = code;
    this.retryAfterMs = options.retryAfterMs;
  }
}

/** Any thrown value as a ParleyError; what is not one is a fault of this SDK or of its surroundings. */
export function toParleyError(thrown: unknown): ParleyError {
  return thrown instanceof ParleyError
    ? thrown
    : new ParleyError('internal', String(thrown), { cause: thrown });
}
