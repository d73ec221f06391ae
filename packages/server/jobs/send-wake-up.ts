import { createHash } from 'node:crypto';
import type { SessionId } from '@parley/protocol';
import type { Ports, WakeUp } from '../ports.ts';
import type { PushDevice } from '../store/push-targets.ts';
import { RetryLater } from './retry-later.ts';

/** RFC 8030, section 5.4: at most so many characters of base64url. */
const TOPIC_LENGTH = 32;

/**
 * Names what a wake-up may take the place of at the push service. Made of the session too, so that nobody there can
 * tell that two devices are woken for the same call.
 */
export function toTopic(sessionId: SessionId, about: string): string {
  return createHash('sha256').update(`${sessionId} ${about}`).digest('base64url').slice(0, TOPIC_LENGTH);
}

type SendPorts = Pick<Ports, 'stores' | 'push' | 'clock' | 'log'>;

/**
 * Wakes one device, and does what the answer asks for: a device that is gone is forgotten, a service that is busy is
 * tried again (PUSH-6, PUSH-7).
 */
export async function sendWakeUp(
  { stores, push, clock, log }: SendPorts,
  sessionId: SessionId,
  { target }: PushDevice,
  wakeUp: WakeUp,
): Promise<void> {
  const result = await push.send(target, wakeUp);
  switch (result.outcome) {
    case 'sent':
      await stores.pushTargets.noteStatus(sessionId, 'sent', clock());
      return;
    case 'gone':
      await stores.pushTargets.forget(sessionId, target);
      return;
    case 'over':
      return;
    case 'later':
      await stores.pushTargets.noteStatus(sessionId, result.why);
      throw new RetryLater(`${target.kind}: ${result.why}`);
    case 'refused':
      log.warn({ kind: target.kind, why: result.why }, 'a push service refused a wake-up');
      await stores.pushTargets.noteStatus(sessionId, result.why);
  }
}
