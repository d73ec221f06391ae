import type { CallView } from '@parley/client';
import { ShieldAlert, ShieldCheck } from 'lucide-react';
import { useState } from 'react';
import { appText } from '../../../text/app.ts';
import { encryptionState } from '../../../text/encryption-state.ts';
import { encryptionText } from '../../../text/encryption.ts';
import { announce } from '../../../ui/announce.ts';
import { Button } from '../../../ui/Button.tsx';
import { Dialog, DialogButtons } from '../../../ui/Dialog.tsx';
import { FourEmoji } from './FourEmoji.tsx';
import styles from './EncryptionDialog.module.css';

export interface EncryptionDialogProps {
  view: CallView;
  onClose: () => void;
}

/** The four emoji to compare, what is known of the other device, and what all of it does not prove. */
export function EncryptionDialog({ view, onClose }: EncryptionDialogProps) {
  const [differ, setDiffer] = useState(false);
  if (differ) return <MismatchDialog view={view} onBack={() => setDiffer(false)} onClose={onClose} />;
  return <CompareDialog view={view} onDiffer={() => setDiffer(true)} onClose={onClose} />;
}

function CompareDialog({ view, onDiffer, onClose }: EncryptionDialogProps & { onDiffer: () => void }) {
  const { encryption, peer, actions } = view;
  const [isConfirmed, setConfirmed] = useState(false);
  if (encryption === undefined) return null;
  const state = encryptionState(encryption);
  const canConfirm = state !== 'verified' && encryption.emoji !== undefined && actions.confirmEncryption;
  const confirm = (): void => {
    actions.confirmEncryption?.();
    setConfirmed(true);
    announce(encryptionText.confirmed);
  };
  return (
    <Dialog isOpen title={encryptionText.title} onClose={onClose} describedBy="encryption-state">
      <p id="encryption-state" className={styles.state} data-state={state}>
        {state === 'verified' && <ShieldCheck size={20} aria-hidden="true" />}
        {state === 'changed' && <ShieldAlert size={20} aria-hidden="true" />}
        {encryptionText.state[state](peer.displayName)}
      </p>
      {encryption.emoji ? (
        <div className={styles.compare}>
          <h3 id="encryption-compare">{encryptionText.compare}</h3>
          <FourEmoji emoji={encryption.emoji} labelledBy="encryption-compare" />
          <p className={styles.quiet}>{encryptionText.meaning}</p>
        </div>
      ) : (
        // Said above already where nothing else is to be said.
        state !== 'waiting' && <p className={styles.quiet}>{encryptionText.state.waiting()}</p>
      )}
      <Limits />
      <DialogButtons>
        {canConfirm ? (
          <>
            <Button onPress={onDiffer}>{encryptionText.noMatch}</Button>
            <Button variant="primary" onPress={confirm}>
              {encryptionText.match}
            </Button>
          </>
        ) : (
          // The button that was pressed is gone: the focus goes on to this one.
          <Button variant="primary" onPress={onClose} autoFocus={isConfirmed}>
            {appText.close}
          </Button>
        )}
      </DialogButtons>
    </Dialog>
  );
}

/** Said honestly, where the question comes up. */
function Limits() {
  const { title, items } = encryptionText.limits;
  return (
    <details className={styles.limits}>
      <summary>{title}</summary>
      <ul>
        {items.map((item) => (
          <li key={item}>{item}</li>
        ))}
      </ul>
    </details>
  );
}

function MismatchDialog({ view, onBack, onClose }: EncryptionDialogProps & { onBack: () => void }) {
  const { title, meaning, advice, hangUp, back } = encryptionText.mismatch;
  const { actions, peer } = view;
  const end = (): void => {
    actions.denyEncryption?.();
    actions.hangUp?.();
    onClose();
  };
  return (
    <Dialog isOpen title={title} role="alertdialog" onClose={onClose} describedBy="encryption-mismatch">
      <div id="encryption-mismatch" className={styles.mismatch}>
        <p>{meaning(peer.displayName)}</p>
        <p>{advice}</p>
      </div>
      <DialogButtons>
        <Button onPress={onBack}>{back}</Button>
        <Button variant="danger" onPress={end} autoFocus>
          {hangUp}
        </Button>
      </DialogButtons>
    </Dialog>
  );
}
