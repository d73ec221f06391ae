import type { CallId, DeviceId, EventFrame, Signal } from '@parley/protocol';
import { describe, expect, test, vi } from 'vitest';
import { ANN, BEN, fakeConversation, fakeId } from '../testing/index.ts';
import {
  BENS_CALL,
  BENS_DEVICE,
  benOffers,
  callWords,
  createCallWorld,
  ringFromBen,
  settle,
  stopTime,
} from './scripted-call.fixture.ts';
import type { CallWorld } from './scripted-call.fixture.ts';

stopTime();

const attestation = { key: 'k'.repeat(87), atMs: 1, signature: 's'.repeat(86) };
const SIGNALS: Signal[] = [
  { kind: 'offer', connection: 1, negotiation: 1, sdp: 'v=0', attestation },
  { kind: 'answer', connection: 1, negotiation: 1, sdp: 'v=0', attestation },
  { kind: 'candidates', connection: 1, negotiation: 1, candidates: [] },
  { kind: 'restart', connection: 1, negotiation: 0 },
  { kind: 'resume', run: 1, have: 0, asks: true },
];

/** Every frame that a hostile server or caller could think of, about a call. */
function hostileFrames({ server }: CallWorld, callId: CallId): EventFrame[] {
  const words = callWords({ id: callId, kind: 'video', caller: BEN, callee: ANN });
  const mine = server.deviceId;
  return [
    { type: 'call.ringing', call: words.ringing(), peer: BEN },
    { type: 'call.ringing', call: { ...words.ringing(), version: 99 }, peer: BEN },
    { type: 'call.accepted', call: words.accepted(BENS_DEVICE, mine) },
    { type: 'call.accepted', call: words.accepted(BENS_DEVICE, BENS_DEVICE) },
    { type: 'call.accepted', call: { ...words.accepted(mine, mine), version: 98 } },
    ...[BENS_DEVICE, mine].flatMap((fromDeviceId) =>
      SIGNALS.map(
        (signal, at) =>
          ({ type: 'call.signalled', callId, fromDeviceId, run: 1, seq: at + 1, signal }) as const,
      ),
    ),
    { type: 'call.ended', call: words.ended('completed') },
    { type: 'call.ended', call: { ...words.ended('failed'), version: 97 } },
    { type: 'conversation.changed', conversationId: fakeConversation().id },
    { type: 'account.changed' },
  ];
}

type Prepare = (world: CallWorld) => Promise<void> | void;

const STATES: Record<string, Prepare> = {
  'with no call': () => undefined,
  'while it rings here': (world) => void ringFromBen(world),
  'after a decline': (world) => {
    ringFromBen(world);
    world.client.calls.get(BENS_CALL)?.actions.decline?.();
  },
  'after it was answered elsewhere': (world) => {
    const words = ringFromBen(world);
    world.server.emit({
      type: 'call.accepted',
      call: words.accepted(BENS_DEVICE, fakeId(9, 'd') as DeviceId),
    });
  },
  'after the caller gave up': (world) => {
    world.server.emit({ type: 'call.ended', call: ringFromBen(world).ended('cancelled') });
  },
  'after the deadline': async (world) => {
    ringFromBen(world);
    await vi.advanceTimersByTimeAsync(60_000);
  },
};

describe('CALL-20: before the person accepts here, nothing of the platform is touched', () => {
  for (const [state, prepare] of Object.entries(STATES)) {
    test(`${state}, whatever frames arrive in whatever order`, async () => {
      for (const order of ['forward', 'backward'] as const) {
        const world = await createCallWorld();
        await prepare(world);
        for (const callId of [BENS_CALL, fakeId(8, 'f') as CallId]) {
          const frames = hostileFrames(world, callId);
          for (const frame of order === 'forward' ? frames : frames.toReversed()) {
            world.server.emit(frame);
            await settle();
          }
        }
        world.server.calls = [
          {
            call: callWords({ id: BENS_CALL, kind: 'video', caller: BEN, callee: ANN }).ringing(),
            peer: BEN,
          },
        ];
        world.server.drop();
        await vi.advanceTimersByTimeAsync(120_000);
        expect(world.media.log).toEqual([]);
        expect(world.server.received.filter((frame) => frame.type === 'call.signal')).toEqual([]);
        expect(world.server.received.filter((frame) => frame.type === 'call.accept')).toEqual([]);
        world.client.close();
      }
    });
  }

  test('and with the accept it is: this test would notice', async () => {
    const world = await createCallWorld();
    ringFromBen(world);
    world.client.calls.get(BENS_CALL)?.actions.accept?.();
    await settle();
    const offer = await benOffers(world, BENS_CALL);
    world.server.emit({ type: 'call.signalled', callId: BENS_CALL, fromDeviceId: BENS_DEVICE, ...offer });
    await settle();
    expect(world.media.log.slice(0, 3)).toEqual([
      'generateCertificate',
      'getUserMedia audio',
      'createPeerConnection',
    ]);
  });
});
