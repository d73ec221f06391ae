import type { CallOutcome } from '@parley/protocol';
import type {
  CallSession,
  EndedSession,
  EndOfCall,
  LeaveFrame,
  SessionBase,
  SessionEffect,
  SessionEvent,
} from './session-state.ts';

export interface SessionStep {
  session: CallSession;
  effects: SessionEffect[];
}

export const stay = (session: CallSession): SessionStep => ({ session, effects: [] });

export function baseOf(session: CallSession): SessionBase {
  const { callId, peerId, kind, direction, route, preconnect, version } = session;
  return { callId, peerId, kind, direction, route, preconnect, version };
}

/** Media was opened here: the person called, accepted, took over or came back, and it is not over. */
export function hasMedia(session: CallSession): boolean {
  return session.phase !== 'incoming' && session.phase !== 'ended';
}

/** Both sides agreed by the server's word: the device attests the call (CALL-11). */
export function isAgreed(session: CallSession): boolean {
  return session.phase === 'connecting' || session.phase === 'connected';
}

function durationOf(session: CallSession, nowMs: number): number {
  return 'acceptedAtMs' in session ? Math.max(0, nowMs - session.acceptedAtMs) : 0;
}

/** Something of the platform may be in use for it, if only a connection without a track (CALL-41). */
function holdsConnection(session: CallSession): boolean {
  return hasMedia(session) || (session.phase === 'incoming' && session.early !== null);
}

export function finish(
  session: CallSession,
  nowMs: number,
  end: { outcome: CallOutcome } & Partial<EndOfCall>,
  { tellPeer = false, busy = false }: { tellPeer?: boolean; busy?: boolean } = {},
): SessionStep {
  const ended: EndedSession = {
    ...baseOf(session),
    phase: 'ended',
    elsewhere: false,
    durationMs: durationOf(session, nowMs),
    refused: null,
    leaving: null,
    ...end,
  };
  const effects: SessionEffect[] = holdsConnection(session) ? [{ type: 'closeMedia', tellPeer }] : [];
  if (ended.leaving === null) return { session: ended, effects };
  const insisted = insist(ended, ended.leaving, busy);
  return { session: insisted.session, effects: [...effects, ...insisted.effects] };
}

/** What was sent to leave did not fit the state that the server is in; the person still means it. */
export function insist(session: EndedSession, frame: LeaveFrame, busy = false): SessionStep {
  const { outcome } = session;
  const send = (): SessionEffect => {
    switch (frame) {
      case 'call.hang-up':
        return { type: 'send', frame, because: outcome === 'failed' ? 'failed' : 'completed' };
      case 'call.decline':
        return busy ? { type: 'send', frame, busy } : { type: 'send', frame };
      case 'call.cancel':
        return { type: 'send', frame };
    }
  };
  return { session: { ...session, leaving: frame }, effects: [send()] };
}

/** The person here, or this device, ends it: at once, and told to the server until it has answered. */
export function leave(session: CallSession, nowMs: number, outcome: CallOutcome): SessionStep {
  switch (session.phase) {
    case 'dialing':
    case 'ringing':
      return finish(session, nowMs, { outcome: 'cancelled', leaving: 'call.cancel' });
    case 'incoming':
      return finish(session, nowMs, { outcome: 'declined', leaving: 'call.decline' });
    // What was asked of the server may or may not have arrived, so the hang-up may be refused; what then fits
    // follows (see onRefused).
    case 'answering':
    case 'provisional':
      return finish(session, nowMs, { outcome, leaving: 'call.hang-up' }, { tellPeer: tellsPeer(session) });
    case 'moving':
      return finish(session, nowMs, { outcome, leaving: 'call.hang-up' });
    case 'connecting':
    case 'connected':
      return finish(session, nowMs, { outcome, leaving: 'call.hang-up' }, { tellPeer: true });
    case 'ended':
      return { session, effects: [] };
  }
}

/** The other device has been told of the accept, or has told it, over a data channel: it hears of the end there too. */
function tellsPeer(session: CallSession): boolean {
  return session.phase === 'provisional' || (session.phase === 'answering' && session.early !== null);
}

/** The server has refused a frame. */
export function onRefused(
  session: CallSession,
  { frame, code }: Extract<SessionEvent, { type: 'refused' }>,
  nowMs: number,
): SessionStep {
  const elsewhere = code === 'answered_elsewhere';
  if (session.phase === 'dialing' && frame === 'call.invite') {
    return finish(session, nowMs, { outcome: 'failed', refused: code });
  }
  if (session.phase === 'answering' && frame === 'call.accept') {
    return finish(session, nowMs, { outcome: elsewhere ? 'completed' : 'missed', elsewhere, refused: code });
  }
  if (session.phase === 'moving' && frame === 'call.move') {
    return finish(session, nowMs, { outcome: 'completed', elsewhere, refused: code });
  }
  if (session.phase !== 'ended' || session.leaving !== frame) return stay(session);
  if (code === 'wrong_state' && frame === 'call.cancel') return insist(session, 'call.hang-up'); // CALL-7
  // It still rings: the accept that was to come before the hang-up was lost.
  if (code === 'wrong_state' && frame === 'call.hang-up') {
    return insist(session, session.direction === 'outgoing' ? 'call.cancel' : 'call.decline');
  }
  return stay({ ...session, leaving: null });
}

/** After a reconnect the server no longer lists the call as live (CALL-10). */
export function onNotListed(session: CallSession, nowMs: number): SessionStep {
  switch (session.phase) {
    // What this device has sent is sent again; the answer to that decides.
    case 'dialing':
    case 'answering':
    case 'moving':
    case 'ended':
      return stay(session);
    case 'ringing':
      return finish(session, nowMs, { outcome: 'missed' });
    case 'incoming':
      return finish(session, nowMs, { outcome: 'missed', elsewhere: true });
    case 'provisional':
    case 'connecting':
    case 'connected':
      return finish(session, nowMs, { outcome: 'completed' });
  }
}
