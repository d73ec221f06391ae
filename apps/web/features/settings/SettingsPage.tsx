import {
  Bell,
  BookUser,
  KeyRound,
  ShieldCheck,
  Smartphone,
  Sparkles,
  Stethoscope,
  UserRound,
} from 'lucide-react';
import { useMe } from '../../sdk/client-context.tsx';
import { adminText } from '../../text/admin.ts';
import { contactsText } from '../../text/contacts.ts';
import { doctorText } from '../../text/doctor.ts';
import { notificationText } from '../../text/notifications.ts';
import { planText } from '../../text/plan.ts';
import { settingsText } from '../../text/settings.ts';
import { ListRow } from '../../ui/ListRow.tsx';
import { Page, Section } from '../../ui/Page.tsx';
import styles from './settings.module.css';

const PREMIUM = '/settings/premium';
const PRIVACY = '/settings/privacy-and-safety';
const NOTIFICATIONS = '/settings/notifications';
const ADDRESS_BOOK = '/settings/address-book';
const DOCTOR = '/settings/check-calls';

/** What some of the pages are about where calls have not reached (ROLL-7). */
const WITHOUT_CALLS: Partial<Record<string, string>> = {
  [PRIVACY]: settingsText.privacyDetailWithoutCalls,
  [NOTIFICATIONS]: notificationText.settingsDetailWithoutCalls,
  [ADDRESS_BOOK]: contactsText.settingsDetailWithoutCalls,
};

const PLACES = [
  {
    href: '/settings/account',
    Icon: UserRound,
    title: settingsText.account,
    detail: settingsText.accountDetail,
  },
  {
    href: PRIVACY,
    Icon: ShieldCheck,
    title: settingsText.privacy,
    detail: settingsText.privacyDetail,
  },
  {
    href: NOTIFICATIONS,
    Icon: Bell,
    title: notificationText.title,
    detail: notificationText.settingsDetail,
  },
  {
    href: ADDRESS_BOOK,
    Icon: BookUser,
    title: contactsText.title,
    detail: contactsText.settingsDetail,
  },
  {
    href: PREMIUM,
    Icon: Sparkles,
    title: planText.title,
    detail: planText.settingsDetail,
  },
  {
    href: DOCTOR,
    Icon: Stethoscope,
    title: doctorText.settingsTitle,
    detail: doctorText.settingsDetail,
  },
  {
    href: '/settings/sessions',
    Icon: Smartphone,
    title: settingsText.sessions,
    detail: settingsText.sessionsDetail,
  },
];

/** For administrators alone: nobody else sees a trace of it (ADM-2). */
const ADMINISTRATION = {
  href: '/admin',
  Icon: KeyRound,
  title: adminText.title,
  detail: adminText.settingsDetail,
};

/** The list of settings. */
export function SettingsPage() {
  const { isAdmin, callsAvailable, plan } = useMe();
  // Premium is for calling; whoever pays can always see to it (ROLL-7).
  const places = PLACES.filter(
    ({ href }) => callsAvailable || (href === PREMIUM ? plan.premium : href !== DOCTOR),
  ).map((place) =>
    callsAvailable ? place : { ...place, detail: WITHOUT_CALLS[place.href] ?? place.detail },
  );
  return (
    <Page title={settingsText.title}>
      <Section>
        <ul>
          {(isAdmin ? [...places, ADMINISTRATION] : places).map(({ href, Icon, title, detail }) => (
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
