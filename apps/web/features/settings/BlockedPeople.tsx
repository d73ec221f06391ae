import type { Person } from '@parley/protocol';
import { useClient } from '../../sdk/client-context.tsx';
import { useAction } from '../../sdk/use-action.ts';
import { useLoaded } from '../../sdk/use-loaded.ts';
import { appText } from '../../text/app.ts';
import { errorText } from '../../text/errors.ts';
import { settingsText } from '../../text/settings.ts';
import { announce } from '../../ui/announce.ts';
import { Avatar } from '../../ui/Avatar.tsx';
import { Button } from '../../ui/Button.tsx';
import { ListRow } from '../../ui/ListRow.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { PersonName } from '../../ui/PersonName.tsx';
import { SkeletonRows } from '../../ui/Skeleton.tsx';
import styles from './settings.module.css';

/** Whom the account blocks, and the way to stop. */
export function BlockedPeople() {
  const client = useClient();
  const { isBusy, run } = useAction();
  const { loaded, reload, setValue } = useLoaded('blocked', client.people.listBlocked);

  if (loaded.status === 'loading') return <SkeletonRows label={appText.loading} rows={2} />;
  if (loaded.status === 'failed') {
    return (
      <Notice tone="error" action={<Button onPress={reload}>{appText.retry}</Button>}>
        {errorText(loaded.code)}
      </Notice>
    );
  }
  const people = loaded.value;
  const unblock = (person: Person) =>
    run(async () => {
      await client.people.unblock(person.handle);
      setValue(people.filter((other) => other.id !== person.id));
      announce(settingsText.unblocked(person.displayName));
    });

  if (people.length === 0) return <p className={styles.padded}>{settingsText.blockedNone}</p>;
  return (
    <ul>
      {people.map((person) => (
        <ListRow
          key={person.id}
          leading={<Avatar person={person} />}
          title={<PersonName person={person} verifiedLabel={appText.verified} />}
          detail={`@${person.handle}`}
          trailing={
            <Button size="small" isDisabled={isBusy} onPress={() => unblock(person)}>
              {settingsText.unblock}
            </Button>
          }
        />
      ))}
    </ul>
  );
}
