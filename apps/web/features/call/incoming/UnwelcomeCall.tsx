import type { CallView } from '@parley/client';
import { Ban, Flag } from 'lucide-react';
import { askSafety } from '../../../sdk/safety.ts';
import { safetyText } from '../../../text/safety.ts';
import { Button } from '../../../ui/Button.tsx';
import styles from './IncomingCall.module.css';

/** Block and report, where it rings (REP-8). Neither answers, and a block declines. */
export function UnwelcomeCall({ view: { callId, peer } }: { view: CallView }) {
  const { displayName } = peer;
  return (
    <div className={styles.unwelcome}>
      <Button
        size="small"
        variant="quiet"
        label={safetyText.blockName(displayName)}
        onPress={() => askSafety({ about: 'block', person: peer })}
      >
        <Ban size={16} aria-hidden="true" /> {safetyText.block}
      </Button>
      <Button
        size="small"
        variant="quiet"
        label={safetyText.reportName(displayName)}
        onPress={() => askSafety({ about: 'report', person: peer, subject: { kind: 'call', callId } })}
      >
        <Flag size={16} aria-hidden="true" /> {safetyText.report}
      </Button>
    </div>
  );
}
