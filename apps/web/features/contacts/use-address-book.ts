import type { ParleyErrorCode } from '@parley/client';
import type { AddressBookEntry } from '@parley/client/contacts';
import { useCallback, useEffect, useState } from 'react';
import { useClient } from '../../sdk/client-context.tsx';
import { errorCodeOf } from '../../sdk/error-code.ts';

export type Book =
  | { status: 'loading' }
  | { status: 'failed'; code: ParleyErrorCode }
  /** `entries` grow to `total` page by page. */
  | { status: 'ready'; entries: readonly AddressBookEntry[]; total: number };

/** The address book as it is shown; read again whenever `round` changes. */
export function useAddressBook(round: string): {
  book: Book;
  reload: () => void;
  /** Shows the book without an entry, or empty, before it is read again. */
  drop: (entry: AddressBookEntry | 'all') => void;
} {
  const { contacts } = useClient();
  const [book, setBook] = useState<Book>({ status: 'loading' });
  const [tries, setTries] = useState(0);

  useEffect(() => {
    const stop = new AbortController();
    const show = (next: Book) => {
      if (!stop.signal.aborted) setBook(next);
    };
    const onPage = (entries: readonly AddressBookEntry[], total: number) =>
      show({ status: 'ready', entries, total });
    contacts
      .list({ onPage, signal: stop.signal })
      .catch((thrown: unknown) => show({ status: 'failed', code: errorCodeOf(thrown) }));
    return () => stop.abort();
  }, [contacts, round, tries]);

  const reload = useCallback(() => {
    setBook({ status: 'loading' });
    setTries((value) => value + 1);
  }, []);
  const drop = useCallback((entry: AddressBookEntry | 'all') => {
    setBook((shown) => {
      if (shown.status !== 'ready') return shown;
      const entries = entry === 'all' ? [] : shown.entries.filter(({ id }) => id !== entry.id);
      return { ...shown, entries, total: Math.max(0, shown.total - (shown.entries.length - entries.length)) };
    });
  }, []);
  return { book, reload, drop };
}
