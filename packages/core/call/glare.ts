import type { AccountId, CallId, DeviceId } from '@parley/protocol';
import type { ServerCall } from './lifecycle.ts';

/** What an invite meets, named before anything is done (CALL-2, CALL-8). */
export type InviteSituation =
  /** No live call of the pair: ring. */
  | { situation: 'fresh' }
  /** The same invite again. */
  | { situation: 'repeated'; call: ServerCall }
  /** The id belongs to somebody else's call, or to another device's. */
  | { situation: 'idTaken' }
  /** The callee is ringing the caller at this moment, or was and this device has answered: one call, connected. */
  | { situation: 'bothCalling'; call: ServerCall }
  /** The pair has a live call already. */
  | { situation: 'alreadyLive'; call: ServerCall };

/**
 * Names the situation of an invite.
 *
 * @param invite who calls, from which device, under which id
 * @param sameId the call that has this id already, if any
 * @param live the live call of the pair, if any
 */
export function nameInviteSituation(
  invite: { callId: CallId; callerId: AccountId; callerDeviceId: DeviceId; calleeId: AccountId },
  sameId: ServerCall | undefined,
  live: ServerCall | undefined,
): InviteSituation {
  if (sameId !== undefined) {
    const own = sameId.callerId === invite.callerId && sameId.callerDeviceId === invite.callerDeviceId;
    return own && sameId.calleeId === invite.calleeId
      ? { situation: 'repeated', call: sameId }
      : { situation: 'idTaken' };
  }
  if (live === undefined) return { situation: 'fresh' };
  // The answer to the first of two crossing invites may be lost; the invite, sent again, gets the same answer.
  const open =
    live.state === 'ringing' || (live.state === 'accepted' && live.calleeDeviceId === invite.callerDeviceId);
  const crossing = live.callerId === invite.calleeId && open;
  return crossing ? { situation: 'bothCalling', call: live } : { situation: 'alreadyLive', call: live };
}
