import type { ServerCall } from './lifecycle.ts';

/** Time between accept and end, in milliseconds; 0 where nobody accepted or it still runs. */
export function durationMs(call: ServerCall): number {
  return call.state === 'ended' && call.acceptedAtMs !== null ? call.endedAtMs - call.acceptedAtMs : 0;
}

/** It rings or is accepted. */
export function isLive(call: ServerCall): boolean {
  return call.state !== 'ended';
}
