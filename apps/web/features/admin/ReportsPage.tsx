import type { Report } from '@parley/protocol';
import { Flag } from 'lucide-react';
import { useState } from 'react';
import { adminText } from '../../text/admin.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { FilterTabs } from '../../ui/FilterTabs.tsx';
import { Section } from '../../ui/Page.tsx';
import { AdminPage } from './AdminPage.tsx';
import { PagedList } from './PagedList.tsx';
import { ReportCard } from './ReportCard.tsx';
import { useAdminRequest } from './use-admin-request.ts';
import { PAGE_SIZE, usePages } from './use-pages.ts';

type State = 'open' | 'resolved';

/** What members have told of, and what became of it (ADM-11). */
export function ReportsPage() {
  const request = useAdminRequest();
  const [state, setState] = useState<State>('open');
  const pages = usePages<Report>(`reports ${state}`, async (last) => {
    const lastMs = state === 'open' ? last?.createdAtMs : last?.resolved?.atMs;
    const beforeMs = lastMs === undefined ? {} : { beforeMs: lastMs };
    return (await request('listReports', { query: { state, ...beforeMs, limit: PAGE_SIZE } })).reports;
  });
  const { loaded, setValue } = pages;
  const drop = (settled: Report) => {
    if (loaded.status === 'ready') setValue(loaded.value.filter(({ id }) => id !== settled.id));
  };
  const tabs: [State, string][] = [
    ['open', adminText.open],
    ['resolved', adminText.resolved],
  ];
  return (
    <AdminPage title={adminText.reports}>
      <FilterTabs label={adminText.showing} tabs={tabs} current={state} onChange={setState} />
      <Section>
        <PagedList
          pages={pages}
          empty={
            <EmptyState
              icon={<Flag size={28} />}
              title={state === 'open' ? adminText.noReportsTitle : adminText.noResolvedTitle}
            >
              {adminText.noReports}
            </EmptyState>
          }
        >
          {(report) => <ReportCard key={report.id} report={report} onSettled={drop} />}
        </PagedList>
      </Section>
    </AdminPage>
  );
}
