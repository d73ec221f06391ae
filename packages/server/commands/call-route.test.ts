import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connectDevice } from '../testing/device.ts';
import { callRows, connect, createPair, newCallId, ring } from '../testing/pair.ts';
import type { Pair } from '../testing/pair.ts';
import type { TestPerson } from '../testing/person.ts';
import { createTestServer } from '../testing/server.ts';
import { CANDIDATES, said, signalsOf } from '../testing/signals.ts';
import type { TestServer } from '../testing/server.ts';

let relaying: TestServer;
/** Its STUN hides nothing. */
let bare: TestServer;

beforeAll(async () => {
  const turn = { urls: ['stun:relay.example:3478', 'turn:relay.example:3478'], secret: 'secret' };
  relaying = await createTestServer({ config: { turn } });
  bare = await createTestServer({ config: { turn: { ...turn, urls: ['stun:relay.example:3478'] } } });
});

afterAll(async () => {
  for (const server of [relaying, bare]) {
    await server.close();
    expect(server.errors).toEqual([]);
  }
});

const hide = (person: TestPerson, enhanced = true) =>
  person.call('putCallPrivacy', { body: { ...person.me.callPrivacy, enhanced } });
const invite = ({ callee }: Pair) =>
  ({ callId: newCallId(), calleeId: callee.me.person.id, kind: 'audio' }) as const;

/** The callee lets everybody call and follows nobody. */
async function estrange({ caller, callee }: Pair): Promise<void> {
  const everyone = { addressBook: false, following: false, verified: false, everyone: true };
  await callee.call('putCallSettings', { body: { enabled: true, audiences: everyone, tellBusy: false } });
  await callee.call('unfollow', { params: { handle: caller.me.person.handle } });
}

test('PRIV-2, PRIV-5: the setting is off for a new account, kept, and beside it whether there is a relay', async () => {
  const [{ caller }, there] = [await createPair(relaying.origin), await createPair(bare.origin)];
  expect(caller.me).toMatchObject({ callPrivacy: { enhanced: false }, relayAvailable: true });
  expect(there.caller.me.relayAvailable).toBe(false);
  expect((await hide(caller)).callPrivacy).toMatchObject({ enhanced: true });
  expect(await caller.call('getMe', {})).toMatchObject({
    callPrivacy: { enhanced: true },
    callSettings: caller.me.callSettings,
    relayAvailable: true,
  });
  expect((await hide(caller, false)).callPrivacy).toMatchObject({ enhanced: false });
});

describe('with a relay', () => {
  test.each<[rule: string, prepare: (pair: Pair) => Promise<unknown>, route: string]>([
    ['PRIV-1: the callee follows the caller', async () => undefined, 'direct'],
    ['PRIV-1: nobody is followed', estrange, 'relay'],
    ['PRIV-2: the caller hides', ({ caller }) => hide(caller), 'relay'],
    ['PRIV-2: the callee hides', ({ callee }) => hide(callee), 'relay'],
  ])('%s: the route is decided at invite and told to both', async (_rule, prepare, route) => {
    const pair = await createPair(relaying.origin);
    await prepare(pair);
    const ringing = await ring(pair);
    expect(ringing.route).toBe(route);
    const rung = await pair.desk.take('call.ringing');
    expect(rung.call.route).toBe(route);
    const { welcome, close } = await connectDevice(relaying.origin, pair.callee);
    expect(welcome.calls[0]?.call.route).toBe(route);
    // To answer through, for each device that it rings at, and none else (CALL-14).
    for (const { iceServers } of [rung, ...welcome.calls]) expect(iceServers).toHaveLength(2);
    const callers = await connectDevice(relaying.origin, pair.caller);
    expect(callers.welcome.calls.map(({ iceServers }) => iceServers)).toEqual([undefined]);
    await callers.close();
    await close();
    const { call } = await pair.desk.call('call.accept', { callId: ringing.id });
    expect(call.route).toBe(route);
    expect((await pair.phone.take('call.accepted')).call.route).toBe(route);
    expect(await relaying.ports.stores.calls.find(ringing.id)).toMatchObject({ route });
    const ended = await pair.phone.call('call.hang-up', { callId: ringing.id, because: 'completed' });
    expect(ended.call.route).toBe(route);
  });

  test.each<[rule: string, meanwhile: (pair: Pair) => Promise<unknown>]>([
    ['the callee hides', ({ callee }) => hide(callee)],
    ['the caller hides', ({ caller }) => hide(caller)],
    ['the callee unfollows', estrange],
  ])('PRIV-3: while it rings %s: the accept makes it stricter', async (_rule, meanwhile) => {
    const pair = await createPair(relaying.origin);
    const ringing = await ring(pair);
    expect(ringing.route).toBe('direct');
    await meanwhile(pair);
    const { call } = await pair.desk.call('call.accept', { callId: ringing.id });
    expect(call).toMatchObject({ state: 'accepted', route: 'relay' });
    expect((await pair.phone.take('call.accepted')).call.route).toBe('relay');
    expect(await relaying.ports.stores.calls.find(ringing.id)).toMatchObject({ route: 'relay' });
  });

  test('PRIV-3: what becomes looser while it rings, or strict while it runs, changes nothing', async () => {
    const pair = await createPair(relaying.origin);
    await hide(pair.callee);
    const { id } = await ring(pair);
    await hide(pair.callee, false);
    expect((await pair.desk.call('call.accept', { callId: id })).call.route).toBe('relay');
    const other = await createPair(relaying.origin);
    const call = await connect(other);
    await hide(other.callee);
    expect((await other.phone.call('call.attest', { callId: call.id })).call.route).toBe('direct');
  });
});

