import type { CallView } from '@parley/client';
import { Ban, Flag, X } from 'lucide-react';
import { askSafety } from '../../../sdk/safety.ts';
import type { SafetyQuestion } from '../../../sdk/safety.ts';
import { callText } from '../../../text/call.ts';
import { safetyText } from '../../../text/safety.ts';
import { Control } from './Control.tsx';
import styles from './CallControls.module.css';

/** After the end: what to do about who was unwelcome, and close. */
export function EndedControls({ view }: { view: CallView }) {
  return (
    <div className={styles.controls}>
      {isReportable(view) && <UnwelcomeControls view={view} />}
      <Control label={callText.closeEnded} icon={<X size={24} />} onPress={view.actions.dismiss} />
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
