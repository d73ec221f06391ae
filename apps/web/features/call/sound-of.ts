import type { CallsState, CallView } from '@parley/client';

export type CallSound = 'ring' | 'knock' | 'ringBack' | undefined;

interface Sounding {
  current: Pick<CallView, 'phase'> | undefined;
  incoming: readonly unknown[];
}

/** What is to be heard: the ring of a call that comes in, softer while in another (CALL-27), or the ring-back. */
export function soundOf({ current, incoming }: Sounding | CallsState): CallSound {
  const isBusy = current !== undefined && current.phase !== 'ended';
  if (incoming.length > 0) return isBusy ? 'knock' : 'ring';
  return current?.phase === 'ringing' ? 'ringBack' : undefined;
}
