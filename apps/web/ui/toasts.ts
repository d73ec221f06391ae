import { createStore } from 'zustand/vanilla';

export interface Toast {
  id: number;
  /** A later toast with the same key takes this one's place. */
  key?: string;
  text: string;
  tone: 'info' | 'error';
  action?: { label: string; run: () => void };
}

const SHOWN_MS = 8_000;
const MOST_AT_ONCE = 3;

/** What the toast region shows, the oldest first. */
export const toastStore = createStore<readonly Toast[]>(() => []);
let lastId = 0;

/** Shows a sentence for a while, in the corner, and reads it out. */
export function showToast(toast: Omit<Toast, 'id'>): void {
  lastId += 1;
  const id = lastId;
  toastStore.setState((shown) => {
    const others = shown.filter(({ key }) => key === undefined || key !== toast.key);
    return [...others, { ...toast, id }].slice(-MOST_AT_ONCE);
  }, true);
  setTimeout(() => closeToast(id), SHOWN_MS);
}

export function closeToast(id: number): void {
  toastStore.setState((shown) => shown.filter((toast) => toast.id !== id), true);
}
