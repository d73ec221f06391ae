import type { CallSession, EndedSession } from '@parley/core';
import type { Person } from '@parley/protocol';
import type { CallPhase, CallProblem, CallView } from '../api.ts';

/** What the microphone, the camera and the other side do, as far as a page shows it. */
export interface MediaView {
  muted: boolean;
  cameraOn: boolean;
  peerMuted: boolean;
  peerCameraOn: boolean;
  problem: CallProblem | undefined;
  localStream: MediaStream;
  remoteStream: MediaStream;
}

/** All that a person can do to a call; the view gives out those that fit the phase. */
export type CallActions = Required<CallView['actions']>;

function phaseOf(session: CallSession): CallPhase {
  return session.phase === 'answering' ? 'connecting' : session.phase;
}

/** An absent action is not allowed. */
function allowed(session: CallSession, hasMedia: boolean, actions: CallActions): CallView['actions'] {
  const { accept, decline, cancel, hangUp, setMuted, setCamera, dismiss } = actions;
  const own = hasMedia ? { setMuted, setCamera } : {};
  switch (session.phase) {
    case 'dialing':
    case 'ringing':
      return { cancel, ...own };
    case 'incoming':
      return { accept, decline };
    case 'answering':
    case 'connecting':
    case 'connected':
      return { hangUp, ...own };
    case 'ended':
      return { dismiss };
  }
}

function endOf(session: EndedSession): Pick<CallView, 'ended'> {
  const { outcome, elsewhere, durationMs, refused } = session;
  return { ended: { outcome, elsewhere, durationMs, ...(refused === null ? {} : { refused }) } };
}

/** What is told beside the phase: a call that failed after the accept found no way between the two. */
function problemOf(session: CallSession, media: MediaView | undefined): Pick<CallView, 'problem'> {
  const noRoute = session.phase === 'ended' && session.outcome === 'failed' && session.refused === null;
  const problem = noRoute ? 'noRoute' : media?.problem;
  return problem === undefined ? {} : { problem };
}

/** One call as a page shows it. Pure: the session says what is, the media says what is seen and heard. */
export function toCallView(
  session: CallSession,
  peer: Person,
  media: MediaView | undefined,
  actions: CallActions,
): CallView {
  return {
    callId: session.callId,
    peer,
    kind: session.kind,
    direction: session.direction,
    phase: phaseOf(session),
    ...(session.route === null ? {} : { route: session.route }),
    ...('ringExpiresAtMs' in session ? { ringExpiresAtMs: session.ringExpiresAtMs } : {}),
    ...(session.phase === 'connected' ? { connectedAtMs: session.connectedAtMs } : {}),
    ...(session.phase === 'ended' ? endOf(session) : {}),
    ...problemOf(session, media),
    reconnecting: session.phase === 'connected' && session.giveUpAtMs !== null,
    muted: media?.muted ?? false,
    cameraOn: media?.cameraOn ?? false,
    peerMuted: media?.peerMuted ?? false,
    peerCameraOn: media?.peerCameraOn ?? false,
    localStream: media?.localStream,
    remoteStream: media?.remoteStream,
    actions: allowed(session, media !== undefined, actions),
  };
}

const RANKS: Record<CallPhase, number> = {
  dialing: 0,
  incoming: 0,
  ringing: 1,
  connecting: 2,
  connected: 3,
  ended: 4,
};

/** Has the call come as far as this phase, or further? */
export function hasReached(view: Pick<CallView, 'phase'>, phase: CallPhase): boolean {
  return RANKS[view.phase] >= RANKS[phase];
}
