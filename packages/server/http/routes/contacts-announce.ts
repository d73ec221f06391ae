import type { Effect } from '../../ports.ts';
import type { BookCaller } from '../../store/contact-callers.ts';

/**
 * Tells those whose phone icon hangs on an address book, and only them: the book's owner would learn whose
 * number it is that was added (BOOK-9).
 */
export function callersChanged(callers: readonly BookCaller[]): Effect[] {
  return callers.map(({ conversationId, callerId }): Effect => ({
    kind: 'deliver',
    to: { accountId: callerId },
    frame: { type: 'conversation.changed', conversationId },
  }));
}
