import { MessageCircle } from 'lucide-react';
import { useMe } from '../../sdk/client-context.tsx';
import { settingsText } from '../../text/settings.ts';
import { ListRow } from '../../ui/ListRow.tsx';
import { Page, Section } from '../../ui/Page.tsx';
import { BlockedPeople } from './BlockedPeople.tsx';
import styles from './settings.module.css';

/** Settings → Privacy and safety; all that is below Direct messages is about calls (ROLL-7). */
export function PrivacyPage() {
  const { callsAvailable } = useMe();
  return (
    <Page title={settingsText.privacy} back={{ href: '/settings', label: settingsText.back }}>
      {callsAvailable && (
        <Section>
          <ul>
            <ListRow
              href="/settings/privacy-and-safety/direct-messages"
              leading={<MessageCircle size={22} aria-hidden="true" className={styles.icon} />}
              title={settingsText.directMessages}
              detail={settingsText.directMessagesDetail}
            />
          </ul>
        </Section>
      )}
      <Section title={settingsText.blocked}>
        <BlockedPeople />
      </Section>
    </Page>
  );
}
