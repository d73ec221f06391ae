import type { CallView } from '@parley/client';
import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import { callText } from '../../../text/call.ts';
import { inCallText, PROBLEM_TEXT } from '../../../text/in-call.ts';
import { Notice } from '../../../ui/Notice.tsx';
import { EncryptionButton } from '../encryption/EncryptionButton.tsx';
import { EncryptionNotice } from '../encryption/EncryptionNotice.tsx';
import { CallBar } from './CallBar.tsx';
import { CallControls } from './CallControls.tsx';
import { CallPictures } from './CallPictures.tsx';
import { EndedControls } from './EndedControls.tsx';
import { picturesOf } from './pictures-of.ts';
import { shortcutActions } from './shortcuts.ts';
import { setMinimised, useIsMinimised } from './stage-store.ts';
import { StageHeader } from './StageHeader.tsx';
import { StageTools } from './StageTools.tsx';
import { StreamAudio } from './StreamAudio.tsx';
import { useDismissal } from './use-dismissal.ts';
import { usePictureInPicture } from './use-picture-in-picture.ts';
import { useShortcuts } from './use-shortcuts.ts';
import { useWakeLock } from './use-wake-lock.ts';
import styles from './CallStage.module.css';

const MorePanel = lazy(async () => ({ default: (await import('./MorePanel.tsx')).MorePanel }));

/** The call that this device places or is in: over the whole window, or as a card in the corner. */
export function CallStage({ view }: { view: CallView }) {
  const { callId, peer, phase } = view;
  const isSmall = useIsMinimised(callId);
  const isOver = phase === 'ended';
  const stage = useFocusWhileShown();
  const mainVideo = useRef<HTMLVideoElement>(null);
  const [isMoreOpen, setMoreOpen] = useState(false);
  const { main } = picturesOf(view);
  const pictureInPicture = usePictureInPicture(mainVideo, main !== undefined);
  useDismissal(stage, view.actions.dismiss);
  useWakeLock(!isOver);
  const { toggle } = pictureInPicture;
  useShortcuts(stage, !isSmall, {
    ...shortcutActions(view),
    ...(toggle && { pictureInPicture: toggle }),
    ...(!isOver && {
      size: () => setMinimised(isSmall ? undefined : callId),
      more: () => setMoreOpen(true),
    }),
  });
  return (
    <section
      ref={stage}
      tabIndex={-1}
      className={styles.stage}
      data-small={isSmall}
      data-picture={main !== undefined}
      data-shaded={main === 'peer' || (isSmall && main !== undefined)}
      aria-label={callText.region(peer.displayName)}
    >
      {view.remoteStream && !isOver && <StreamAudio stream={view.remoteStream} />}
      <StageHeader view={view} isSmall={isSmall} hasPicture={main !== undefined} />
      {view.problem !== undefined && (
        <div className={styles.problem}>
          <Notice tone="error">{PROBLEM_TEXT[view.problem]}</Notice>
        </div>
      )}
      {!isSmall && <EncryptionNotice view={view} />}
      <CallPictures view={view} isSmall={isSmall} mainVideo={mainVideo} />
      {view.screenOn && !isSmall && <p className={styles.sharing}>{inCallText.sharing}</p>}
      <CallBar view={view} />
      {isOver ? (
        <EndedControls view={view} />
      ) : (
        <>
          <CallControls view={view} onMore={() => setMoreOpen(true)} />
          <StageTools
            view={view}
            isSmall={isSmall}
            pictureInPicture={pictureInPicture}
            encryption={<EncryptionButton view={view} />}
          />
        </>
      )}
      {isMoreOpen && !isOver && (
        <Suspense fallback={null}>
          <MorePanel view={view} onClose={() => setMoreOpen(false)} />
        </Suspense>
      )}
    </section>
  );
}

/** The focus comes to the call when it opens and goes back to the page when it closes. */
function useFocusWhileShown() {
  const stage = useRef<HTMLElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    stage.current?.focus();
    return () => {
      // After the page below has become operable again.
      requestAnimationFrame(() => {
        if (document.activeElement !== document.body) return;
        const isThere = before instanceof HTMLElement && before.isConnected && before !== document.body;
        (isThere ? before : document.querySelector('main'))?.focus();
      });
    };
  }, []);
  return stage;
}
