import type { CallView } from '@parley/client';
import { Mic, MicOff, Phone, Video, VideoOff, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button as AriaButton } from 'react-aria-components/Button';
import { callText } from '../../text/call.ts';
import { classNames } from '../../ui/class-names.ts';
import styles from './CallControls.module.css';

/** Mute, camera, hang up; after the end, close. What the phase does not allow is dimmed. */
export function CallControls({ view }: { view: CallView }) {
  const { actions, muted, cameraOn } = view;
  if (view.phase === 'ended') {
    return (
      <div className={styles.controls}>
        <Control label={callText.closeEnded} icon={<X size={24} />} onPress={actions.dismiss} />
      </div>
    );
  }
  return (
    <div className={styles.controls}>
      <Control
        label={muted ? callText.unmute : callText.mute}
        icon={muted ? <MicOff size={24} /> : <Mic size={24} />}
        isOff={muted}
        onPress={actions.setMuted && (() => actions.setMuted?.(!muted))}
      />
      <Control
        label={cameraOn ? callText.cameraOff : callText.cameraOn}
        icon={cameraOn ? <Video size={24} /> : <VideoOff size={24} />}
        isOff={!cameraOn}
        onPress={actions.setCamera && (() => actions.setCamera?.(!cameraOn))}
      />
      <Control
        label={callText.hangUp}
        icon={<Phone size={24} className={styles.down} />}
        isDanger
        onPress={actions.hangUp ?? actions.cancel}
      />
    </div>
  );
}

interface ControlProps {
  label: string;
  icon: ReactNode;
  onPress: (() => void) | undefined;
  isOff?: boolean;
  isDanger?: boolean;
}

function Control({ label, icon, onPress, isOff = false, isDanger = false }: ControlProps) {
  return (
    <AriaButton
      className={classNames(styles.control, isOff && styles.off, isDanger && styles.danger)}
      isDisabled={onPress === undefined}
      onPress={() => onPress?.()}
    >
      <span className={styles.disc} aria-hidden="true">
        {icon}
      </span>
      <span className={styles.label}>{label}</span>
    </AriaButton>
  );
}
