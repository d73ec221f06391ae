import type { Signal } from '@parley/protocol';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { FakeMedia } from './fake-media.fixture.ts';
import type { FakePeerConnection } from './fake-media.fixture.ts';
import { Peer } from './peer.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const settle = (): Promise<unknown> => vi.advanceTimersByTimeAsync(0);

function createPeer(): { peer: Peer; pc: FakePeerConnection; told: Signal[]; broken: unknown[] } {
  const media = new FakeMedia();
  const told: Signal[] = [];
  const broken: unknown[] = [];
  const nothing = (): void => undefined;
  const peer = new Peer(media.ports.createPeerConnection({}), {
    onSignal: (signal) => told.push(signal),
    onState: nothing,
    onControlText: nothing,
    onControlOpen: nothing,
    onRemoteTrack: nothing,
    onBroken: (cause) => broken.push(cause),
  });
  return { peer, pc: media.connection, told, broken };
}

const candidates = (negotiation: number, ...names: string[]): Signal => ({
  kind: 'candidates',
  negotiation,
  candidates: names.map((candidate) => ({
    candidate,
    sdpMid: '0',
    sdpMLineIndex: 0,
    usernameFragment: null,
  })),
});
const answer = (negotiation: number): Signal => ({
  kind: 'answer',
  negotiation,
  sdp: `answer ${negotiation}`,
});
const offer = (negotiation: number): Signal => ({ kind: 'offer', negotiation, sdp: `offer ${negotiation}` });

describe('CALL-24: numbered negotiations', () => {
  test('a stale or repeated answer is dropped', async () => {
    const { peer, pc, broken } = createPeer();
    peer.sendOffer();
    peer.restart();
    peer.receive(answer(1));
    await settle();
    expect(pc.remoteDescription).toBeNull();
    peer.receive(answer(2));
    peer.receive(answer(2));
    await settle();
    expect(pc.remoteDescription?.sdp).toBe('answer 2');
    expect(broken).toEqual([]);
  });

  test('a repeated or older offer is dropped', async () => {
    const { peer, told, broken } = createPeer();
    for (const number of [2, 2, 1]) peer.receive(offer(number));
    await settle();
    expect(told).toEqual([{ kind: 'answer', negotiation: 2, sdp: 'answer to offer 2' }]);
    expect(broken).toEqual([]);
  });

  test('the offering side takes no offer, the answering side no answer', async () => {
    const offering = createPeer();
    offering.peer.sendOffer();
    offering.peer.receive(offer(9));
    const answering = createPeer();
    answering.peer.receive(offer(1));
    answering.peer.receive(answer(1));
    await settle();
    expect(offering.told).toHaveLength(1);
    expect([...offering.broken, ...answering.broken]).toEqual([]);
  });

  test('candidates that come before their description wait for it; older ones are dropped', async () => {
    const { peer, pc } = createPeer();
    peer.sendOffer();
    peer.restart();
    peer.receive(candidates(1, 'old'));
    peer.receive(candidates(2, 'early'));
    await settle();
    expect(pc.candidates).toEqual([]);
    peer.receive(answer(2));
    peer.receive(candidates(2, 'timely'));
    await settle();
    expect(pc.candidates.map((one) => one.candidate)).toEqual(['early', 'timely']);
  });

  test('candidates of a coming offer wait for it', async () => {
    const { peer, pc } = createPeer();
    peer.receive(candidates(1, 'early'));
    peer.receive(offer(1));
    await settle();
    expect(pc.candidates.map((one) => one.candidate)).toEqual(['early']);
  });

  test('a request for a restart is granted once per negotiation', async () => {
    const { peer, told } = createPeer();
    peer.sendOffer();
    peer.receive(answer(1));
    for (let count = 0; count < 3; count += 1) peer.receive({ kind: 'restart', negotiation: 1 });
    await settle();
    expect(told).toMatchObject([{ negotiation: 1 }, { negotiation: 2, sdp: 'offer 2 restart' }]);
  });
});

describe('own candidates', () => {
  test('travel in few frames, and not before the other device has accepted', async () => {
    const { peer, pc, told } = createPeer();
    peer.prepareOffer();
    await settle();
    pc.finds('unsaid');
    await vi.advanceTimersByTimeAsync(1_000);
    expect(told).toEqual([]);
    peer.sendOffer();
    await settle();
    for (let count = 0; count < 40; count += 1) pc.finds(`c${count}`);
    await vi.advanceTimersByTimeAsync(20);
    const batches = told.flatMap((signal) =>
      signal.kind === 'candidates' ? [signal.candidates.length] : [],
    );
    expect(batches).toEqual([32, 8]);
  });
});

test('an offer without video breaks the call honestly instead of leaving it one-way', async () => {
  const { peer, pc, told, broken } = createPeer();
  pc.addTransceiver('audio', { direction: 'recvonly' });
  peer.receive(offer(1));
  await settle();
  expect(told).toEqual([]);
  expect(broken).toHaveLength(1);
});
