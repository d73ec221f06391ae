import type { CallId } from '@parley/protocol';
import type { Bus, Clock, Effect, Envelope, Recipient } from '../ports.ts';
import type { CallRouteTable } from './call-routes.ts';
import { createRingTimers } from './ring-timers.ts';

interface EffectsOptions {
  bus: Bus;
  routes: CallRouteTable;
  clock: Clock;
  /** The ring of this call is over; never throws. */
  ringEnded: (callId: CallId) => void;
}

export interface Effects {
  /** Runs what a committed transaction has recorded, in order. */
  run: (effects: readonly Effect[]) => void;
  close: () => void;
}

function toEnvelope(
  { only, except, platforms }: Recipient,
  frame: Extract<Effect, { kind: 'deliver' }>['frame'],
): Envelope {
  const narrowed = platforms === undefined ? {} : { platforms };
  if (only !== undefined) return { kind: 'frame', only, ...narrowed, frame };
  if (except !== undefined) return { kind: 'frame', except, ...narrowed, frame };
  return { kind: 'frame', ...narrowed, frame };
}

/** The shell behind Effect: frames to the bus, timers, and the table of routes. */
export function createEffects({ bus, routes, clock, ringEnded }: EffectsOptions): Effects {
  const timers = createRingTimers(clock, ringEnded);

  const runOne = (effect: Effect): void => {
    switch (effect.kind) {
      case 'deliver':
        bus.publish(effect.to.accountId, toEnvelope(effect.to, effect.frame));
        return;
      case 'watchRing':
        timers.watch(effect.callId, effect.ringExpiresAtMs);
        return;
      case 'routeCall':
        if (effect.call.state === 'accepted') timers.forget(effect.call.id);
        routes.remember(effect.call);
        return;
      case 'forgetCall':
        timers.forget(effect.callId);
        routes.forget(effect.callId);
        return;
      case 'endSession':
        bus.publish(effect.accountId, { kind: 'endSession', sessionId: effect.sessionId });
    }
  };

  return { run: (effects) => effects.forEach(runOne), close: () => timers.close() };
}
