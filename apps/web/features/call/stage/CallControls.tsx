import type { CallView } from '@parley/client';
import { Ellipsis, Mic, MicOff, Phone, ScreenShare, ScreenShareOff, Video, VideoOff } from 'lucide-react';
import { callText } from '../../../text/call.ts';
import { inCallText } from '../../../text/in-call.ts';
import { Control } from './Control.tsx';
import { shortcutActions, SHORTCUT_KEYS } from './shortcuts.ts';
import styles from './CallControls.module.css';

export interface CallControlsProps {
  view: CallView;
  onMore: () => void;
}

/** What a person does in a call. What the phase does not allow is dimmed; what the device cannot is not there. */
export function CallControls({ view, onMore }: CallControlsProps) {
  const { muted, cameraOn, screenOn } = view;
  const { mute, camera, screen, hangUp } = shortcutActions(view);
  return (
    <div className={styles.controls}>
      <Control
        label={muted ? callText.unmute : callText.mute}
        icon={muted ? <MicOff size={24} /> : <Mic size={24} />}
        isOff={muted}
        shortcut={SHORTCUT_KEYS.mute}
        onPress={mute}
      />
      <Control
        label={cameraOn ? callText.cameraOff : callText.cameraOn}
        icon={cameraOn ? <Video size={24} /> : <VideoOff size={24} />}
        isOff={!cameraOn}
        shortcut={SHORTCUT_KEYS.camera}
        onPress={camera}
      />
      {screen && (
        <Control
          label={screenOn ? inCallText.stopSharing : inCallText.shareScreen}
          icon={screenOn ? <ScreenShareOff size={24} /> : <ScreenShare size={24} />}
          isOff={screenOn}
          isExtra
          shortcut={SHORTCUT_KEYS.screen}
          onPress={screen}
        />
      )}
      <Control
        label={inCallText.more}
        icon={<Ellipsis size={24} />}
        isExtra
        hasDialog
        shortcut={SHORTCUT_KEYS.more}
        onPress={onMore}
      />
      <Control
        label={callText.hangUp}
        icon={<Phone size={24} className={styles.down} />}
        isDanger
        shortcut={SHORTCUT_KEYS.hangUp}
        onPress={hangUp}
      />
    </div>
  );
}
