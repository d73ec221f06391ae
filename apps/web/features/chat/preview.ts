import type { AccountId, Conversation, Message } from '@parley/protocol';
import { isMissed, pastCallText } from '../../text/call.ts';
import { chatText } from '../../text/chat.ts';

export interface Preview {
  text: string;
  tone: 'plain' | 'draft' | 'missed';
}

/** The line under a name in the list of conversations. */
export function previewOf(conversation: Conversation, myId: AccountId, draft: string): Preview {
  const shortDraft = draft.trim();
  if (shortDraft !== '') return { text: chatText.draftPreview(shortDraft), tone: 'draft' };
  const message = conversation.lastMessage;
  if (message === null) return { text: chatText.noPreview, tone: 'plain' };
  return messagePreview(message, myId);
}

function messagePreview(message: Message, myId: AccountId): Preview {
  const isOwn = message.authorId === myId;
  if (message.kind === 'text') {
    return { text: isOwn ? chatText.ownPreview(message.text) : message.text, tone: 'plain' };
  }
  const past = {
    direction: isOwn ? ('outgoing' as const) : ('incoming' as const),
    kind: message.callKind,
    outcome: message.outcome,
    durationMs: message.durationMs,
  };
  return { text: pastCallText(past), tone: isMissed(past) ? 'missed' : 'plain' };
}
