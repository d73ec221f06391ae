import type { Attestation, Signal } from '@parley/protocol';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { FakeMedia, fakeSdp, nameOf } from '../fake-media.fixture.ts';
import type { FakePeerConnection } from '../fake-media.fixture.ts';
import { Peer } from './peer.ts';
import type { Description, PeerOptions } from './peer.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const settle = (): Promise<unknown> => vi.advanceTimersByTimeAsync(0);
const ATTESTATION: Attestation = { key: 'k'.repeat(87), atMs: 0, signature: 's'.repeat(86) };

interface MadePeer {
  peer: Peer;
  pc: FakePeerConnection;
  media: FakeMedia;
  told: Signal[];
  broken: unknown[];
  judged: Description[];
}

function createPeer(offers: boolean, options: Partial<PeerOptions> = {}): MadePeer {
  const media = new FakeMedia();
  const told: Signal[] = [];
  const broken: unknown[] = [];
  const judged: Description[] = [];
  const nothing = (): void => undefined;
  const peer = new Peer(
    media.ports.createPeerConnection({}),
    {
      connection: 1,
      offers,
      policy: 'all',
      listCodecs: undefined,
      attest: async () => await Promise.resolve(ATTESTATION),
      isGenuine: async (description) => {
        judged.push(description);
        return await Promise.resolve(true);
      },
      ...options,
    },
    {
      onSignal: (signal) => told.push(signal),
      onState: nothing,
      onControlText: nothing,
      onControlOpen: nothing,
      onNegotiated: nothing,
      onBroken: (cause) => broken.push(cause),
    },
  );
  return { peer, pc: media.connection, media, told, broken, judged };
}

const candidates = (negotiation: number, ...names: string[]): Signal => ({
  kind: 'candidates',
  connection: 1,
  negotiation,
  candidates: names.map((candidate) => ({
    candidate,
    sdpMid: '0',
    sdpMLineIndex: 0,
    usernameFragment: null,
  })),
});
const describeAs = <K extends Description['kind']>(kind: K, negotiation: number) => ({
  kind,
  connection: 1,
  negotiation,
  sdp: fakeSdp(`${kind} ${negotiation}`),
  attestation: ATTESTATION,
});
const answer = (negotiation: number): Signal => describeAs('answer', negotiation);
const offer = (negotiation: number): Signal => describeAs('offer', negotiation);
const namesOf = (told: readonly Signal[]): (string | undefined)[] =>
  told.map((signal) => ('sdp' in signal ? nameOf(signal) : signal.kind));

describe('CALL-24: numbered negotiations', () => {
  test('a stale or repeated answer is dropped', async () => {
    const { peer, pc, broken } = createPeer(true);
    peer.sendOffer();
    peer.restart();
    peer.receive(answer(1));
    await settle();
    expect(pc.remoteDescription).toBeNull();
    peer.receive(answer(2));
    peer.receive(answer(2));
    await settle();
    expect(nameOf(pc.remoteDescription)).toBe('answer 2');
    expect(broken).toEqual([]);
  });

  test('a repeated or older offer is dropped', async () => {
    const { peer, told, broken } = createPeer(false);
    for (const number of [2, 2, 1]) peer.receive(offer(number));
    await settle();
    expect(told).toMatchObject([{ kind: 'answer', connection: 1, negotiation: 2 }]);
    expect(namesOf(told)).toEqual(['answer to offer 2']);
    expect(broken).toEqual([]);
  });

  test('the offering side takes no offer, the answering side no answer', async () => {
    const offering = createPeer(true);
    offering.peer.sendOffer();
    offering.peer.receive(offer(9));
    const answering = createPeer(false);
    answering.peer.receive(offer(1));
    answering.peer.receive(answer(1));
    await settle();
    expect(offering.told).toHaveLength(1);
    expect([...offering.broken, ...answering.broken]).toEqual([]);
  });

  test('candidates that come before their description wait for it; older ones are dropped', async () => {
    const { peer, pc } = createPeer(true);
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
    const { peer, pc } = createPeer(false);
    peer.receive(candidates(1, 'early'));
    peer.receive(offer(1));
    await settle();
    expect(pc.candidates.map((one) => one.candidate)).toEqual(['early']);
  });

  test('a request for a restart is granted once per negotiation', async () => {
    const { peer, told } = createPeer(true);
    peer.sendOffer();
    peer.receive(answer(1));
    for (let count = 0; count < 3; count += 1)
      peer.receive({ kind: 'restart', connection: 1, negotiation: 1 });
    await settle();
    expect(told).toMatchObject([{ negotiation: 1 }, { negotiation: 2 }]);
    expect(namesOf(told)).toEqual(['offer 1', 'offer 2 restart']);
  });
});

