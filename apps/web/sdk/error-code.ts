import { ParleyError } from '@parley/client';
import type { ParleyErrorCode } from '@parley/client';

/** The code of whatever was thrown; a fault of our own counts as `internal`. */
export function errorCodeOf(thrown: unknown): ParleyErrorCode {
  return thrown instanceof ParleyError ? thrown.code : 'internal';
}
