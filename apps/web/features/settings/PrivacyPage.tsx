import { MessageCircle } from 'lucide-react';
import { settingsText } from '../../text/settings.ts';
import { ListRow } from '../../ui/ListRow.tsx';
import { Page, Section } from '../../ui/Page.tsx';
import { BlockedPeople } from './BlockedPeople.tsx';
import styles from './settings.module.css';

/** Settings → Privacy and safety. */
export function PrivacyPage() {
  return (
    <Page title={settingsText.privacy} back={{ href: '/settings', label: settingsText.back }}>
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
      <Section title={settingsText.blocked}>
        <BlockedPeople />
      </Section>
    </Page>
  );
}
