import { describe, expect, test } from 'vitest';
import { advance } from './session.ts';
import { EVENT_NAMES, type EventName, EVENTS, selfOf, SESSION_NAMES } from './session-events.fixture.ts';
import {
  describeEffect,
  describeSession,
  LATE_MS,
  type SessionName,
  SESSIONS,
  SOON_MS,
} from './session.fixture.ts';
import type { CallSession } from './session-state.ts';

const CANCELS = 'ended cancelled, call.cancel | closeMedia | send call.cancel';
const HANGS_UP = 'ended completed, call.hang-up | closeMedia, tell | send call.hang-up';
const GIVES_UP = 'ended failed, call.hang-up | closeMedia, tell | send call.hang-up (failed)';
const IS_OVER = 'ended completed | closeMedia';
const BY_SERVER = {
  'told declined': 'ended declined | closeMedia',
  'told missed': 'ended missed | closeMedia',
};

/** CALL-54: this end of the call, seen from the callee's device, runs on another device of theirs now. */
const MOVED = {
  'told the callee has moved': 'ended completed elsewhere | closeMedia',
};

/** Where a session goes and what it asks for; an event that is not named changes nothing and asks for nothing. */
const TABLE: Record<SessionName, Partial<Record<EventName, string>>> = {
  dialing: {
    ...BY_SERVER,
    'told the callee has moved': 'connecting | connect offer',
    peerAccepted: 'provisional | connect offer, provisional',
    cancel: CANCELS,
    hangUp: CANCELS,
    'told ringing': 'ringing',
    'told accepted': 'connecting | connect offer',
    'told completed': IS_OVER,
    'invite refused': 'ended failed (call_unavailable) | closeMedia',
    deadline: 'ended failed (offline), call.cancel | closeMedia | send call.cancel',
  },
  ringing: {
    ...BY_SERVER,
    'told the callee has moved': 'connecting | connect offer',
    peerAccepted: 'provisional | connect offer, provisional',
    cancel: CANCELS,
    hangUp: CANCELS,
    'told accepted': 'connecting | connect offer',
    'told completed': IS_OVER,
    notListed: 'ended missed | closeMedia',
    deadline: 'ended missed | closeMedia',
  },
  // CALL-42: the other device says so; the server's word is still to come, and decides.
  provisional: {
    ...BY_SERVER,
    cancel: HANGS_UP,
    hangUp: HANGS_UP,
    'told accepted': 'connected | connect offer',
    'told the callee has moved': 'connecting | connect offer',
    'told completed': IS_OVER,
    notListed: IS_OVER,
    mediaFailed: GIVES_UP,
    peerHungUp: HANGS_UP,
    deadline: 'ended failed (offline), call.hang-up | closeMedia | send call.hang-up (failed)',
  },
  incoming: {
    accept: 'answering | openMedia | send call.accept',
    decline: 'ended declined, call.decline | send call.decline',
    // CALL-20: nobody accepted here, so it opens nothing.
    'told accepted': 'ended failed, call.hang-up | send call.hang-up (failed)',
    'told accepted elsewhere': 'ended completed elsewhere',
    'told the caller has moved': 'ended failed, call.hang-up | send call.hang-up (failed)',
    'told the callee has moved': 'ended completed elsewhere',
    'told declined': 'ended declined elsewhere',
    'told missed': 'ended missed',
    'told completed': 'ended completed',
    notListed: 'ended missed elsewhere',
    deadline: 'ended missed',
  },
  // CALL-41: as before, and what is connected is closed.
  preconnected: {
    accept: 'answering, preconnected | tellAccept | openMedia | send call.accept',
    decline: 'ended declined, call.decline | closeMedia | send call.decline',
    'told accepted': 'ended failed, call.hang-up | closeMedia | send call.hang-up (failed)',
    'told accepted elsewhere': 'ended completed elsewhere | closeMedia',
    'told the caller has moved': 'ended failed, call.hang-up | closeMedia | send call.hang-up (failed)',
    'told the callee has moved': 'ended completed elsewhere | closeMedia',
    'told declined': 'ended declined elsewhere | closeMedia',
    'told missed': 'ended missed | closeMedia',
    'told completed': IS_OVER,
    notListed: 'ended missed elsewhere | closeMedia',
    deadline: 'ended missed | closeMedia',
  },
  answering: {
    cancel: 'ended completed, call.hang-up | closeMedia | send call.hang-up',
    hangUp: 'ended completed, call.hang-up | closeMedia | send call.hang-up',
    'told accepted': 'connecting | connect answer',
    'told accepted elsewhere': 'ended completed elsewhere | closeMedia',
    'told the caller has moved': 'connecting | connect answer',
    'told the callee has moved': 'ended completed elsewhere | closeMedia',
    'told declined': 'ended declined elsewhere | closeMedia',
    'told missed': 'ended missed | closeMedia',
    'told completed': IS_OVER,
    'accept refused: answered_elsewhere': 'ended completed elsewhere (answered_elsewhere) | closeMedia',
    'accept refused: call_over': 'ended missed (call_over) | closeMedia',
    deadline: 'ended failed (offline), call.hang-up | closeMedia | send call.hang-up (failed)',
  },
  moving: {
    cancel: 'ended completed, call.hang-up | closeMedia | send call.hang-up',
    hangUp: 'ended completed, call.hang-up | closeMedia | send call.hang-up',
    'told accepted': 'reconnecting | connect offer, fresh',
    // The other end moved in the same moment.
    'told the caller has moved': 'reconnecting | connect offer, fresh',
    'told accepted elsewhere': 'ended completed elsewhere | closeMedia',
    'told the callee has moved': 'ended completed elsewhere | closeMedia',
    'told declined': 'ended declined | closeMedia',
    'told missed': 'ended missed | closeMedia',
    'told completed': IS_OVER,
    'move refused: answered_elsewhere': 'ended completed elsewhere (answered_elsewhere) | closeMedia',
    'move refused: call_over': 'ended completed (call_over) | closeMedia',
    deadline: 'ended failed (offline), call.hang-up | closeMedia | send call.hang-up (failed)',
  },
  connecting: {
    cancel: HANGS_UP,
    hangUp: HANGS_UP,
    ...MOVED,
    'told the caller has moved': 'connecting | connect answer, fresh',
    peerAway: 'connecting',
    'told completed': IS_OVER,
    notListed: IS_OVER,
    mediaConnected: 'connected',
    mediaFailed: GIVES_UP,
    peerHungUp: HANGS_UP,
    deadline: GIVES_UP,
  },
  connected: {
    cancel: HANGS_UP,
    hangUp: HANGS_UP,
    ...MOVED,
    'told the caller has moved': 'reconnecting | connect answer, fresh',
    peerAway: 'away',
    'told completed': IS_OVER,
    notListed: IS_OVER,
    mediaLost: 'reconnecting',
    mediaFailed: GIVES_UP,
    peerHungUp: HANGS_UP,
  },
  reconnecting: {
    cancel: HANGS_UP,
    hangUp: HANGS_UP,
    ...MOVED,
    'told the caller has moved': 'reconnecting | connect answer, fresh',
    peerAway: 'away',
    'told completed': IS_OVER,
    notListed: IS_OVER,
    mediaConnected: 'connected',
    mediaFailed: GIVES_UP,
    peerHungUp: HANGS_UP,
    deadline: GIVES_UP,
  },
  // CALL-52: it may come back; what then is lost is counted anew.
  away: {
    cancel: HANGS_UP,
    hangUp: HANGS_UP,
    ...MOVED,
    'told the caller has moved': 'reconnecting | connect answer, fresh',
    'told completed': IS_OVER,
    notListed: IS_OVER,
    mediaConnected: 'connected',
    mediaFailed: GIVES_UP,
    peerHungUp: HANGS_UP,
    peerAway: 'away',
    peerBack: 'reconnecting',
    deadline: HANGS_UP,
  },
  cancelling: {
    // CALL-7: the accept won; the person still means it.
    'told accepted': 'ended cancelled, call.hang-up | send call.hang-up',
    'told the callee has moved': 'ended cancelled, call.hang-up | send call.hang-up',
    'told declined': 'ended cancelled',
    'told missed': 'ended cancelled',
    'told completed': 'ended cancelled',
    'cancel refused: wrong_state': 'ended cancelled, call.hang-up | send call.hang-up',
    'cancel refused: not_found': 'ended cancelled',
  },
  declining: {
    'told accepted': 'ended declined, call.hang-up | send call.hang-up',
    'told the caller has moved': 'ended declined, call.hang-up | send call.hang-up',
    'told declined': 'ended declined',
    'told missed': 'ended declined',
    'told completed': 'ended declined',
    'decline refused: answered_elsewhere': 'ended declined',
  },
  hangingUp: {
    'told completed': 'ended completed',
    // The accept that was to come before it was lost.
    'hang-up refused: wrong_state': 'ended completed, call.decline | send call.decline',
    'hang-up refused: not_found': 'ended completed',
  },
  // Nobody waits for the server's word any more, but it has the call live: it is told again.
  gaveUp: {
    'told ringing': 'ended failed (call_unavailable), call.cancel | send call.cancel',
    'told accepted': 'ended failed (call_unavailable), call.hang-up | send call.hang-up (failed)',
    'told the callee has moved': 'ended failed (call_unavailable), call.hang-up | send call.hang-up (failed)',
  },
  ended: {},
};

