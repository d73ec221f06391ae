import * as fc from 'fast-check';
import type { Call, ReasonCode } from '@parley/protocol';
import { describe, expect, test } from 'vitest';
import {
  ACCEPTED_AT_MS,
  callId,
  deviceId,
  ENDED_AT_MS,
  PARTIES,
  PLACED_AT_MS,
  RING_EXPIRES_AT_MS,
} from './calls.fixture.ts';
import { advance, dial, hasMedia, isAgreed, nextDeadlineMs, ring } from './session.ts';
import {
  describeEffect,
  describeSession,
  LATE_MS,
  type SessionName,
  SESSIONS,
  SOON_MS,
  WORDS,
} from './session.fixture.ts';
import type { CallSession, SessionEffect, SessionEvent } from './session-state.ts';

const told = (call: Call): SessionEvent => ({ type: 'told', call });
const refused = (
  frame: Extract<SessionEvent, { type: 'refused' }>['frame'],
  code: ReasonCode,
): SessionEvent => ({
  type: 'refused',
  frame,
  code,
});
const elsewhere = { callerDeviceId: deviceId('another'), calleeDeviceId: deviceId('yet-another') };

const EVENTS = {
  accept: { type: 'accept' },
  decline: { type: 'decline' },
  cancel: { type: 'cancel' },
  hangUp: { type: 'hangUp' },
  'told ringing': told(WORDS.ringing),
  'told accepted': told(WORDS.accepted),
  'told accepted elsewhere': told({ ...WORDS.accepted, ...elsewhere }),
  'told declined': told(WORDS.declined),
  'told missed': told(WORDS.missed),
  'told completed': told(WORDS.ended),
  'told of another call': told({ ...WORDS.ended, id: callId('call-2'), version: 99 }),
  'invite refused': refused('call.invite', 'call_unavailable'),
  'accept refused: answered_elsewhere': refused('call.accept', 'answered_elsewhere'),
  'accept refused: call_over': refused('call.accept', 'call_over'),
  'cancel refused: wrong_state': refused('call.cancel', 'wrong_state'),
  'cancel refused: not_found': refused('call.cancel', 'not_found'),
  'decline refused: answered_elsewhere': refused('call.decline', 'answered_elsewhere'),
  'hang-up refused: wrong_state': refused('call.hang-up', 'wrong_state'),
  'hang-up refused: not_found': refused('call.hang-up', 'not_found'),
  notListed: { type: 'notListed' },
  mediaConnected: { type: 'mediaConnected' },
  mediaLost: { type: 'mediaLost' },
  mediaFailed: { type: 'mediaFailed' },
  peerHungUp: { type: 'peerHungUp' },
  'deadline, early': { type: 'deadline' },
  deadline: { type: 'deadline' },
} as const satisfies Record<string, SessionEvent>;

type EventName = keyof typeof EVENTS;
// `Object.keys` loses the key type; both are literals.
const EVENT_NAMES = Object.keys(EVENTS) as EventName[];
const SESSION_NAMES = Object.keys(SESSIONS) as SessionName[];

const CANCELS = 'ended cancelled, call.cancel | closeMedia | send call.cancel';
const HANGS_UP = 'ended completed, call.hang-up | closeMedia, tell | send call.hang-up';
const GIVES_UP = 'ended failed, call.hang-up | closeMedia, tell | send call.hang-up (failed)';
const IS_OVER = 'ended completed | closeMedia';
const BY_SERVER = {
  'told declined': 'ended declined | closeMedia',
  'told missed': 'ended missed | closeMedia',
};

