import * as fc from 'fast-check';
import type { Call, CallId } from '@parley/protocol';
import { describe, expect, test } from 'vitest';
import { callId, deviceId, PARTIES, RING_EXPIRES_AT_MS } from './calls.fixture.ts';
import {
  accept,
  after,
  ALICE,
  EVE,
  eves,
  fresh,
  fromAlice,
  NOW_MS,
  place,
  press,
  SELF,
  told,
} from './device-calls.fixture.ts';
import {
  advanceDevice,
  createDeviceCalls,
  currentSession,
  type DeviceCalls,
  type DeviceEvent,
  ringingSessions,
} from './device-calls.ts';
import { hasMedia } from './session.ts';
import { WORDS } from './session.fixture.ts';

describe('a ring arrives', () => {
  test('CALL-10: it rings here', () => {
    const { calls, effects, has } = after(fresh, told(WORDS.ringing));
    expect(has).toEqual(['call-1: incoming']);
    expect(effects).toEqual([]);
    expect(ringingSessions(calls)).toHaveLength(1);
    expect(currentSession(calls)).toBeUndefined();
  });

  test('CALL-22: after its deadline it does not', () => {
    expect(advanceDevice(fresh, told(WORDS.ringing), RING_EXPIRES_AT_MS).calls).toEqual(fresh);
  });

  test("CALL-10: one's own call on another device does not", () => {
    const caller = createDeviceCalls(ALICE, PARTIES.callerOther.deviceId);
    expect(after(caller, told(WORDS.ringing)).has).toEqual([]);
  });

  test('CALL-21: what was answered elsewhere or over before its ring came never rings', () => {
    const elsewhere = { ...WORDS.accepted, calleeDeviceId: PARTIES.calleeOther.deviceId };
    expect(after(fresh, told(elsewhere), told(WORDS.ringing)).has).toEqual([]);
    expect(after(fresh, told(WORDS.missed), told(WORDS.ringing)).has).toEqual([]);
  });

  test('CALL-21: a dismissed call stays silent when its ring is repeated', () => {
    const dismissed = after(fresh, told(WORDS.ringing), told(WORDS.missed), {
      type: 'dismiss',
      callId: fromAlice,
    });
    expect(dismissed.has).toEqual([]);
    expect(after(dismissed.calls, told(WORDS.ringing)).has).toEqual([]);
  });

  test('CALL-23: what the server has yet to confirm is not dismissed', () => {
    const declined = after(fresh, told(WORDS.ringing), press(fromAlice, { type: 'decline' }));
    expect(after(declined.calls, { type: 'dismiss', callId: fromAlice }).has).toEqual(declined.has);
  });
});

describe('welcome', () => {
  test('CALL-10: what is listed rings, what is not listed stops', () => {
    const { has } = after(fresh, told(WORDS.ringing), { type: 'listed', calls: [eves] });
    expect(has).toEqual(['call-1: ended missed elsewhere', 'eve-calls: incoming']);
  });

  test('CALL-26: a call that is listed goes on', () => {
    const inCall = after(fresh, told(WORDS.ringing), accept(fromAlice), told(WORDS.accepted));
    expect(after(inCall.calls, { type: 'listed', calls: [WORDS.accepted] })).toMatchObject({
      has: inCall.has,
      effects: [],
    });
  });

  test('CALL-26: a call that has ended meanwhile ends here', () => {
    const inCall = after(fresh, told(WORDS.ringing), accept(fromAlice), told(WORDS.accepted));
    const back = after(inCall.calls, { type: 'listed', calls: [] });
    expect(back).toMatchObject({ has: ['call-1: ended completed'], effects: ['call-1: closeMedia'] });
  });

  test('CALL-26: a call that a reload left is ended for the other side too, and opens nothing', () => {
    const { has, effects } = after(fresh, { type: 'listed', calls: [WORDS.accepted] });
    expect(has).toEqual(['call-1: ended completed, call.hang-up']);
    expect(effects).toEqual(['call-1: send call.hang-up']);
  });
});

