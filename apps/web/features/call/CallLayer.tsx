import { lazy, Suspense, useEffect } from 'react';
import { useStore } from 'zustand';
import { useClient } from '../../sdk/client-context.tsx';
import { useRatable } from './after/use-ratable.ts';
import { IncomingCall } from './incoming/IncomingCall.tsx';
import { useIsMinimised } from './stage/stage-store.ts';
import { useCallAlerts } from './use-call-alerts.ts';
import styles from './CallLayer.module.css';

const loadStage = async () => ({ default: (await import('./stage/CallStage.tsx')).CallStage });
const CallStage = lazy(loadStage);
const loadSecondCall = async () => ({ default: (await import('./incoming/SecondCall.tsx')).SecondCall });
const SecondCall = lazy(loadSecondCall);
const loadRateCall = async () => ({ default: (await import('./after/RateCall.tsx')).RateCall });
const RateCall = lazy(loadRateCall);

/** Fetches what a call needs to be seen, so that it opens at once. */
export function preloadCalls(): void {
  // What fails now is tried again when a call opens.
  for (const load of [loadStage, loadSecondCall, loadRateCall]) load().catch(() => undefined);
}

/** Calls, above all pages: what rings and what runs. */
export function CallLayer() {
  const { calls } = useClient();
  const state = useStore(calls.state);
  useCallAlerts(state);
  const ratable = useRatable(state);
  const { current, incoming } = state;
  const [first] = incoming;
  const isBusy = current !== undefined && current.phase !== 'ended';
  const isRinging = first !== undefined;
  useEffect(() => {
    // While the person makes up their mind.
    if (isRinging) preloadCalls();
  }, [isRinging]);
  const isSmall = useIsMinimised(current?.callId);
  return (
    <>
      {isBusy && isRinging && (
        <div className={styles.edge} data-small={isSmall}>
          <Suspense fallback={null}>
            {incoming.map((view) => (
              <SecondCall key={view.callId} view={view} />
            ))}
          </Suspense>
        </div>
      )}
      {current && (
        <Suspense fallback={null}>
          <CallStage key={current.callId} view={current} />
        </Suspense>
      )}
      {ratable && (
        <Suspense fallback={null}>
          <RateCall key={ratable.callId} ratable={ratable} />
        </Suspense>
      )}
      {!isBusy && first && <IncomingCall key={first.callId} view={first} />}
    </>
  );
}
