import { RING_TIMEOUT_MS } from '@parley/protocol';
import type {
  AcceptedCall,
  AccountId,
  CallId,
  CallKind,
  CallOutcome,
  CallRoute,
  DeviceId,
  EndedCall,
  OfferSignal,
  Person,
  Preconnect,
  RingingCall,
  Signal,
  UpType,
} from '@parley/protocol';
import { afterEach, beforeEach, vi } from 'vitest';
import type { CallPhase } from '../api.ts';
import { ANN, BEN, createSignedInClient, fakeConversation, fakeId } from '../testing/index.ts';
import type { TestClient } from '../testing/index.ts';
import type { PeerState } from './links/control.ts';
import { FakeMedia, fakeSdp, nameOf } from './fake-media.fixture.ts';
import { attest, createIdentities, createMemoryIdentityStorage } from './identity/index.ts';
import type { AttestedPlace, DeviceIdentity } from './identity/index.ts';
import { answerCryptoAtOnce } from './instant-crypto.fixture.ts';

/** For the tests of a file: time passes only where a test says so, and what it has replaced comes back. */
export function stopTime(): void {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => {
    vi.useRealTimers();
    vi.restoreAllMocks();
  });
}

/** Whatever is due at this moment is done. */
export const settle = (): Promise<unknown> => vi.advanceTimersByTimeAsync(0);

export const BENS_DEVICE = fakeId(2, 'd') as DeviceId;
export const BENS_CALL = fakeId(7, 'f') as CallId;
export const ICE_SERVERS = [{ urls: ['turn:turn.test'], username: 'u', credential: 'c' }];

interface Parties {
  id: CallId;
  kind: CallKind;
  caller: Person;
  callee: Person;
  route?: CallRoute;
  preconnect?: Preconnect;
}

/** The words that a server has for one call, one after the other. */
export function callWords({ id, kind, caller, callee, route = 'direct', preconnect = 'none' }: Parties) {
  const conversationId = fakeConversation().id;
  const base = { id, conversationId, kind, callerId: caller.id, calleeId: callee.id, route, preconnect };
  const createdAtMs = Date.now();
  return {
    ringing: (): RingingCall => ({
      ...base,
      createdAtMs,
      version: 1,
      state: 'ringing',
      ringExpiresAtMs: createdAtMs + RING_TIMEOUT_MS,
    }),
    accepted: (callerDeviceId: DeviceId, calleeDeviceId: DeviceId): AcceptedCall => ({
      ...base,
      createdAtMs,
      version: 2,
      state: 'accepted',
      acceptedAtMs: Date.now(),
      callerDeviceId,
      calleeDeviceId,
    }),
    ended: (outcome: CallOutcome): EndedCall => ({
      ...base,
      createdAtMs,
      version: 3,
      state: 'ended',
      acceptedAtMs: null,
      endedAtMs: Date.now(),
      outcome,
    }),
  };
}

export type CallWords = ReturnType<typeof callWords>;

export interface CallWorld extends TestClient {
  media: FakeMedia;
}

export async function createCallWorld(): Promise<CallWorld> {
  answerCryptoAtOnce();
  const media = new FakeMedia();
  const test = await createSignedInClient({}, media.ports);
  const { frames } = test.server;
  frames['call.signal'] = () => ({});
  return { ...test, media };
}

/** Ben rings Ann. */
export function ringFromBen(
  { server }: CallWorld,
  kind: CallKind = 'audio',
  id: CallId = BENS_CALL,
  route: CallRoute = 'direct',
  preconnect: Preconnect = 'none',
): CallWords {
  const words = callWords({ id, kind, caller: BEN, callee: ANN, route, preconnect });
  server.emit({ type: 'call.ringing', call: words.ringing(), peer: BEN, iceServers: ICE_SERVERS });
  server.frames['call.accept'] = () => ({
    call: words.accepted(BENS_DEVICE, server.deviceId),
    iceServers: ICE_SERVERS,
  });
  server.frames['call.decline'] = () => ({ call: words.ended('declined') });
  server.frames['call.hang-up'] = () => ({ call: words.ended('completed') });
  return words;
}

/** Ann rings Ben. */
export function ringBen(
  { client, server }: CallWorld,
  kind: CallKind = 'audio',
  route: CallRoute = 'direct',
): { callId: CallId; words: () => CallWords } {
  let words: CallWords | undefined;
  server.frames['call.invite'] = (frame) => {
    words ??= callWords({ id: frame.callId, kind: frame.kind, caller: ANN, callee: BEN, route });
    return { call: words.ringing(), iceServers: ICE_SERVERS, devices: [] };
  };
  const callId = client.calls.place(BEN, kind);
  const known = (): CallWords => {
    if (words === undefined) throw new Error('the invite has not arrived');
    return words;
  };
  server.frames['call.cancel'] = () => ({ call: known().ended('cancelled') });
  server.frames['call.hang-up'] = () => ({ call: known().ended('completed') });
  return { callId, words: known };
}

