import type { CallView } from '@parley/client';
import { callText } from '../../../text/call.ts';
import { inCallText, PROBLEM_TEXT } from '../../../text/in-call.ts';
import { Notice } from '../../../ui/Notice.tsx';
import { DeviceChoosers } from '../devices/DeviceChoosers.tsx';
import { StreamVideo } from '../stage/StreamVideo.tsx';
import styles from './CameraPreview.module.css';

/** The own picture before the answer, and what it is taken with; seen here only. */
export function CameraPreview({ view }: { view: CallView }) {
  const { localStream, peer, problem } = view;
  const hasPicture = (localStream?.getVideoTracks().length ?? 0) > 0;
  return (
    <div className={styles.preview}>
      {problem === undefined ? (
        <div className={styles.frame}>
          {hasPicture ? (
            <StreamVideo stream={localStream} className={styles.picture} label={callText.ownPicture} />
          ) : (
            <p role="status">{inCallText.previewStarting}</p>
          )}
        </div>
      ) : (
        <Notice tone="error">{PROBLEM_TEXT[problem]}</Notice>
      )}
      <p className={styles.explained}>{inCallText.previewExplained(peer.displayName)}</p>
      {/* Names may be seen once something is open. */}
      <DeviceChoosers refreshKey={String(hasPicture)} />
    </div>
  );
}
