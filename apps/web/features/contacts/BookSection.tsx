import type { AddressBookEntry } from '@parley/client/contacts';
import { BookUser, SearchX, WifiOff } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useClient, useMe } from '../../sdk/client-context.tsx';
import { useAction } from '../../sdk/use-action.ts';
import { appText } from '../../text/app.ts';
import { contactsText as text } from '../../text/contacts.ts';
import { errorText } from '../../text/errors.ts';
import { announce } from '../../ui/announce.ts';
import { Button } from '../../ui/Button.tsx';
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Section } from '../../ui/Page.tsx';
import { SearchBox } from '../../ui/SearchBox.tsx';
import { SkeletonRows } from '../../ui/Skeleton.tsx';
import { ContactList } from './ContactList.tsx';
import { searchBook, sortBook } from './search-book.ts';
import { useAddressBook } from './use-address-book.ts';
import type { Book } from './use-address-book.ts';
import styles from './contacts.module.css';

/** Who is in the address book (BOOK-12); `round` changes when somebody may have been added. */
export function BookSection({ round }: { round: string }) {
  const { contacts } = useClient();
  const { callsAvailable } = useMe();
  const { book, reload, drop } = useAddressBook(round);
  const { isBusy, run } = useAction();
  const [query, setQuery] = useState('');
  const [isAskingAll, setAskingAll] = useState(false);
  const total = book.status === 'ready' ? book.total : 0;

  const remove = (entry: AddressBookEntry) =>
    run(async () => {
      await contacts.remove(entry.id);
      drop(entry);
      announce(text.removed(entry.name ?? text.unnamed));
    });
  const removeAll = () => {
    setAskingAll(false);
    run(async () => {
      await contacts.removeAll();
      drop('all');
      announce(text.removedAll);
    });
  };
  return (
    <>
      <Section title={text.listTitle(total)}>
        {total > 0 && (
          <div className={styles.tools}>
            <SearchBox label={text.search} value={query} onChange={setQuery} />
            <Button size="small" isDisabled={isBusy} onPress={() => setAskingAll(true)}>
              {text.removeAll}
            </Button>
          </div>
        )}
        <Entries book={book} query={query} onRemove={remove} onRetry={reload} />
      </Section>
      <ConfirmDialog
        isOpen={isAskingAll}
        title={text.removeAllTitle}
        confirmLabel={text.removeAll}
        cancelLabel={appText.cancel}
        onConfirm={removeAll}
        onCancel={() => setAskingAll(false)}
      >
        {callsAvailable ? text.removeAllConfirm : text.removeAllConfirmWithoutCalls}
      </ConfirmDialog>
    </>
  );
}

interface EntriesProps {
  book: Book;
  query: string;
  onRemove: (entry: AddressBookEntry) => void;
  onRetry: () => void;
}

function Entries({ book, query, onRemove, onRetry }: EntriesProps) {
  const { callsAvailable } = useMe();
  const entries = book.status === 'ready' ? book.entries : undefined;
  const found = useMemo(() => searchBook(sortBook(entries ?? []), query), [entries, query]);
  if (book.status === 'loading') return <SkeletonRows label={appText.loading} rows={3} />;
  if (book.status === 'failed') {
    return (
      <EmptyState
        icon={<WifiOff size={28} />}
        title={text.failedTitle}
        action={<Button onPress={onRetry}>{appText.retry}</Button>}
      >
        {errorText(book.code)}
      </EmptyState>
    );
  }
  if (book.total === 0) {
    return (
      <EmptyState icon={<BookUser size={28} />} title={text.emptyTitle}>
        {callsAvailable ? text.empty : text.emptyWithoutCalls}
      </EmptyState>
    );
  }
  const isSearching = query.trim() !== '';
  return (
    <>
      <p role="status" className="visually-hidden">
        {isSearching ? text.found(found.length) : ''}
      </p>
      {found.length === 0 ? (
        <EmptyState icon={<SearchX size={28} />} title={text.nobodyTitle(query.trim())}>
          {text.nobody}
        </EmptyState>
      ) : (
        <ContactList entries={found} onRemove={onRemove} />
      )}
      {book.entries.length < book.total && (
        <p className={styles.hintLine}>{text.loadingMore(book.entries.length, book.total)}</p>
      )}
    </>
  );
}