/** Where a session goes and what it asks for; an event that is not named changes nothing and asks for nothing. */
const TABLE: Record<SessionName, Partial<Record<EventName, string>>> = {
  dialing: {
    ...BY_SERVER,
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
    cancel: CANCELS,
    hangUp: CANCELS,
    'told accepted': 'connecting | connect offer',
    'told completed': IS_OVER,
    notListed: 'ended missed | closeMedia',
    deadline: 'ended missed | closeMedia',
  },
  incoming: {
    accept: 'answering | openMedia | send call.accept',
    decline: 'ended declined, call.decline | send call.decline',
    // CALL-20: nobody accepted here, so it opens nothing.
    'told accepted': 'ended failed, call.hang-up | send call.hang-up (failed)',
    'told accepted elsewhere': 'ended completed elsewhere',
    'told declined': 'ended declined elsewhere',
    'told missed': 'ended missed',
    'told completed': 'ended completed',
    notListed: 'ended missed elsewhere',
    deadline: 'ended missed',
  },
  answering: {
    cancel: 'ended completed, call.hang-up | closeMedia | send call.hang-up',
    hangUp: 'ended completed, call.hang-up | closeMedia | send call.hang-up',
    'told accepted': 'connecting | connect answer',
    'told accepted elsewhere': 'ended completed elsewhere | closeMedia',
    'told declined': 'ended declined elsewhere | closeMedia',
    'told missed': 'ended missed | closeMedia',
    'told completed': IS_OVER,
    'accept refused: answered_elsewhere': 'ended completed elsewhere (answered_elsewhere) | closeMedia',
    'accept refused: call_over': 'ended missed (call_over) | closeMedia',
    deadline: 'ended failed (offline), call.hang-up | closeMedia | send call.hang-up (failed)',
  },
  connecting: {
    cancel: HANGS_UP,
    hangUp: HANGS_UP,
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
    'told completed': IS_OVER,
    notListed: IS_OVER,
    mediaLost: 'reconnecting',
    mediaFailed: GIVES_UP,
    peerHungUp: HANGS_UP,
  },
  reconnecting: {
    cancel: HANGS_UP,
    hangUp: HANGS_UP,
    'told completed': IS_OVER,
    notListed: IS_OVER,
    mediaConnected: 'connected',
    mediaFailed: GIVES_UP,
    peerHungUp: HANGS_UP,
    deadline: GIVES_UP,
  },
  cancelling: {
    // CALL-7: the accept won; the person still means it.
    'told accepted': 'ended cancelled, call.hang-up | send call.hang-up',
    'told declined': 'ended cancelled',
    'told missed': 'ended cancelled',
    'told completed': 'ended cancelled',
    'cancel refused: wrong_state': 'ended cancelled, call.hang-up | send call.hang-up',
    'cancel refused: not_found': 'ended cancelled',
  },
  declining: {
    'told accepted': 'ended declined, call.hang-up | send call.hang-up',
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
  },
  ended: {},
};

function ruleOf(name: SessionName, event: EventName): string {
  if (name === 'incoming') return 'CALL-20';
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

const selfOf = (session: CallSession): (typeof PARTIES)['placing']['deviceId'] =>
  session.direction === 'outgoing' ? PARTIES.placing.deviceId : PARTIES.answering.deviceId;

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
    const news = { version: 0, route: null };
    if (expected === undefined) expect({ ...session, ...news }).toEqual({ ...SESSIONS[name], ...news });
  });
});

describe('advance: time', () => {
  test.each([
    ['CALL-22: a dial that nobody answered is given up after 15 s', 'dialing', PLACED_AT_MS + 15_000],
    [
      'CALL-22: the caller waits 2 s longer for the word of the server',
      'ringing',
      RING_EXPIRES_AT_MS + 2_000,
    ],
    ['CALL-22: the ring stops at the deadline', 'incoming', RING_EXPIRES_AT_MS],
    ['CALL-22: so long an accept may wait for its answer', 'answering', RING_EXPIRES_AT_MS + 2_000],
    ['CALL-28: media must connect within 20 s', 'connecting', ACCEPTED_AT_MS + 20_000],
    ['CALL-28: media that flows has no deadline', 'connected', undefined],
    ['CALL-22: what is over has none', 'ended', undefined],
  ] as const)('%s', (_title, name, expected) => {
    expect(nextDeadlineMs(SESSIONS[name])).toBe(expected);
  });

  test('CALL-28: media must be back within 45 s, counted from when it was first lost', () => {
    const self = PARTIES.answering.deviceId;
    const lost = advance(SESSIONS.connected, { type: 'mediaLost' }, self, SOON_MS).session;
    const again = advance(lost, { type: 'mediaLost' }, self, SOON_MS + 10_000).session;
    expect(nextDeadlineMs(lost)).toBe(SOON_MS + 45_000);
    expect(nextDeadlineMs(again)).toBe(SOON_MS + 45_000);
  });

  test('CALL-22: an accept at the deadline does nothing', () => {
    const step = advance(
      SESSIONS.incoming,
      { type: 'accept' },
      PARTIES.answering.deviceId,
      RING_EXPIRES_AT_MS,
    );
    expect(step).toEqual({ session: SESSIONS.incoming, effects: [] });
  });

  test('CALL-9: the duration runs from the accept', () => {
    const step = advance(SESSIONS.connected, { type: 'hangUp' }, PARTIES.answering.deviceId, ENDED_AT_MS);
    expect(step.session).toMatchObject({ phase: 'ended', durationMs: 60_000 });
  });
});

