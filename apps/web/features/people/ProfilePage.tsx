import { UserX, WifiOff } from 'lucide-react';
import { useClient } from '../../sdk/client-context.tsx';
import { useLoaded } from '../../sdk/use-loaded.ts';
import { appText } from '../../text/app.ts';
import { errorText } from '../../text/errors.ts';
import { peopleText } from '../../text/people.ts';
import { Button } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Page } from '../../ui/Page.tsx';
import { SkeletonRows } from '../../ui/Skeleton.tsx';
import { ProfileCard } from './ProfileCard.tsx';

/** One person's page. */
export function ProfilePage({ handle }: { handle: string }) {
  const client = useClient();
  const { loaded, reload, setValue } = useLoaded(handle, () => client.people.profile(handle));
  const name = loaded.status === 'ready' ? loaded.value.person.displayName : peopleText.handle(handle);
  const isGone = loaded.status === 'failed' && (loaded.code === 'not_found' || loaded.code === 'bad_request');
  return (
    <Page title={peopleText.profile} tabTitle={name} back={{ href: '/people', label: peopleText.back }}>
      {loaded.status === 'loading' && <SkeletonRows label={appText.loading} rows={1} />}
      {loaded.status === 'ready' && <ProfileCard profile={loaded.value} onChange={setValue} />}
      {isGone && (
        <EmptyState icon={<UserX size={28} />} title={peopleText.profileGoneTitle}>
          {peopleText.profileGone}
        </EmptyState>
      )}
      {loaded.status === 'failed' && !isGone && (
        <EmptyState
          icon={<WifiOff size={28} />}
          title={peopleText.failedTitle}
          action={<Button onPress={reload}>{appText.retry}</Button>}
        >
          {errorText(loaded.code)}
        </EmptyState>
      )}
    </Page>
  );
}
