import type { CallId } from '@parley/protocol';
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { useClient } from '../../../sdk/client-context.tsx';

/** The call that the person made small, to go on with something else. */
const minimised = createStore<{ callId: CallId | undefined }>(() => ({ callId: undefined }));

export function setMinimised(callId: CallId | undefined): void {
  minimised.setState({ callId });
}

export function useIsMinimised(callId: CallId | undefined): boolean {
  return useStore(minimised, (state) => callId !== undefined && state.callId === callId);
}

/** Whether a call covers the whole window. */
export function useIsCovered(): boolean {
  const currentId = useStore(useClient().calls.state, (state) => state.current?.callId);
  const smallId = useStore(minimised, (state) => state.callId);
  return currentId !== undefined && currentId !== smallId;
}
