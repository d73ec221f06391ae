import { CLOSE, PING_INTERVAL_MS } from '@parley/protocol';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { SocketHandlers } from '../ports.ts';
import { createSignedInClient, createTestClient, Refusal } from '../testing/index.ts';
import { REPLY_TIMEOUT_MS } from './replies.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const settle = (): Promise<unknown> => vi.advanceTimersByTimeAsync(0);

describe('the connection', () => {
  test('WIRE-4: introduces itself with a ticket and nothing in the URL', async () => {
    const { server, client } = await createSignedInClient();
    expect(server.hellos).toMatchObject([{ type: 'hello', version: 5, platform: 'other', ticket: 'ticket' }]);
    expect(client.connection.getState()).toEqual({ status: 'online' });
  });

  test('is idle before the first sign-in', async () => {
    const { client, server } = createTestClient();
    await settle();
    expect(client.connection.getState().status).toBe('idle');
    expect(server.hellos).toHaveLength(0);
    await expect(client.online()).rejects.toMatchObject({ code: 'unauthenticated' });
  });

  test('comes back by itself after it was lost, as the same device', async () => {
    const { client, server } = await createSignedInClient();
    server.reachable = false;
    server.drop();
    expect(client.connection.getState().status).toBe('offline');
    await vi.advanceTimersByTimeAsync(20_000);
    expect(client.connection.getState().status).not.toBe('online');
    server.reachable = true;
    await vi.advanceTimersByTimeAsync(8_000);
    expect(client.connection.getState().status).toBe('online');
    expect(new Set(server.hellos.map((hello) => hello.deviceId)).size).toBe(1);
  });

  test('a good link that is lost is dialled again without a timer, once; a young one is not', async () => {
    const { client, server } = await createSignedInClient();
    server.drop();
    expect(client.connection.getState().status).toBe('offline');
    await vi.advanceTimersByTimeAsync(31_000);
    server.drop();
    await settle();
    expect(client.connection.getState().status).toBe('online');
    server.drop();
    expect(client.connection.getState().status).toBe('offline');
  });

  test('a server that is away is asked less and less often, however good the last link was', async () => {
    const { client, server, ports } = createTestClient({ carry: 'cookie' });
    await client.account.resume();
    await client.online();
    await vi.advanceTimersByTimeAsync(31_000);
    server.reachable = false;
    server.drop();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(ports.sockets.length).toBeLessThan(20);
    server.reachable = true;
    await vi.advanceTimersByTimeAsync(8_000);
    expect(client.connection.getState().status).toBe('online');
  });

  test('tries at once when there is a network again', async () => {
    const { client, server, ports } = await createSignedInClient();
    server.reachable = false;
    server.drop();
    await vi.advanceTimersByTimeAsync(30_000);
    server.reachable = true;
    await settle();
    ports.wake('network');
    await settle();
    expect(client.connection.getState().status).toBe('online');
  });

  test('WIRE-8: pings, and gives up a peer that does not answer', async () => {
    const { client, server } = await createSignedInClient();
    await vi.advanceTimersByTimeAsync(PING_INTERVAL_MS);
    expect(server.received.map((frame) => frame.type)).toEqual(['ping']);
    server.frames.ping = () => undefined;
    server.reachable = false;
    await vi.advanceTimersByTimeAsync(PING_INTERVAL_MS + REPLY_TIMEOUT_MS + 1);
    expect(client.connection.getState().status).not.toBe('online');
  });

  test('WIRE-8: the socket that it gives up is closed, and heard no more', async () => {
    const { client, server, ports } = await createSignedInClient();
    const [dead] = ports.sockets;
    server.frames.ping = () => undefined;
    await vi.advanceTimersByTimeAsync(PING_INTERVAL_MS + REPLY_TIMEOUT_MS - 1);
    expect(dead?.open).toBe(true);
    await vi.advanceTimersByTimeAsync(1);
    expect(dead?.open).toBe(false);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(client.connection.getState().status).toBe('online');
    expect(ports.sockets.filter((socket) => socket.open)).toHaveLength(1);
  });

  test('a socket over which no welcome comes within 10 s is closed, and another is tried', async () => {
    const { client, ports } = createTestClient({ token: 'token' });
    const opened = ports.openSocket;
    const silent: unknown[] = [];
    Object.assign(ports, {
      openSocket: (url: string, handlers: SocketHandlers) =>
        opened(url, { ...handlers, onOpen: () => void silent.push(url) }),
    });
    await client.account.resume();
    await settle();
    expect(silent).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(9_999);
    expect(ports.sockets[0]?.open).toBe(true);
    await vi.advanceTimersByTimeAsync(1);
    expect(ports.sockets[0]?.open).toBe(false);
    expect(client.connection.getState().status).toBe('offline');
    Object.assign(ports, { openSocket: opened });
    await vi.advanceTimersByTimeAsync(1_000);
    expect(client.connection.getState().status).toBe('online');
  });

  test('notices within seconds that it slept through a change of network', async () => {
    const { client, server, ports } = await createSignedInClient();
    server.frames.ping = () => undefined;
    ports.wake('seen');
    await vi.advanceTimersByTimeAsync(3_001);
    expect(client.connection.getState().status).toBe('offline');
    expect(ports.sockets[0]?.open).toBe(false);
  });

  test('frames that it does not know are passed over', async () => {
    const { client, server } = await createSignedInClient();
    for (const text of ['{"type":"galaxy.moved"}', 'not json', '[]', '{"type":"ok","ref":99,"result":{}}']) {
      server.emitRaw(text);
    }
    await settle();
    expect(client.connection.getState().status).toBe('online');
  });
});

describe('what the server closes with', () => {
  test('WIRE-11: 4403 signs out here, for good', async () => {
    const { client, server } = await createSignedInClient();
    server.drop(CLOSE.signedOut);
    expect(client.account.state.getState()).toEqual({ status: 'signedOut', because: 'revoked' });
    expect(client.account.token()).toBeUndefined();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(server.hellos).toHaveLength(1);
  });

  test('4401 signs out only if the session is really gone: a late hello is closed like that too', async () => {
    const { client, server } = await createSignedInClient();
    server.drop(CLOSE.unauthenticated);
    await vi.advanceTimersByTimeAsync(1_000);
    expect(client.connection.getState().status).toBe('online');
    server.endpoints.getMe = () => {
      throw new Refusal('unauthenticated');
    };
    server.drop(CLOSE.unauthenticated);
    await settle();
    expect(client.account.state.getState()).toEqual({ status: 'signedOut', because: 'revoked' });
  });

  test('WIRE-5: 4406 stops and says so', async () => {
    const { client, server } = await createSignedInClient();
    server.drop(CLOSE.unsupportedVersion);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(client.connection.getState()).toEqual({ status: 'outdated' });
    expect(server.hellos).toHaveLength(1);
    await expect(client.online()).rejects.toMatchObject({ code: 'unsupported_version' });
  });

  test('WIRE-7: 4409 comes back as another device', async () => {
    const { server } = await createSignedInClient();
    server.drop(CLOSE.superseded);
    await vi.advanceTimersByTimeAsync(1_000);
    const [first, second] = server.hellos;
    expect(second?.deviceId).not.toBe(first?.deviceId);
  });
});
