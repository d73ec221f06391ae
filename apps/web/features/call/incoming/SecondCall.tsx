import type { CallView } from '@parley/client';
import { Ban, EllipsisVertical, Eye, Flag, Phone, PhoneOff, Video } from 'lucide-react';
import { useEffect, useId } from 'react';
import { askSafety } from '../../../sdk/safety.ts';
import { callText } from '../../../text/call.ts';
import { inCallText } from '../../../text/in-call.ts';
import { safetyText } from '../../../text/safety.ts';
import { announce } from '../../../ui/announce.ts';
import { Avatar } from '../../../ui/Avatar.tsx';
import { Button } from '../../../ui/Button.tsx';
import { MenuButton } from '../../../ui/MenuButton.tsx';
import { appText } from '../../../text/app.ts';
import { PersonName } from '../../../ui/PersonName.tsx';
import styles from './SecondCall.module.css';

/**
 * Somebody calls while another call runs here (CALL-27): at the edge, not above everything. The focus stays where it
 * is, and who is in the call goes on talking; a screen reader is told when it is next idle.
 */
export function SecondCall({ view }: { view: CallView }) {
  const { peer, kind, route, actions } = view;
  const name = peer.displayName;
  const noteId = useId();
  const title = callText.incomingTitle(kind, name);
  useEffect(() => announce(title), [title]);
  const Kind = kind === 'video' ? Video : Phone;
  return (
    <div
      role="dialog"
      aria-modal="false"
      aria-label={title}
      aria-describedby={noteId}
      className={styles.banner}
    >
      <Avatar person={peer} size="medium" />
      <div className={styles.words}>
        <p className={styles.name}>
          <PersonName person={peer} verifiedLabel={appText.verified} />
        </p>
        <p className={styles.kind}>
          <Kind size={14} aria-hidden="true" /> {callText.incomingKind[kind]}
        </p>
        <p id={noteId} className={styles.note}>
          {callText.acceptEndsOther}
          {route === 'exposed' && (
            <span className={styles.warning}>
              <Eye size={14} aria-hidden="true" /> {callText.route.exposedOnAccept(name)}
            </span>
          )}
        </p>
      </div>
      <UnwelcomeMenu view={view} />
      <div className={styles.answers}>
        <Button variant="danger" onPress={() => actions.decline?.()}>
          <PhoneOff size={18} aria-hidden="true" /> {callText.decline}
        </Button>
        <Button variant="primary" onPress={() => actions.accept?.({ camera: kind === 'video' })}>
          <Kind size={18} aria-hidden="true" /> {inCallText.endAndAccept}
        </Button>
      </div>
    </div>
  );
}

/** Block and report, where it rings (REP-8). */
function UnwelcomeMenu({ view: { callId, peer } }: { view: CallView }) {
  return (
    <MenuButton
      label={inCallText.secondCallMenu(peer.displayName)}
      icon={<EllipsisVertical size={20} aria-hidden="true" />}
      choices={[
        { key: 'report', label: safetyText.report, icon: <Flag size={18} aria-hidden="true" /> },
        { key: 'block', label: safetyText.block, icon: <Ban size={18} aria-hidden="true" /> },
      ]}
      onChoose={(key) =>
        askSafety(
          key === 'block'
            ? { about: 'block', person: peer }
            : { about: 'report', person: peer, subject: { kind: 'call', callId } },
        )
      }
    />
  );
}
