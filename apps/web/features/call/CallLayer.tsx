import { useStore } from 'zustand';
import { useClient } from '../../sdk/client-context.tsx';
import { CallStage } from './CallStage.tsx';
import { IncomingCall } from './IncomingCall.tsx';
import { useCallAlerts } from './use-call-alerts.ts';

/** Calls, above all pages: what rings and what runs. */
export function CallLayer() {
  const { calls } = useClient();
  const state = useStore(calls.state);
  useCallAlerts(state);
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
