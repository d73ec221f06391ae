import { RING_TIMEOUT_MS } from '@parley/protocol';
import type { CallId, OfferSignal } from '@parley/protocol';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { connectDevice } from '../testing/device.ts';
import type { TestDevice } from '../testing/device.ts';
import { RELAY } from '../testing/early.ts';
import { createPair, newCallId, newHandle, ring } from '../testing/pair.ts';
import type { Pair } from '../testing/pair.ts';
import { signUpPerson } from '../testing/person.ts';
import { createTestServer } from '../testing/server.ts';
import type { TestServer } from '../testing/server.ts';
import { CANDIDATES, offerOf, said } from '../testing/signals.ts';

let server: TestServer;
let pair: Pair;
let aheadMs = 0;
let frozenMs: number | undefined;

beforeAll(async () => {
  server = await createTestServer({
    config: { turn: RELAY },
    clock: () => (frozenMs ?? Date.now()) + aheadMs,
  });
});
beforeEach(async () => {
  pair = await createPair(server.origin);
  // Nothing may be connected while it rings, or early offers would do.
  const { callee } = pair;
  await callee.call('putCallPrivacy', { body: { ...callee.me.callPrivacy, preconnect: false } });
});
afterAll(async () => {
  await server.close();
  expect(server.errors).toEqual([]);
});

const signal = offerOf();
const withLine = (line: string): OfferSignal => ({ ...signal, sdp: `${signal.sdp}${line}\r\n` });
const told = ({ events }: TestDevice) => events.filter(({ type }) => type.startsWith('call.'));
const offered = ({ events }: TestDevice) => events.filter(({ type }) => type === 'call.offered');

async function settle(...more: TestDevice[]): Promise<void> {
  const { phone, laptop, desk, tablet } = pair;
  await Promise.all([phone, laptop, desk, tablet, ...more].map((device) => device.settle()));
}

/** Time passes in steps: a socket that is silent for long is dropped (WIRE-8). */
async function pass(ms: number): Promise<void> {
  for (let step = 0; step < 4; step += 1) {
    aheadMs += ms / 4;
    await settle();
  }
}

/** Nobody at all has been shown an offer. */
async function expectNone(...more: TestDevice[]): Promise<void> {
  await settle(...more);
  const { phone, laptop, desk, tablet } = pair;
  expect([phone, laptop, desk, tablet, ...more].flatMap(offered)).toEqual([]);
}

describe('an offer for whichever device answers', () => {
  test('CALL-38: it is shown behind the ring to all the callee’s devices, as it is, and to nobody of the caller’s', async () => {
    const { phone, laptop, desk, tablet } = pair;
    const { id: callId, preconnect } = await ring(pair);
    expect(preconnect).toBe('none');
    expect(await phone.call('call.offer', { callId, signal })).toEqual({});
    await settle();
    for (const device of [desk, tablet]) {
      expect(told(device)).toEqual([
        expect.objectContaining({ type: 'call.ringing' }),
        { type: 'call.offered', callId, fromDeviceId: phone.deviceId, signal },
      ]);
    }
    expect([phone, laptop].flatMap(told)).toEqual([]);
  });

  test('CALL-38, WIRE-6: it may be sent directly behind the invite, without waiting for the answer', async () => {
    const { phone, desk, callee } = pair;
    const callId = newCallId();
    const invite = { callId, calleeId: callee.me.person.id, kind: 'video' } as const;
    const sent = [phone.call('call.invite', invite), phone.call('call.offer', { callId, signal })];
    await Promise.all(sent);
    await settle();
    expect(told(desk).map(({ type }) => type)).toEqual(['call.ringing', 'call.offered']);
  });

  test('CALL-38: it is kept nowhere: who connects later has none, and is offered to after its accept', async () => {
    const { phone, callee } = pair;
    const { id: callId } = await ring(pair);
    await phone.call('call.offer', { callId, signal });
    const late = await connectDevice(server.origin, callee);
    expect(late.welcome.calls.map(({ call }) => call.id)).toEqual([callId]);
    await late.call('call.accept', { callId });
    await phone.call('call.signal', { callId, ...said(signal) });
    await late.take('call.signalled');
    expect(offered(late)).toEqual([]);
  });

  test('CALL-38: it goes on where this node has forgotten the call', async () => {
    const { id: callId } = await ring(pair);
    server.ports.routes.forget(callId);
    await pair.phone.call('call.offer', { callId, signal });
    expect((await pair.desk.take('call.offered')).callId).toBe(callId);
  });

  test('CALL-38: it goes whatever the route, and where the call may be connected early too', async () => {
    const { callee, caller, phone } = pair;
    const goes = async (expected: object): Promise<void> => {
      const call = await ring(pair);
      expect(call).toMatchObject(expected);
      await phone.call('call.offer', { callId: call.id, signal });
      expect((await pair.desk.take('call.offered')).callId).toBe(call.id);
      await phone.call('call.cancel', { callId: call.id });
    };
    await callee.call('putCallPrivacy', { body: { ...callee.me.callPrivacy, preconnect: true } });
    await goes({ route: 'direct', preconnect: 'path' });
    await caller.call('putCallPrivacy', { body: { ...caller.me.callPrivacy, enhanced: true } });
    await goes({ route: 'relay' });
  });
});

