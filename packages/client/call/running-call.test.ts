import { CALL_ATTEST_INTERVAL_MS } from '@parley/protocol';
import { describe, expect, test, vi } from 'vitest';
import { SILENCE_MS } from './links/control.ts';
import { Refusal } from '../testing/index.ts';
import {
  benAccepts,
  benAnswers,
  callIdOf,
  createCallWorld,
  createConnectedCall,
  inShort,
  phase,
  ringBen,
  sent,
  settle,
  signals,
  stopTime,
} from './scripted-call.fixture.ts';

stopTime();

const STATE = { type: 'state', muted: false, cameraOn: false, screenOn: false, videoPaused: false };

describe('a running call', () => {
  test('shows when media flows, and what the other side does', async () => {
    const world = await createConnectedCall();
    const { channel } = world.media.connection;
    channel.hear({ ...STATE, muted: true, cameraOn: true });
    expect(world.client.calls.state.getState().current).toMatchObject({
      phase: 'connected',
      peerMuted: true,
      peerCameraOn: true,
    });
    channel.hear({ type: 'nonsense' });
    expect(phase(world)).toBe('connected');
  });

  test('CALL-25: mute and camera are local, told over the data channel, and negotiate nothing', async () => {
    const world = await createConnectedCall();
    const { actions } = world.client.calls.state.getState().current ?? {};
    actions?.setMuted?.(true);
    actions?.setCamera?.(true);
    await settle();
    expect(world.media.tracks.map((track) => [track.kind, track.enabled])).toEqual([
      ['audio', false],
      ['video', true],
    ]);
    expect(world.media.connection.transceivers[1]?.sender.track?.kind).toBe('video');
    expect(JSON.parse(world.media.connection.channel.sent.at(-1) ?? '')).toEqual({
      ...STATE,
      muted: true,
      cameraOn: true,
    });
    actions?.setCamera?.(false);
    await settle();
    expect(world.media.tracks[1]?.readyState).toBe('ended');
    expect(world.media.connection.transceivers[1]?.sender.track).toBeNull();
    expect(signals(world)).toHaveLength(1);
  });

  test('CALL-26: a lost socket leaves the media alone; on return the call is attested', async () => {
    const world = await createConnectedCall();
    world.server.reachable = false;
    world.server.drop();
    await vi.advanceTimersByTimeAsync(30_000);
    expect(phase(world)).toBe('connected');
    world.server.frames['call.attest'] = () => {
      throw new Refusal('call_over');
    };
    world.server.reachable = true;
    const ended = world.client.calls.until(callIdOf(world), 'ended');
    await vi.advanceTimersByTimeAsync(10_000);
    expect((await ended).ended?.outcome).toBe('completed');
  });

  test('CALL-11: the device attests every 25 s, and stops with the call', async () => {
    const world = await createConnectedCall();
    const attests = (): number => sent(world).filter((type) => type === 'call.attest').length;
    await vi.advanceTimersByTimeAsync(3 * CALL_ATTEST_INTERVAL_MS);
    expect(attests()).toBeGreaterThanOrEqual(3);
    world.hangUpAtServer();
    const before = attests();
    await vi.advanceTimersByTimeAsync(2 * CALL_ATTEST_INTERVAL_MS);
    expect(attests()).toBe(before);
  });

  test('CALL-23: hanging up works at once and is repeated until the server has answered', async () => {
    const world = await createConnectedCall();
    const answer = world.server.frames['call.hang-up'];
    world.server.frames['call.hang-up'] = () => undefined;
    world.client.calls.state.getState().current?.actions.hangUp?.();
    expect(phase(world)).toBe('ended');
    expect(world.media.connection.connectionState).toBe('closed');
    expect(world.media.tracks.every((track) => track.readyState === 'ended')).toBe(true);
    expect(world.media.connection.channel.sent.at(-1)).toBe('{"type":"hangUp"}');
    await vi.advanceTimersByTimeAsync(4_000);
    expect(world.client.calls.state.getState().current).toBeUndefined();
    if (answer !== undefined) world.server.frames['call.hang-up'] = answer;
    world.server.drop();
    await vi.advanceTimersByTimeAsync(5_000);
    world.server.drop();
    await vi.advanceTimersByTimeAsync(5_000);
    expect(sent(world).filter((type) => type === 'call.hang-up')).toHaveLength(2);
  });

  test('the other side’s goodbye over the data channel ends it', async () => {
    const world = await createConnectedCall();
    world.media.connection.channel.hear({ type: 'hangUp' });
    await settle();
    expect(world.client.calls.state.getState().current?.ended?.outcome).toBe('completed');
  });

  test('an ended call leaves the page by itself after 4 s, or when it is dismissed', async () => {
    const world = await createConnectedCall();
    world.hangUpAtServer();
    expect(phase(world)).toBe('ended');
    await vi.advanceTimersByTimeAsync(4_000);
    expect(phase(world)).toBeUndefined();
    const again = await createConnectedCall();
    again.hangUpAtServer();
    again.client.calls.state.getState().current?.actions.dismiss?.();
    expect(phase(again)).toBeUndefined();
  });

  test('one that the person here ended leaves after 1.2 s: they know how it ended', async () => {
    const world = await createConnectedCall();
    world.client.calls.state.getState().current?.actions.hangUp?.();
    await vi.advanceTimersByTimeAsync(1_199);
    expect(phase(world)).toBe('ended');
    await vi.advanceTimersByTimeAsync(1);
    expect(phase(world)).toBeUndefined();
    const other = await createCallWorld();
    ringBen(other);
    await settle();
    other.client.calls.state.getState().current?.actions.cancel?.();
    await vi.advanceTimersByTimeAsync(1_200);
    expect(phase(other)).toBeUndefined();
  });

  test('CALL-28: media that never connects fails after 20 s, for want of a route', async () => {
    const world = await createCallWorld();
    const { words } = ringBen(world);
    await settle();
    benAccepts(world, words());
    await vi.advanceTimersByTimeAsync(20_000);
    expect(world.client.calls.state.getState().current).toMatchObject({
      phase: 'ended',
      problem: 'noRoute',
      ended: { outcome: 'failed' },
    });
    expect(world.server.received.at(-1)).toMatchObject({ type: 'call.hang-up', because: 'failed' });
  });

  test('CALL-28: lost media is restarted, then given up after 45 s', async () => {
    const world = await createConnectedCall();
    world.media.connection.becomes('disconnected');
    await settle();
    expect(world.client.calls.state.getState().current?.reconnecting).toBe(true);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(signals(world).map(inShort).at(-1)).toEqual({
      kind: 'offer',
      connection: 1,
      negotiation: 2,
      sdp: 'offer 2 restart',
    });
    await vi.advanceTimersByTimeAsync(44_000);
    expect(world.client.calls.state.getState().current?.ended?.outcome).toBe('failed');
  });

  test('media that comes back goes on', async () => {
    const world = await createConnectedCall();
    world.media.connection.becomes('failed');
    await vi.advanceTimersByTimeAsync(1_000);
    expect(signals(world).at(-1)).toMatchObject({ kind: 'offer', negotiation: 2 });
    await benAnswers(world, callIdOf(world), 2);
    world.media.connection.becomes('connected');
    await vi.advanceTimersByTimeAsync(60_000);
    expect(world.client.calls.state.getState().current).toMatchObject({
      phase: 'connected',
      reconnecting: false,
    });
    expect(signals(world).filter((signal) => signal.kind === 'offer')).toHaveLength(2);
  });

  test('another network: ICE starts again at once, and only once while media flows', async () => {
    const world = await createConnectedCall();
    world.ports.wake('seen');
    await settle();
    expect(signals(world)).toHaveLength(1);
    world.ports.wake('network');
    await settle();
    expect(signals(world).at(-1)).toMatchObject({ kind: 'offer', negotiation: 2 });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(signals(world)).toHaveLength(2);
  });

  test('a heart that stops beating counts as an interruption, one that beats again ends it', async () => {
    const world = await createConnectedCall();
    world.media.connection.channel.hear(STATE);
    await vi.advanceTimersByTimeAsync(SILENCE_MS);
    expect(world.client.calls.state.getState().current?.reconnecting).toBe(true);
    world.media.connection.channel.hear(STATE);
    await settle();
    expect(world.client.calls.state.getState().current?.reconnecting).toBe(false);
  });

  test('signals that a lost socket swallowed are sent again', async () => {
    const world = await createConnectedCall();
    world.server.reachable = false;
    world.server.drop();
    world.media.connection.finds('candidate:late');
    await vi.advanceTimersByTimeAsync(100);
    expect(signals(world)).toHaveLength(1);
    world.server.reachable = true;
    await vi.advanceTimersByTimeAsync(10_000);
    expect(signals(world)).toContainEqual(
      expect.objectContaining({
        kind: 'candidates',
        candidates: [expect.objectContaining({ candidate: 'candidate:late' })],
      }),
    );
  });
});
