import type { CallView } from '@parley/client';
import { Eye, Phone, PhoneOff, Video } from 'lucide-react';
import { lazy, Suspense, useId, useState } from 'react';
import { appText } from '../../../text/app.ts';
import { callText } from '../../../text/call.ts';
import { Avatar } from '../../../ui/Avatar.tsx';
import { Button } from '../../../ui/Button.tsx';
import { Dialog } from '../../../ui/Dialog.tsx';
import { PersonName } from '../../../ui/PersonName.tsx';
import { UnwelcomeCall } from './UnwelcomeCall.tsx';
import styles from './IncomingCall.module.css';

const EncryptionNotice = lazy(async () => ({
  default: (await import('../encryption/EncryptionNotice.tsx')).EncryptionNotice,
}));
const CameraPreview = lazy(async () => ({ default: (await import('./CameraPreview.tsx')).CameraPreview }));

/**
 * Somebody calls. The focus goes to the dialog and to none of its buttons, and Escape does nothing:
 * who is typing when it opens neither answers nor declines by the next Enter, Space or Escape.
 */
export function IncomingCall({ view }: { view: CallView }) {
  const { peer, kind, route, actions } = view;
  const { isOn: isPreviewOn, toggle: togglePreview } = usePreview(view);
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
        {!isPreviewOn && (
          <span className={styles.rings}>
            <Avatar person={peer} size="large" />
          </span>
        )}
        <p className={styles.name}>
          <PersonName person={peer} verifiedLabel={appText.verified} />
        </p>
        <p className={styles.kind}>
          {isVideo ? <Video size={16} aria-hidden="true" /> : <Phone size={16} aria-hidden="true" />}
          {callText.incomingKind[kind]}
        </p>
      </div>
      {isPreviewOn && (
        <Suspense fallback={null}>
          <CameraPreview view={view} />
        </Suspense>
      )}
      {warns && (
        <p id={warningId} className={styles.warning}>
          <Eye size={18} aria-hidden="true" />
          {callText.route.exposedOnAccept(peer.displayName)}
        </p>
      )}
      {view.encryption && (
        <Suspense fallback={null}>
          <EncryptionNotice view={view} />
        </Suspense>
      )}
      <div className={styles.answers} data-sticky={isPreviewOn}>
        <Button variant="danger" onPress={() => actions.decline?.()}>
          <PhoneOff size={18} aria-hidden="true" /> {callText.decline}
        </Button>
        <Button variant="primary" onPress={() => actions.accept?.({ camera: isVideo })}>
          {isVideo ? <Video size={18} aria-hidden="true" /> : <Phone size={18} aria-hidden="true" />}{' '}
          {callText.accept}
        </Button>
      </div>
      {isVideo && (
        <div className={styles.others}>
          <Button variant="quiet" onPress={() => actions.accept?.({ camera: false })}>
            {callText.acceptAudioOnly}
          </Button>
          {togglePreview && (
            <Button variant="quiet" onPress={togglePreview}>
              {isPreviewOn ? callText.closePreview : callText.checkCamera}
            </Button>
          )}
        </div>
      )}
      <UnwelcomeCall view={view} />
    </Dialog>
  );
}

/** Whether the person has asked to see themselves first. Nothing opens unless they press for it (CALL-20). */
function usePreview({ kind, actions }: CallView): { isOn: boolean; toggle: (() => void) | undefined } {
  const [isOn, setOn] = useState(false);
  const { setPreview } = actions;
  const toggle =
    setPreview && kind === 'video'
      ? () => {
          setPreview(!isOn);
          setOn(!isOn);
        }
      : undefined;
  return { isOn, toggle };
}
