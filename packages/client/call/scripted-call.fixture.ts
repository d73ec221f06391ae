import { RING_TIMEOUT_MS } from '@parley/protocol';
import type {
  AcceptedCall,
  CallId,
  CallKind,
  CallOutcome,
  CallRoute,
  DeviceId,
  EndedCall,
  Person,
  RingingCall,
  UpType,
} from '@parley/protocol';
import { vi } from 'vitest';
import type { CallPhase } from '../api.ts';
import { ANN, BEN, createSignedInClient, fakeConversation, fakeId } from '../testing/index.ts';
import type { TestClient } from '../testing/index.ts';
import { FakeMedia } from './fake-media.fixture.ts';

export const BENS_DEVICE = fakeId(2, 'd') as DeviceId;
export const BENS_CALL = fakeId(7, 'f') as CallId;
const ICE_SERVERS = [{ urls: ['turn:turn.test'], username: 'u', credential: 'c' }];

interface Parties {
  id: CallId;
  kind: CallKind;
  caller: Person;
  callee: Person;
  route?: CallRoute;
}

/** The words that a server has for one call, one after the other. */
export function callWords({ id, kind, caller, callee, route = 'direct' }: Parties) {
  const conversationId = fakeConversation().id;
  const base = { id, conversationId, kind, callerId: caller.id, calleeId: callee.id, route };
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
): CallWords {
  const words = callWords({ id, kind, caller: BEN, callee: ANN, route });
  server.emit({ type: 'call.ringing', call: words.ringing(), peer: BEN });
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
    return { call: words.ringing(), iceServers: ICE_SERVERS };
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
  world.media.connection.becomes('connected');
  await vi.advanceTimersByTimeAsync(0);
  return {
    ...world,
    hangUpAtServer: () => world.server.emit({ type: 'call.ended', call: words().ended('completed') }),
  };
}
