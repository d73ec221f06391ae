// What leaves a callee's host while it rings, seen on the cable. The callee's browser has a network of its own.

import { chromium, type Browser, type Page } from '@playwright/test';
import { button, incomingDialog } from '../fixtures/calling.ts';
import { CHROMIUM_ARGUMENTS } from '../fixtures/chromium.ts';
import {
  becomeHostile,
  makeOffer,
  sayAll,
  type SignedOffer,
  stateOf,
  takeAnswer,
  takeCandidates,
} from '../fixtures/hostile-caller.ts';
import { countMedia, gatheredTypes, watchMedia } from '../fixtures/media-watch.ts';
import { canMakeNetworks, openOwnNetwork, type OwnNetwork } from '../fixtures/own-network.ts';
import { rtpBytesOut } from '../fixtures/path-watch.ts';
import { callApi, expect, openConversation, sendMessage, test as base } from '../fixtures/people.ts';
import { createNodePerson, type NodePerson, type RawSocket } from '../fixtures/raw-socket.ts';
import { type RelayProcess, startRelay } from '../fixtures/relay-process.ts';
import { type ServerProcess, startServerProcess } from '../fixtures/server-process.ts';

interface Wire {
  network: OwnNetwork;
  relay: RelayProcess;
  server: ServerProcess;
  inside: Browser;
}

const test = base.extend<Wire>({
  // oxlint-disable-next-line no-empty-pattern
  network: async ({}, use) => {
    const network = await openOwnNetwork();
    await use(network);
    await network.close();
  },
  relay: async ({ network }, use) => {
    const relay = await startRelay(network.machine);
    await use(relay);
    await relay.stop();
  },
  server: async ({ network, relay }, use) => {
    const server = await startServerProcess(relay.settings);
    await network.forward(Number(new URL(server.origin).port));
    await use(server);
    await server.dispose();
  },
  origin: async ({ server }, use) => {
    await use(server.origin);
  },
  inside: async ({ network }, use) => {
    const inside = await chromium.launch({ executablePath: network.chromium, args: CHROMIUM_ARGUMENTS });
    await use(inside);
    await inside.close();
  },
});

test.skip(!canMakeNetworks(), 'only root on Linux, with tcpdump, can give a browser a network of its own');
test.slow();

const PASSWORD = 'correct horse battery';

/** Signs up in the browser that has a network of its own. */
async function joinInside(inside: Browser, origin: string): Promise<{ page: Page; handle: string }> {
  const handle = `ben_${Date.now().toString(36)}`;
  const page = await (await inside.newContext({ baseURL: origin })).newPage();
  await watchMedia(page);
  await page.goto(`${origin}/sign-in`);
  await callApi(page, 'POST', '/api/sign-up', { handle, displayName: 'Ben', password: PASSWORD });
  await page.goto(`${origin}/messages`);
  await expect(page.getByRole('link', { name: 'Messages', exact: true })).toBeVisible();
  return { page, handle };
}

/** Ben follows her and has written to her: she may ring, and the path is built while it does. */
async function trust(page: Page, { person }: NodePerson): Promise<string> {
  await callApi(page, 'PUT', `/api/people/${person.handle}/follow`);
  await openConversation(page, person);
  await sendMessage(page, 'Hello');
  const me = (await callApi(page, 'GET', '/api/me')) as { person: { id: string } };
  return me.person.id;
}

/** Signals of the callee's device to this socket, of one kind. */
function signalsOf(socket: RawSocket, kind: string): { sdp: string; connection: number }[] {
  return socket.received.flatMap((frame) =>
    frame.type === 'call.signalled' && frame.signal.kind === kind
      ? [frame.signal as unknown as { sdp: string; connection: number }]
      : [],
  );
}

/** The callee's device's candidates, as frames of any order have brought them. */
function candidatesFrom(socket: RawSocket): RTCIceCandidateInit[] {
  return socket.received.flatMap((frame) =>
    frame.type === 'call.signalled' && frame.signal.kind === 'candidates' ? frame.signal.candidates : [],
  );
}

