import type { ParleyErrorCode } from '@parley/client';
import { contactsText as text } from '../../text/contacts.ts';
import { errorText } from '../../text/errors.ts';

/** Why no code was sent, and what to do about it. */
export function identifierProblem(code: ParleyErrorCode): string {
  switch (code) {
    case 'bad_request':
      return text.identifierUnreadable;
    case 'unavailable':
      return text.identifierUnavailable;
    case 'too_large':
      return text.identifierFull;
    default:
      return errorText(code);
  }
}
