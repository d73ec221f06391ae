import type { ParleyClient } from '@parley/client';
import { ParleyError } from '@parley/client';
import { useMemo } from 'react';
import { useClient } from '../../sdk/client-context.tsx';
import { closeAccess } from './access-store.ts';

/** The client's way to any endpoint; where the time in the admin area is over, the gate closes. */
export function useAdminRequest(): ParleyClient['request'] {
  const { request } = useClient();
  return useMemo(
    () => async (name, input) => {
      try {
        return await request(name, input);
      } catch (thrown) {
        if (thrown instanceof ParleyError && thrown.code === 'second_factor_required') closeAccess();
        throw thrown;
      }
    },
    [request],
  );
}
