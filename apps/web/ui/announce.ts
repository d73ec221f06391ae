import { createStore } from 'zustand/vanilla';

/** The sentence that the live region holds; Announcer shows it. */
export const announcement = createStore<{ text: string; count: number }>(() => ({ text: '', count: 0 }));

/** Has a screen reader say a sentence when it is next idle. */
export function announce(text: string): void {
  announcement.setState(({ count }) => ({ text, count: count + 1 }));
}
