import type { CallView } from '@parley/client';
import { inCallText } from '../../../text/in-call.ts';
import { errorText } from '../../../text/errors.ts';
import { durationText } from '../../../text/time.ts';

export type StatusView = Pick<CallView, 'phase' | 'direction' | 'reconnecting' | 'peerAway'> & {
  peer: { displayName: string };
  ended?: CallView['ended'] | undefined;
};

/** The sentence under the name; undefined while all is well, when the elapsed time stands there. */
export function statusText(view: StatusView): string | undefined {
  switch (view.phase) {
    case 'dialing':
      return inCallText.phase.dialing;
    case 'ringing':
      return inCallText.phase.ringing;
    case 'incoming':
    case 'connecting':
      return inCallText.phase.connecting;
    case 'connected':
      if (view.peerAway) return inCallText.peerAway(view.peer.displayName);
      return view.reconnecting ? inCallText.phase.reconnecting : undefined;
    case 'ended':
      return endedText(view);
  }
}

function endedText({ peer, direction, ended }: StatusView): string | undefined {
  if (ended === undefined) return undefined;
  const name = peer.displayName;
  const wasMine = direction === 'outgoing';
  if (ended.refused !== undefined) {
    return ended.refused === 'call_unavailable'
      ? inCallText.ended.unavailable(name)
      : errorText(ended.refused);
  }
  if (ended.elsewhere) {
    if (ended.durationMs > 0) return inCallText.continuedElsewhere;
    return ended.outcome === 'declined'
      ? inCallText.ended.declinedElsewhere
      : inCallText.ended.answeredElsewhere;
  }
  switch (ended.outcome) {
    case 'completed':
      return inCallText.ended.completed(durationText(ended.durationMs));
    case 'declined':
      return wasMine ? inCallText.ended.declined(name) : inCallText.ended.declinedHere;
    case 'cancelled':
      return wasMine ? inCallText.ended.cancelled : inCallText.ended.gaveUp(name);
    case 'missed':
      return inCallText.ended.noAnswer;
    case 'busy':
      return inCallText.ended.busy(name);
    case 'failed':
      return inCallText.ended.failed;
    case 'lost':
      return inCallText.ended.lost;
  }
}
