import type { Person } from '@parley/protocol';
import { useMe } from '../../sdk/client-context.tsx';
import { chatText } from '../../text/chat.ts';
import { Avatar } from '../../ui/Avatar.tsx';
import styles from './ThreadLog.module.css';

export interface ThreadStartProps {
  peer: Person;
  hasEarlier: boolean;
  canCall: boolean;
}

/** What stands above the first row: more to come, or the beginning. */
export function ThreadStart({ peer, hasEarlier, canCall }: ThreadStartProps) {
  const { callsAvailable } = useMe();
  if (hasEarlier) {
    return (
      <p className={styles.earlier} role="status">
        {chatText.loadingEarlier}
      </p>
    );
  }
  return (
    <div className={styles.start}>
      <Avatar person={peer} size="large" />
      <p>{chatText.start(peer.displayName)}</p>
      {callsAvailable && !canCall && (
        <p className={styles.startHint}>{chatText.startHint(peer.displayName)}</p>
      )}
    </div>
  );
}
