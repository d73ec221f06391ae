import type { CallView } from '@parley/client';
import { callText } from '../../text/call.ts';
import { errorText } from '../../text/errors.ts';
import { durationText } from '../../text/time.ts';

export type StatusView = Pick<CallView, 'phase' | 'direction' | 'reconnecting'> & {
  peer: { displayName: string };
  ended?: CallView['ended'] | undefined;
};

/** The sentence under the name; undefined while all is well, when the elapsed time stands there. */
export function statusText(view: StatusView): string | undefined {
  switch (view.phase) {
    case 'dialing':
      return callText.phase.dialing;
    case 'ringing':
      return callText.phase.ringing;
    case 'incoming':
    case 'connecting':
      return callText.phase.connecting;
    case 'connected':
      return view.reconnecting ? callText.phase.reconnecting : undefined;
    case 'ended':
      return endedText(view);
  }
}

function endedText({ peer, direction, ended }: StatusView): string | undefined {
  if (ended === undefined) return undefined;
  const name = peer.displayName;
  const wasMine = direction === 'outgoing';
  if (ended.refused !== undefined) {
    return ended.refused === 'call_unavailable' ? callText.ended.unavailable(name) : errorText(ended.refused);
  }
  if (ended.elsewhere) {
    return ended.outcome === 'declined' ? callText.ended.declinedElsewhere : callText.ended.answeredElsewhere;
  }
  switch (ended.outcome) {
    case 'completed':
      return callText.ended.completed(durationText(ended.durationMs));
    case 'declined':
      return wasMine ? callText.ended.declined(name) : callText.ended.declinedHere;
    case 'cancelled':
      return wasMine ? callText.ended.cancelled : callText.ended.gaveUp(name);
    case 'missed':
      return callText.ended.noAnswer;
    case 'busy':
      return callText.ended.busy(name);
    case 'failed':
      return callText.ended.failed;
    case 'lost':
      return callText.ended.lost;
  }
}
