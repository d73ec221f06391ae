import type { ConversationId } from '@parley/protocol';
import { useEffect } from 'react';
import { useStore } from 'zustand';
import { useClient } from '../../sdk/client-context.tsx';
import { callText } from '../../text/call.ts';
import { showToast } from '../../ui/toasts.ts';
import { CallStage } from './CallStage.tsx';
import { IncomingCall } from './IncomingCall.tsx';
import { useCallAlerts } from './use-call-alerts.ts';

/** Calls, above all pages: what rings, what runs, and the notice of what was missed. */
export function CallLayer({ onOpen }: { onOpen: (conversationId: ConversationId) => void }) {
  const { calls } = useClient();
  const state = useStore(calls.state);
  useCallAlerts(state);
  useEffect(
    () =>
      calls.onMissed(({ peer, conversationId, kind }) =>
        showToast({
          tone: 'info',
          text: callText.missedFrom(kind, peer.displayName),
          action: { label: callText.open, run: () => onOpen(conversationId) },
        }),
      ),
    [calls, onOpen],
  );
  const { current, incoming } = state;
  const [first] = incoming;
  const isBusy = current !== undefined && current.phase !== 'ended';
  return (
    <>
      {current && <CallStage key={current.callId} view={current} />}
      {first && <IncomingCall key={first.callId} view={first} endsOther={isBusy} />}
    </>
  );
}
