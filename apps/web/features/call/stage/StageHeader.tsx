import type { CallView } from '@parley/client';
import { MicOff } from 'lucide-react';
import { appText } from '../../../text/app.ts';
import { callText } from '../../../text/call.ts';
import { durationText } from '../../../text/time.ts';
import { Avatar } from '../../../ui/Avatar.tsx';
import { PersonName } from '../../../ui/PersonName.tsx';
import { useNow } from '../../../ui/use-now.ts';
import { statusText } from './call-status.ts';
import styles from './StageHeader.module.css';

export interface StageHeaderProps {
  view: CallView;
  isSmall: boolean;
  /** A picture fills the stage: the name goes to the edge. */
  hasPicture: boolean;
}

/** Who it is, and how far the call has come. */
export function StageHeader({ view, isSmall, hasPicture }: StageHeaderProps) {
  const { peer } = view;
  return (
    <header className={styles.header} data-picture={hasPicture}>
      {!hasPicture && <Avatar person={peer} size={isSmall ? 'medium' : 'huge'} />}
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
      </div>
    </header>
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
