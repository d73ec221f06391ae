import type { ParleyErrorCode } from '@parley/client';
import { useCallback, useEffect, useRef, useState } from 'react';
import { errorCodeOf } from './error-code.ts';

export type Loaded<T> =
  | { status: 'loading' }
  | { status: 'ready'; value: T }
  | { status: 'failed'; code: ParleyErrorCode };

export interface LoadedResult<T> {
  loaded: Loaded<T>;
  /** Loads again, showing that it does. */
  reload: () => void;
  /** Puts a newer value in place. */
  setValue: (value: T) => void;
}

/** Something read from the server when a page opens, and again whenever `key` changes. */
export function useLoaded<T>(key: string, load: () => Promise<T>): LoadedResult<T> {
  const [state, setState] = useState<{ key: string; loaded: Loaded<T> }>({
    key,
    loaded: { status: 'loading' },
  });
  const [round, setRound] = useState(0);
  const latestLoad = useRef(load);
  latestLoad.current = load;

  useEffect(() => {
    let isCurrent = true;
    const settle = (loaded: Loaded<T>) => {
      if (isCurrent) setState({ key, loaded });
    };
    settle({ status: 'loading' });
    latestLoad.current().then(
      (value) => settle({ status: 'ready', value }),
      (thrown: unknown) => settle({ status: 'failed', code: errorCodeOf(thrown) }),
    );
    return () => {
      isCurrent = false;
    };
  }, [key, round]);

  const reload = useCallback(() => setRound((value) => value + 1), []);
  const setValue = useCallback((value: T) => setState({ key, loaded: { status: 'ready', value } }), [key]);
  // What was loaded for another key is not shown under this one.
  return { loaded: state.key === key ? state.loaded : { status: 'loading' }, reload, setValue };
}
