import type { CallView } from '@parley/client';
import { Maximize2, Minimize2, PictureInPicture2, SwitchCamera } from 'lucide-react';
import type { ReactNode } from 'react';
import { callText } from '../../../text/call.ts';
import { inCallText } from '../../../text/in-call.ts';
import { IconButton } from '../../../ui/Button.tsx';
import { setMinimised } from './stage-store.ts';
import type { PictureInPicture } from './use-picture-in-picture.ts';
import styles from './StageTools.module.css';

export interface StageToolsProps {
  view: CallView;
  isSmall: boolean;
  pictureInPicture: PictureInPicture;
  /** The button that tells of the encryption. */
  encryption: ReactNode;
}

/** At the upper edge: what is seldom needed. */
export function StageTools({ view, isSmall, pictureInPicture, encryption }: StageToolsProps) {
  const { callId, cameraOn, actions } = view;
  return (
    <div className={styles.tools}>
      {!isSmall && encryption}
      {actions.switchCamera && cameraOn && !isSmall && (
        <IconButton label={inCallText.switchCamera} onPress={actions.switchCamera}>
          <SwitchCamera size={18} aria-hidden="true" />
        </IconButton>
      )}
      {pictureInPicture.toggle && !isSmall && (
        <IconButton
          label={pictureInPicture.isOpen ? inCallText.leavePictureInPicture : inCallText.pictureInPicture}
          onPress={pictureInPicture.toggle}
        >
          <PictureInPicture2 size={18} aria-hidden="true" />
        </IconButton>
      )}
      <IconButton
        label={isSmall ? callText.expand : callText.minimise}
        onPress={() => setMinimised(isSmall ? undefined : callId)}
      >
        {isSmall ? <Maximize2 size={18} aria-hidden="true" /> : <Minimize2 size={18} aria-hidden="true" />}
      </IconButton>
    </div>
  );
}
