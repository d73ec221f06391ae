import * as fc from 'fast-check';
import type { Call } from '@parley/protocol';
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
import { EVENT_NAMES, EVENTS, selfOf, SESSION_NAMES, told } from './session-events.fixture.ts';
import { describeEffect, SESSIONS, SOON_MS, WORDS } from './session.fixture.ts';
import type { CallSession, SessionEffect, SessionEvent } from './session-state.ts';

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
    preconnect: fc.constantFrom('none', 'path', 'earlyVideo'),
    callerDeviceId: devices,
    calleeDeviceId: devices,
  })
  .map(({ word, id, version, preconnect, ...ends }): SessionEvent =>
    told(
      word.state === 'accepted'
        ? { ...word, ...ends, id, version, preconnect }
        : { ...word, id, version, preconnect },
    ),
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

  test('CALL-41: where the call may be connected while it rings, that is all: once, and closed with the ring', () => {
    const start: CallSession = { ...SESSIONS.incoming, preconnect: 'path' };
    const noAccept = storyOf(anyEvent.filter(({ type }) => type !== 'accept'));
    fc.assert(
      fc.property(noAccept, (story) => {
        const done: string[] = [];
        tell(start, story, ({ before, after, effects }) => {
          expect(hasMedia(after)).toBe(false);
          const other = effects.filter(({ type }) => type !== 'send');
          done.push(...other.map(({ type }) => type));
          if (other.some(({ type }) => type === 'preconnect')) expect(before.preconnect).not.toBe('none');
          if (after.phase === 'ended') expect(done.at(-1) ?? 'closeMedia').toBe('closeMedia');
        });
        expect([[], ['preconnect'], ['preconnect', 'closeMedia']]).toContainEqual(done);
      }),
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
          // Also what was only connected while it rang, without a track (CALL-41).
          const holds = hasMedia(before) || (before.phase === 'incoming' && before.early !== null);
          expect(closes).toBe(holds && after.phase === 'ended' ? 1 : 0);
        }),
      ),
      { numRuns: 500 },
    );
  });
});

describe('a page that goes away, and comes back', () => {
  const self = PARTIES.answering.deviceId;

  test('CALL-52: it has 10 s, counted from its goodbye; silence before or after it adds nothing', () => {
    const away = advance(SESSIONS.connected, { type: 'peerAway' }, self, SOON_MS).session;
    const silent = advance(away, { type: 'mediaLost' }, self, SOON_MS + 5_000).session;
    expect(nextDeadlineMs(silent)).toBe(SOON_MS + 10_000);
    const lost = advance(SESSIONS.connected, { type: 'mediaLost' }, self, SOON_MS).session;
    const lostThenAway = advance(lost, { type: 'peerAway' }, self, SOON_MS + 5_000).session;
    expect(nextDeadlineMs(lostThenAway)).toBe(SOON_MS + 15_000);
  });

  test('CALL-52: without a goodbye it is waited for as for any lost media, 45 s', () => {
    const lost = advance(SESSIONS.connected, { type: 'mediaLost' }, self, SOON_MS).session;
    expect(nextDeadlineMs(lost)).toBe(SOON_MS + 45_000);
  });

  test('CALL-52: who stayed away has hung up, and no route is missed', () => {
    const over = advance(SESSIONS.away, { type: 'deadline' }, self, SESSIONS.away.giveUpAtMs).session;
    expect(over).toMatchObject({ phase: 'ended', outcome: 'completed' });
  });
});
