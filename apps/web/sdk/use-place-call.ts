import type { CallKind, Person } from '@parley/protocol';
import { useCallback } from 'react';
import { errorText } from '../text/errors.ts';
import { showToast } from '../ui/toasts.ts';
import { useClient } from './client-context.tsx';
import { errorCodeOf } from './error-code.ts';

/** Places a call; that there is one already is told in a toast, every other refusal by the call itself. */
export function usePlaceCall(): (peer: Person, kind: CallKind) => void {
  const { calls } = useClient();
  return useCallback(
    (peer: Person, kind: CallKind) => {
      try {
        calls.place(peer, kind);
      } catch (thrown) {
        showToast({ tone: 'error', text: errorText(errorCodeOf(thrown)) });
      }
    },
    [calls],
  );
}
