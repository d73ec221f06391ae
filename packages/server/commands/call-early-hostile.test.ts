import { isRelayOnly, namesNoAddress } from '@parley/core';
import type { ServerCall } from '@parley/core';
import type { CallId, Down } from '@parley/protocol';
import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectDevice } from '../testing/device.ts';
import type { TestDevice } from '../testing/device.ts';
import { createReachablePair, RELAY } from '../testing/early.ts';
import { newCallId, newHandle } from '../testing/pair.ts';
import type { Pair } from '../testing/pair.ts';
import { signUpPerson } from '../testing/person.ts';
import { createTestServer } from '../testing/server.ts';
import type { TestServer } from '../testing/server.ts';
import { CANDIDATES, offerOf, said, signalsOf } from '../testing/signals.ts';

let server: TestServer;
let pair: Pair;
let devices: Record<Who, TestDevice>;
/** Time passes, or a quick machine would meet the limit of frames (WIRE-9). */
let aheadMs = 0;

beforeAll(async () => {
  server = await createTestServer({ config: { turn: RELAY }, clock: () => Date.now() + aheadMs });
  pair = await createReachablePair(server);
  const stranger = await connectDevice(server.origin, await signUpPerson(server.origin, newHandle()), {
    signs: true,
  });
  const { phone, laptop, desk, tablet } = pair;
  devices = { phone, laptop, desk, tablet, stranger };
});
afterAll(async () => {
  await server.close();
  expect(server.errors).toEqual([]);
});

const EVERYBODY = ['phone', 'laptop', 'desk', 'tablet', 'stranger'] as const;
type Who = (typeof EVERYBODY)[number];
const CALLEES: readonly Who[] = ['desk', 'tablet'];

const whoArb = fc.constantFrom(...EVERYBODY);
const candidateArb = fc.constantFrom(...Object.values(CANDIDATES), CANDIDATES.relay);
type Deed = {
  deed: string;
  by: Who;
  to?: Who | null;
  candidate?: string | undefined;
  kind?: number;
};

const deedArb: fc.Arbitrary<Deed> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      deed: fc.constant('signal'),
      by: whoArb,
      to: fc.option(whoArb),
      candidate: candidateArb,
      kind: fc.nat(2),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ deed: fc.constant('invite'), by: whoArb, to: whoArb, candidate: candidateArb }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      deed: fc.constant('offer'),
      by: fc.oneof(fc.constant<Who>('phone'), whoArb),
      candidate: fc.option(candidateArb, { nil: undefined, freq: 2 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      deed: fc.constantFrom('accept', 'move', 'decline', 'attest', 'prepare'),
      by: whoArb,
    }),
  },
);

/** What may be said, whatever chance brings beside it. */
const CONVERSATION: Deed[] = [
  { deed: 'offer', by: 'phone' },
  { deed: 'accept', by: 'desk' },
  { deed: 'signal', by: 'phone', to: 'desk', kind: 1 },
];

async function act({ deed, by, to, candidate, kind = 0 }: Deed, callId: CallId): Promise<object> {
  const device = devices[by];
  const named = to === undefined || to === null ? {} : { toDeviceId: devices[to].deviceId };
  const [candidates, offer, answer] = signalsOf(candidate ?? CANDIDATES.relay);
  switch (deed) {
    case 'signal':
      return await device.ask('call.signal', {
        callId,
        ...named,
        ...said([candidates, offer, answer][kind] ?? { kind: 'resume', run: 1, have: 0, asks: true }),
      });
    case 'invite': {
      const calleeId = (CALLEES.includes(by) ? pair.caller : pair.callee).me.person.id;
      const offers =
        offer?.kind === 'offer' && to ? [{ toDeviceId: devices[to].deviceId, ...said(offer) }] : [];
      return await device.ask('call.invite', { callId: newCallId(), calleeId, kind: 'video', offers });
    }
    case 'offer':
      return await device.ask('call.offer', { callId, signal: offerOf(candidate) });
    case 'accept':
      return await device.ask('call.accept', { callId });
    case 'move':
      return await device.ask('call.move', { callId, version: 2 });
    case 'decline':
      return await device.ask('call.decline', { callId });
    case 'prepare':
      return await device.ask('call.prepare', { calleeId: pair.callee.me.person.id });
    default:
      return await device.ask('call.attest', { callId });
  }
}

