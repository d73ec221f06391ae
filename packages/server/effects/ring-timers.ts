import type { CallId } from '@parley/protocol';
import type { Clock } from '../ports.ts';

/** A timer may fire a moment before the clock has got there; then nothing would end. */
const AFTER_DEADLINE_MS = 10;

export interface RingTimers {
  watch: (id: CallId, ringExpiresAtMs: number) => void;
  forget: (id: CallId) => void;
  close: () => void;
}

/** Ends rings on time on the node that has started them; the sweeper sees to those whose node has died. */
export function createRingTimers(clock: Clock, ended: (id: CallId) => void): RingTimers {
  const timers = new Map<CallId, NodeJS.Timeout>();
  const forget = (id: CallId): void => {
    clearTimeout(timers.get(id));
    timers.delete(id);
  };
  return {
    watch(id, ringExpiresAtMs) {
      forget(id);
      const fire = (): void => {
        timers.delete(id);
        ended(id);
      };
      // Whoever shuts the server down does not wait for a ring.
      timers.set(id, setTimeout(fire, Math.max(0, ringExpiresAtMs - clock()) + AFTER_DEADLINE_MS).unref());
    },
    forget,
    close() {
      for (const timer of timers.values()) clearTimeout(timer);
      timers.clear();
    },
  };
}
