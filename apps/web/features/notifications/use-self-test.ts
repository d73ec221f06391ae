import type { ParleyErrorCode } from '@parley/client';
import { useEffect, useRef, useState } from 'react';
import { onTestArrived } from '../../pwa/worker-link.ts';
import { useClient } from '../../sdk/client-context.tsx';
import { errorCodeOf } from '../../sdk/error-code.ts';

/** Longer than any push service takes that works at all, in milliseconds. */
const PATIENCE_MS = 30_000;

export type SelfTest =
  | { status: 'idle' | 'waiting' | 'late' }
  | { status: 'arrived'; afterMs: number }
  | { status: 'failed'; code: ParleyErrorCode };

/** "Ring me now": asks the server to wake this device, and waits for the service worker to say that it was. */
export function useSelfTest(): { test: SelfTest; start: () => void } {
  const { notifications } = useClient();
  const [test, setTest] = useState<SelfTest>({ status: 'idle' });
  const stop = useRef<() => void>(() => undefined);
  useEffect(() => () => stop.current(), []);

  const start = () => {
    stop.current();
    const startedMs = performance.now();
    // The worker may be quicker than the server's answer.
    const arrived = new Map<string, number>();
    let asked: string | undefined;
    const settle = (result: SelfTest) => {
      stop.current();
      setTest(result);
    };
    const compare = () => {
      const atMs = asked === undefined ? undefined : arrived.get(asked);
      if (atMs !== undefined) settle({ status: 'arrived', afterMs: atMs - startedMs });
    };
    const unlisten = onTestArrived((id) => {
      arrived.set(id, performance.now());
      compare();
    });
    const timer = setTimeout(() => settle({ status: 'late' }), PATIENCE_MS);
    let isOver = false;
    stop.current = () => {
      isOver = true;
      unlisten();
      clearTimeout(timer);
    };
    setTest({ status: 'waiting' });
    notifications.test().then(
      (id) => {
        asked = id;
        if (!isOver) compare();
      },
      (thrown: unknown) => {
        if (!isOver) settle({ status: 'failed', code: errorCodeOf(thrown) });
      },
    );
  };
  return { test, start };
}
