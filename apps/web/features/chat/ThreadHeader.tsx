import type { Conversation } from '@parley/protocol';
import { ArrowLeft } from 'lucide-react';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { appText } from '../../text/app.ts';
import { chatText } from '../../text/chat.ts';
import { Avatar } from '../../ui/Avatar.tsx';
import { usePageHeading } from '../../ui/Page.tsx';
import { PersonName } from '../../ui/PersonName.tsx';
import { ThreadMenu } from './ThreadMenu.tsx';
import styles from './ThreadHeader.module.css';

export interface ThreadHeaderProps {
  conversation: Conversation;
  /** Where the keyboard is not at hand, the heading gets the focus instead of the composer. */
  takesFocus: boolean;
  actions: ReactNode;
}

/** Who the conversation is with. */
export function ThreadHeader({ conversation, takesFocus, actions }: ThreadHeaderProps) {
  const { peer } = conversation;
  const heading = usePageHeading(peer.displayName, takesFocus);
  return (
    <header className={styles.header}>
      <Link href="/messages" className={styles.back} aria-label={chatText.back}>
        <ArrowLeft size={22} aria-hidden="true" />
      </Link>
      <div className={styles.person}>
        <Avatar person={peer} />
        <div className={styles.names}>
          <h1 ref={heading} tabIndex={-1} className={styles.name}>
            <PersonName person={peer} verifiedLabel={appText.verified} />
          </h1>
          <Link href={`/people/${peer.handle}`} className={styles.handle}>
            @{peer.handle}
          </Link>
        </div>
      </div>
      {actions}
      <ThreadMenu conversation={conversation} />
    </header>
  );
}
