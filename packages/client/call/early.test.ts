import { CALL_ATTEST_INTERVAL_MS } from '@parley/protocol';
import type { DeviceId, Me, Preconnect, ReachableDevice, Reply } from '@parley/protocol';
import { describe, expect, test, vi } from 'vitest';
import { ANN, BEN, fakeId, fakePerson } from '../testing/index.ts';
import {
  BENS_CALL,
  BENS_DEVICE,
  ICE_SERVERS,
  benOffers,
  bensIdentity,
  callWords,
  createCallWorld,
  inShort,
  phase,
  ringFromBen,
  sent,
  settle,
  signals,
  stateOf,
  stopTime,
} from './scripted-call.fixture.ts';
import type { CallWorld } from './scripted-call.fixture.ts';

stopTime();

const RELAY = [{ urls: ['turn:relay.test'], username: 'u', credential: 'c' }];
const BENS_TABLET = fakeId(3, 'd') as DeviceId;
const ANSWER = { kind: 'answer', connection: 1, negotiation: 1, sdp: 'answer to theirs' };

async function bensDevices(): Promise<ReachableDevice[]> {
  const { publicKey } = await bensIdentity();
  return [
    { deviceId: BENS_DEVICE, identityKey: publicKey },
    { deviceId: BENS_TABLET, identityKey: 'k'.repeat(87) },
  ];
}

/** The account is set otherwise than the fixtures have it. */
async function signInWith({ client, server }: CallWorld, setting: Partial<Me>): Promise<void> {
  const me = { ...server.me, ...setting };
  server.endpoints.getMe = () => me;
  server.endpoints.signIn = () => ({ me, sessionId: server.sessionId, token: 'token' });
  await client.account.signIn({ handle: 'ann', password: 'correct horse' });
}

function prepareWith({ server }: CallWorld, reply: Partial<Reply<'call.prepare'>>): void {
  server.frames['call.prepare'] = () => ({
    route: 'direct',
    preconnect: 'path',
    devices: [],
    iceServers: RELAY,
    ...reply,
  });
}

/** Ann places; the server says which devices may be connected. */
function placeTo(world: CallWorld, devices: ReachableDevice[], preconnect: Preconnect = 'path') {
  world.server.frames['call.invite'] = (frame) => {
    const words = callWords({ id: frame.callId, kind: frame.kind, caller: ANN, callee: BEN, preconnect });
    return { call: words.ringing(), iceServers: RELAY, devices };
  };
  const callId = world.client.calls.place(BEN, 'audio');
  return { callId, words: callWords({ id: callId, kind: 'audio', caller: ANN, callee: BEN, preconnect }) };
}

const invites = ({ server }: CallWorld) =>
  server.received.flatMap((frame) => (frame.type === 'call.invite' ? [frame] : []));

