import type { ParleyErrorCode } from '@parley/client';
import type { CallSettings } from '@parley/protocol';
import { useMemo, useState } from 'react';
import { useClient, useMe } from '../../sdk/client-context.tsx';
import { errorCodeOf } from '../../sdk/error-code.ts';
import { createCallSettingsQueue } from './call-settings-queue.ts';

export type SaveState =
  | { status: 'idle' | 'saving' | 'saved' }
  /** Rolled back: what is shown is what the server has. */
  | { status: 'failed'; code: ParleyErrorCode };

/** The call settings as they are shown: a change shows at once and is taken back if it cannot be saved. */
export function useCallSettings(): {
  settings: CallSettings;
  save: SaveState;
  change: (settings: CallSettings) => void;
} {
  const client = useClient();
  const { callSettings } = useMe();
  const [pending, setPending] = useState<CallSettings>();
  const [save, setSave] = useState<SaveState>({ status: 'idle' });

  const queue = useMemo(
    () =>
      createCallSettingsQueue<ParleyErrorCode>(
        (settings) =>
          client.account.setCallSettings(settings).then(
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
    [client],
  );

  const change = (settings: CallSettings) => {
    setPending(settings);
    setSave({ status: 'saving' });
    queue.save(settings);
  };
  return { settings: pending ?? callSettings, save, change };
}