describe('own candidates', () => {
  test('travel in few frames, and not before the other device is told of the connection', async () => {
    const { peer, pc, told } = createPeer(true);
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

  test('PRIV-7: none but the relay’s leaves a connection by the relay', async () => {
    const { peer, pc, told } = createPeer(true, { policy: 'relay' });
    peer.sendOffer();
    await settle();
    pc.finds('candidate:1 1 udp 1 10.0.0.7 50000 typ host');
    pc.finds('candidate:1 1 udp 1 192.0.2.1 50000 typ relay raddr 203.0.113.7 rport 50000');
    await vi.advanceTimersByTimeAsync(20);
    const said = told.flatMap((signal) => (signal.kind === 'candidates' ? signal.candidates : []));
    expect(said.map(({ candidate }) => candidate)).toEqual([
      'candidate:1 1 udp 1 192.0.2.1 50000 typ relay raddr 0.0.0.0 rport 0',
    ]);
  });
});

describe('CALL-61: nothing of a description is applied that its sender has not signed', () => {
  test('an offer', async () => {
    const { peer, pc, told, broken } = createPeer(false, { isGenuine: () => Promise.resolve(false) });
    peer.receive(offer(1));
    await settle();
    expect(pc.remoteDescription).toBeNull();
    expect(told).toEqual([]);
    expect(broken).toEqual([]);
  });

  test('an answer; the genuine one is still taken', async () => {
    let genuine = false;
    const { peer, pc } = createPeer(true, { isGenuine: () => Promise.resolve(genuine) });
    peer.sendOffer();
    peer.receive(answer(1));
    await settle();
    expect(pc.remoteDescription).toBeNull();
    genuine = true;
    peer.receive(answer(1));
    await settle();
    expect(nameOf(pc.remoteDescription)).toBe('answer 1');
  });
});

describe('CALL-25: three ways from the first offer on, nothing negotiated later', () => {
  test('the answering side turns all of them both ways, and puts nothing in', async () => {
    const { peer, pc, media } = createPeer(false);
    peer.receive(offer(1));
    await settle();
    expect(pc.transceivers.map((one) => one.currentDirection)).toEqual(['sendrecv', 'sendrecv', 'sendrecv']);
    expect(media.log).toEqual(['createPeerConnection']);
  });

  test('an offer that lacks one breaks the connection honestly instead of leaving it one-way', async () => {
    const { peer, pc, told, broken } = createPeer(false);
    pc.addTransceiver('audio', { direction: 'recvonly' });
    peer.receive(offer(1));
    await settle();
    expect(told).toEqual([]);
    expect(broken).toHaveLength(1);
  });
});

describe('CALL-40: an offer for whoever answers', () => {
  test('names no address, whatever was gathered; the offer that is sent in the end has it', async () => {
    const signed: unknown[] = [];
    const { peer, pc, told } = createPeer(true, {
      attest: async (...given) => {
        signed.push(given.at(-1));
        return await Promise.resolve(ATTESTATION);
      },
    });
    const host = 'a=candidate:1 1 udp 1 10.0.0.7 50000 typ host';
    const sdp = `${fakeSdp('mine').replace('a=ice-ufrag', 'c=IN IP4 10.0.0.7\r\na=ice-ufrag')}${host}\r\n`;
    vi.spyOn(pc, 'createOffer').mockResolvedValue({ type: 'offer', sdp });
    const open = await peer.takeOpenOffer();
    expect(open?.sdp).not.toContain('10.0.0.7');
    expect(open?.sdp).toContain('a=ice-ufrag:ufrag');
    peer.sendOffer();
    await settle();
    expect(told).toMatchObject([{ kind: 'offer', negotiation: 1 }]);
    expect(told.flatMap((signal) => ('sdp' in signal ? [signal.sdp] : []))).toEqual([sdp]);
    expect(signed).toEqual(['account', 'device']);
  });
});

describe('CALL-45: the own relay is asked early to let the other side’s through', () => {
  const relayAt = (host: string): string =>
    `a=candidate:1 1 udp 1 ${host} 50000 typ relay raddr 0.0.0.0 rport 0`;
  const offerWith = (pc: FakePeerConnection, ...lines: string[]): unknown =>
    vi
      .spyOn(pc, 'createOffer')
      .mockResolvedValue({ type: 'offer', sdp: `${fakeSdp('mine')}${lines.join('\r\n')}\r\n` });

  test('once for each host that it relays at, as soon as the answer is there', async () => {
    const { peer, pc } = createPeer(true);
    const host = 'a=candidate:1 1 udp 1 10.0.0.7 50000 typ host';
    offerWith(pc, host, relayAt('192.0.2.1'), relayAt('192.0.2.1'), relayAt('2001:db8::1'));
    peer.sendOffer();
    await settle();
    expect(pc.candidates).toEqual([]);
    peer.receive(answer(1));
    await settle();
    expect(pc.candidates).toEqual(
      ['192.0.2.1', '2001:db8::1'].map((one) => ({
        candidate: `candidate:0 1 udp 1 ${one} 1024 typ relay`,
        sdpMLineIndex: 0,
      })),
    );
  });

  test('not when a connection is restarted, nor without a relay', async () => {
    const { peer, pc } = createPeer(true);
    peer.sendOffer();
    await settle();
    peer.receive(answer(1));
    await settle();
    offerWith(pc, relayAt('192.0.2.1'));
    peer.restart();
    await settle();
    peer.receive(answer(2));
    await settle();
    expect(pc.candidates).toEqual([]);
  });
});