describe('one call at a time', () => {
  const inCall = after(fresh, told(WORDS.ringing), accept(fromAlice), told(WORDS.accepted)).calls;

  test('CALL-27: accepting another call ends the first', () => {
    const { has, effects } = after(inCall, told(eves), accept(eves.id));
    expect(has).toEqual(['call-1: ended completed, call.hang-up', 'eve-calls: answering']);
    expect(effects).toEqual([
      'call-1: closeMedia, tell',
      'call-1: send call.hang-up',
      'eve-calls: openMedia',
      'eve-calls: send call.accept',
    ]);
  });

  test('CALL-27: accepting what has just stopped ringing leaves the present call alone', () => {
    const over: Call = { ...WORDS.missed, id: eves.id };
    const { has, effects } = after(inCall, told(eves), told(over), accept(eves.id));
    expect(has).toEqual(['call-1: connecting', 'eve-calls: ended missed']);
    expect(effects).toEqual([]);
  });

  test('CALL-27: a second call is not placed', () => {
    expect(after(inCall, place('second', EVE))).toMatchObject({ has: ['call-1: connecting'], effects: [] });
  });
});

describe('both call each other at once', () => {
  const dialled = after(fresh, place('mine')).calls;
  const goesOn = { has: ['call-1: connecting'], effects: ['call-1: adoptMedia', 'call-1: connect answer'] };

  test('CALL-8: calling who rings here is accepting', () => {
    const { has, effects } = after(fresh, told(WORDS.ringing), place('mine'));
    expect(has).toEqual(['call-1: answering']);
    expect(effects).toEqual(['call-1: openMedia', 'call-1: send call.accept']);
  });

  test('CALL-8: the answer to the invite is the other call: it goes on with the media that is open', () => {
    expect(after(dialled, told(WORDS.accepted, callId('mine')))).toMatchObject(goesOn);
  });

  test('CALL-8: the news may come before the answer', () => {
    const news = after(dialled, told(WORDS.accepted));
    expect(news).toMatchObject(goesOn);
    const answer = after(news.calls, told(WORDS.accepted, callId('mine')));
    expect(answer).toMatchObject({ has: goesOn.has, effects: [] });
  });

  test('CALL-8: so it may where the other call rings here already', () => {
    expect(after(dialled, told(WORDS.ringing), told(WORDS.accepted))).toMatchObject(goesOn);
  });

  test('CALL-8: the answer was lost with the socket: welcome tells', () => {
    expect(after(dialled, { type: 'listed', calls: [WORDS.accepted] })).toMatchObject(goesOn);
  });

  test('CALL-23: who has cancelled meanwhile hangs up the call that was accepted in their name', () => {
    const { has, effects } = after(
      dialled,
      press(callId('mine'), { type: 'cancel' }),
      told(WORDS.accepted, callId('mine')),
    );
    expect(has).toEqual(['mine: ended cancelled, call.cancel', 'call-1: ended completed, call.hang-up']);
    expect(effects).toEqual(['call-1: send call.hang-up']);
  });

  test('CALL-21: a call that was left here does not come back as the answer to a new invite', () => {
    const left = after(
      fresh,
      told(WORDS.ringing),
      accept(fromAlice),
      press(fromAlice, { type: 'hangUp' }),
      place('again'),
    );
    const { has } = after(left.calls, told(WORDS.accepted, callId('again')));
    expect(has).toEqual(['call-1: ended completed, call.hang-up', 'again: ended failed (already_in_call)']);
  });

  test('CALL-21: late news of a call that was left here does not touch a new invite', () => {
    const left = after(
      fresh,
      told(WORDS.ringing),
      accept(fromAlice),
      press(fromAlice, { type: 'hangUp' }),
      place('again'),
    );
    const { has } = after(left.calls, told(WORDS.accepted));
    expect(has).toEqual(['call-1: ended completed, call.hang-up', 'again: dialing']);
  });

  test("CALL-20: somebody else's call is never taken for the answer to the invite", () => {
    const { has, effects } = after(dialled, told({ ...WORDS.accepted, callerId: EVE }));
    expect(has).toEqual(['mine: dialing', 'call-1: ended completed, call.hang-up']);
    expect(effects).toEqual(['call-1: send call.hang-up']);
  });
});

