import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { useClient } from './client-context.tsx';

/** Whether the connection is lost: from the first failure until it is back, each try included. */
export function useIsOffline(): boolean {
  const status = useStore(useClient().connection, (state) => state.status);
  const [isOffline, setOffline] = useState(false);
  useEffect(() => {
    if (status !== 'connecting') setOffline(status === 'offline');
  }, [status]);
  return isOffline;
}
