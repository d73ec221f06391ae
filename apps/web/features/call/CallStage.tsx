import type { CallView } from '@parley/client';
import { MicOff, Minimize2, Maximize2 } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { appText } from '../../text/app.ts';
import { callText, PROBLEM_TEXT } from '../../text/call.ts';
import { durationText } from '../../text/time.ts';
import { Avatar } from '../../ui/Avatar.tsx';
import { IconButton } from '../../ui/Button.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { PersonName } from '../../ui/PersonName.tsx';
import { useNow } from '../../ui/use-now.ts';
import { CallControls } from './CallControls.tsx';
import { statusText } from './call-status.ts';
import { RouteLine } from './RouteLine.tsx';
import { setMinimised, useIsMinimised } from './stage-store.ts';
import { StreamAudio } from './StreamAudio.tsx';
import { StreamVideo } from './StreamVideo.tsx';
import { useDismissal } from './use-dismissal.ts';
import styles from './CallStage.module.css';

/** The call that this device places or is in: over the whole window, or as a card in the corner. */
export function CallStage({ view }: { view: CallView }) {
  const { callId, peer, phase } = view;
  const isSmall = useIsMinimised(callId);
  const stage = useFocusWhileShown();
  useDismissal(stage, view.actions.dismiss);
  const showsPeer = phase === 'connected' && view.peerCameraOn && view.remoteStream !== undefined;
  const showsOwn = phase !== 'ended' && view.cameraOn && view.localStream !== undefined && !isSmall;
  return (
    <section
      ref={stage}
      tabIndex={-1}
      className={styles.stage}
      data-small={isSmall}
      data-video={showsPeer}
      aria-label={callText.region(peer.displayName)}
    >
      {view.remoteStream && phase !== 'ended' && <StreamAudio stream={view.remoteStream} />}
      {showsPeer && (
        <StreamVideo stream={view.remoteStream} className={styles.peerVideo} label={peer.displayName} />
      )}
      <header className={styles.header}>
        {!showsPeer && <Avatar person={peer} size={isSmall ? 'medium' : 'huge'} />}
        <div className={styles.names}>
          <p className={styles.name}>
            <PersonName person={peer} verifiedLabel={appText.verified} />
            {view.peerMuted && (
              <MicOff
                size={16}
                role="img"
                aria-hidden={false}
                aria-label={callText.peerMuted(peer.displayName)}
              />
            )}
          </p>
          <Status view={view} />
          {!isSmall && <RouteLine view={view} />}
        </div>
      </header>
      {view.problem !== undefined && (
        <div className={styles.problem}>
          <Notice tone="error">{PROBLEM_TEXT[view.problem]}</Notice>
        </div>
      )}
      {showsOwn && (
        <StreamVideo
          stream={view.localStream}
          className={showsPeer ? styles.ownVideo : styles.ownVideoAlone}
          label={callText.ownPicture}
        />
      )}
      <CallControls view={view} />
      {phase !== 'ended' && (
        <div className={styles.resize}>
          <IconButton
            label={isSmall ? callText.expand : callText.minimise}
            onPress={() => setMinimised(isSmall ? undefined : callId)}
          >
            {isSmall ? (
              <Maximize2 size={18} aria-hidden="true" />
            ) : (
              <Minimize2 size={18} aria-hidden="true" />
            )}
          </IconButton>
        </div>
      )}
    </section>
  );
}

function Status({ view }: { view: CallView }) {
  const text = statusText(view);
  return (
    <div className={styles.status}>
      {/* Phases are read out; the running clock is not. */}
      <p role="status">{text}</p>
      {text === undefined && view.connectedAtMs !== undefined && <Elapsed sinceMs={view.connectedAtMs} />}
    </div>
  );
}

function Elapsed({ sinceMs }: { sinceMs: number }) {
  return <p role="timer">{durationText(useNow(500) - sinceMs)}</p>;
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
