import type { Call, CallId } from '@parley/protocol';
import { describe, expect, test } from 'vitest';
import { callId, deviceId } from './calls.fixture.ts';
import { accept, after, eves, fresh, fromAlice, press, SELF, told } from './device-calls.fixture.ts';
import type { DeviceEvent } from './device-calls.ts';
import { WORDS } from './session.fixture.ts';

describe('a second call rings', () => {
  const inCall = after(fresh, told(WORDS.ringing), accept(fromAlice), told(WORDS.accepted)).calls;

  test('CALL-33: who declines it is busy; who declines the only one is not', () => {
    const busy = after(inCall, told(eves), press(eves.id, { type: 'decline' }));
    expect(busy.effects).toEqual(['eve-calls: send call.decline (busy)']);
    const free = after(fresh, told(eves), press(eves.id, { type: 'decline' }));
    expect(free.effects).toEqual(['eve-calls: send call.decline']);
  });

  test('CALL-41: it is not connected with while it rings', () => {
    const offer = press(eves.id, { type: 'preconnectOffered', from: deviceId('eve-laptop') });
    const preconnectable: Call = { ...eves, preconnect: 'path' };
    expect(after(inCall, told(preconnectable), offer).effects).toEqual([]);
    expect(after(fresh, told(preconnectable), offer).effects).toEqual(['eve-calls: preconnect eve-laptop']);
  });
});

describe('a call that runs on another device of mine', () => {
  const onTablet = WORDS.calleeMoved;
  const move: DeviceEvent = { type: 'move', callId: fromAlice };
  const hereAgain = { ...onTablet, calleeDeviceId: SELF.deviceId, version: onTablet.version + 1 };

  test('CALL-54: is known from welcome and from its news, and no more when it is over', () => {
    expect(after(fresh, { type: 'listed', calls: [onTablet] }).calls.elsewhere).toEqual([onTablet]);
    const told1 = after(fresh, told(onTablet));
    expect(told1.calls.elsewhere).toEqual([onTablet]);
    expect(after(told1.calls, told({ ...WORDS.ended, version: 9 })).calls.elsewhere).toEqual([]);
    expect(after(told1.calls, { type: 'listed', calls: [] }).calls.elsewhere).toEqual([]);
    // Late news of an older state of it changes nothing.
    expect(after(told1.calls, told(WORDS.accepted)).calls.elsewhere).toEqual([onTablet]);
  });

  test('CALL-54: is taken over by a press here, opens the own media and offers a new connection', () => {
    const moving = after(fresh, told(onTablet), move);
    expect(moving).toMatchObject({
      has: ['call-1: moving'],
      effects: ['call-1: openMedia', 'call-1: send call.move'],
    });
    expect(moving.calls.elsewhere).toEqual([]);
    expect(after(moving.calls, told(hereAgain))).toMatchObject({
      has: ['call-1: reconnecting'],
      effects: ['call-1: connect offer, fresh'],
    });
  });

  test('CALL-54: not while this device is in a call, and not where it is over', () => {
    const inEves = after(fresh, told(eves), accept(eves.id));
    expect(after(inEves.calls, told(onTablet), move).effects).toEqual([]);
    expect(after(fresh, told(onTablet), told({ ...WORDS.ended, version: 9 }), move).effects).toEqual([]);
  });

  test('CALL-54: one that this device was in goes on elsewhere, and can be taken back', () => {
    const inCall = after(fresh, told(WORDS.ringing), accept(fromAlice), told(WORDS.accepted));
    const gone = after(inCall.calls, told(onTablet));
    expect(gone).toMatchObject({
      has: ['call-1: ended completed elsewhere'],
      effects: ['call-1: closeMedia'],
    });
    expect(after(gone.calls, move, told(hereAgain)).has).toEqual(['call-1: reconnecting']);
    const dismissed = after(gone.calls, { type: 'dismiss', callId: fromAlice });
    expect(after(dismissed.calls, move, told(hereAgain)).has).toEqual(['call-1: reconnecting']);
  });

  test('CALL-54: who comes too late leaves it where it is', () => {
    const late = press(fromAlice, { type: 'refused', frame: 'call.move', code: 'answered_elsewhere' });
    const { has, effects } = after(fresh, told(onTablet), move, late);
    expect(has).toEqual(['call-1: ended completed elsewhere (answered_elsewhere)']);
    expect(effects).toEqual(['call-1: closeMedia']);
  });
});

describe('a page that was loaded again in the middle of a call', () => {
  const listed = (resumable?: CallId, call: Call = WORDS.accepted): DeviceEvent =>
    resumable === undefined
      ? { type: 'listed', calls: [call] }
      : { type: 'listed', calls: [call], resumable };

  test('CALL-52: takes it back by the mark that it has left, and asks for the servers', () => {
    expect(after(fresh, listed(fromAlice))).toMatchObject({
      has: ['call-1: reconnecting'],
      effects: ['call-1: openMedia', 'call-1: connect offer, fresh', 'call-1: send call.move'],
    });
  });

  test('CALL-52: without the mark of this very call nothing opens, and it is ended', () => {
    for (const mark of [undefined, callId('another')]) {
      const { has, effects } = after(fresh, listed(mark));
      expect(has).toEqual(['call-1: ended completed, call.hang-up']);
      expect(effects).toEqual(['call-1: send call.hang-up']);
    }
  });

  test('CALL-52: a mark opens nothing where the call rings, or runs on another device', () => {
    expect(after(fresh, listed(fromAlice, WORDS.ringing)).effects).toEqual([]);
    expect(after(fresh, listed(fromAlice, WORDS.calleeMoved))).toMatchObject({ has: [], effects: [] });
  });

  test('CALL-21: a mark brings nothing back that was ended here', () => {
    const left = after(fresh, listed(), { type: 'listed', calls: [] });
    const told1 = after(left.calls, told({ ...WORDS.ended, version: 9 }), {
      type: 'dismiss',
      callId: fromAlice,
    });
    expect(after(told1.calls, listed(fromAlice)).effects).not.toContain('call-1: openMedia');
  });
});
