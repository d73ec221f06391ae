import { RING_TIMEOUT_MS } from '@parley/protocol';
import type { CallId } from '@parley/protocol';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { connectDevice } from '../testing/device.ts';
import type { TestDevice } from '../testing/device.ts';
import { createReachablePair, framesOf, RELAY, ringWith, untilReachable } from '../testing/early.ts';
import { newCallId, newHandle } from '../testing/pair.ts';
import type { Pair } from '../testing/pair.ts';
import { signUpPerson } from '../testing/person.ts';
import { createTestServer } from '../testing/server.ts';
import type { TestServer } from '../testing/server.ts';
import { CANDIDATES, offerOf, said } from '../testing/signals.ts';

let server: TestServer;
let pair: Pair;
let aheadMs = 0;

beforeAll(async () => {
  server = await createTestServer({ config: { turn: RELAY }, clock: () => Date.now() + aheadMs });
});
beforeEach(async () => {
  pair = await createReachablePair(server);
});
afterAll(async () => {
  await server.close();
  expect(server.errors).toEqual([]);
});

const { relay, host, srflx, telling } = CANDIDATES;
const REVEALING = [host, srflx, telling];
const offerFor = (device: TestDevice, candidate: string = relay) => ({
  toDeviceId: device.deviceId,
  ...said(offerOf(candidate)),
});
const heard = ({ events }: TestDevice) => events.filter(({ type }) => type === 'call.signalled');
const answer = { ...offerOf(relay), kind: 'answer' } as const;

async function settle({ phone, laptop, desk, tablet }: Pair): Promise<void> {
  await Promise.all([phone, laptop, desk, tablet].map((device) => device.settle()));
}

/** It rings, and the desk has been offered a connection. */
async function ringDesk(): Promise<CallId> {
  const { id } = await ringWith(pair, [offerFor(pair.desk)]);
  await pair.desk.take('call.signalled');
  return id;
}

describe('offers with the invite', () => {
  test('CALL-32: each goes to its device directly behind the ring, with a relay to answer through', async () => {
    const { desk, tablet, phone } = pair;
    const call = await ringWith(pair, [offerFor(desk), offerFor(tablet, relay.replace('50000', '50001'))]);
    expect(call.preconnect).toBe('path');
    for (const [device, port] of [
      [desk, '50000'],
      [tablet, '50001'],
    ] as const) {
      await device.take('call.signalled');
      const [ring, offer, ...more] = device.events.filter(({ type }) => type.startsWith('call.'));
      expect(ring).toMatchObject({
        type: 'call.ringing',
        call: { id: call.id, preconnect: 'path' },
        iceServers: [{ urls: RELAY.urls }],
      });
      expect(offer).toMatchObject({
        type: 'call.signalled',
        callId: call.id,
        fromDeviceId: phone.deviceId,
        run: 1,
        seq: 1,
        signal: offerOf(relay.replace('50000', port)),
      });
      expect(more).toEqual([]);
    }
  });

  test.each(REVEALING)('CALL-32, PRIV-8: with any other candidate nothing rings: %s', async (candidate) => {
    const calleeId = pair.callee.me.person.id;
    const offers = [offerFor(pair.desk), offerFor(pair.tablet, candidate)];
    const invite = { callId: newCallId(), calleeId, kind: 'audio', offers } as const;
    expect(await pair.phone.fail('call.invite', invite)).toBe('bad_request');
    await settle(pair);
    expect(pair.desk.events.some(({ type }) => type.startsWith('call.'))).toBe(false);
    expect(await server.ports.stores.calls.find(invite.callId)).toBeUndefined();
  });

  test('CALL-32: for devices that prepare would not name they are dropped, and it rings all the same', async () => {
    const mute = await connectDevice(server.origin, pair.callee);
    const stranger = await connectDevice(server.origin, await signUpPerson(server.origin, newHandle()));
    await ringWith(
      pair,
      [mute, stranger, pair.laptop, pair.desk].map((device) => offerFor(device)),
    );
    await pair.desk.take('call.signalled');
    await mute.take('call.ringing');
    await Promise.all([settle(pair), mute.settle(), stranger.settle()]);
    expect([mute, stranger, pair.laptop].flatMap(heard)).toEqual([]);
  });

  test('CALL-32, CALL-36: where nothing may be connected they are dropped, and it rings all the same', async () => {
    const { callee } = pair;
    await callee.call('putCallPrivacy', { body: { ...callee.me.callPrivacy, preconnect: false } });
    expect((await ringWith(pair, [offerFor(pair.desk)])).preconnect).toBe('none');
    await pair.desk.take('call.ringing');
    await settle(pair);
    expect(heard(pair.desk)).toEqual([]);
  });

  test('CALL-32, CALL-8: those of an invite that answers another call are of no use', async () => {
    const callId = await ringDesk();
    const calleeId = pair.caller.me.person.id;
    const offers = [offerFor(pair.phone), offerFor(pair.laptop)];
    const back = await pair.desk.call('call.invite', {
      callId: newCallId(),
      calleeId,
      kind: 'audio',
      offers,
    });
    expect(back).toMatchObject({ call: { id: callId, state: 'accepted' }, devices: [] });
    await settle(pair);
    expect([pair.phone, pair.laptop].flatMap(heard)).toEqual([]);
  });

  test('CALL-32, CALL-2: the same invite again sends them again, under the same numbers', async () => {
    const offers = [offerFor(pair.desk)];
    const frame = { callId: newCallId(), calleeId: pair.callee.me.person.id, kind: 'audio', offers } as const;
    const replies = [
      await pair.phone.call('call.invite', frame),
      await pair.phone.call('call.invite', frame),
    ];
    expect(replies.map(({ devices }) => devices.length)).toEqual([2, 2]);
    await settle(pair);
    expect(heard(pair.desk)).toMatchObject([{ seq: 1 }, { seq: 1 }]);
    expect(pair.desk.events.filter(({ type }) => type === 'call.ringing')).toHaveLength(1);
  });
});