const { relay: relayed, host, srflx, telling } = CANDIDATES;

test('PRIV-7: in a relayed call the server passes no candidate but the relay’s, whoever sends it', async () => {
  const pair = await createPair(relaying.origin);
  await hide(pair.callee);
  const { id: callId } = await connect(pair);
  for (const [from, to] of [
    [pair.phone, pair.desk],
    [pair.desk, pair.phone],
  ] as const) {
    for (const candidate of [host, srflx, telling]) {
      for (const signal of signalsOf(candidate)) {
        expect(await from.fail('call.signal', { callId, ...said(signal) })).toBe('bad_request');
      }
    }
    await to.settle();
    expect(to.events.some((event) => event.type === 'call.signalled')).toBe(false);
    for (const signal of signalsOf(relayed)) {
      await from.call('call.signal', { callId, ...said(signal) });
      expect((await to.take('call.signalled')).signal).toEqual(signal);
    }
    to.events.length = 0;
  }
});

test('PRIV-7: in a direct call they all pass', async () => {
  const pair = await createPair(relaying.origin);
  const { id: callId } = await connect(pair);
  for (const signal of [host, srflx, relayed].flatMap(signalsOf)) {
    await pair.phone.call('call.signal', { callId, ...said(signal) });
    expect((await pair.desk.take('call.signalled')).signal).toEqual(signal);
  }
});

describe('without a relay', () => {
  test('PRIV-5: friends call as ever, strangers and who calls a hiding callee by an exposed route', async () => {
    expect((await connect(await createPair(bare.origin))).route).toBe('direct');
    const strangers = await createPair(bare.origin);
    await estrange(strangers);
    expect((await ring(strangers)).route).toBe('exposed');
    const hiding = await createPair(bare.origin);
    await hide(hiding.callee);
    const { id: callId } = await ring(hiding);
    // Whom the device has asked may accept all the same.
    expect((await hiding.desk.call('call.accept', { callId })).call.route).toBe('exposed');
  });

  test('PRIV-6, CON-9: who hides places no call, and learns so only where the callee would let it ring', async () => {
    const pair = await createPair(bare.origin);
    await hide(pair.caller);
    expect(await pair.phone.ask('call.invite', invite(pair))).toEqual({ code: 'no_relay' });
    await pair.callee.call('block', { params: { handle: pair.caller.me.person.handle } });
    expect(await pair.phone.ask('call.invite', invite(pair))).toEqual({ code: 'call_unavailable' });
    await pair.desk.settle();
    expect(pair.desk.events.some((event) => event.type === 'call.ringing')).toBe(false);
  });

  test('PRIV-6, CALL-8: nor does such a call answer one that rings', async () => {
    const pair = await createPair(bare.origin);
    await hide(pair.callee);
    const { id } = await ring(pair);
    const back = { callId: newCallId(), calleeId: pair.caller.me.person.id, kind: 'audio' } as const;
    expect(await pair.desk.fail('call.invite', back)).toBe('no_relay');
    expect(await bare.ports.stores.calls.find(id)).toMatchObject({ state: 'ringing' });
  });

  test.each<[who: string, meanwhile: (pair: Pair) => Promise<unknown>]>([
    ['the callee hides', ({ callee }) => hide(callee)],
    ['the caller hides', ({ caller }) => hide(caller)],
    ['the callee unfollows', estrange],
  ])('PRIV-3, CON-10: while it rings %s: nobody was asked, so it is over', async (_who, meanwhile) => {
    const pair = await createPair(bare.origin);
    const { id: callId } = await ring(pair);
    await meanwhile(pair);
    expect(await pair.desk.fail('call.accept', { callId })).toBe('call_over');
    expect((await pair.phone.take('call.ended')).call).toMatchObject({ outcome: 'missed' });
    expect(await callRows(pair.callee, pair.conversationId)).toMatchObject([{ notice: false }]);
  });
});