type Heard = { by: Who; frame: Down<'call.signalled' | 'call.offered'> };

async function listen(): Promise<Heard[]> {
  await Promise.all(EVERYBODY.map((who) => devices[who].settle()));
  return EVERYBODY.flatMap((by) =>
    devices[by].events
      .splice(0)
      .flatMap((frame) =>
        frame.type === 'call.signalled' || frame.type === 'call.offered' ? [{ by, frame }] : [],
      ),
  );
}

const nameOf = (deviceId: string): Who | undefined =>
  EVERYBODY.find((who) => devices[who].deviceId === deviceId);

/** Whether the call, as it was when the frame was sent, let this one hear this from that one; told without the code under test. */
function mayHear(call: ServerCall | undefined, { by, frame }: Heard): boolean {
  if (call === undefined || call.id !== frame.callId) return false;
  const from = nameOf(frame.fromDeviceId);
  const placing = nameOf(call.callerDeviceId);
  const others = call.callerId === pair.caller.me.person.id ? CALLEES : (['phone', 'laptop'] as const);
  const isOther = (who: Who | undefined): boolean => others.some((one) => one === who);
  if (frame.type === 'call.offered')
    return call.state === 'ringing' && from === placing && isOther(by) && namesNoAddress(frame.signal);
  if (call.state === 'ringing') {
    const between = (from === placing && isOther(by)) || (by === placing && isOther(from));
    return between && call.preconnect !== 'none' && isRelayOnly(frame.signal);
  }
  if (call.state !== 'accepted') return false;
  const ends = [placing, nameOf(call.calleeDeviceId)];
  return from !== by && ends.includes(from) && ends.includes(by);
}

async function liveCall(): Promise<ServerCall | undefined> {
  return await server.ports.stores.calls.findLiveOfPair(pair.caller.me.person.id, pair.callee.me.person.id);
}

async function endAll(): Promise<void> {
  const live = await liveCall();
  if (live === undefined) return;
  for (const who of EVERYBODY) {
    const frame = { callId: live.id, because: 'completed' } as const;
    await devices[who].ask('call.hang-up', frame);
    await devices[who].ask('call.decline', { callId: live.id });
  }
  expect(await liveCall()).toBeUndefined();
}

test('CALL-13, CALL-31, CALL-32, CALL-38, PRIV-8: whatever is sent by whomever in whatever order, nobody hears what they may not', async () => {
  let passed = 0;
  let early = 0;
  let offered = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(deedArb, { minLength: 10, maxLength: 25 }),
      fc.boolean(),
      async (deeds, preconnect) => {
        await pair.callee.call('putCallPrivacy', { body: { ...pair.callee.me.callPrivacy, preconnect } });
        await listen();
        const opening: Deed = { deed: 'invite', by: 'phone', to: 'desk' };
        for (const deed of [opening, ...deeds]) {
          aheadMs += 300;
          const before = await liveCall();
          await act(deed, before?.id ?? newCallId());
          const heard = await listen();
          const now = await liveCall();
          for (const one of heard) {
            // What an invite brings is for the call that it has made.
            const call = deed.deed === 'invite' ? now : before;
            expect(mayHear(call, one), JSON.stringify({ deed, one, call })).toBe(true);
            passed += 1;
            if (one.frame.type === 'call.offered') offered += 1;
            else if (call?.state === 'ringing') early += 1;
          }
        }
        await endAll();
      },
    ),
    { numRuns: 15, examples: [[CONVERSATION, true]] },
  );
  // Something was there to be heard.
  expect(early).toBeGreaterThan(0);
  expect(offered).toBeGreaterThan(0);
  expect(passed).toBeGreaterThan(early + offered);
}, 120_000);
