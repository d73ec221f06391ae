import type { Person } from '@parley/protocol';
import { useClient } from '../../sdk/client-context.tsx';
import { useAction } from '../../sdk/use-action.ts';
import { useLoaded } from '../../sdk/use-loaded.ts';
import { appText } from '../../text/app.ts';
import { contactsText as text } from '../../text/contacts.ts';
import { announce } from '../../ui/announce.ts';
import { Avatar } from '../../ui/Avatar.tsx';
import { Button } from '../../ui/Button.tsx';
import { ListRow } from '../../ui/ListRow.tsx';
import { Section } from '../../ui/Page.tsx';
import { PersonName } from '../../ui/PersonName.tsx';
import styles from './contacts.module.css';

/** People who are in each other's address books (BOOK-14). Nothing at all while there are none. */
export function Suggestions() {
  const { contacts } = useClient();
  const { isBusy, run } = useAction();
  const { loaded, setValue } = useLoaded('suggestions', contacts.suggestions.list);
  // What cannot be loaded is no more than not there: the page has other things to say.
  if (loaded.status !== 'ready' || loaded.value.length === 0) return null;
  const people = loaded.value;
  const dismiss = (person: Person) =>
    run(async () => {
      await contacts.suggestions.dismiss(person.handle);
      setValue(people.filter(({ id }) => id !== person.id));
      announce(text.dismissed(person.displayName));
    });
  return (
    <Section title={text.suggestions}>
      <p className={styles.hintLine}>{text.suggestionsDetail}</p>
      <ul>
        {people.map((person) => (
          <ListRow
            key={person.id}
            href={`/people/${person.handle}`}
            leading={<Avatar person={person} />}
            title={<PersonName person={person} verifiedLabel={appText.verified} />}
            detail={`@${person.handle}`}
            trailing={
              <Button
                size="small"
                isDisabled={isBusy}
                label={text.dismissName(person.displayName)}
                onPress={() => dismiss(person)}
              >
                {text.dismiss}
              </Button>
            }
          />
        ))}
      </ul>
    </Section>
  );
}
