import { normalizeHandle } from '@parley/protocol';
import type { Person } from '@parley/protocol';
import { useEffect, useState } from 'react';
import { useClient } from './client-context.tsx';
import { errorCodeOf } from './error-code.ts';
import type { Loaded } from './use-loaded.ts';

const PAUSE_MS = 180;

/** People whose handle begins with what was typed; undefined while nothing is. */
export function usePeopleSearch(typed: string): Loaded<readonly Person[]> | undefined {
  const client = useClient();
  const query = normalizeHandle(typed);
  const [state, setState] = useState<{ query: string; found: Loaded<readonly Person[]> }>();

  useEffect(() => {
    if (query === '') return undefined;
    let isCurrent = true;
    const settle = (found: Loaded<readonly Person[]>) => {
      if (isCurrent) setState({ query, found });
    };
    const timer = setTimeout(() => {
      client.people.search(query).then(
        (value) => settle({ status: 'ready', value }),
        (thrown: unknown) => settle({ status: 'failed', code: errorCodeOf(thrown) }),
      );
    }, PAUSE_MS);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [client, query]);

  if (query === '') return undefined;
  return state?.query === query ? state.found : { status: 'loading' };
}
