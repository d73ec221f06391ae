import { ShieldCheck, Smartphone, UserRound } from 'lucide-react';
import { settingsText } from '../../text/settings.ts';
import { ListRow } from '../../ui/ListRow.tsx';
import { Page, Section } from '../../ui/Page.tsx';
import styles from './settings.module.css';

const PLACES = [
  {
    href: '/settings/account',
    Icon: UserRound,
    title: settingsText.account,
    detail: settingsText.accountDetail,
  },
  {
    href: '/settings/privacy-and-safety',
    Icon: ShieldCheck,
    title: settingsText.privacy,
    detail: settingsText.privacyDetail,
  },
  {
    href: '/settings/sessions',
    Icon: Smartphone,
    title: settingsText.sessions,
    detail: settingsText.sessionsDetail,
  },
];

/** The list of settings. */
export function SettingsPage() {
  return (
    <Page title={settingsText.title}>
      <Section>
        <ul>
          {PLACES.map(({ href, Icon, title, detail }) => (
            <ListRow
              key={href}
              href={href}
              leading={<Icon size={22} aria-hidden="true" className={styles.icon} />}
              title={title}
              detail={detail}
            />
          ))}
        </ul>
      </Section>
    </Page>
  );
}
