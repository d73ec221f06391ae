import type { CallView } from '@parley/client';

export type CallTone = 'connected' | 'interrupted' | 'ended';

type Heard = Pick<CallView, 'callId' | 'phase' | 'reconnecting'>;

/** What is to be heard once as a call goes from one state to the next; nothing of a call that never connected. */
export function toneOf(before: Heard | undefined, now: Heard | undefined): CallTone | undefined {
  if (now === undefined) return undefined;
  const same = before?.callId === now.callId ? before : undefined;
  const was = same?.phase;
  if (now.phase === 'ended') return was === 'connected' ? 'ended' : undefined;
  if (now.phase !== 'connected') return undefined;
  if (was !== 'connected') return now.reconnecting ? undefined : 'connected';
  if (same?.reconnecting === now.reconnecting) return undefined;
  return now.reconnecting ? 'interrupted' : 'connected';
}
