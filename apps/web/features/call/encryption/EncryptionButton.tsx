import type { CallView } from '@parley/client';
import { Shield, ShieldAlert, ShieldCheck } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { encryptionState } from '../../../text/encryption-state.ts';
import type { EncryptionState } from '../../../text/encryption-state.ts';
import { encryptionText } from '../../../text/encryption.ts';
import styles from './EncryptionButton.module.css';

const loadDialog = async () => ({ default: (await import('./EncryptionDialog.tsx')).EncryptionDialog });
const EncryptionDialog = lazy(loadDialog);

const ICONS: Record<EncryptionState, typeof Shield> = {
  waiting: Shield,
  first: Shield,
  known: Shield,
  changed: ShieldAlert,
  verified: ShieldCheck,
};

/** The four emoji of the call in small; a press shows them large, to be compared. Nothing until there is a key. */
export function EncryptionButton({ view }: { view: CallView }) {
  const [isOpen, setOpen] = useState(false);
  const { encryption } = view;
  if (encryption === undefined || view.phase === 'ended') return null;
  const state = encryptionState(encryption);
  const Icon = ICONS[state];
  return (
    <>
      <button
        type="button"
        className={styles.button}
        data-state={state}
        aria-label={encryptionText.button[state]}
        aria-haspopup="dialog"
        title={encryptionText.button[state]}
        onClick={() => setOpen(true)}
      >
        <Icon size={18} aria-hidden="true" />
        {encryption.emoji && (
          <span className={styles.emoji} aria-hidden="true">
            {encryption.emoji.map((one, place) => (
              // The same one may come twice; its place is what it is known by.
              // oxlint-disable-next-line react/no-array-index-key
              <span key={place}>{one}</span>
            ))}
          </span>
        )}
      </button>
      {isOpen && (
        <Suspense fallback={null}>
          <EncryptionDialog view={view} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  );
}
