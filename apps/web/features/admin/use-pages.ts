import { useState } from 'react';
import { useAction } from '../../sdk/use-action.ts';
import { useLoaded } from '../../sdk/use-loaded.ts';
import type { LoadedResult } from '../../sdk/use-loaded.ts';

/** So many rows are asked for at once. */
export const PAGE_SIZE = 50;

export interface Pages<T> extends LoadedResult<readonly T[]> {
  /** Absent: everything is here. */
  showMore?: () => void;
  isLoadingMore: boolean;
}

/** A list that comes in pages; `load` reads the one after a row, or the first. Begins anew whenever `key` changes. */
export function usePages<T>(key: string, load: (last?: T) => Promise<readonly T[]>): Pages<T> {
  const [end, setEnd] = useState<{ key: string; isReached: boolean }>();
  const { isBusy, run } = useAction();
  const readPage = async (last?: T) => {
    const page = await load(last);
    setEnd({ key, isReached: page.length < PAGE_SIZE });
    return page;
  };
  const result = useLoaded(key, () => readPage());
  const { loaded, setValue } = result;
  const hasMore = loaded.status === 'ready' && end?.key === key && !end.isReached;
  const showMore = () =>
    run(async () => {
      if (loaded.status === 'ready') setValue([...loaded.value, ...(await readPage(loaded.value.at(-1)))]);
    });
  return { ...result, isLoadingMore: isBusy, ...(hasMore ? { showMore } : {}) };
}
