import type { Person } from '@parley/protocol';
import { SearchX, Users, WifiOff } from 'lucide-react';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { useClient, useMe } from '../../sdk/client-context.tsx';
import { useLoaded } from '../../sdk/use-loaded.ts';
import type { Loaded } from '../../sdk/use-loaded.ts';
import { usePeopleSearch } from '../../sdk/use-people-search.ts';
import { appText } from '../../text/app.ts';
import { errorText } from '../../text/errors.ts';
import { peopleText } from '../../text/people.ts';
import { Button } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Page, Section } from '../../ui/Page.tsx';
import { SearchBox } from '../../ui/SearchBox.tsx';
import { SkeletonRows } from '../../ui/Skeleton.tsx';
import { PersonRow } from './PersonRow.tsx';

/** The search for people and the list of those one follows. */
export function PeoplePage({ suggestions }: { suggestions?: ReactNode }) {
  const client = useClient();
  const { callsAvailable } = useMe();
  const [query, setQuery] = useState('');
  const found = usePeopleSearch(query);
  const following = useLoaded('following', client.people.listFollowing);
  const isSearching = found !== undefined;
  return (
    <Page title={peopleText.title}>
      <SearchBox label={peopleText.search} value={query} onChange={setQuery} />
      {!isSearching && suggestions}
      <Section title={isSearching ? peopleText.results : peopleText.following}>
        <People
          people={found ?? following.loaded}
          empty={
            isSearching ? (
              <EmptyState icon={<SearchX size={28} />} title={peopleText.nobodyTitle(query.trim())}>
                {peopleText.nobody}
              </EmptyState>
            ) : (
              <EmptyState icon={<Users size={28} />} title={peopleText.followingEmptyTitle}>
                {callsAvailable ? peopleText.followingEmpty : peopleText.followingEmptyWithoutCalls}
              </EmptyState>
            )
          }
          onRetry={following.reload}
        />
      </Section>
    </Page>
  );
}

interface PeopleProps {
  people: Loaded<readonly Person[]>;
  empty: ReactNode;
  onRetry: () => void;
}

function People({ people, empty, onRetry }: PeopleProps) {
  if (people.status === 'loading') return <SkeletonRows label={appText.loading} rows={3} />;
  if (people.status === 'failed') {
    return (
      <EmptyState
        icon={<WifiOff size={28} />}
        title={peopleText.failedTitle}
        action={<Button onPress={onRetry}>{appText.retry}</Button>}
      >
        {errorText(people.code)}
      </EmptyState>
    );
  }
  if (people.value.length === 0) return empty;
  return (
    <ul>
      {people.value.map((person) => (
        <PersonRow key={person.id} person={person} />
      ))}
    </ul>
  );
}
