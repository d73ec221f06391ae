import { RELOAD_GRACE_MS } from '@parley/protocol';
import { describe, expect, test, vi } from 'vitest';
import {
  BENS_DEVICE,
  benOffers,
  callIdOf,
  createConnectedCall,
  inShort,
  phase,
  sent,
  settle,
  signals,
  stopTime,
} from './scripted-call.fixture.ts';
import type { CallWorld } from './scripted-call.fixture.ts';

stopTime();

const STATE = { type: 'state', muted: false, cameraOn: false, screenOn: false, videoPaused: false };
const current = ({ client }: CallWorld) => client.calls.state.getState().current;

/** Ben's page begins a connection of this number. */
async function benBegins(world: CallWorld, connection: number, seq: number): Promise<void> {
  const callId = callIdOf(world);
  // A device that has started again: a later run than any before.
  const placed = { ...(await benOffers(world, callId, { connection })), run: 9_000_000, seq };
  world.server.emit({ type: 'call.signalled', callId, fromDeviceId: BENS_DEVICE, ...placed });
  await settle();
}

/** The connection there is fails, and three restarts do not help. */
async function failForGood(world: CallWorld): Promise<void> {
  world.media.connection.becomes('failed');
  await settle();
  await vi.advanceTimersByTimeAsync(14_000);
}

describe('CALL-52: a page that goes away and comes back', () => {
  test('says so, and hangs up nothing', async () => {
    const world = await createConnectedCall();
    const { channel } = world.media.connection;
    world.ports.leave();
    await vi.advanceTimersByTimeAsync(2_000);
    expect(channel.sent.at(-1)).toBe('{"type":"away"}');
    expect(sent(world)).not.toContain('call.hang-up');
  });

  test('is waited for by the other side, for 10 s, and nothing is tried meanwhile', async () => {
    const world = await createConnectedCall();
    const { channel } = world.media.connection;
    channel.hear(STATE);
    channel.hear({ type: 'away' });
    await settle();
    expect(current(world)).toMatchObject({ phase: 'connected', reconnecting: true, peerAway: true });
    world.media.connection.becomes('disconnected');
    const before = signals(world).length;
    await vi.advanceTimersByTimeAsync(RELOAD_GRACE_MS - 1);
    expect(signals(world)).toHaveLength(before);
    expect(phase(world)).toBe('connected');
    await vi.advanceTimersByTimeAsync(2);
    expect(current(world)).toMatchObject({ phase: 'ended', ended: { outcome: 'completed' } });
  });

  test('that did not go after all is there again with its next word', async () => {
    const world = await createConnectedCall();
    const { channel } = world.media.connection;
    channel.hear({ type: 'away' });
    channel.hear(STATE);
    await vi.advanceTimersByTimeAsync(RELOAD_GRACE_MS);
    expect(current(world)).toMatchObject({ phase: 'connected', peerAway: false });
  });

  test('is back by a connection of its own, which takes over when it is there', async () => {
    const world = await createConnectedCall();
    const remote = current(world)?.remoteStream;
    world.media.connection.channel.hear({ type: 'away' });
    await benBegins(world, 2, 1);
    const [old, fresh] = world.media.connections;
    expect(signals(world).map(inShort).at(-1)).toMatchObject({ kind: 'answer', connection: 2 });
    expect(old?.connectionState).toBe('connected');
    fresh?.connects();
    await settle();
    expect(old?.connectionState).toBe('closed');
    expect(fresh?.transceivers[0]?.sender.track?.kind).toBe('audio');
    expect(current(world)).toMatchObject({ phase: 'connected', reconnecting: false, peerAway: false });
    expect(current(world)?.remoteStream).toBe(remote);
    expect(remote?.getTracks()).toEqual(
      fresh?.transceivers.slice(0, 2).map(({ receiver }) => receiver.track),
    );
  });
});

