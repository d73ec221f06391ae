import { Activity, Flag, KeyRound, ScrollText, SlidersHorizontal, Users } from 'lucide-react';
import { useClient } from '../../sdk/client-context.tsx';
import { useAction } from '../../sdk/use-action.ts';
import { adminText } from '../../text/admin.ts';
import { Button } from '../../ui/Button.tsx';
import { ListRow } from '../../ui/ListRow.tsx';
import { Page, Section } from '../../ui/Page.tsx';
import { closeAccess } from './access-store.ts';
import styles from './admin.module.css';

const PLACES = [
  { href: '/admin/people', Icon: Users, title: adminText.people, detail: adminText.peopleDetail },
  {
    href: '/admin/rollout',
    Icon: SlidersHorizontal,
    title: adminText.rollout,
    detail: adminText.rolloutDetail,
  },
  { href: '/admin/reports', Icon: Flag, title: adminText.reports, detail: adminText.reportsDetail },
  { href: '/admin/health', Icon: Activity, title: adminText.health, detail: adminText.healthDetail },
  { href: '/admin/audit', Icon: ScrollText, title: adminText.audit, detail: adminText.auditDetail },
  { href: '/admin/factors', Icon: KeyRound, title: adminText.factors, detail: adminText.factorsDetail },
];

/** What can be done in the admin area. */
export function AdminHome() {
  const { request } = useClient();
  const { isBusy, run } = useAction();
  const lock = async () => {
    await request('leaveAdmin', {});
    closeAccess();
  };
  return (
    <Page
      title={adminText.title}
      back={{ href: '/settings', label: adminText.backToSettings }}
      actions={
        <Button size="small" label={adminText.lockName} isPending={isBusy} onPress={() => run(lock)}>
          {adminText.lock}
        </Button>
      }
    >
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
