import type { Person } from '@parley/protocol';
import { appText } from '../../text/app.ts';
import { peopleText } from '../../text/people.ts';
import { Avatar } from '../../ui/Avatar.tsx';
import { ListRow } from '../../ui/ListRow.tsx';
import { PersonName } from '../../ui/PersonName.tsx';

/** A person in a list, leading to the profile. */
export function PersonRow({ person }: { person: Person }) {
  return (
    <ListRow
      href={`/people/${person.handle}`}
      leading={<Avatar person={person} />}
      title={<PersonName person={person} verifiedLabel={appText.verified} />}
      detail={peopleText.handle(person.handle)}
    />
  );
}
