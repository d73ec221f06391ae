import type { CallFilter, CallRecord, Person } from '@parley/protocol';
import { PhoneCall, PhoneMissed, WifiOff } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { ReactNode } from 'react';
import { useStore } from 'zustand';
import { useClient } from '../../../sdk/client-context.tsx';
import { useAction } from '../../../sdk/use-action.ts';
import { useLoaded } from '../../../sdk/use-loaded.ts';
import { usePlaceCall } from '../../../sdk/use-place-call.ts';
import { appText } from '../../../text/app.ts';
import { callHistoryText } from '../../../text/call-history.ts';
import { errorText } from '../../../text/errors.ts';
import { Button } from '../../../ui/Button.tsx';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { Section } from '../../../ui/Page.tsx';
import { SkeletonRows } from '../../../ui/Skeleton.tsx';
import { showToast } from '../../../ui/toasts.ts';
import type { CallMenu } from './call-menu.ts';
import { CallRecordRow } from './CallRecordRow.tsx';
import { useLookUp } from './use-look-up.ts';

/** As many calls as one answer holds; fewer mean that there are no more. */
const PAGE_ROWS = 50;

export interface CallHistoryProps {
  filter: CallFilter;
  /** Whether there is any call at all, as soon as that is known; pass a stable function. */
  onHasCalls: (hasCalls: boolean) => void;
  menu: CallMenu | undefined;
  premiumSheet: (peer: Person, onClose: () => void) => ReactNode;
}

interface Shown {
  records: readonly CallRecord[];
  hasMore: boolean;
}

/** Past calls, the latest first. Mount once per filter (`key`). */
export function CallHistory({ filter, onHasCalls, menu, premiumSheet }: CallHistoryProps) {
  const { calls } = useClient();
  const latestId = useLatestCallId();
  const { isBusy, run } = useAction();
  const read = async (before: readonly CallRecord[]): Promise<Shown> => {
    const beforeMs = before.at(-1)?.startedAtMs;
    const page = await calls.history({ filter, ...(beforeMs !== undefined && { beforeMs }) });
    return { records: [...before, ...page], hasMore: page.length === PAGE_ROWS };
  };
  const { loaded, reload, setValue } = useLoaded(`calls-${latestId}`, () => read([]));

  const hasAny =
    loaded.status === 'ready' ? loaded.value.records.length > 0 || loaded.value.hasMore : undefined;
  useEffect(() => {
    // None that was missed does not mean none.
    if (hasAny === true || (hasAny === false && filter === 'all')) onHasCalls(hasAny);
  }, [hasAny, filter, onHasCalls]);

  if (loaded.status === 'loading') return <SkeletonRows label={appText.loading} />;
  if (loaded.status === 'failed') {
    return (
      <EmptyState
        icon={<WifiOff size={28} />}
        title={callHistoryText.failedTitle}
        action={<Button onPress={reload}>{appText.retry}</Button>}
      >
        {errorText(loaded.code)}
      </EmptyState>
    );
  }
  const { records, hasMore } = loaded.value;
  const remove = async ({ id }: CallRecord) => {
    await calls.remove(id);
    setValue({ records: records.filter((record) => record.id !== id), hasMore });
    showToast({ tone: 'info', text: callHistoryText.removed });
  };
  return (
    <>
      {records.length === 0 && !hasMore ? (
        <NoCalls filter={filter} />
      ) : (
        <Records
          records={records}
          menu={menu}
          premiumSheet={premiumSheet}
          onRemove={(record) => run(() => remove(record))}
        />
      )}
      {hasMore && (
        <Button isPending={isBusy} onPress={() => run(async () => setValue(await read(records)))}>
          {callHistoryText.more}
        </Button>
      )}
    </>
  );
}

/** Changes with each call that comes to an end while the page is open: it belongs on the page. */
function useLatestCallId(): string {
  const { calls } = useClient();
  const endedId = useStore(calls.state, ({ current }) => (current?.phase === 'ended' ? current.callId : ''));
  const [missedId, setMissedId] = useState('');
  useEffect(() => calls.onMissed(({ callId }) => setMissedId(callId)), [calls]);
  return `${endedId} ${missedId}`;
}

function NoCalls({ filter }: { filter: CallFilter }) {
  return filter === 'missed' ? (
    <EmptyState icon={<PhoneMissed size={28} />} title={callHistoryText.noMissedTitle}>
      {callHistoryText.noMissed}
    </EmptyState>
  ) : (
    <EmptyState icon={<PhoneCall size={28} />} title={callHistoryText.emptyTitle}>
      {callHistoryText.empty}
    </EmptyState>
  );
}

interface RecordsProps extends Pick<CallHistoryProps, 'menu' | 'premiumSheet'> {
  records: readonly CallRecord[];
  onRemove: (record: CallRecord) => void;
}

function Records({ records, menu, premiumSheet, onRemove }: RecordsProps) {
  const [premiumPeer, setPremiumPeer] = useState<Person>();
  const { conversations } = useClient();
  const place = usePlaceCall();
  const lookUp = useLookUp();
  const byId = useStore(conversations.state, (state) => state.byId);
  const callBack = ({ conversationId, peer, kind }: CallRecord) => {
    const access = byId[conversationId]?.callAccess;
    if (access === 'allowed') return () => place(peer, kind);
    return access === 'premiumRequired' ? () => setPremiumPeer(peer) : undefined;
  };
  return (
    <Section>
      <ul>
        {records.map((record) => (
          <CallRecordRow
            key={record.id}
            record={record}
            menu={menu}
            lookUp={lookUp}
            onRemove={() => onRemove(record)}
            onCallBack={callBack(record)}
          />
        ))}
      </ul>
      {premiumPeer && premiumSheet(premiumPeer, () => setPremiumPeer(undefined))}
    </Section>
  );
}