/** Ben accepts Ann's call. */
export function benAccepts({ server }: CallWorld, words: CallWords): void {
  const call = words.accepted(server.deviceId, BENS_DEVICE);
  server.frames['call.attest'] = () => ({ call });
  server.calls = [{ call, peer: BEN }];
  server.emit({ type: 'call.accepted', call });
}

export const sent = ({ server }: CallWorld): UpType[] => server.received.map((frame) => frame.type);
export const phase = ({ client }: CallWorld): CallPhase | undefined =>
  client.calls.state.getState().current?.phase;
export const signals = ({ server }: CallWorld) =>
  server.received.flatMap((frame) => (frame.type === 'call.signal' ? [frame.signal] : []));

/** What a signal is about, without what makes it genuine. */
export const inShort = (signal: Signal): object => {
  if (signal.kind !== 'offer' && signal.kind !== 'answer') return signal;
  const { kind, connection, negotiation } = signal;
  return { kind, connection, negotiation, sdp: nameOf(signal) };
};

let bens: Promise<DeviceIdentity | undefined> | undefined;

/** What Ben's device signs with, the same throughout. */
export async function bensIdentity(): Promise<DeviceIdentity> {
  bens ??= createIdentities(createMemoryIdentityStorage(), () => Date.now()).of(BEN.id);
  const identity = await bens;
  if (identity === undefined) throw new Error('there is no WebCrypto');
  return identity;
}

/** A description that Ben's device has signed for this one. */
async function bensSigned(
  { server }: CallWorld,
  place: Pick<AttestedPlace, 'kind' | 'callId' | 'connection' | 'negotiation'>,
) {
  const name = place.kind === 'offer' ? 'theirs' : 'their answer';
  const sdp = fakeSdp(name, { fingerprint: 200 });
  const between = { fromDeviceId: BENS_DEVICE, to: server.deviceId };
  const nowMs = Date.now() + server.clockAheadMs;
  const attestation = await attest(await bensIdentity(), { ...place, ...between }, sdp, nowMs);
  return { sdp, attestation };
}

/** An offer of Ben's device to this one, as it comes down. */
export async function benOffers(
  world: CallWorld,
  callId: CallId,
  { connection = 1, seq = 1 } = {},
): Promise<{ run: number; seq: number; signal: OfferSignal }> {
  const place = { kind: 'offer', callId, connection, negotiation: 1 } as const;
  const signed = await bensSigned(world, place);
  return { run: 1, seq, signal: { kind: 'offer', connection, negotiation: 1, ...signed } };
}

/** Ben's device offers to whichever device of Ann's will answer. */
export async function benOffersOpenly(
  { server }: CallWorld,
  options: { to?: AccountId | DeviceId; by?: Promise<DeviceIdentity>; name?: string } = {},
): Promise<void> {
  const { to = ANN.id, by = bensIdentity(), name = 'theirs' } = options;
  const callId = BENS_CALL;
  const place = { kind: 'offer', connection: 1, negotiation: 1 } as const;
  const sdp = fakeSdp(name, { fingerprint: 200 });
  const nowMs = Date.now() + server.clockAheadMs;
  const attestation = await attest(await by, { ...place, callId, fromDeviceId: BENS_DEVICE, to }, sdp, nowMs);
  const signal = { ...place, sdp, attestation };
  server.emit({ type: 'call.offered', callId, fromDeviceId: BENS_DEVICE, signal });
  await vi.advanceTimersByTimeAsync(0);
}

/** Ben's device answers the latest offer of this one. */
export async function benAnswers(world: CallWorld, callId: CallId, seq = 1): Promise<void> {
  const offer = signals(world).findLast((signal) => signal.kind === 'offer');
  if (offer === undefined) throw new Error('nothing was offered');
  const { connection, negotiation } = offer;
  const signed = await bensSigned(world, { kind: 'answer', callId, connection, negotiation });
  const signal = { kind: 'answer', connection, negotiation, ...signed } as const;
  world.server.emit({ type: 'call.signalled', callId, fromDeviceId: BENS_DEVICE, run: 1, seq, signal });
  await vi.advanceTimersByTimeAsync(0);
}

/** What a side says with each heartbeat. */
export const stateOf = (more: Partial<PeerState> = {}): PeerState => ({
  type: 'state',
  muted: false,
  cameraOn: false,
  screenOn: false,
  videoPaused: false,
  ...more,
});

export function callIdOf({ client }: CallWorld): CallId {
  const { current } = client.calls.state.getState();
  if (current === undefined) throw new Error('there is no call');
  return current.callId;
}

/** Ann called Ben, he accepted, media flows. */
export async function createConnectedCall(): Promise<CallWorld & { hangUpAtServer: () => void }> {
  const world = await createCallWorld();
  const { words } = ringBen(world);
  await vi.advanceTimersByTimeAsync(0);
  benAccepts(world, words());
  await vi.advanceTimersByTimeAsync(0);
  await benAnswers(world, words().ringing().id);
  world.media.connection.connects();
  await vi.advanceTimersByTimeAsync(0);
  return {
    ...world,
    hangUpAtServer: () => world.server.emit({ type: 'call.ended', call: words().ended('completed') }),
  };
}
