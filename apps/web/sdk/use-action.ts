import { useCallback, useState } from 'react';
import { errorText } from '../text/errors.ts';
import { showToast } from '../ui/toasts.ts';
import { errorCodeOf } from './error-code.ts';

/** Runs something a person asked for: one at a time, and a failure is told in a toast. */
export function useAction(): { isBusy: boolean; run: (action: () => Promise<unknown>) => void } {
  const [isBusy, setBusy] = useState(false);
  const run = useCallback((action: () => Promise<unknown>) => {
    setBusy(true);
    action()
      .catch((thrown: unknown) => showToast({ tone: 'error', text: errorText(errorCodeOf(thrown)) }))
      .finally(() => setBusy(false));
  }, []);
  return { isBusy, run };
}
