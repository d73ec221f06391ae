import type { ConversationId } from '@parley/protocol';
import { useState } from 'react';
import { useMe } from '../../sdk/client-context.tsx';
import { readDraft, writeDraft } from './drafts.ts';

/** The text of one composer, kept on this device until it is sent. Mount once per conversation (`key`). */
export function useDraft(conversationId: ConversationId): [text: string, setText: (text: string) => void] {
  const { person } = useMe();
  const [text, setText] = useState(() => readDraft(localStorage, person.id, conversationId));
  const change = (next: string) => {
    setText(next);
    writeDraft(localStorage, person.id, conversationId, next);
  };
  return [text, change];
}
