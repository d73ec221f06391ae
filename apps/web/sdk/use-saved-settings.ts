import type { ParleyErrorCode } from '@parley/client';
import { useMemo, useState } from 'react';
import { errorCodeOf } from './error-code.ts';
import { createSaveQueue } from './save-queue.ts';

export type SaveState =
  | { status: 'idle' | 'saving' | 'saved' }
  /** Rolled back: what is shown is what the server has. */
  | { status: 'failed'; code: ParleyErrorCode };

/**
 * Settings as they are shown: a change shows at once and is taken back if it cannot be saved.
 *
 * @param stored what the server has
 * @param put saves; the same function at each render
 */
export function useSavedSettings<S extends object>(
  stored: S,
  put: (settings: S) => Promise<unknown>,
): { settings: S; save: SaveState; change: (settings: S) => void } {
  const [pending, setPending] = useState<S>();
  const [save, setSave] = useState<SaveState>({ status: 'idle' });

  const queue = useMemo(
    () =>
      createSaveQueue<S, ParleyErrorCode>(
        (settings) =>
          put(settings).then(
            () => ({ outcome: 'saved' as const }),
            (thrown: unknown) => ({ outcome: 'failed' as const, error: errorCodeOf(thrown) }),
          ),
        (result) => {
          setPending(undefined);
          setSave(
            result.outcome === 'saved' ? { status: 'saved' } : { status: 'failed', code: result.error },
          );
        },
      ),
    [put],
  );

  const change = (settings: S) => {
    setPending(settings);
    setSave({ status: 'saving' });
    queue.save(settings);
  };
  return { settings: pending ?? stored, save, change };
}