async function expectUntouched(page: Page): Promise<void> {
  const { getUserMedia, tracks } = await countMedia(page);
  expect({ getUserMedia, tracks }).toEqual({ getUserMedia: 0, tracks: 0 });
  expect((await gatheredTypes(page)).filter((type) => type !== 'relay')).toEqual([]);
  expect(await rtpBytesOut(page)).toBe(0);
}

/** Whatever can be said over the data channel of a call that has not been accepted. */
const WORDS = [
  '{"type":"accept"}',
  '{"type":"state","muted":false,"cameraOn":true,"screenOn":true,"videoPaused":false}',
  '{"type":"away"}',
  '{"type":"camera","on":true}',
  '{',
  'x'.repeat(60_000),
];

test('CALL-20, CALL-42: before the accept the callee’s host sends to nobody but the relay, and no sound or picture, whatever a trusted caller signs and sends', async ({
  browser,
  inside,
  network,
  relay,
  origin,
}) => {
  const ben = await joinInside(inside, origin);
  const mallory = await createNodePerson(origin, 'Mallory');
  const calleeId = await trust(ben.page, mallory);
  const socket = await mallory.openSocket();
  const own = await (await browser.newContext({ permissions: ['camera', 'microphone'] })).newPage();
  await own.goto(`${origin}/healthz`);
  await becomeHostile(own);

  const prepared = await socket.ask({ type: 'call.prepare', calleeId });
  if (prepared.type !== 'ok') throw new Error(JSON.stringify(prepared));
  const { preconnect, devices, iceServers } = prepared.result as {
    preconnect: string;
    devices: { deviceId: string }[];
    iceServers: { urls: string[] }[];
  };
  expect(preconnect).toBe('path');
  const toDeviceId = devices[0]?.deviceId ?? '';
  let callId = crypto.randomUUID();
  const placeOf = () => ({
    ...({ kind: 'offer', callId, fromDeviceId: socket.deviceId, toDeviceId, negotiation: 1 } as const),
  });
  let seq = 0;
  const next = () => {
    seq += 1;
    return { run: 1, seq };
  };
  const signal = (offer: object) =>
    socket.ask({ type: 'call.signal', callId, toDeviceId, ...next(), signal: offer });

  const captured = await network.capture();
  /** Offers that are not what they seem: each must lead to no answer. */
  const forged = async (change: (offer: SignedOffer) => SignedOffer, connection: number) => {
    const offer = await makeOffer(own, iceServers, { ...placeOf(), connection });
    await signal(change(offer));
  };
  const flip = (text: string, at: number): string =>
    `${text.slice(0, at)}${text[at] === 'A' ? 'B' : 'A'}${text.slice(at + 1)}`;
  await test.step('offers that are forged, expired, or of another place', async () => {
    expect(await socket.ask({ type: 'call.invite', callId, calleeId, kind: 'video' })).toMatchObject({
      type: 'ok',
    });
    await expect(incomingDialog(ben.page, 'video', 'Mallory')).toBeVisible();
    await forged(
      (offer) => ({
        ...offer,
        attestation: { ...offer.attestation, signature: flip(offer.attestation.signature, 9) },
      }),
      1,
    );
    await forged(
      (offer) => ({ ...offer, sdp: offer.sdp.replaceAll(/(fingerprint:sha-256 )../g, '$100') }),
      2,
    );
    await forged((offer) => ({ ...offer, negotiation: 2 }), 3);
    await signal(
      await makeOffer(own, iceServers, { ...placeOf(), connection: 4, callId: crypto.randomUUID() }),
    );
    await signal(await makeOffer(own, iceServers, { ...placeOf(), connection: 5 }, { ageMs: -600_000 }));
    await ben.page.waitForTimeout(1_500);
    expect(signalsOf(socket, 'answer')).toHaveLength(0);
    await expectUntouched(ben.page);
    await socket.ask({ type: 'call.cancel', callId });
    await expect(incomingDialog(ben.page, 'video', 'Mallory')).toHaveCount(0);
    callId = crypto.randomUUID();
    seq = 0;
  });
  await test.step('a proper offer that sends sound and picture at once', async () => {
    const offer = await makeOffer(own, iceServers, { ...placeOf(), connection: 1 }, { sends: true });
    const frame = { type: 'call.invite', callId, calleeId, kind: 'video' };
    const answer = await socket.ask({ ...frame, offers: [{ toDeviceId, ...next(), signal: offer }] });
    expect(answer).toMatchObject({ type: 'ok' });
    await expect(incomingDialog(ben.page, 'video', 'Mallory')).toBeVisible();
    await expect.poll(() => signalsOf(socket, 'answer').length, { timeout: 20_000 }).toBe(1);
    await takeAnswer(own, signalsOf(socket, 'answer')[0]?.sdp ?? '');
    await expect
      .poll(
        async () => {
          await takeCandidates(own, candidatesFrom(socket));
          return stateOf(own);
        },
        { timeout: 20_000 },
      )
      .toBe('connected');
    await expectUntouched(ben.page);
  });
  await test.step('words over the data channel', async () => {
    await sayAll(own, WORDS);
    await expect(incomingDialog(ben.page, 'video', 'Mallory')).toBeVisible();
    await expectUntouched(ben.page);
  });

  await test.step('proper offers for more than there is to give', async () => {
    await signal(
      await makeOffer(own, iceServers, { ...placeOf(), connection: 7 }, { direction: 'recvonly' }),
    );
    await signal(
      await makeOffer(
        own,
        iceServers,
        { ...placeOf(), connection: 8 },
        { sections: 'aaavvvvvv', sends: true },
      ),
    );
    await signal(
      await makeOffer(
        own,
        iceServers,
        { ...placeOf(), connection: 9 },
        { sections: 'v', direction: 'sendonly', sends: true },
      ),
    );
    // Every address of the hostile host: a callee's host that answered them would show its own.
    const open = await makeOffer(own, iceServers, { ...placeOf(), connection: 10 }, { policy: 'all' });
    expect(open.sdp).toContain(' typ host');
    await signal(open);
    for (const kind of ['answer', 'candidates', 'restart', 'resume'] as const)
      await signal(oddSignal(kind, open));
    await ben.page.waitForTimeout(1_500);
    await expectUntouched(ben.page);
  });

  const datagrams = await captured.stop();
  const sent = datagrams.filter(({ from }) => from === network.address);
  expect(new Set(sent.map(({ to }) => to)), 'who the callee’s host sends to').toEqual(new Set([relay.place]));
  expect(
    datagrams.filter(({ to }) => to.startsWith('[')),
    'over IPv6',
  ).toEqual([]);
  const carried = (kind: string): number => sent.filter(({ carries }) => carries === kind).length;
  expect(carried('rtp'), 'RTP before the accept').toBe(0);
  expect(carried('other')).toBe(0);
  // The way was built and is kept: there was something to see.
  expect(carried('stun')).toBeGreaterThan(5);
  expect(carried('dtls')).toBeGreaterThan(3);

  await test.step('the same eyes see RTP once Ben accepts', async () => {
    const afterwards = await network.capture();
    await button(incomingDialog(ben.page, 'video', 'Mallory'), 'Accept').click();
    await expect.poll(() => rtpBytesOut(ben.page), { timeout: 20_000 }).toBeGreaterThan(5_000);
    const seen = await afterwards.stop();
    expect(seen.filter(({ carries }) => carries === 'rtp').length).toBeGreaterThan(10);
  });
});

/** Signals that have no place here, with every address of the hostile host in them. */
function oddSignal(kind: 'answer' | 'candidates' | 'restart' | 'resume', open: SignedOffer): object {
  const { connection, negotiation, sdp, attestation } = open;
  const candidates = [...sdp.matchAll(/^a=(candidate:.* typ host.*)$/gm)].map(([, candidate]) => ({
    ...{ candidate, sdpMid: '0', sdpMLineIndex: 0, usernameFragment: null },
  }));
  switch (kind) {
    case 'answer':
      return { kind, connection, negotiation, sdp, attestation };
    case 'candidates':
      return { kind, connection: 1, negotiation: 1, candidates };
    case 'restart':
      return { kind, connection: 1, negotiation: 1 };
    case 'resume':
      return { kind, run: 1, have: 0, asks: true };
  }
}