describe('is refused, and nobody is shown it', () => {
  const NAMING = [
    ...Object.values(CANDIDATES).map((candidate) => withLine(`a=${candidate}`)),
    withLine(` A =  candidate:1 1 udp 1 10.0.0.7 50000 typ host`),
    withLine('c=IN IP4 203.0.113.7'),
    withLine('a=rtcp:50000 IN IP6 2001:db8::7'),
    { ...signal, sdp: signal.sdp.replaceAll('\r\n', '\r').concat(`a=${CANDIDATES.host}`) },
  ];

  for (const route of ['direct', 'relay'] as const) {
    test(`CALL-38, PRIV-8: with a candidate or an address, the relay’s too, where the route is ${route}`, async () => {
      const { callee } = pair;
      if (route === 'relay')
        await callee.call('putCallPrivacy', { body: { ...callee.me.callPrivacy, enhanced: true } });
      const call = await ring(pair);
      expect(call.route).toBe(route);
      for (const naming of NAMING) {
        const code = await pair.phone.fail('call.offer', { callId: call.id, signal: naming });
        expect(code, naming.sdp).toBe('bad_request');
      }
      await expectNone();
      await pair.phone.call('call.offer', { callId: call.id, signal });
      await pair.desk.take('call.offered');
    });
  }

  test.each([{ connection: 2 }, { negotiation: 2 }, { negotiation: 0 }])(
    'CALL-38: as %j: it is the first of the first connection',
    async (numbers) => {
      const { id: callId } = await ring(pair);
      const other = { ...signal, ...numbers };
      expect(await pair.phone.fail('call.offer', { callId, signal: other })).toBe('bad_request');
      await expectNone();
    },
  );

  test('CALL-38, CALL-6: from any device but the one that has placed the call', async () => {
    const { phone, laptop, desk, tablet, callee } = pair;
    const person = await signUpPerson(server.origin, newHandle());
    // One that says that it is the phone: a device is its account's.
    const stranger = await connectDevice(server.origin, person, { deviceId: phone.deviceId });
    const double = await connectDevice(server.origin, callee, { deviceId: phone.deviceId });
    const { id: callId } = await ring(pair);
    for (const device of [laptop, desk, tablet, stranger, double])
      expect(await device.fail('call.offer', { callId, signal })).toBe('not_found');
    await expectNone(stranger, double);
  });

  test('CALL-38, CON-9: to who was never rung, because the caller may not call', async () => {
    const { phone, desk, callee, caller } = pair;
    const offer = async (callId: CallId): Promise<void> => {
      expect(await phone.fail('call.offer', { callId, signal })).toBe('not_found');
      await expectNone();
    };
    await offer(newCallId());
    await callee.call('block', { params: { handle: caller.me.person.handle } });
    const callId = newCallId();
    const invite = { callId, calleeId: callee.me.person.id, kind: 'audio' } as const;
    expect(await phone.fail('call.invite', invite)).toBe('call_unavailable');
    await offer(callId);
    expect(told(desk)).toEqual([]);
  });

  test('CALL-38, CALL-4: when its time is over, though the timer has not run', async () => {
    const { id: callId } = await ring(pair);
    await pass(RING_TIMEOUT_MS - 5_000);
    await pair.phone.call('call.offer', { callId, signal });
    await settle();
    expect(offered(pair.desk)).toHaveLength(1);
    aheadMs += 5_000;
    expect(await pair.phone.fail('call.offer', { callId, signal })).toBe('wrong_state');
    await settle();
    expect(offered(pair.desk)).toHaveLength(1);
  });

  test('CALL-38, CALL-12: once it has been answered or is over, by whatever', async () => {
    const { phone, desk, callee, caller } = pair;
    const { id: answered } = await ring(pair);
    await desk.call('call.accept', { callId: answered });
    expect(await phone.fail('call.offer', { callId: answered, signal })).toBe('wrong_state');
    await desk.call('call.hang-up', { callId: answered, because: 'completed' });
    expect(await phone.fail('call.offer', { callId: answered, signal })).toBe('call_over');
    const { id: blocked } = await ring(pair);
    await callee.call('block', { params: { handle: caller.me.person.handle } });
    expect(await phone.fail('call.offer', { callId: blocked, signal })).toBe('call_over');
    await expectNone();
  });

  test('CALL-38, ROLL-6: to a device that calls have not reached', async () => {
    const { phone, desk, callee } = pair;
    const ios = await connectDevice(server.origin, callee, { platform: 'ios' });
    const original = server.ports.rollout.platformsOf;
    server.ports.rollout.platformsOf = async () => new Set(['web', 'android']);
    const { id: callId } = await ring(pair);
    await phone.call('call.offer', { callId, signal });
    await desk.take('call.offered');
    await settle(ios);
    server.ports.rollout.platformsOf = original;
    expect(offered(ios)).toEqual([]);
  });

  test('CALL-38, WIRE-9: and more of them than of any other frame are too many', async () => {
    const { id: callId } = await ring(pair);
    frozenMs = Date.now();
    const tries = Array.from({ length: 210 }, () => pair.phone.ask('call.offer', { callId, signal }));
    const codes = (await Promise.all(tries)).map((reply) => ('code' in reply ? reply.code : 'ok'));
    frozenMs = undefined;
    expect(new Set(codes)).toEqual(new Set(['ok', 'rate_limited']));
  });
});
