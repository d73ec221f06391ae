import type { CallView } from '@parley/client';
import type { ReactNode, RefObject } from 'react';
import { inCallText } from '../../../text/in-call.ts';
import { callText } from '../../../text/call.ts';
import { classNames } from '../../../ui/class-names.ts';
import { picturesOf } from './pictures-of.ts';
import { StreamVideo } from './StreamVideo.tsx';
import { useCorner } from './use-corner.ts';
import styles from './CallPictures.module.css';

export interface CallPicturesProps {
  view: CallView;
  isSmall: boolean;
  /** The element of the main picture, for the window above all others. */
  mainVideo: RefObject<HTMLVideoElement | null>;
}

/** What is seen: the other person or their screen large, the others small. */
export function CallPictures({ view, isSmall, mainVideo }: CallPicturesProps) {
  const { main, showsPeerTile, own } = picturesOf(view);
  const name = view.peer.displayName;
  return (
    <>
      {main !== undefined && (
        <StreamVideo
          // Another element for another picture: the old frame does not stand under the new name.
          key={main}
          stream={main === 'screen' ? view.remoteScreen : view.remoteStream}
          className={main === 'screen' ? styles.screen : styles.peer}
          label={main === 'screen' ? inCallText.peerScreen(name) : name}
          videoRef={mainVideo}
        />
      )}
      {!isSmall && (showsPeerTile || own !== 'none') && (
        <Tiles hasMain={main !== undefined}>
          {showsPeerTile && <StreamVideo stream={view.remoteStream} className={styles.tile} label={name} />}
          {own !== 'none' && <OwnPicture view={view} isAlone={own === 'alone'} />}
        </Tiles>
      )}
    </>
  );
}

function Tiles({ hasMain, children }: { hasMain: boolean; children: ReactNode }) {
  const { corner, style, handlers } = useCorner();
  if (!hasMain) return <div className={styles.alone}>{children}</div>;
  return (
    <button
      type="button"
      className={styles.tiles}
      data-corner={corner}
      style={style}
      aria-label={inCallText.moveOwnPicture}
      {...handlers}
    >
      {children}
    </button>
  );
}

function OwnPicture({ view, isAlone }: { view: CallView; isAlone: boolean }) {
  // A camera that looks away from the person is no mirror.
  const facing = view.localStream?.getVideoTracks()[0]?.getSettings().facingMode;
  return (
    <StreamVideo
      stream={view.localStream}
      className={classNames(
        isAlone ? styles.ownAlone : styles.own,
        facing !== 'environment' && styles.mirror,
      )}
      label={callText.ownPicture}
    />
  );
}