describe('while it rings', () => {
  test('CALL-31: signals pass between the placing device and each of the callee’s, and no other', async () => {
    const { phone, desk, tablet, laptop } = pair;
    const callId = await ringDesk();
    await desk.call('call.signal', { callId, ...said(answer) });
    expect(await phone.take('call.signalled')).toMatchObject({ fromDeviceId: desk.deviceId, signal: answer });
    await phone.call('call.signal', { callId, toDeviceId: tablet.deviceId, ...said(offerOf(relay)) });
    expect((await tablet.take('call.signalled')).signal).toEqual(offerOf(relay));
    // What it answers through has come with the ring (CALL-14).
    const rung = await tablet.take('call.ringing');
    expect(rung.iceServers?.flatMap(({ urls }) => urls)).toEqual(RELAY.urls);
    await tablet.call('call.signal', { callId, toDeviceId: phone.deviceId, ...said(answer, 2) });
    expect(await phone.take('call.signalled')).toMatchObject({ fromDeviceId: tablet.deviceId, seq: 2 });
    const resume = { kind: 'resume', run: 1, have: 1, asks: true } as const;
    await phone.call('call.signal', { callId, toDeviceId: desk.deviceId, ...said(resume) });
    expect((await desk.take('call.signalled')).signal).toEqual(resume);
    await settle(pair);
    expect([heard(phone), heard(desk), heard(tablet), heard(laptop)].map(({ length }) => length)).toEqual([
      2, 2, 1, 0,
    ]);
  });

  test('CALL-31, PRIV-8: no candidate but the relay’s, whatever the route, in whatever signal', async () => {
    const { phone, desk } = pair;
    const callId = await ringDesk();
    expect((await server.ports.stores.calls.find(callId))?.route).toBe('direct');
    for (const candidate of REVEALING) {
      for (const frame of framesOf(candidate)) {
        expect(await phone.fail('call.signal', { callId, toDeviceId: desk.deviceId, ...frame })).toBe(
          'bad_request',
        );
        expect(await desk.fail('call.signal', { callId, ...frame })).toBe('bad_request');
      }
    }
    await settle(pair);
    expect([heard(phone).length, heard(desk).length]).toEqual([0, 1]);
    // The same pass once the callee has answered, because this route is direct.
    await desk.call('call.accept', { callId });
    for (const frame of framesOf(host)) await desk.call('call.signal', { callId, ...frame });
    await settle(pair);
    expect(heard(phone)).toHaveLength(3);
  });

  test('CALL-31: nobody else, and nobody past the one at the other end', async () => {
    const { phone, desk, tablet, laptop } = pair;
    const stranger = await connectDevice(server.origin, await signUpPerson(server.origin, newHandle()));
    const callId = await ringDesk();
    const tries: [TestDevice, TestDevice | undefined, string][] = [
      [phone, undefined, 'wrong_state'],
      [laptop, desk, 'wrong_state'],
      [laptop, undefined, 'wrong_state'],
      [desk, laptop, 'wrong_state'],
      [desk, tablet, 'wrong_state'],
      [stranger, desk, 'not_found'],
      [stranger, phone, 'not_found'],
      [stranger, undefined, 'not_found'],
    ];
    for (const [from, to, code] of tries) {
      const named = to === undefined ? {} : { toDeviceId: to.deviceId };
      expect(await from.fail('call.signal', { callId, ...named, ...said(offerOf(relay)) })).toBe(code);
    }
    // A device of somebody else's is none of the callee's: it goes nowhere.
    await phone.call('call.signal', { callId, toDeviceId: stranger.deviceId, ...said(offerOf(relay)) });
    await phone.call('call.signal', { callId, toDeviceId: laptop.deviceId, ...said(offerOf(relay)) });
    await Promise.all([settle(pair), stranger.settle()]);
    expect([phone, laptop, tablet, stranger].flatMap(heard)).toEqual([]);
    expect(heard(desk)).toHaveLength(1);
  });

  test('CALL-31: where nothing may be connected, nothing passes', async () => {
    const { callee, phone, desk } = pair;
    await callee.call('putCallPrivacy', { body: { ...callee.me.callPrivacy, preconnect: false } });
    const { id: callId } = await ringWith(pair);
    for (const frame of framesOf(relay)) {
      expect(await phone.fail('call.signal', { callId, toDeviceId: desk.deviceId, ...frame })).toBe(
        'wrong_state',
      );
      expect(await desk.fail('call.signal', { callId, ...frame })).toBe('wrong_state');
    }
    await settle(pair);
    expect([phone, desk].flatMap(heard)).toEqual([]);
  });

  test('CALL-31, CALL-13: once it is answered, only the device that answered, and only the two', async () => {
    const { phone, desk, tablet } = pair;
    const callId = await ringDesk();
    await tablet.call('call.signal', { callId, ...said(answer) });
    await phone.take('call.signalled');
    await desk.call('call.accept', { callId });
    expect(await tablet.fail('call.signal', { callId, ...said(answer, 2) })).toBe('not_found');
    const late = { callId, toDeviceId: tablet.deviceId, ...said(offerOf(relay), 2) };
    expect(await phone.fail('call.signal', late)).toBe('not_found');
    await phone.call('call.signal', { callId, toDeviceId: desk.deviceId, ...said(offerOf(host), 2) });
    await phone.call('call.signal', { callId, ...said(offerOf(host), 3) });
    await settle(pair);
    expect([heard(phone).length, heard(desk).length, heard(tablet).length]).toEqual([1, 3, 0]);
  });

  test('CALL-31: what is refused is refused on the database’s word, though the nudge was lost', async () => {
    // A node that hears nothing from the other.
    const deaf = await createTestServer({ config: { turn: RELAY }, database: server.database });
    const far = await connectDevice(deaf.origin, pair.callee, { signs: true });
    const { phone, tablet } = pair;
    const callId = await ringDesk();
    const toFar = { callId, toDeviceId: far.deviceId };
    await phone.call('call.signal', { ...toFar, ...said(offerOf(relay)) });
    await far.call('call.accept', { callId });
    // Here it is still remembered as ringing, which would let no other candidate through, and the wrong device.
    await phone.call('call.signal', { ...toFar, ...said(offerOf(host), 2) });
    expect(await tablet.fail('call.signal', { callId, ...said(answer) })).toBe('not_found');
    await deaf.close();
  });

  test('CALL-13, CALL-38: and so where nothing may be connected: a ring that is remembered bars no answered call', async () => {
    const deaf = await createTestServer({ config: { turn: RELAY }, database: server.database });
    const { phone, callee } = pair;
    await callee.call('putCallPrivacy', { body: { ...callee.me.callPrivacy, preconnect: false } });
    const far = await connectDevice(deaf.origin, callee);
    const { id: callId } = await ringWith(pair);
    await far.call('call.accept', { callId });
    await phone.call('call.signal', { callId, ...said(offerOf(host)) });
    await deaf.close();
  });

  test('CALL-31, CALL-4: nor when its time is over, though the timer has not run', async () => {
    const { phone, desk } = pair;
    const callId = await ringDesk();
    // In steps: a socket that is silent for long is dropped (WIRE-8).
    for (let step = 0; step < 3; step += 1) {
      aheadMs += RING_TIMEOUT_MS / 3;
      await settle(pair);
    }
    expect(await desk.fail('call.signal', { callId, ...said(answer) })).toBe('wrong_state');
    expect(
      await phone.fail('call.signal', { callId, toDeviceId: desk.deviceId, ...said(offerOf(relay)) }),
    ).toBe('wrong_state');
  });

  test('CALL-31, CALL-12: nor when it has ended', async () => {
    const { phone, desk, caller, callee } = pair;
    const callId = await ringDesk();
    await callee.call('block', { params: { handle: caller.me.person.handle } });
    expect(await desk.fail('call.signal', { callId, ...said(answer) })).toBe('call_over');
    expect(
      await phone.fail('call.signal', { callId, toDeviceId: desk.deviceId, ...said(offerOf(relay)) }),
    ).toBe('call_over');
  });

  test('CALL-31, ROLL-6: and not to or from a device that calls have not reached', async () => {
    const { phone } = pair;
    const ios = await connectDevice(server.origin, pair.callee, { platform: 'ios', signs: true });
    await untilReachable(
      server.ports,
      pair,
      [pair.desk, pair.tablet, ios].map(({ deviceId }) => deviceId),
    );
    server.ports.rollout.platformsOf = async () => new Set(['web', 'android']);
    const { id: callId } = await ringWith(pair, [offerFor(ios)]);
    await phone.call('call.signal', { callId, toDeviceId: ios.deviceId, ...said(offerOf(relay)) });
    expect(await ios.fail('call.signal', { callId, ...said(answer) })).toBe('wrong_state');
    await ios.settle();
    expect(ios.events.filter(({ type }) => type.startsWith('call.'))).toEqual([]);
  });
});
