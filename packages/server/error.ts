import { REASONS } from '@parley/protocol';
import type { ReasonCode, WireError } from '@parley/protocol';

interface AppErrorOptions {
  /** For developers; goes over the wire, so it never tells what the asker may not know. */
  detail?: string;
  retryAfterMs?: number;
  /** For our log only. */
  cause?: unknown;
}

/**
 * The one error that crosses edges. A handler returns it for a refusal it expects and throws it where a
 * transaction must roll back; both reach the client as the same WireError.
 */
export class AppError extends Error {
  readonly code: ReasonCode;
  readonly detail: string | undefined;
  readonly retryAfterMs: number | undefined;

  constructor(code: ReasonCode, options: AppErrorOptions = {}) {
    super(options.detail ?? REASONS[code].meaning, { cause: options.cause });
    this.name = 'AppError';
    this.code = code;
    this.detail = options.detail;
    this.retryAfterMs = options.retryAfterMs;
  }
}

/** The body or frame that tells a client about a refusal. */
export function toWireError(error: AppError): WireError {
  return {
    code: error.code,
    ...(error.detail === undefined ? {} : { detail: error.detail }),
    ...(error.retryAfterMs === undefined ? {} : { retryAfterMs: Math.ceil(error.retryAfterMs) }),
  };
}

/**
 * The database is away or says goodbye: pg's words for a socket that fails, PostgreSQL's codes for shutting down,
 * starting, having no room and having no such database.
 */
const AWAY = /^(ECONN\w+|ENOENT|EPIPE|57P0[1-5]|08\w{3}|53300|3D000)$/;
const AWAY_WORDS =
  /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error)/;
/** PostgreSQL's character_not_in_repertoire: the one thing in well-formed JSON text that it cannot store. */
const UNSTORABLE_TEXT = '22021';

/** Whatever was thrown, as the error that may leave the house: what we did not expect is `internal`. */
export function toAppError(thrown: unknown): AppError {
  if (thrown instanceof AppError) return thrown;
  if (!(thrown instanceof Error)) return new AppError('internal', { cause: thrown });
  const code = 'code' in thrown ? String(thrown.code) : '';
  if (code === UNSTORABLE_TEXT) {
    return new AppError('bad_request', { detail: 'text with a NUL character cannot be stored' });
  }
  const isAway = AWAY.test(code) || AWAY_WORDS.test(thrown.message);
  return new AppError(isAway ? 'unavailable' : 'internal', { cause: thrown });
}
