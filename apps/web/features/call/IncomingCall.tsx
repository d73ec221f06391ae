import type { CallView } from '@parley/client';
import { Eye, Phone, PhoneOff, Video } from 'lucide-react';
import { useId } from 'react';
import { appText } from '../../text/app.ts';
import { callText } from '../../text/call.ts';
import { Avatar } from '../../ui/Avatar.tsx';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { PersonName } from '../../ui/PersonName.tsx';
import { UnwelcomeCall } from './UnwelcomeCall.tsx';
import styles from './IncomingCall.module.css';

export interface IncomingCallProps {
  view: CallView;
  /** Another call runs here; accepting ends it (CALL-27). */
  endsOther: boolean;
}

/**
 * Somebody calls. The focus goes to the dialog and to none of its buttons, and Escape does nothing:
 * who is typing when it opens neither answers nor declines by the next Enter, Space or Escape.
 */
export function IncomingCall({ view, endsOther }: IncomingCallProps) {
  const { peer, kind, route, actions } = view;
  // Accepting is agreeing to it (PRIV-5): so it is said before, and read out with the dialog's name.
  const warningId = useId();
  const warns = route === 'exposed';
  const isVideo = kind === 'video';
  return (
    <Dialog
      isOpen
      title={callText.incomingTitle(kind, peer.displayName)}
      hideTitle
      {...(warns && { describedBy: warningId })}
    >
      <div className={styles.caller}>
        <span className={styles.rings}>
          <Avatar person={peer} size="large" />
        </span>
        <p className={styles.name}>
          <PersonName person={peer} verifiedLabel={appText.verified} />
        </p>
        <p className={styles.kind}>
          {isVideo ? <Video size={16} aria-hidden="true" /> : <Phone size={16} aria-hidden="true" />}
          {callText.incomingKind[kind]}
        </p>
        {endsOther && <p className={styles.kind}>{callText.acceptEndsOther}</p>}
      </div>
      {warns && (
        <p id={warningId} className={styles.warning}>
          <Eye size={18} aria-hidden="true" />
          {callText.route.exposedOnAccept(peer.displayName)}
        </p>
      )}
      <div className={styles.answers}>
        <Button variant="danger" onPress={() => actions.decline?.()}>
          <PhoneOff size={18} aria-hidden="true" /> {callText.decline}
        </Button>
        <Button variant="primary" onPress={() => actions.accept?.({ camera: isVideo })}>
          {isVideo ? <Video size={18} aria-hidden="true" /> : <Phone size={18} aria-hidden="true" />}{' '}
          {callText.accept}
        </Button>
      </div>
      {isVideo && (
        <Button variant="quiet" onPress={() => actions.accept?.({ camera: false })}>
          {callText.acceptAudioOnly}
        </Button>
      )}
      <UnwelcomeCall view={view} />
    </Dialog>
  );
}
