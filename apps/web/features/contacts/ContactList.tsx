import type { AddressBookEntry } from '@parley/client/contacts';
import { Trash2 } from 'lucide-react';
import { useMemo, useRef } from 'react';
import { Virtualizer } from 'virtua';
import { contactsText as text } from '../../text/contacts.ts';
import { IconButton } from '../../ui/Button.tsx';
import styles from './contacts.module.css';

export interface ContactListProps {
  entries: readonly AddressBookEntry[];
  onRemove: (entry: AddressBookEntry) => void;
}

/** Up to 20,000 rows, of which only those in sight exist. */
export function ContactList({ entries, onRemove }: ContactListProps) {
  const scroller = useRef<HTMLDivElement>(null);
  return (
    <div ref={scroller} className={styles.list} role="region" aria-label={text.title} tabIndex={0}>
      <Virtualizer as="ul" item="li" scrollRef={scroller}>
        {entries.map((entry) => (
          <Row key={entry.id} entry={entry} onRemove={onRemove} />
        ))}
      </Virtualizer>
    </div>
  );
}

function Row({ entry, onRemove }: { entry: AddressBookEntry } & Pick<ContactListProps, 'onRemove'>) {
  const detail = useMemo(
    () =>
      entry.known === undefined
        ? text.parts(entry.phones, entry.emails)
        : [...entry.known.phones, ...entry.known.emails].join(', '),
    [entry],
  );
  return (
    <div className={styles.row}>
      <span className={styles.rowText}>
        <bdi className={styles.rowName} data-unnamed={entry.name === undefined}>
          {entry.name ?? text.unnamed}
        </bdi>
        <span className={styles.rowDetail}>{detail}</span>
      </span>
      <IconButton label={text.removeName(entry.name ?? detail)} onPress={() => onRemove(entry)}>
        <Trash2 size={18} aria-hidden="true" />
      </IconButton>
    </div>
  );
}
