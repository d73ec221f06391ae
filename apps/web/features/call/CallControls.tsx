import type { CallView } from '@parley/client';
import { Ban, Flag, Mic, MicOff, Phone, Video, VideoOff, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button as AriaButton } from 'react-aria-components/Button';
import { askSafety } from '../../sdk/safety.ts';
import type { SafetyQuestion } from '../../sdk/safety.ts';
import { callText } from '../../text/call.ts';
import { safetyText } from '../../text/safety.ts';
import { classNames } from '../../ui/class-names.ts';
import styles from './CallControls.module.css';

/** Mute, camera, hang up; after the end, close. What the phase does not allow is dimmed. */
export function CallControls({ view }: { view: CallView }) {
  const { actions, muted, cameraOn } = view;
  if (view.phase === 'ended') {
    return (
      <div className={styles.controls}>
        {isReportable(view) && <UnwelcomeControls view={view} />}
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

/** It rang here, or the other side was there: there is something to report (REP-1). */
function isReportable({ direction, ended }: CallView): boolean {
  return direction === 'incoming' || (ended !== undefined && ended.durationMs > 0);
}

function UnwelcomeControls({ view: { callId, peer, actions } }: { view: CallView }) {
  const ask = (question: SafetyQuestion) => () => {
    askSafety(question);
    actions.dismiss?.();
  };
  return (
    <>
      <Control
        label={safetyText.report}
        icon={<Flag size={24} />}
        onPress={ask({ about: 'report', person: peer, subject: { kind: 'call', callId } })}
      />
      <Control
        label={safetyText.block}
        icon={<Ban size={24} />}
        onPress={ask({ about: 'block', person: peer })}
      />
    </>
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
