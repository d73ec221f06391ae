import type { Conversation } from '@parley/protocol';
import { BellOff, PhoneMissed } from 'lucide-react';
import { useId } from 'react';
import { Link } from 'wouter';
import { useMe } from '../../sdk/client-context.tsx';
import { appText } from '../../text/app.ts';
import { chatText } from '../../text/chat.ts';
import { toldText } from '../../text/notices.ts';
import { listTimeText } from '../../text/time.ts';
import { Avatar } from '../../ui/Avatar.tsx';
import { PersonName } from '../../ui/PersonName.tsx';
import { readDraft } from './drafts.ts';
import { previewOf } from './preview.ts';
import styles from './ConversationRow.module.css';

export interface ConversationRowProps {
  conversation: Conversation;
  isOpen: boolean;
  nowMs: number;
}

/** One conversation in the list. Its link is named after the person; the rest describes it. */
export function ConversationRow({ conversation, isOpen, nowMs }: ConversationRowProps) {
  const myId = useMe().person.id;
  const id = useId();
  // The draft of the open conversation is in sight already.
  const draft = isOpen ? '' : readDraft(localStorage, myId, conversation.id);
  const preview = previewOf(conversation, myId, draft);
  const { peer, unread } = conversation;
  return (
    <li className={styles.row} data-unread={unread > 0} data-open={isOpen}>
      <Avatar person={peer} />
      <div className={styles.text}>
        <div className={styles.line}>
          <Link
            href={`/messages/${conversation.id}`}
            className={styles.name}
            aria-current={isOpen ? 'page' : undefined}
            aria-describedby={`${id}-unread ${id}-preview ${id}-time ${id}-muted`}
          >
            <PersonName person={peer} verifiedLabel={appText.verified} />
          </Link>
          <time
            id={`${id}-time`}
            className={styles.time}
            dateTime={new Date(conversation.lastActivityAtMs).toISOString()}
          >
            {listTimeText(conversation.lastActivityAtMs, nowMs)}
          </time>
        </div>
        <div className={styles.line}>
          <span id={`${id}-preview`} className={styles.preview} data-tone={preview.tone}>
            {preview.tone === 'missed' && (
              <PhoneMissed size={14} aria-hidden="true" className={styles.missed} />
            )}
            {preview.text}
          </span>
          {conversation.muted && (
            <BellOff
              id={`${id}-muted`}
              size={14}
              role="img"
              aria-hidden={false}
              aria-label={toldText.muted}
              className={styles.muted}
            />
          )}
          {unread > 0 && (
            <span
              id={`${id}-unread`}
              className={styles.unread}
              role="img"
              aria-label={chatText.unread(unread)}
            >
              {unread > 99 ? '99+' : unread}
            </span>
          )}
        </div>
      </div>
    </li>
  );
}
