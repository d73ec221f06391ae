import type { Person } from '@parley/protocol';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { useClient } from '../../sdk/client-context.tsx';
import { useAction } from '../../sdk/use-action.ts';
import { useLoaded } from '../../sdk/use-loaded.ts';
import { usePeopleSearch } from '../../sdk/use-people-search.ts';
import { appText } from '../../text/app.ts';
import { chatText } from '../../text/chat.ts';
import { errorText } from '../../text/errors.ts';
import { peopleText } from '../../text/people.ts';
import { Avatar } from '../../ui/Avatar.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { PersonName } from '../../ui/PersonName.tsx';
import { SearchBox } from '../../ui/SearchBox.tsx';
import { SkeletonRows } from '../../ui/Skeleton.tsx';
import styles from './NewMessage.module.css';

export interface NewMessageProps {
  isOpen: boolean;
  onClose: () => void;
}

/** The dialog that begins a conversation: whom to? */
export function NewMessage({ isOpen, onClose }: NewMessageProps) {
  return (
    <Dialog isOpen={isOpen} onClose={onClose} title={chatText.newMessage} shape="sheet">
      <PersonPicker onDone={onClose} />
    </Dialog>
  );
}

function PersonPicker({ onDone }: { onDone: () => void }) {
  const client = useClient();
  const [, navigate] = useLocation();
  const { isBusy, run } = useAction();
  const [query, setQuery] = useState('');
  const found = usePeopleSearch(query);
  const following = useLoaded('following', client.people.listFollowing).loaded;
  const people = found ?? following;

  const open = (person: Person) =>
    run(async () => {
      const conversation = await client.conversations.open(person.handle);
      onDone();
      navigate(`/messages/${conversation.id}`);
    });
  return (
    <>
      <SearchBox label={peopleText.search} value={query} onChange={setQuery} autoFocus />
      <div className={styles.results}>
        {people.status === 'loading' && <SkeletonRows label={appText.loading} rows={3} />}
        {people.status === 'failed' && <Notice tone="error">{errorText(people.code)}</Notice>}
        {people.status === 'ready' && people.value.length > 0 && (
          <ul aria-label={found === undefined ? peopleText.following : peopleText.results}>
            {people.value.map((person) => (
              <li key={person.id}>
                <button
                  type="button"
                  className={styles.person}
                  disabled={isBusy}
                  onClick={() => open(person)}
                >
                  <Avatar person={person} />
                  <span className={styles.text}>
                    <span className={styles.name}>
                      <PersonName person={person} verifiedLabel={appText.verified} />
                    </span>
                    <span className={styles.handle}>{peopleText.handle(person.handle)}</span>
                  </span>
                </button>
              </li>
            ))}
          </ul>
        )}
        {people.status === 'ready' && people.value.length === 0 && (
          <p className={styles.hint} role="status">
            {found === undefined
              ? peopleText.searchHint
              : `${peopleText.nobodyTitle(query.trim())}. ${peopleText.nobody}`}
          </p>
        )}
      </div>
    </>
  );
}
