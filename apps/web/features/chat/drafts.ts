/** The part of localStorage that drafts need. */
export type DraftStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

const keyOf = (accountId: string, conversationId: string) => `parley.draft.${accountId}.${conversationId}`;

/** What was typed and not sent; empty where there is nothing or storage is not allowed. */
export function readDraft(storage: DraftStorage, accountId: string, conversationId: string): string {
  try {
    return storage.getItem(keyOf(accountId, conversationId)) ?? '';
  } catch {
    return '';
  }
}

/** Keeps what was typed; nothing typed, nothing kept. */
export function writeDraft(
  storage: DraftStorage,
  accountId: string,
  conversationId: string,
  text: string,
): void {
  const key = keyOf(accountId, conversationId);
  try {
    if (text === '') storage.removeItem(key);
    else storage.setItem(key, text);
  } catch {
    // A browser that keeps nothing, or is full: the draft lives as long as the page.
  }
}
