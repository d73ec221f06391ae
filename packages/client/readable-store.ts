import type { StoreApi } from 'zustand/vanilla';

/** A value that can be read and watched; React binds it with `useStore` from zustand. */
export type ReadableStore<T> = Pick<StoreApi<T>, 'getState' | 'getInitialState' | 'subscribe'>;