describe('a call that is over', () => {
  const elsewhere = { ...WORDS.accepted, calleeDeviceId: PARTIES.calleeOther.deviceId };
  const frames = fc.constantFrom<DeviceEvent[]>(
    told(WORDS.ringing),
    told(elsewhere),
    told(WORDS.ended),
    { type: 'listed', calls: [WORDS.ringing] },
    { type: 'listed', calls: [] },
    { type: 'dismiss', callId: fromAlice },
  );
  const isOverWith = (event: DeviceEvent): boolean => event.type === 'told' && event.call.state !== 'ringing';

  test('CALL-21: never rings again, in whatever order and however often its frames come', () => {
    fc.assert(
      fc.property(fc.array(frames, { maxLength: 12 }), (story) => {
        let calls = fresh;
        let isOver = false;
        for (const event of story) {
          const rangBefore = ringingSessions(calls).length > 0;
          calls = advanceDevice(calls, event, NOW_MS).calls;
          isOver ||= isOverWith(event) || (rangBefore && ringingSessions(calls).length === 0);
          if (isOver) expect(ringingSessions(calls)).toEqual([]);
        }
      }),
      { numRuns: 1_000 },
    );
  });
});

const ids = fc.constantFrom(fromAlice, eves.id, callId('unknown'));
const devices = fc.constantFrom(SELF.deviceId, PARTIES.placing.deviceId, deviceId('another'));
const accounts = fc.constantFrom(SELF.accountId, ALICE, EVE);
const anyCall = fc
  .record({
    word: fc.constantFrom<Call[]>(WORDS.ringing, WORDS.accepted, WORDS.ended, WORDS.missed),
    id: ids,
    version: fc.integer({ min: 0, max: 9 }),
    preconnect: fc.constantFrom('none', 'path', 'earlyVideo'),
    callerId: accounts,
    calleeId: accounts,
    callerDeviceId: devices,
    calleeDeviceId: devices,
  })
  .map(({ word, callerDeviceId, calleeDeviceId, ...rest }): Call =>
    word.state === 'accepted' ? { ...word, ...rest, callerDeviceId, calleeDeviceId } : { ...word, ...rest },
  );
const anyEvent: fc.Arbitrary<DeviceEvent> = fc.oneof(
  fc
    .record({ call: anyCall, replyTo: fc.option(ids, { nil: undefined }) })
    .map(({ call, replyTo }) => told(call, replyTo)),
  fc.array(anyCall, { maxLength: 3 }).map((calls): DeviceEvent => ({ type: 'listed', calls })),
  fc.record({ id: ids, from: devices }).map(({ id, from }) => press(id, { type: 'preconnectOffered', from })),
  fc
    .record({ id: ids, deviceId: devices })
    .map(({ id, ...by }) => press(id, { type: 'peerAccepted', ...by })),
  fc
    .record({
      id: ids,
      type: fc.constantFrom(
        'decline',
        'cancel',
        'hangUp',
        'notListed',
        'mediaConnected',
        'mediaLost',
        'mediaFailed',
        'peerHungUp',
        'peerAway',
        'peerBack',
        'deadline',
      ),
    })
    .map(({ id, type }): DeviceEvent => press(id, { type })),
  ids.map((id): DeviceEvent => ({ type: 'dismiss', callId: id })),
);

function mayPreconnect(calls: DeviceCalls, id: CallId): boolean {
  const session = calls.sessions.find((one) => one.callId === id);
  return session?.phase === 'incoming' && session.preconnect !== 'none' && session.early === null;
}

describe('a device: any story', () => {
  test('CALL-20: while nobody here accepts or calls, nothing opens or connects, whatever the server says', () => {
    fc.assert(
      fc.property(fc.array(anyEvent, { maxLength: 25 }), (story) => {
        let calls = fresh;
        for (const event of story) {
          const before = calls;
          const step = advanceDevice(calls, event, NOW_MS);
          calls = step.calls;
          expect(calls.sessions.filter(hasMedia)).toEqual([]);
          for (const { callId: id, effect } of step.effects) {
            // What may be connected while it rings is, and let go again; nothing else is asked for (CALL-41).
            expect(['send', 'preconnect', 'closeMedia']).toContain(effect.type);
            if (effect.type === 'preconnect') expect(mayPreconnect(before, id)).toBe(true);
          }
        }
      }),
      { numRuns: 1_000 },
    );
  });
});
