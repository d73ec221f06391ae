import { FileUp, UserRoundPlus, UsersRound } from 'lucide-react';
import { useRef, useState } from 'react';
import type { DragEvent } from 'react';
import { useStore } from 'zustand';
import { useClient, useMe } from '../../sdk/client-context.tsx';
import { useAction } from '../../sdk/use-action.ts';
import { contactsText as text } from '../../text/contacts.ts';
import { Button } from '../../ui/Button.tsx';
import { Section } from '../../ui/Page.tsx';
import { showToast } from '../../ui/toasts.ts';
import { AddContact } from './AddContact.tsx';
import { canPickContacts, pickContacts } from './contact-picker.ts';
import { importJob, isImporting, startImport } from './import-job.ts';
import { ImportStatus } from './ImportStatus.tsx';
import { RegionField } from './RegionField.tsx';
import { useRegion } from './use-region.ts';
import styles from './contacts.module.css';

const TAKEN = '.vcf,.vcard,.csv,.txt,text/vcard,text/x-vcard,text/directory,text/csv';

/** The ways into the address book (BOOK-20, BOOK-26). */
export function ImportSection({ onAdded }: { onAdded: () => void }) {
  const client = useClient();
  const ownId = useMe().person.id;
  const { region, isGuess, choose, confirm } = useRegion();
  const { isBusy, run } = useAction();
  const { owner, job } = useStore(importJob);
  const [isAdding, setAdding] = useState(false);
  const [isDropping, setDropping] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const mustWait = isBusy || (owner === ownId && isImporting(job));

  const begin = (source: Parameters<typeof startImport>[2]) => {
    confirm();
    run(() => startImport(client, ownId, source, region));
  };
  const take = (files: FileList | null) => {
    const file = files?.[0];
    if (file === undefined || mustWait) return;
    if (files !== null && files.length > 1) showToast({ tone: 'info', text: text.oneFile });
    else begin({ kind: 'file', file });
  };
  const pick = () =>
    run(async () => {
      const contacts = await pickContacts();
      if (contacts.length > 0) begin({ kind: 'typed', contacts });
    });
  const onDrop = (event: DragEvent) => {
    event.preventDefault();
    setDropping(false);
    take(event.dataTransfer.files);
  };

  return (
    <Section title={text.addTitle}>
      {/* Dropping is a second way for those with a mouse; the button does the same. */}
      <div
        className={styles.drop}
        data-dropping={isDropping}
        onDragOver={(event) => {
          event.preventDefault();
          setDropping(true);
        }}
        onDragLeave={() => setDropping(false)}
        onDrop={onDrop}
      >
        <RegionField region={region} isGuess={isGuess} onChange={choose} />
        <div className={styles.ways}>
          <Button variant="primary" isDisabled={mustWait} onPress={() => input.current?.click()}>
            <FileUp size={18} aria-hidden="true" /> {text.chooseFile}
          </Button>
          {canPickContacts() && (
            <Button isDisabled={mustWait} onPress={pick}>
              <UsersRound size={18} aria-hidden="true" /> {text.pick}
            </Button>
          )}
          <Button onPress={() => setAdding(true)}>
            <UserRoundPlus size={18} aria-hidden="true" /> {text.byHand}
          </Button>
        </div>
        <p className={styles.hint}>{isDropping ? text.dropHere : text.dropHint}</p>
        <input
          ref={input}
          type="file"
          hidden
          accept={TAKEN}
          aria-label={text.chooseFile}
          onChange={(event) => {
            take(event.target.files);
            // The same file may be chosen again.
            event.target.value = '';
          }}
        />
      </div>
      {owner === ownId && <ImportStatus job={job} />}
      <AddContact isOpen={isAdding} region={region} onClose={() => setAdding(false)} onAdded={onAdded} />
    </Section>
  );
}
