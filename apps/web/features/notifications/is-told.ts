import type { Conversation } from '@parley/protocol';

/** Whether a page in sight tells a message by itself (PUSH-39): not what the person reads already, or wants no word of. */
export function isTold(
  { id, muted, folder }: Pick<Conversation, 'id' | 'muted' | 'folder'>,
  openId: string | undefined,
): boolean {
  return id !== openId && !muted && folder === 'inbox';
}
