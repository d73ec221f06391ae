import type { AuditEntry } from '@parley/protocol';
import { ScrollText } from 'lucide-react';
import { adminText, auditLine } from '../../text/admin.ts';
import { momentText } from '../../text/time.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Section } from '../../ui/Page.tsx';
import { AdminPage } from './AdminPage.tsx';
import { PagedList } from './PagedList.tsx';
import { useAdminRequest } from './use-admin-request.ts';
import { PAGE_SIZE, usePages } from './use-pages.ts';
import styles from './admin.module.css';

/** What administrators have changed (ADM-8). */
export function AuditPage() {
  const request = useAdminRequest();
  const pages = usePages<AuditEntry>('audit', async (last) => {
    const before = last === undefined ? {} : { before: last.id };
    return (await request('listAudit', { query: { ...before, limit: PAGE_SIZE } })).entries;
  });
  return (
    <AdminPage title={adminText.audit}>
      <Section>
        <PagedList
          pages={pages}
          empty={
            <EmptyState icon={<ScrollText size={28} />} title={adminText.noAuditTitle}>
              {adminText.noAudit}
            </EmptyState>
          }
        >
          {(entry) => (
            <li key={entry.id} className={styles.entry}>
              <span className={styles.entryLine}>{auditLine(entry)}</span>
              {entry.detail !== '' && <span className={styles.partDetail}>{entry.detail}</span>}
              <span className={styles.when}>{momentText(entry.atMs, Date.now())}</span>
            </li>
          )}
        </PagedList>
      </Section>
    </AdminPage>
  );
}
