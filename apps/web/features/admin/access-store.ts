import type { AdminAccess } from '@parley/protocol';
import { createStore } from 'zustand/vanilla';

/** What is known of this session's way into the admin area; undefined until it was asked. */
export const accessStore = createStore<{ access: AdminAccess | undefined }>(() => ({ access: undefined }));

export function setAccess(access: AdminAccess | undefined): void {
  accessStore.setState({ access });
}

/** The server has said that the time is over: the gate asks again, and what stands on the page stays. */
export function closeAccess(): void {
  const { access } = accessStore.getState();
  if (access !== undefined) setAccess({ ...access, elevatedUntilMs: null });
}
