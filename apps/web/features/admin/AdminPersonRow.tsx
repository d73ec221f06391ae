import type { AdminPerson } from '@parley/protocol';
import { Settings2 } from 'lucide-react';
import { adminText } from '../../text/admin.ts';
import { appText } from '../../text/app.ts';
import { momentText } from '../../text/time.ts';
import { Avatar } from '../../ui/Avatar.tsx';
import { IconButton } from '../../ui/Button.tsx';
import { ListRow } from '../../ui/ListRow.tsx';
import { PersonName } from '../../ui/PersonName.tsx';
import { PersonMarks } from './PersonMarks.tsx';

/** One account, and the way to what can be done about it. */
export function AdminPersonRow({ who, onOpen }: { who: AdminPerson; onOpen: () => void }) {
  const { person, lastSeenAtMs, sessions } = who;
  const seen =
    lastSeenAtMs === null ? adminText.neverSeen : adminText.lastSeen(momentText(lastSeenAtMs, Date.now()));
  const detail = sessions === 0 ? adminText.neverSeen : `${adminText.devices(sessions)}, ${seen}`;
  return (
    <ListRow
      leading={<Avatar person={person} />}
      title={<PersonName person={person} verifiedLabel={appText.verified} />}
      detail={
        <>
          {`@${person.handle} · ${detail}`}
          <PersonMarks who={who} />
        </>
      }
      trailing={
        <IconButton label={adminText.openPerson(person.displayName)} onPress={onOpen}>
          <Settings2 size={20} aria-hidden="true" />
        </IconButton>
      }
    />
  );
}
