import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { connect as connectTcp } from 'node:net';
import { CLOSE, DeviceId, DownFrame, PING_INTERVAL_MS, PROTOCOL_VERSION } from '@parley/protocol';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { connectDevice, openSocket } from '../testing/device.ts';
import { newHandle } from '../testing/pair.ts';
import { signUpPerson } from '../testing/person.ts';
import type { TestPerson } from '../testing/person.ts';
import { createTestServer } from '../testing/server.ts';
import type { TestServer } from '../testing/server.ts';

let server: TestServer;
let person: TestPerson;
let aheadMs = 0;

beforeAll(async () => {
  server = await createTestServer({ clock: () => Date.now() + aheadMs });
  person = await signUpPerson(server.origin, newHandle());
});

afterAll(async () => {
  await server.close();
  expect(server.errors).toEqual([]);
});

function hello(fields: object = {}): string {
  const deviceId = randomUUID();
  return JSON.stringify({ type: 'hello', version: PROTOCOL_VERSION, deviceId, platform: 'web', ...fields });
}

async function closeCode(socket: WebSocket): Promise<unknown> {
  const [code] = (await once(socket, 'close')) as unknown[];
  return code;
}

async function greetedBy(headers: Record<string, string>, fields: object = {}): Promise<unknown> {
  const socket = await openSocket(server.origin, { headers });
  socket.send(hello(fields));
  const first = await Promise.race([once(socket, 'message'), once(socket, 'close')]);
  const [value] = first as unknown[];
  socket.terminate();
  return Buffer.isBuffer(value) ? DownFrame.parse(JSON.parse(value.toString())).type : value;
}

async function upgradeStatus(path: string, headers: Record<string, string>): Promise<number | undefined> {
  const socket = new WebSocket(`${server.origin.replace('http', 'ws')}${path}`, { headers });
  // ws hands over the request and the response that was no upgrade.
  const [, response] = (await once(socket, 'unexpected-response')) as [unknown, { statusCode?: number }];
  return response.statusCode;
}

test('WIRE-3: a page of another origin is refused with 403, our own and no page at all are not', async () => {
  for (const origin of [
    'https://evil.example',
    'null',
    `${server.origin}.evil.example`,
    'http://localhost',
  ]) {
    expect(await upgradeStatus('/ws', { origin })).toBe(403);
  }
  expect(await upgradeStatus('/other', {})).toBe(404);
  const socket = await openSocket(server.origin, { headers: { origin: server.origin } });
  socket.terminate();
});

test('WIRE-4: a cookie or a ticket signs in, and a ticket only once', async () => {
  expect(await greetedBy({ cookie: `__Host-parley=${person.token}` })).toBe('welcome');
  const { ticket } = await person.call('createTicket', {});
  expect(await greetedBy({}, { ticket })).toBe('welcome');
  expect(await greetedBy({}, { ticket })).toBe(CLOSE.unauthenticated);
  expect(await greetedBy({})).toBe(CLOSE.unauthenticated);
  expect(await greetedBy({ cookie: '__Host-parley=forged' })).toBe(CLOSE.unauthenticated);
  expect(await greetedBy({}, { ticket: 'forged' })).toBe(CLOSE.unauthenticated);
  // A bad ticket is not made good by a cookie: the client has said who it is.
  expect(await greetedBy({ cookie: `__Host-parley=${person.token}` }, { ticket })).toBe(
    CLOSE.unauthenticated,
  );
});

test('WIRE-4: nothing in the URL signs in', async () => {
  const socket = new WebSocket(`${server.origin.replace('http', 'ws')}/ws?token=${person.token}`);
  await once(socket, 'open');
  socket.send(hello());
  expect(await closeCode(socket)).toBe(CLOSE.unauthenticated);
});

test('WIRE-4: a socket that says nothing is closed after ten seconds', async () => {
  const socket = await openSocket(server.origin);
  const code = closeCode(socket);
  aheadMs += 10_000;
  expect(await code).toBe(CLOSE.unauthenticated);
});

test('WIRE-5: another version closes 4406, also with fields that we do not know; another first frame 4401', async () => {
  expect(await greetedBy({}, { version: PROTOCOL_VERSION + 1 })).toBe(CLOSE.unsupportedVersion);
  expect(await greetedBy({}, { version: 99, novelty: true })).toBe(CLOSE.unsupportedVersion);
  expect(await greetedBy({}, { novelty: true })).toBe(CLOSE.badRequest);
  for (const text of [JSON.stringify({ type: 'ping', ref: 1 }), 'no json', '{}', '[]', '""']) {
    const socket = await openSocket(server.origin, { headers: { cookie: `__Host-parley=${person.token}` } });
    socket.send(text);
    expect(await closeCode(socket), text).toBe(CLOSE.unauthenticated);
  }
});

test('WIRE-1: a frame that matches no schema is answered bad_request with its ref, and the socket lives on', async () => {
  const device = await connectDevice(server.origin, person);
  const bad = [
    { ref: 1, text: '{"type":"ping","ref":1,"extra":true}' },
    { ref: 2, text: '{"type":"call.explode","ref":2}' },
    { ref: 3, text: '{"type":"call.accept","ref":3,"callId":"NOT-AN-ID"}' },
    { ref: 4, text: '{"type":"message.send","ref":4,"conversationId":7}' },
    { ref: null, text: '{"type":"ping"}' },
    { ref: null, text: '{"type":"ping","ref":"1"}' },
    { ref: null, text: 'not json' },
    { ref: null, text: 'null' },
    { ref: null, text: '{"__proto__":{"ref":9},"type":"hello"}' },
  ];
  for (const { ref, text } of bad) {
    device.sendRaw(text);
    expect(await device.take('error'), text).toMatchObject({ ref, error: { code: 'bad_request' } });
  }
  device.sendRaw(Buffer.from([1, 2, 3]));
  expect(await device.take('error')).toMatchObject({ ref: null, error: { code: 'bad_request' } });
  await device.settle();
  await device.close();
});

