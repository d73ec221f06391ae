import type { CallSession, EndedSession } from '@parley/core';
import type { Person } from '@parley/protocol';
import type { CallEncryption, CallHint, CallPhase, CallProblem, CallView } from '../api.ts';

/** What the microphone, the camera and the other side do, as far as a page shows it. */
export interface MediaView {
  /** A path is connected while it still rings. */
  preconnected: boolean;
  /** Where media travels at this moment. */
  path: 'direct' | 'relay' | undefined;
  muted: boolean;
  cameraOn: boolean;
  screenOn: boolean;
  peerMuted: boolean;
  peerCameraOn: boolean;
  peerScreenOn: boolean;
  problem: CallProblem | undefined;
  hints: readonly CallHint[];
  encryption: CallEncryption | undefined;
  canShareScreen: boolean;
  canSwitchCamera: boolean;
  localStream: MediaStream | undefined;
  remoteStream: MediaStream | undefined;
  remoteScreen: MediaStream | undefined;
}

/** All that a person can do to a call; the view gives out those that fit the phase. */
export type CallActions = Required<CallView['actions']>;

/** What a call is shown by, beside its session. */
export interface ShownParts {
  peer: Person;
  media: MediaView | undefined;
  /** Microphone and camera can be looked at before the accept. */
  canPreview: boolean;
  /** The two have talked, and nothing was said about how it was. */
  canRate: boolean;
  actions: CallActions;
}

function phaseOf(session: CallSession): CallPhase {
  switch (session.phase) {
    case 'answering':
    case 'moving':
      return 'connecting';
    case 'provisional':
      return session.connectedAtMs === null ? 'connecting' : 'connected';
    case 'dialing':
    case 'ringing':
    case 'incoming':
    case 'connecting':
    case 'connected':
    case 'ended':
      return session.phase;
  }
}

/** What can be done to the own side of the media. */
function ownActions({ media, actions }: ShownParts): CallView['actions'] {
  if (media === undefined) return {};
  const { setMuted, setCamera, switchCamera } = actions;
  return { setMuted, setCamera, ...(media.canSwitchCamera ? { switchCamera } : {}) };
}

function talkingActions(parts: ShownParts): CallView['actions'] {
  const { media, actions } = parts;
  const { confirmEncryption, denyEncryption } = actions;
  const { emoji, verified } = media?.encryption ?? {};
  return {
    hangUp: actions.hangUp,
    ...ownActions(parts),
    ...(media?.canShareScreen === true ? { setScreen: actions.setScreen } : {}),
    ...(emoji !== undefined && verified === false ? { confirmEncryption, denyEncryption } : {}),
  };
}

/** An absent action is not allowed. */
function allowed(session: CallSession, parts: ShownParts): CallView['actions'] {
  const { accept, decline, setPreview, cancel, rate, dismiss } = parts.actions;
  switch (session.phase) {
    case 'dialing':
    case 'ringing':
      return { cancel, ...ownActions(parts) };
    case 'incoming':
      return { accept, decline, ...(parts.canPreview ? { setPreview } : {}) };
    case 'provisional':
    case 'answering':
    case 'moving':
    case 'connecting':
    case 'connected':
      return talkingActions(parts);
    case 'ended':
      return { dismiss, ...(parts.canRate ? { rate } : {}) };
  }
}

function endOf(session: EndedSession): Pick<CallView, 'ended'> {
  const { outcome, elsewhere, durationMs, refused } = session;
  return { ended: { outcome, elsewhere, durationMs, ...(refused === null ? {} : { refused }) } };
}

/** What is told beside the phase: a call that failed after the accept found no way between the two. */
function problemOf(session: CallSession, media: MediaView | undefined): Pick<CallView, 'problem'> {
  const noRoute = session.phase === 'ended' && session.outcome === 'failed' && session.refused === null;
  // What came from elsewhere than the other device is the better explanation.
  const problem = noRoute && media?.problem !== 'notGenuine' ? 'noRoute' : media?.problem;
  return problem === undefined ? {} : { problem };
}

function timesOf(session: CallSession): Pick<CallView, 'ringExpiresAtMs' | 'connectedAtMs'> {
  if ('ringExpiresAtMs' in session) return { ringExpiresAtMs: session.ringExpiresAtMs };
  if ('connectedAtMs' in session && session.connectedAtMs !== null) {
    return { connectedAtMs: session.connectedAtMs };
  }
  return {};
}

/** What is seen and heard, where there is any. */
function shownMedia(media: MediaView | undefined) {
  return {
    ...(media?.path === undefined ? {} : { path: media.path }),
    muted: media?.muted ?? false,
    cameraOn: media?.cameraOn ?? false,
    screenOn: media?.screenOn ?? false,
    peerMuted: media?.peerMuted ?? false,
    peerCameraOn: media?.peerCameraOn ?? false,
    peerScreenOn: media?.peerScreenOn ?? false,
    hints: media?.hints ?? [],
    encryption: media?.encryption,
    localStream: media?.localStream,
    remoteStream: media?.remoteStream,
    remoteScreen: media?.remoteScreen,
  };
}

/** The caller's picture may be there before the accept; it is not to be seen then (CALL-44). */
function hiddenBeforeAccept(session: CallSession, media: MediaView | undefined): MediaView | undefined {
  if (session.phase !== 'incoming' || media === undefined) return media;
  return { ...media, remoteStream: undefined, remoteScreen: undefined, path: undefined };
}

/** One call as a page shows it. Pure: the session says what is, the media says what is seen and heard. */
export function toCallView(session: CallSession, parts: ShownParts): CallView {
  const { peer, media } = parts;
  return {
    callId: session.callId,
    peer,
    kind: session.kind,
    direction: session.direction,
    phase: phaseOf(session),
    ...(session.route === null ? {} : { route: session.route }),
    ...timesOf(session),
    preconnected: isBeforeAccept(session) && media?.preconnected === true,
    ...(session.phase === 'ended' ? endOf(session) : {}),
    ...problemOf(session, media),
    reconnecting: session.phase === 'connected' && session.giveUpAtMs !== null,
    peerAway: session.phase === 'connected' && session.peerAway,
    ...shownMedia(hiddenBeforeAccept(session, media)),
    actions: allowed(session, parts),
  };
}

function isBeforeAccept({ phase }: CallSession): boolean {
  return phase === 'dialing' || phase === 'ringing' || phase === 'incoming';
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
