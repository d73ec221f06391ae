import type { CallRecord } from '@parley/protocol';
import { PhoneCall, WifiOff } from 'lucide-react';
import { useStore } from 'zustand';
import { useClient } from '../../sdk/client-context.tsx';
import { useAction } from '../../sdk/use-action.ts';
import { useLoaded } from '../../sdk/use-loaded.ts';
import { usePlaceCall } from '../../sdk/use-place-call.ts';
import { appText } from '../../text/app.ts';
import { callText } from '../../text/call.ts';
import { errorText } from '../../text/errors.ts';
import { Button } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Page, Section } from '../../ui/Page.tsx';
import { SkeletonRows } from '../../ui/Skeleton.tsx';
import { CallRecordRow } from './CallRecordRow.tsx';
import { useLookUp } from './use-look-up.ts';

/** As many calls as one answer holds; fewer mean that there are no more. */
const PAGE_ROWS = 50;

/** The history of calls. */
export function CallsPage() {
  return (
    <Page title={callText.historyTitle}>
      <History />
    </Page>
  );
}

function History() {
  const { calls } = useClient();
  // A call that ends while the page is open belongs on it.
  const endedId = useStore(calls.state, ({ current }) => (current?.phase === 'ended' ? current.callId : ''));
  const { loaded, reload, setValue } = useLoaded(`calls-${endedId}`, () => calls.history());
  const { isBusy, run } = useAction();

  if (loaded.status === 'loading') return <SkeletonRows label={appText.loading} />;
  if (loaded.status === 'failed') {
    return (
      <EmptyState
        icon={<WifiOff size={28} />}
        title={callText.historyFailedTitle}
        action={<Button onPress={reload}>{appText.retry}</Button>}
      >
        {errorText(loaded.code)}
      </EmptyState>
    );
  }
  const records = loaded.value;
  const oldest = records.at(-1);
  if (oldest === undefined) {
    return (
      <EmptyState icon={<PhoneCall size={28} />} title={callText.historyEmptyTitle}>
        {callText.historyEmpty}
      </EmptyState>
    );
  }
  const loadMore = async () =>
    setValue([...records, ...(await calls.history({ beforeMs: oldest.startedAtMs }))]);
  return (
    <>
      <Records records={records} />
      {records.length % PAGE_ROWS === 0 && (
        <Button isPending={isBusy} onPress={() => run(loadMore)}>
          {callText.historyMore}
        </Button>
      )}
    </>
  );
}

function Records({ records }: { records: readonly CallRecord[] }) {
  const { conversations } = useClient();
  const place = usePlaceCall();
  const lookUp = useLookUp();
  const byId = useStore(conversations.state, (state) => state.byId);
  return (
    <Section>
      <ul>
        {records.map((record) => (
          <CallRecordRow
            key={record.id}
            record={record}
            lookUp={lookUp}
            onCallBack={
              byId[record.conversationId]?.callAccess === 'allowed'
                ? () => place(record.peer, record.kind)
                : undefined
            }
          />
        ))}
      </ul>
    </Section>
  );
}
