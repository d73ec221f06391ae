import type { CallView } from '@parley/client';
import { ShieldAlert, X } from 'lucide-react';
import { useState } from 'react';
import { encryptionText } from '../../../text/encryption.ts';
import styles from './EncryptionNotice.module.css';

/**
 * The other device is another than those known of this person: said once it has proved its key (CALL-67), while it rings
 * with the reasons. In the call it can be put away; the shield goes on saying it.
 */
export function EncryptionNotice({ view }: { view: CallView }) {
  const [isSeen, setSeen] = useState(false);
  const { encryption, phase, peer } = view;
  if (encryption === undefined || encryption.peerKey !== 'changed' || encryption.verified) return null;
  if (phase === 'ended' || isSeen) return null;
  const { incoming, inCall, why, close } = encryptionText.changedNotice;
  const isIncoming = phase === 'incoming';
  return (
    <div className={styles.notice} data-in-call={!isIncoming}>
      <ShieldAlert size={18} aria-hidden="true" />
      <p role="status">{isIncoming ? `${incoming(peer.displayName)} ${why}` : inCall(peer.displayName)}</p>
      {!isIncoming && (
        <button type="button" className={styles.close} aria-label={close} onClick={() => setSeen(true)}>
          <X size={18} aria-hidden="true" />
        </button>
      )}
    </div>
  );
}
