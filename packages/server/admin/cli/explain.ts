import type { ReasonCode } from '@parley/protocol';
import { AppError } from '../../error.ts';

/** pg's code of a table, a function or a schema that is not there. */
const MISSING = new Set(['42P01', '42883', '3F000', '42703']);
const AWAY = new Set(['ECONNREFUSED', 'ENOENT', 'ENOTFOUND', '3D000', '28P01', '28000']);

const SENTENCES: Partial<Record<ReasonCode, string>> = {
  not_found: 'There is no such account.',
  last_admin:
    'This is the last administrator. Make somebody else one first: npm run parley -- admin make-admin <handle>',
  wrong_state: 'It is so already, or somebody was faster. Look again and repeat the command.',
};

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error ? String(error.code) : undefined;
}

/** Why a command failed and what to do, for the person at the terminal; undefined: a fault of ours. */
export function explain(error: unknown): string | undefined {
  if (error instanceof AppError) return error.detail ?? SENTENCES[error.code] ?? error.message;
  const code = codeOf(error);
  if (code === undefined) return undefined;
  if (MISSING.has(code))
    return 'The database is not that of this version of Parley. Start the server once; it brings it up to date.';
  if (code === 'EACCES')
    return 'This user may not enter the database. Run the command as the user that runs Parley.';
  if (AWAY.has(code) || code.startsWith('08'))
    return `The database cannot be reached (${code}). Is DATABASE_URL right, and does it run?`;
  return undefined;
}
