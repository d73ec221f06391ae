import type { ParleyErrorCode } from '@parley/client';
import { useCallback, useEffect, useState } from 'react';
import { useClient } from '../../sdk/client-context.tsx';
import { errorCodeOf } from '../../sdk/error-code.ts';
import { takeDemoToken } from './demo-link.ts';

export interface SessionStart {
  /** Why nothing could be found out about the session. */
  problem: ParleyErrorCode | undefined;
  /** A demo link was followed that the server does not know. */
  linkFailed: boolean;
  retry: () => void;
}

/** Finds out who is signed in; a demo link in the address signs in first. */
export function useSessionStart(): SessionStart {
  const { account } = useClient();
  const [problem, setProblem] = useState<ParleyErrorCode>();
  const [linkFailed, setLinkFailed] = useState(false);

  const begin = useCallback(async () => {
    setProblem(undefined);
    const token = takeDemoToken();
    try {
      if (token !== undefined) {
        setLinkFailed(false);
        await account.signInByLink(token).catch(() => setLinkFailed(true));
      }
      // Signed in by the link, this only confirms it.
      if (account.state.getState().status !== 'signedIn') await account.resume();
    } catch (thrown) {
      setProblem(errorCodeOf(thrown));
    }
  }, [account]);

  useEffect(() => {
    const start = () => void begin();
    start();
    // A demo link that is opened in this very tab changes the fragment only.
    window.addEventListener('hashchange', start);
    return () => window.removeEventListener('hashchange', start);
  }, [begin]);

  return { problem, linkFailed, retry: () => void begin() };
}
