import type { ParleyClient } from '@parley/client';
import type { Me } from '@parley/protocol';
import { createContext, useContext } from 'react';
import { useStore } from 'zustand';

const ClientContext = createContext<ParleyClient | undefined>(undefined);

export const ClientProvider = ClientContext.Provider;

/** The app's one connection to Parley. */
export function useClient(): ParleyClient {
  const client = useContext(ClientContext);
  if (client === undefined) throw new Error('useClient outside of ClientProvider');
  return client;
}

/** The signed-in account; only for pages behind the sign-in. */
export function useMe(): Me {
  const account = useStore(useClient().account.state);
  if (account.status !== 'signedIn') throw new Error('useMe while signed out');
  return account.me;
}