test('WIRE-2: a frame over 64 KiB closes 1009', async () => {
  const device = await connectDevice(server.origin, person);
  device.sendRaw(JSON.stringify({ type: 'ping', ref: 1, filler: 'x'.repeat(64 * 1024) }));
  expect(await device.closed).toBe(1009);
});

test('WIRE-6: frames are answered in order, one reply each', async () => {
  const device = await connectDevice(server.origin, person);
  const socket = await openSocket(server.origin, { headers: { cookie: `__Host-parley=${person.token}` } });
  const refs: unknown[] = [];
  socket.on('message', (data: Buffer) => refs.push((JSON.parse(data.toString()) as { ref?: unknown }).ref));
  socket.send(hello());
  // Sent before the welcome: they wait for it, and slow and fast ones keep their order.
  for (let ref = 0; ref < 60; ref += 1) {
    const slow = { type: 'call.accept', ref, callId: randomUUID() };
    socket.send(JSON.stringify(ref % 3 === 0 ? slow : { type: 'ping', ref }));
  }
  await expect.poll(() => refs.length).toBe(61);
  expect(refs).toEqual([undefined, ...Array.from({ length: 60 }, (_, ref) => ref)]);
  socket.terminate();
  await device.close();
});

test('WIRE-7: a second socket with the same device id takes the place of the first', async () => {
  const deviceId = DeviceId.parse(randomUUID());
  const first = await connectDevice(server.origin, person, { deviceId });
  const second = await connectDevice(server.origin, person, { deviceId });
  expect(await first.closed).toBe(CLOSE.superseded);
  await second.settle();
  // Of another account, the same id is another device.
  const other = await signUpPerson(server.origin, newHandle());
  await connectDevice(server.origin, other, { deviceId });
  await second.settle();
  await second.close();
});

test('WIRE-8: a socket that has been silent for 40 s is dropped, one that pings is not', async () => {
  const [silent, lively] = [
    await connectDevice(server.origin, person, { answersPings: false }),
    await connectDevice(server.origin, person, { answersPings: false }),
  ];
  aheadMs += 39_000;
  await lively.settle();
  aheadMs += 1_000;
  expect(await silent.closed).toBe(1006);
  await lively.settle();
  await lively.close();
});

test('WIRE-8: a page in the background, which only answers the pings of the server, is not dropped', async () => {
  const [gone, background] = [
    await connectDevice(server.origin, person, { answersPings: false }),
    await connectDevice(server.origin, person),
  ];
  const step = PING_INTERVAL_MS + 1_000;
  aheadMs += step;
  await background.pinged();
  aheadMs += step;
  expect(await gone.closed).toBe(1006);
  await background.settle();
  await background.close();
});

test('WIRE-9: past the limit frames are answered rate_limited with the time to wait, and a flood closes 4429', async () => {
  const device = await connectDevice(server.origin, person);
  for (let ref = 0; ref < 800; ref += 1)
    device.sendRaw(JSON.stringify({ type: 'ping', ref: ref + 1_000_000 }));
  expect(await device.closed).toBe(CLOSE.rateLimited);
  const refused = device.events.filter((event) => event.type === 'error');
  expect(refused.length).toBeGreaterThan(100);
  const [first] = refused;
  if (first?.type !== 'error') throw new Error('nothing was refused');
  expect(first.error.code).toBe('rate_limited');
  expect(first.error.retryAfterMs).toBeGreaterThan(0);
});

test('WIRE-11, ACC-6: signing out closes the sockets of that session with 4403 and no others', async () => {
  const other = await signUpPerson(server.origin, newHandle());
  const [first, second] = [
    await connectDevice(server.origin, other),
    await connectDevice(server.origin, other),
  ];
  const kept = await connectDevice(server.origin, person);
  await other.call('signOut', {});
  expect([await first.closed, await second.closed]).toEqual([CLOSE.signedOut, CLOSE.signedOut]);
  await kept.settle();
  await kept.close();
});

test('WIRE-2: a peer that is no WebSocket, or hangs up in the middle, hurts nobody', async () => {
  const { port, hostname } = new URL(server.origin);
  for (const text of [
    'GET /ws HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n',
    '\0\0\0',
  ]) {
    const socket = connectTcp(Number(port), hostname === 'localhost' ? '127.0.0.1' : hostname);
    socket.on('error', () => undefined);
    socket.write(text);
    await once(socket, 'data');
    socket.destroy();
  }
  const broken = await openSocket(server.origin, { headers: { cookie: `__Host-parley=${person.token}` } });
  broken.send(hello());
  broken.terminate();
  const device = await connectDevice(server.origin, person);
  await device.settle();
  await device.close();
});

test('CALL-11: a server that stops sends everybody away with 1001', async () => {
  const own = await createTestServer();
  const device = await connectDevice(own.origin, await signUpPerson(own.origin, newHandle()));
  const mute = await openSocket(own.origin);
  await own.close();
  expect(await device.closed).toBe(CLOSE.goingAway);
  expect(mute.readyState).toBeGreaterThanOrEqual(mute.CLOSING);
}, 15_000);