describe('a call begins', () => {
  test('CALL-2: dialling opens the own media and invites', () => {
    const { session, effects } = dial(
      { callId: callId('c'), calleeId: PARTIES.answering.accountId, kind: 'audio' },
      0,
    );
    expect(session).toMatchObject({ phase: 'dialing', direction: 'outgoing', version: 0 });
    expect(effects.map(describeEffect)).toEqual(['openMedia', 'send call.invite']);
  });

  test('CALL-20: ringing opens nothing', () => {
    const session = ring(WORDS.ringing);
    expect(session).toEqual(SESSIONS.incoming);
    expect(hasMedia(session)).toBe(false);
    expect(isAgreed(session)).toBe(false);
  });
});

// Any word at all, also such as no honest server says: any state, any version, naming this device or another.
const devices = fc.constantFrom(PARTIES.placing.deviceId, PARTIES.answering.deviceId, deviceId('another'));
const hostileWord = fc
  .record({
    word: fc.constantFrom<Call[]>(WORDS.ringing, WORDS.accepted, WORDS.ended, WORDS.declined, WORDS.missed),
    id: fc.constantFrom(WORDS.ringing.id, WORDS.ringing.id, callId('call-2')),
    version: fc.integer({ min: 0, max: 9 }),
    callerDeviceId: devices,
    calleeDeviceId: devices,
  })
  .map(({ word, id, version, ...ends }): SessionEvent =>
    told(word.state === 'accepted' ? { ...word, ...ends, id, version } : { ...word, id, version }),
  );
const anyRefusal = fc.constantFrom<SessionEvent[]>(
  ...EVENT_NAMES.map((name) => EVENTS[name]).filter((event) => event.type === 'refused'),
);
const anyEvent = fc.oneof(
  hostileWord,
  anyRefusal,
  fc.constantFrom<SessionEvent[]>(
    ...EVENT_NAMES.map((name) => EVENTS[name]).filter(({ type }) => type !== 'told'),
  ),
);
const storyOf = (
  event: fc.Arbitrary<SessionEvent>,
): fc.Arbitrary<{ event: SessionEvent; afterMs: number }[]> =>
  fc.array(fc.record({ event, afterMs: fc.integer({ min: 0, max: 9_000 }) }), { maxLength: 25 });

type Look = (step: {
  before: CallSession;
  after: CallSession;
  effects: SessionEffect[];
  event: SessionEvent;
}) => void;

function tell(start: CallSession, story: { event: SessionEvent; afterMs: number }[], look: Look): void {
  let session = start;
  let nowMs = PLACED_AT_MS;
  for (const { event, afterMs } of story) {
    nowMs += afterMs;
    const { session: after, effects } = advance(session, event, selfOf(start), nowMs);
    look({ before: session, after, effects, event });
    session = after;
  }
}

const startArb = fc.constantFrom<CallSession[]>(...SESSION_NAMES.map((name) => SESSIONS[name]));

describe('advance: any story', () => {
  test('CALL-20: without a local accept nothing opens media or connects, whatever frames arrive', () => {
    const noAccept = storyOf(anyEvent.filter(({ type }) => type !== 'accept'));
    fc.assert(
      fc.property(noAccept, (story) =>
        tell(SESSIONS.incoming, story, ({ after, effects }) => {
          expect(hasMedia(after)).toBe(false);
          expect(effects.filter(({ type }) => type !== 'send')).toEqual([]);
        }),
      ),
      { numRuns: 500 },
    );
  });

  test('CALL-20: media opens once at most, and by the local accept itself', () => {
    fc.assert(
      fc.property(storyOf(anyEvent), (story) => {
        let opened = 0;
        tell(SESSIONS.incoming, story, ({ effects, event }) => {
          if (!effects.some(({ type }) => type === 'openMedia')) return;
          expect(event.type).toBe('accept');
          opened += 1;
        });
        expect(opened).toBeLessThan(2);
      }),
      { numRuns: 500 },
    );
  });

  test('CALL-21: ended is final, and a word that is not newer or of another call changes nothing', () => {
    fc.assert(
      fc.property(startArb, storyOf(anyEvent), (start, story) =>
        tell(start, story, ({ before, after, effects, event }) => {
          if (before.phase === 'ended') expect(after.phase).toBe('ended');
          expect(after.version).toBeGreaterThanOrEqual(before.version);
          if (event.type !== 'told') return;
          if (event.call.version > before.version && event.call.id === before.callId) return;
          expect(after).toBe(before);
          expect(effects).toEqual([]);
        }),
      ),
      { numRuns: 500 },
    );
  });

  test('CALL-23: media that was open is closed exactly when the call ends here', () => {
    fc.assert(
      fc.property(startArb, storyOf(anyEvent), (start, story) =>
        tell(start, story, ({ before, after, effects }) => {
          const closes = effects.filter(({ type }) => type === 'closeMedia').length;
          expect(closes).toBe(hasMedia(before) && after.phase === 'ended' ? 1 : 0);
        }),
      ),
      { numRuns: 500 },
    );
  });
});
