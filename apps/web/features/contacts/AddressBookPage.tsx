import { useState } from 'react';
import { useStore } from 'zustand';
import { useMe } from '../../sdk/client-context.tsx';
import { contactsText as text } from '../../text/contacts.ts';
import { Page } from '../../ui/Page.tsx';
import { BookSection } from './BookSection.tsx';
import { BookSettings } from './BookSettings.tsx';
import { importJob } from './import-job.ts';
import { ImportSection } from './ImportSection.tsx';
import styles from './contacts.module.css';

/** Settings → Address book. */
export function AddressBookPage() {
  const { callsAvailable } = useMe();
  const [added, setAdded] = useState(0);
  const phase = useStore(importJob, ({ job }) => job.phase);
  // Read again after each import, whatever its end.
  const round = `${added} ${phase === 'finished' || phase === 'paused' ? phase : ''}`;
  return (
    <Page title={text.title} back={{ href: '/settings', label: text.back }}>
      <div className={styles.body}>
        <div className={styles.intro}>
          <p>{callsAvailable ? text.purpose : text.purposeWithoutCalls}</p>
          <p>{text.privacy}</p>
        </div>
        <ImportSection onAdded={() => setAdded((count) => count + 1)} />
        <BookSection round={round} />
        <BookSettings />
      </div>
    </Page>
  );
}
