import type { CallElsewhere } from '@parley/client';
import { Phone, Video } from 'lucide-react';
import { useStore } from 'zustand';
import { useClient } from '../../sdk/client-context.tsx';
import { callText } from '../../text/call.ts';
import { Button } from '../../ui/Button.tsx';
import styles from './ElsewhereBanner.module.css';

/** My calls on other devices, and the way to take them over (CALL-54): a line above each page. */
export function ElsewhereBanner() {
  const elsewhere = useStore(useClient().calls.state, (state) => state.elsewhere);
  const movable = elsewhere.filter(({ continueHere }) => continueHere !== undefined);
  if (movable.length === 0) return null;
  return (
    <aside className={styles.region} aria-label={callText.elsewhereRegion}>
      {movable.map((call) => (
        <Row key={call.callId} call={call} />
      ))}
    </aside>
  );
}

function Row({ call: { peer, kind, continueHere } }: { call: CallElsewhere }) {
  const Kind = kind === 'video' ? Video : Phone;
  return (
    <div className={styles.row}>
      <Kind size={18} aria-hidden="true" className={styles.icon} />
      <p role="status" className={styles.text}>
        {callText.elsewhere(peer?.displayName)}
      </p>
      <Button size="small" onPress={() => continueHere?.()}>
        {callText.continueHere}
      </Button>
    </div>
  );
}
