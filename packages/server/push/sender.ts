import type { PushTarget } from '@parley/protocol';
import type { PushCheck, PushOutcome, PushSender, WakeUp } from '../ports.ts';
import type { EndpointGuard } from './endpoint-guard.ts';

type Target<K extends PushTarget['kind']> = Extract<PushTarget, { kind: K }>;
type Send<K extends PushTarget['kind']> = (target: Target<K>, wakeUp: WakeUp) => Promise<PushOutcome>;

/** The ways that this server has been given. Web Push needs no account anywhere, so there is always that one. */
export interface PushWays {
  guard: EndpointGuard;
  vapidPublicKey: string;
  web: Send<'web'>;
  apns?: { send: Send<'apns'>; close: () => void } | undefined;
  fcm?: Send<'fcm'> | undefined;
}

const NOT_SET_UP = { outcome: 'refused', why: 'this server has no such sender' } as const;

/** What every browser makes: an uncompressed point of P-256, and 16 bytes (RFC 8291, section 3). */
const POINT_BYTES = 65;
const UNCOMPRESSED = 4;
const AUTH_BYTES = 16;

function areKeys({ p256dh, auth }: Target<'web'>['keys']): boolean {
  const point = Buffer.from(p256dh, 'base64url');
  return (
    point.length === POINT_BYTES &&
    point[0] === UNCOMPRESSED &&
    Buffer.from(auth, 'base64url').length === AUTH_BYTES
  );
}

/** One port before all push services: whatever goes wrong on the way is an outcome, never an exception. */
export function createPushSender({ guard, vapidPublicKey, web, apns, fcm }: PushWays): PushSender {
  const dispatch = async (target: PushTarget, wakeUp: WakeUp): Promise<PushOutcome> => {
    switch (target.kind) {
      case 'web':
        return await web(target, wakeUp);
      case 'apns':
        return (await apns?.send(target, wakeUp)) ?? NOT_SET_UP;
      case 'fcm':
        return (await fcm?.(target, wakeUp)) ?? NOT_SET_UP;
    }
  };
  const check = async (target: PushTarget): Promise<PushCheck> => {
    switch (target.kind) {
      case 'web': {
        if (!areKeys(target.keys)) return { outcome: 'refused', why: 'the keys are none of a browser’s' };
        const checked = await guard.check(target.endpoint);
        return checked.outcome === 'fine' ? { outcome: 'fine' } : checked;
      }
      case 'apns': {
        if (apns === undefined) return NOT_SET_UP;
        const hasToken = target.voipToken !== undefined || target.alertToken !== undefined;
        return hasToken ? { outcome: 'fine' } : { outcome: 'refused', why: 'a token is missing' };
      }
      case 'fcm':
        return fcm === undefined ? NOT_SET_UP : { outcome: 'fine' };
    }
  };
  return {
    senders: { web: true, apns: apns !== undefined, fcm: fcm !== undefined },
    vapidPublicKey,
    check,
    async send(target, wakeUp) {
      try {
        return await dispatch(target, wakeUp);
      } catch (error) {
        // The network: not there, too slow, not who it says it is. It may be better next time.
        return { outcome: 'later', why: error instanceof Error ? error.message : String(error) };
      }
    },
    close: () => apns?.close(),
  };
}