function ruleOf(name: SessionName, event: EventName): string {
  if (name === 'incoming') return 'CALL-20';
  if (name === 'provisional') return 'CALL-42';
  if (name === 'preconnected') return 'CALL-41';
  if (name === 'moving' || event.includes('moved')) return 'CALL-54';
  if (name === 'away') return 'CALL-52';
  switch (EVENTS[event].type) {
    case 'accept':
      return 'CALL-20';
    case 'told':
      return name === 'cancelling' || name === 'declining' ? 'CALL-7' : 'CALL-21';
    case 'notListed':
      return 'CALL-10';
    case 'mediaConnected':
    case 'mediaLost':
    case 'mediaFailed':
      return 'CALL-28';
    case 'preconnectOffered':
      return 'CALL-41';
    case 'peerAccepted':
      return 'CALL-42';
    case 'peerAway':
    case 'peerBack':
      return 'CALL-52';
    case 'deadline':
      return name === 'dialing' || name === 'ringing' ? 'CALL-22' : 'CALL-28';
    case 'decline':
    case 'cancel':
    case 'hangUp':
    case 'refused':
    case 'peerHungUp':
      return 'CALL-23';
  }
}

function go(name: SessionName, event: EventName): { session: CallSession; line: string } {
  const session: CallSession = SESSIONS[name];
  const nowMs = event === 'deadline' ? LATE_MS : SOON_MS;
  const step = advance(session, EVENTS[event], selfOf(session), nowMs);
  return {
    session: step.session,
    line: [describeSession(step.session), ...step.effects.map(describeEffect)].join(' | '),
  };
}

describe('advance: each event in each phase', () => {
  const cells = SESSION_NAMES.flatMap((name) =>
    EVENT_NAMES.map((event) => {
      const expected = TABLE[name][event];
      return { rule: ruleOf(name, event), name, event, expected, meaning: expected ?? 'nothing' };
    }),
  );

  test.each(cells)('$rule: $name, $event: $meaning', ({ name, event, expected }) => {
    const { session, line } = go(name, event);
    expect(line).toBe(expected ?? describeSession(SESSIONS[name]));
    // What changes nothing may still have told a newer version, and the route with it.
    const news = { version: 0, route: null, preconnect: null };
    if (expected === undefined) expect({ ...session, ...news }).toEqual({ ...SESSIONS[name], ...news });
  });
});