describe('CALL-40: the person may be about to call', () => {
  test('one connection a device is made by the relay, and nothing of the person is opened', async () => {
    const world = await createCallWorld();
    prepareWith(world, { devices: await bensDevices() });
    world.client.calls.intend(BEN);
    world.client.calls.intend(BEN);
    await settle();
    expect(sent(world)).toEqual(['call.prepare']);
    expect(world.media.connections.map(({ configuration }) => configuration.iceTransportPolicy)).toEqual([
      'relay',
      'relay',
    ]);
    expect(world.media.log.filter((line) => /getUserMedia|replaceTrack (audio|video)/.test(line))).toEqual(
      [],
    );
  });

  test('the click sends the offers with the invite, under the id that they were signed for', async () => {
    const world = await createCallWorld();
    const devices = await bensDevices();
    prepareWith(world, { devices });
    world.client.calls.intend(BEN);
    await settle();
    const { callId } = placeTo(world, devices);
    await settle();
    const [invite] = invites(world);
    expect(invite?.callId).toBe(callId);
    expect(invite?.offers?.map(({ toDeviceId, signal }) => [toDeviceId, inShort(signal)])).toEqual([
      [BENS_DEVICE, { kind: 'offer', connection: 1, negotiation: 1, sdp: 'offer 1' }],
      [BENS_TABLET, { kind: 'offer', connection: 1, negotiation: 1, sdp: 'offer 1' }],
    ]);
    expect(world.media.connections).toHaveLength(2);
    // They are not offered again.
    expect(signals(world).filter(({ kind }) => kind === 'offer')).toEqual([]);
  });

  test('where the click was faster, the offers follow as soon as the server has named the devices', async () => {
    const world = await createCallWorld();
    placeTo(world, await bensDevices());
    await settle();
    expect(invites(world)[0]?.offers).toBeUndefined();
    const offers = world.server.received.flatMap((frame) =>
      frame.type === 'call.signal' && frame.signal.kind === 'offer' ? [frame.toDeviceId] : [],
    );
    expect(offers).toEqual([BENS_DEVICE, BENS_TABLET]);
  });

  test('what no call follows is dropped after 15 s, and at once for somebody else', async () => {
    const world = await createCallWorld();
    prepareWith(world, { devices: await bensDevices() });
    world.client.calls.intend(BEN);
    await vi.advanceTimersByTimeAsync(14_999);
    expect(world.media.connection.connectionState).not.toBe('closed');
    await vi.advanceTimersByTimeAsync(1);
    expect(world.media.connections.map((one) => one.connectionState)).toEqual(['closed', 'closed']);
    world.client.calls.intend(BEN);
    await settle();
    world.client.calls.intend(fakePerson(3, 'cem'));
    expect(world.media.connections.map((one) => one.connectionState)).toEqual(Array(4).fill('closed'));
  });

  test.each<Partial<Me>>([
    { preconnectAvailable: false },
    { callPrivacy: { enhanced: false, preconnect: false, earlyVideo: false } },
  ])(
    'nothing is asked or connected where the server or the person has turned it off: %j',
    async (setting) => {
      const world = await createCallWorld();
      await signInWith(world, setting);
      world.client.calls.intend(BEN);
      placeTo(world, await bensDevices());
      await vi.advanceTimersByTimeAsync(1_000);
      // The one is for whoever answers, and names no address (CALL-38).
      expect(sent(world)).toEqual(['call.invite', 'call.offer']);
    },
  );

  test('a refusal is kept until the click, and not asked for again', async () => {
    const world = await createCallWorld();
    world.client.calls.intend(BEN);
    await settle();
    world.client.calls.intend(BEN);
    await settle();
    expect(sent(world)).toEqual(['call.prepare']);
    expect(world.media.log).toEqual([]);
  });
});

/** Ben rings, and his device offers to connect. */
async function ringAndOffer(world: CallWorld, preconnect: Preconnect = 'path') {
  const words = ringFromBen(world, 'video', BENS_CALL, 'direct', preconnect);
  const offer = await benOffers(world, BENS_CALL);
  const frame = { type: 'call.signalled', callId: BENS_CALL, fromDeviceId: BENS_DEVICE, ...offer } as const;
  world.server.emit(frame);
  await settle();
  return words;
}

describe('CALL-41: while it rings here', () => {
  test('an offer is answered through the relay, without a track and without a question to the person', async () => {
    const world = await createCallWorld();
    await ringAndOffer(world);
    expect(signals(world).map(inShort)).toEqual([ANSWER]);
    expect(world.media.connection.configuration).toMatchObject({
      iceTransportPolicy: 'relay',
      iceServers: ICE_SERVERS,
    });
    expect(world.media.log).toEqual(['generateCertificate', 'createPeerConnection']);
    world.media.connection.connects();
    expect(world.client.calls.get(BENS_CALL)).toMatchObject({ phase: 'incoming', preconnected: true });
    expect(world.client.calls.get(BENS_CALL)?.remoteStream).toBeUndefined();
  });

  test('not where the call may not be, or the person here has turned it off', async () => {
    const world = await createCallWorld();
    await ringAndOffer(world, 'none');
    expect(world.media.log).toEqual([]);
    const wary = await createCallWorld();
    await signInWith(wary, { callPrivacy: { enhanced: false, preconnect: false, earlyVideo: false } });
    await ringAndOffer(wary);
    expect(wary.media.log).toEqual([]);
    expect(signals(wary)).toEqual([]);
  });

  test('what was connected is closed with the ring, whoever ends it', async () => {
    for (const end of ['decline', 'cancelled', 'deadline', 'elsewhere'] as const) {
      const world = await createCallWorld();
      const words = await ringAndOffer(world);
      if (end === 'decline') world.client.calls.get(BENS_CALL)?.actions.decline?.();
      if (end === 'cancelled') world.server.emit({ type: 'call.ended', call: words.ended('cancelled') });
      if (end === 'elsewhere')
        world.server.emit({ type: 'call.accepted', call: words.accepted(BENS_DEVICE, BENS_TABLET) });
      if (end === 'deadline') await vi.advanceTimersByTimeAsync(45_000);
      await settle();
      expect([end, world.media.connection.connectionState]).toEqual([end, 'closed']);
      expect(world.media.log.filter((line) => line.startsWith('getUserMedia'))).toEqual([]);
    }
  });

  test('CALL-71: a preview is seen by nobody else, though a path is there', async () => {
    const world = await createCallWorld();
    await ringAndOffer(world);
    world.client.calls.get(BENS_CALL)?.actions.setPreview?.(true);
    await settle();
    expect(world.media.tracks.length).toBeGreaterThan(0);
    expect(world.media.connection.transceivers.map(({ sender }) => sender.track)).toEqual([null, null, null]);
  });

  test('CALL-71: nor where nothing is connected, and it is closed with the ring', async () => {
    const world = await createCallWorld();
    const words = ringFromBen(world, 'video');
    world.client.calls.get(BENS_CALL)?.actions.setPreview?.(true);
    await settle();
    expect(world.media.tracks.length).toBeGreaterThan(0);
    expect(world.media.connections).toEqual([]);
    world.server.emit({ type: 'call.ended', call: words.ended('cancelled') });
    expect(world.media.tracks.every((track) => track.readyState === 'ended')).toBe(true);
  });
});

