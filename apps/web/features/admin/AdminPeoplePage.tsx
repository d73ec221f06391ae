import type { AdminPerson } from '@parley/protocol';
import { normalizeHandle } from '@parley/protocol';
import { SearchX } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useSearch } from 'wouter';
import { adminText } from '../../text/admin.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Section } from '../../ui/Page.tsx';
import { SearchBox } from '../../ui/SearchBox.tsx';
import { AdminPage } from './AdminPage.tsx';
import { AdminPersonRow } from './AdminPersonRow.tsx';
import { PagedList } from './PagedList.tsx';
import { PersonDialog } from './PersonDialog.tsx';
import { useAdminRequest } from './use-admin-request.ts';
import { PAGE_SIZE, usePages } from './use-pages.ts';

const PAUSE_MS = 180;

/** What is typed, once the person pauses. */
function useSettled(typed: string): string {
  const [settled, setSettled] = useState(typed);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(typed), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [typed]);
  return settled;
}

/** Everybody on this server, and what an administrator may do for or against them (ADM-9, ADM-10). */
export function AdminPeoplePage() {
  const request = useAdminRequest();
  // A profile leads here with its handle.
  const asked = new URLSearchParams(useSearch()).get('q') ?? '';
  const [typed, setTyped] = useState(asked);
  const query = normalizeHandle(useSettled(typed));
  const pages = usePages<AdminPerson>(`people ${query}`, async (last) => {
    const after = last === undefined ? {} : { after: last.person.handle };
    return (await request('findPeopleAsAdmin', { query: { q: query, ...after, limit: PAGE_SIZE } })).people;
  });
  const { loaded, setValue } = pages;
  const people = loaded.status === 'ready' ? loaded.value : [];
  const [openId, setOpenId] = useState<string>();
  const open = people.find(({ person }) => person.id === openId);

  const keep = (changed: AdminPerson) =>
    setValue(people.map((each) => (each.person.id === changed.person.id ? changed : each)));
  return (
    <AdminPage title={adminText.people}>
      <SearchBox label={adminText.search} value={typed} onChange={setTyped} />
      <Section>
        <PagedList
          pages={pages}
          empty={
            <EmptyState icon={<SearchX size={28} />} title={adminText.nobodyTitle(query)}>
              {adminText.nobody}
            </EmptyState>
          }
        >
          {(each) => (
            <AdminPersonRow key={each.person.id} who={each} onOpen={() => setOpenId(each.person.id)} />
          )}
        </PagedList>
      </Section>
      {open && <PersonDialog who={open} onChange={keep} onClose={() => setOpenId(undefined)} />}
    </AdminPage>
  );
}
