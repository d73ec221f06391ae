import type { ConversationId } from '@parley/protocol';
import { SendHorizontal } from 'lucide-react';
import { useEffect, useLayoutEffect, useRef } from 'react';
import type { FormEvent, KeyboardEvent } from 'react';
import { useClient } from '../../sdk/client-context.tsx';
import { chatText } from '../../text/chat.ts';
import { IconButton } from '../../ui/Button.tsx';
import { lengthState } from './message-length.ts';
import { useDraft } from './use-draft.ts';
import styles from './Composer.module.css';

export interface ComposerProps {
  conversationId: ConversationId;
  autoFocus: boolean;
}

/** Where a message is written. Enter sends, Shift and Enter makes a new line. */
export function Composer({ conversationId, autoFocus }: ComposerProps) {
  const { messages } = useClient();
  const [text, setText] = useDraft(conversationId);
  const box = useRef<HTMLTextAreaElement>(null);
  const { canSend, left } = lengthState(text);

  useLayoutEffect(() => grow(box.current), [text]);
  useEffect(() => {
    if (autoFocus) box.current?.focus();
  }, [autoFocus]);
  useEffect(() => () => messages.setTyping(conversationId, false), [messages, conversationId]);

  const write = (next: string) => {
    setText(next);
    messages.setTyping(conversationId, next.trim() !== '');
  };
  const send = () => {
    if (!canSend) return;
    // A refusal stays in the thread, with what can be done about it (MSG-11).
    messages.send(conversationId, text.trim()).catch(() => undefined);
    messages.setTyping(conversationId, false);
    setText('');
    box.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const isComposing = event.nativeEvent.isComposing;
    if (event.key !== 'Enter' || event.shiftKey || isComposing) return;
    event.preventDefault();
    send();
  };
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    send();
  };

  return (
    <form className={styles.composer} onSubmit={onSubmit}>
      <div className={styles.well}>
        <textarea
          ref={box}
          rows={1}
          className={styles.box}
          aria-label={chatText.message}
          aria-invalid={left !== undefined && left < 0}
          placeholder={chatText.placeholder}
          value={text}
          onChange={(event) => write(event.target.value)}
          onKeyDown={onKeyDown}
          enterKeyHint="send"
          autoComplete="off"
        />
        {left !== undefined && (
          <p role="status" className={styles.counter} data-over={left < 0}>
            {left < 0 ? chatText.tooLong(-left) : chatText.left(left)}
          </p>
        )}
      </div>
      <IconButton label={chatText.send} type="submit" variant="filled" isDisabled={!canSend}>
        <SendHorizontal size={20} aria-hidden="true" />
      </IconButton>
    </form>
  );
}

function grow(box: HTMLTextAreaElement | null): void {
  if (box === null) return;
  box.style.blockSize = 'auto';
  box.style.blockSize = `${box.scrollHeight}px`;
}