describe('CALL-42: the accept', () => {
  test('goes over the data channel and to the server at once, with no further offer or answer', async () => {
    const world = await createCallWorld();
    await ringAndOffer(world);
    world.media.connection.connects();
    world.client.calls.get(BENS_CALL)?.actions.accept?.();
    expect(world.media.connection.channel.sent.map((text) => JSON.parse(text) as unknown)).toContainEqual({
      type: 'accept',
    });
    await settle();
    expect(sent(world)).toContain('call.accept');
    expect(phase(world)).toBe('connected');
    expect(world.media.connection.transceivers.map(({ sender }) => sender.track?.kind)).toEqual([
      'audio',
      'video',
      undefined,
    ]);
    expect(signals(world).filter(({ kind }) => kind === 'answer')).toHaveLength(1);
  });

  test('the caller takes the word over the data channel, attests nothing yet, and the server decides', async () => {
    const world = await createCallWorld();
    const devices = await bensDevices();
    const { callId, words } = placeTo(world, devices);
    world.server.frames['call.attest'] = () => ({ call: words.accepted(world.server.deviceId, BENS_DEVICE) });
    await settle();
    const [phone, tablet] = world.media.connections;
    phone?.connects();
    tablet?.connects();
    expect(world.client.calls.get(callId)).toMatchObject({ phase: 'ringing', preconnected: true });
    expect(phone?.transceivers.map(({ sender }) => sender.track)).toEqual([null, null, null]);
    tablet?.channel.hear({ type: 'accept' });
    await settle();
    expect(phase(world)).toBe('connected');
    expect(tablet?.transceivers[0]?.sender.track?.kind).toBe('audio');
    expect(phone?.transceivers[0]?.sender.track).toBeNull();
    await vi.advanceTimersByTimeAsync(CALL_ATTEST_INTERVAL_MS);
    expect(sent(world)).not.toContain('call.attest');
    // Another device of Ben's was first, by the server's word: the call is with that one, and with no other.
    world.server.emit({ type: 'call.accepted', call: words.accepted(world.server.deviceId, BENS_DEVICE) });
    await settle();
    expect(tablet?.connectionState).toBe('closed');
    expect(phone?.transceivers[0]?.sender.track?.kind).toBe('audio');
    phone?.channel.hear(stateOf());
    expect(phase(world)).toBe('connected');
  });

  test('an accept that the server has not had in time ends as the server says', async () => {
    const world = await createCallWorld();
    const { words } = placeTo(world, await bensDevices());
    await settle();
    world.media.connections[0]?.connects();
    world.media.connections[0]?.channel.hear({ type: 'accept' });
    await settle();
    world.server.emit({ type: 'call.ended', call: words.ended('missed') });
    expect(world.client.calls.state.getState().current?.ended?.outcome).toBe('missed');
    expect(world.media.connections.every((one) => one.connectionState === 'closed')).toBe(true);
    expect(world.media.tracks.every((track) => track.readyState === 'ended')).toBe(true);
  });
});