describe('CALL-50, CALL-53: a connection that does not come back', () => {
  test('is replaced after three restarts in vain by a new one, made beside it', async () => {
    const world = await createConnectedCall();
    await failForGood(world);
    expect(signals(world).map(inShort).slice(1)).toMatchObject([
      { connection: 1, negotiation: 2 },
      { connection: 1, negotiation: 3 },
      { connection: 1, negotiation: 4 },
      { connection: 2, negotiation: 1, sdp: 'offer 1' },
    ]);
    expect(world.media.connections).toHaveLength(2);
    expect(world.media.connection.transceivers[0]?.sender.track?.kind).toBe('audio');
  });

  test('both begin a new one at once: the caller takes no offer of the same number, and any greater', async () => {
    const world = await createConnectedCall();
    await failForGood(world);
    await benBegins(world, 2, 1);
    expect(signals(world).map(({ kind }) => kind)).not.toContain('answer');
    expect(world.media.connections[1]?.connectionState).not.toBe('closed');
    await benBegins(world, 3, 2);
    expect(signals(world).map(inShort).at(-1)).toMatchObject({ kind: 'answer', connection: 3 });
    expect(world.media.connections[1]?.connectionState).toBe('closed');
  });

  test('an older one is not begun again', async () => {
    const world = await createConnectedCall();
    await benBegins(world, 3, 1);
    await benBegins(world, 2, 2);
    expect(world.media.connections).toHaveLength(2);
  });
});

describe('CALL-50: a way that is gone without a word', () => {
  interface Coming {
    sound?: boolean;
    beats?: boolean;
  }

  /** What comes for so long: sound every 20 ms, or of somebody who is silent every 400 ms, and a heartbeat each second. */
  async function goesOn(world: CallWorld, ms: number, { sound = true, beats = true }: Coming, everyMs = 20) {
    const { channel, transceivers } = world.media.connection;
    for (let passed = 0; passed < ms; passed += everyMs) {
      const [audio] = transceivers;
      if (sound && audio !== undefined) audio.playedAt = (audio.playedAt ?? 0) + 1;
      if (beats && passed % 1_000 < everyMs) channel.hear(STATE);
      await vi.advanceTimersByTimeAsync(everyMs);
    }
  }
  const restarts = (world: CallWorld): number =>
    signals(world).filter((signal) => signal.kind === 'offer' && signal.negotiation > 1).length;

  test('is restarted within 1.4 s, and nobody is told yet', async () => {
    const world = await createConnectedCall();
    await goesOn(world, 3_000, {});
    expect(restarts(world)).toBe(0);
    await vi.advanceTimersByTimeAsync(1_400);
    expect(restarts(world)).toBe(1);
    expect(current(world)).toMatchObject({ phase: 'connected', reconnecting: false });
    await goesOn(world, 3_000, {});
    expect(restarts(world)).toBe(1);
  });

  test.each<[string, Coming]>([
    ['the heart beats and no sound comes', { sound: false }],
    ['sound comes and the heartbeat is late', { beats: false }],
  ])('is not thought of where %s', async (_what, coming) => {
    const world = await createConnectedCall();
    await goesOn(world, 3_000, {});
    // Less than the silence that is noticed by itself.
    await goesOn(world, 2_500, coming);
    expect(restarts(world)).toBe(0);
  });

  test('is not thought of where somebody is silent, nor where nothing was ever heard', async () => {
    const quiet = await createConnectedCall();
    await goesOn(quiet, 20_000, {}, 400);
    expect(restarts(quiet)).toBe(0);
    const unheard = await createConnectedCall();
    unheard.media.connection.channel.hear(STATE);
    await vi.advanceTimersByTimeAsync(3_500);
    expect(restarts(unheard)).toBe(0);
  });

  test('is tried again as long as it lasts', async () => {
    const world = await createConnectedCall();
    await goesOn(world, 2_000, {});
    await vi.advanceTimersByTimeAsync(9_000);
    expect(current(world)).toMatchObject({ reconnecting: true });
    expect(world.media.connections.length + restarts(world)).toBeGreaterThan(2);
  });
});
