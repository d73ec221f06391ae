import type { IceServer } from '@parley/protocol';
import type { Browser, Page } from '@playwright/test';
import {
  anyIncoming,
  button,
  expectCallOver,
  expectConnected,
  incomingDialog,
  ring,
} from '../fixtures/calling.ts';
import {
  leavingFrames,
  malformedFrames,
  NOISE,
  SIGNALS,
  wellFormedFrames,
} from '../fixtures/hostile-frames.ts';
import { becomeHostile, makeOffer } from '../fixtures/hostile-caller.ts';
import { countMedia, gatheredTypes, watchMedia } from '../fixtures/media-watch.ts';
import { rtpBytesOut } from '../fixtures/path-watch.ts';
import {
  callApi,
  expect,
  type Fixtures,
  type Member,
  openConversation,
  sendMessage,
  test,
} from '../fixtures/people.ts';
import { createNodePerson, type NodePerson, type RawSocket } from '../fixtures/raw-socket.ts';
import { createSocketLine } from '../fixtures/socket-line.ts';
import { setCallPrivacy, setCallSettings } from '../fixtures/thread.ts';

const UNTOUCHED = { getUserMedia: 0, peerConnections: 0, tracks: 0, signals: 0 };

/** The callee has written to the hostile person and lets everyone call: all that a ring needs. */
async function letRing(callee: Member, hostile: NodePerson): Promise<void> {
  await setCallSettings(callee.page, { everyone: true });
  await openConversation(callee.page, hostile.person);
  await sendMessage(callee.page, 'Hello');
}

async function calleeIdOf(callee: Member): Promise<NodePerson['person']['id']> {
  const me = (await callApi(callee.page, 'GET', '/api/me')) as { person: NodePerson['person'] };
  return me.person.id;
}

/** The page has had the time to do what it does about what it was told. */
async function nextFrame(page: Page): Promise<void> {
  await page.evaluate(() => new Promise((resolve) => setTimeout(() => requestAnimationFrame(resolve), 20)));
}

async function invite(
  socket: RawSocket,
  calleeId: string,
  kind: 'audio' | 'video' = 'video',
): Promise<string> {
  const callId = crypto.randomUUID();
  const message = 'the hostile caller may ring';
  // The page has left the call before, and shows it; the server may hear of it a moment later.
  await expect
    .poll(() => socket.ask({ type: 'call.invite', callId, calleeId, kind }), { message })
    .toMatchObject({ type: 'ok' });
  return callId;
}

test('whatever a hostile caller sends, in every state of the call, the callee’s page opens no media before the accept (CALL-13, CALL-20, WIRE-1)', async ({
  join,
  origin,
}) => {
  const ben = await join('Ben', { prepare: watchMedia });
  const mallory = await createNodePerson(origin, 'Mallory');
  await letRing(ben, mallory);
  const calleeId = await calleeIdOf(ben);
  const socket = await mallory.openSocket();

  /** Sends everything; each frame has been answered when it returns. */
  const attack = async (callId: string, signals: 'refused' | 'passedOn' = 'refused'): Promise<void> => {
    for (const text of NOISE) socket.sendText(text);
    for (const frame of malformedFrames(callId, calleeId)) {
      const answer = await socket.ask(frame);
      expect(answer, JSON.stringify(frame)).toMatchObject({ error: { code: 'bad_request' } });
    }
    for (const frame of wellFormedFrames(callId, calleeId)) {
      const answer = await socket.ask(frame);
      const isSignal = frame['type'] === 'call.signal';
      const refused = frame['type'] === 'call.accept' || (isSignal && signals === 'refused');
      if (refused) expect(answer, JSON.stringify(frame)).toMatchObject({ type: 'error' });
    }
    await nextFrame(ben.page);
    expect(await countMedia(ben.page)).toEqual(UNTOUCHED);
  };

  await test.step('no call; the attack’s own invite then rings, and is declined', async () => {
    await attack(crypto.randomUUID());
    await button(anyIncoming(ben.page), 'Decline').click();
    await expectCallOver(ben.page);
  });
  await test.step('ringing; cancelled', async () => {
    const callId = await invite(socket, calleeId);
    await expect(incomingDialog(ben.page, 'video', 'Mallory')).toBeVisible();
    await attack(callId);
    await expect(incomingDialog(ben.page, 'video', 'Mallory')).toBeVisible();
    for (const frame of leavingFrames(callId)) await socket.ask(frame);
    await expectCallOver(ben.page);
  });
  await test.step('answered on another device; hung up', async () => {
    const elsewhere = await ben.anotherDevice();
    const callId = await invite(socket, calleeId);
    await button(incomingDialog(elsewhere, 'video', 'Mallory'), 'Accept').click();
    await expectCallOver(ben.page);
    await attack(callId, 'passedOn');
    for (const frame of leavingFrames(callId)) await socket.ask(frame);
    await attack(callId);
  });
});

test('the same counters move once the callee accepts (CALL-20)', async ({ join, befriend }) => {
  const anna = await join('Anna');
  const ben = await join('Ben', { prepare: watchMedia });
  await befriend(anna, ben);
  // Otherwise the path is built while it rings: CALL-40 has its own test.
  await setCallPrivacy(ben.page, { preconnect: false });
  const dialog = await ring(anna, ben, 'audio');
  expect(await countMedia(ben.page)).toEqual(UNTOUCHED);
  await button(dialog, 'Accept').click();
  await expectConnected(ben.page, 'Anna');
  const counts = await countMedia(ben.page);
  for (const [what, count] of Object.entries(counts)) expect(count, what).toBeGreaterThan(0);
});

test('even a server that lies, with every frame it can send, opens no media before the accept (CALL-20, CALL-21)', async ({
  join,
  origin,
}) => {
  const line = createSocketLine();
  const ben = await join('Ben', {
    prepare: async (page) => {
      await watchMedia(page);
      await line.install(page);
    },
  });
  const mallory = await createNodePerson(origin, 'Mallory');
  await letRing(ben, mallory);
  const calleeId = await calleeIdOf(ben);
  const socket = await mallory.openSocket();
  const callId = await invite(socket, calleeId);
  const dialog = incomingDialog(ben.page, 'video', 'Mallory');
  await expect(dialog).toBeVisible();

  for (const frame of liesAbout(callId, calleeId, mallory, line)) {
    line.inject(frame);
    await nextFrame(ben.page);
    expect(await countMedia(ben.page), JSON.stringify(frame)).toEqual(UNTOUCHED);
  }
  expect(line.sent.filter((frame) => frame.includes('"call.signal"'))).toEqual([]);
  expect(line.sent.filter((frame) => frame.includes('"call.accept"'))).toEqual([]);

  // The lies have ended that ring; a true one can still be taken.
  await socket.ask({ type: 'call.cancel', callId });
  await expectCallOver(ben.page);
  await invite(socket, calleeId);
  await button(dialog, 'Accept').click();
  await expect.poll(async () => (await countMedia(ben.page)).getUserMedia).toBeGreaterThan(0);
});

/** A page that rings because a server lies, and a hostile page that makes offers for it. */
async function ringByALie(
  { browser, join, origin }: Pick<Fixtures, 'join' | 'origin'> & { browser: Browser },
  preconnect: 'none' | 'earlyVideo',
) {
  const line = createSocketLine();
  const ben = await join('Ben', {
    prepare: async (page) => {
      await watchMedia(page);
      await line.install(page);
    },
  });
  const mallory = await createNodePerson(origin, 'Mallory');
  const { iceServers } = (await callApi(ben.page, 'POST', '/api/doctor/relay')) as LentRelay;
  const hostile = await (await browser.newContext()).newPage();
  await hostile.goto(`${origin}/healthz`);
  await becomeHostile(hostile);

  const [callId, fromDeviceId] = [crypto.randomUUID(), crypto.randomUUID()];
  const calleeId = await calleeIdOf(ben);
  const call = {
    ...{ id: callId, conversationId: crypto.randomUUID(), kind: 'video', version: 1 },
    ...{ callerId: mallory.person.id, calleeId, createdAtMs: Date.now(), state: 'ringing' },
    // As loose as it gets; with early video it is more than any true server would say.
    ...{ route: 'direct', preconnect, ringExpiresAtMs: Date.now() + 45_000 },
  };
  line.inject({ type: 'call.ringing', call, peer: mallory.person, iceServers });
  const dialog = incomingDialog(ben.page, 'video', 'Mallory');
  await expect(dialog).toBeVisible();
  return { ...{ line, page: ben.page, dialog, hostile, iceServers }, ...{ callId, fromDeviceId, calleeId } };
}

test('a server that lies and signs its own offers gets a way through the relay, and nothing over it (CALL-20, CALL-42)', async ({
  browser,
  join,
  origin,
}) => {
  const lie = await ringByALie({ browser, join, origin }, 'earlyVideo');
  const { line, page, hostile, iceServers, callId, fromDeviceId } = lie;
  const place = { kind: 'offer', callId, fromDeviceId, toDeviceId: deviceOf(line) } as const;
  let seq = 0;
  for (const options of [
    { policy: 'all', sends: true },
    { direction: 'recvonly' },
    { sections: 'aavvvv' },
  ] as const) {
    seq += 1;
    const signed = { ...place, connection: seq, negotiation: 1 };
    const signal = await makeOffer(hostile, iceServers, signed, options);
    line.inject({ type: 'call.signalled', callId, fromDeviceId, run: 1, seq, signal });
  }
  // It did connect as far as it may: there was something to refuse.
  await expect.poll(async () => (await gatheredTypes(page)).length, { timeout: 20_000 }).toBeGreaterThan(0);
  await page.waitForTimeout(1_000);
  expect(new Set(await gatheredTypes(page))).toEqual(new Set(['relay']));
  expect(await countMedia(page)).toMatchObject({ getUserMedia: 0, tracks: 0 });
  expect(await rtpBytesOut(page)).toBe(0);
  const told = line.sent.filter((frame) => frame.includes('"call.signal"')).join('');
  expect(told).not.toMatch(/ typ (host|srflx|prflx)/);
  await hostile.context().close();
});

test('an offer for whoever answers is kept while it rings, and nothing is made of it (CALL-20, CALL-45)', async ({
  browser,
  join,
  origin,
}) => {
  const lie = await ringByALie({ browser, join, origin }, 'none');
  const { line, page, dialog, hostile, iceServers, callId, fromDeviceId, calleeId } = lie;
  // Signed for Ben's account, with every candidate that the hostile page has: more than a true server lets through.
  const place = { kind: 'offer', callId, fromDeviceId, toDeviceId: calleeId } as const;
  const signed = { ...place, connection: 1, negotiation: 1 };
  const signal = await makeOffer(hostile, iceServers, signed, { policy: 'all', sends: true });
  line.inject({ type: 'call.offered', callId, fromDeviceId, signal });
  await page.waitForTimeout(2_000);
  expect(await countMedia(page)).toEqual(UNTOUCHED);
  // It was an offer that is answered, once a person has accepted: there was something to keep.
  await button(dialog, 'Accept').click();
  await expect.poll(async () => (await countMedia(page)).peerConnections).toBeGreaterThan(0);
  await hostile.context().close();
});

interface LentRelay {
  iceServers: IceServer[];
}

/** The device that the page's socket has said it is. */
function deviceOf(line: { sent: readonly string[] }): string {
  const hello = line.sent.findLast((frame) => frame.includes('"hello"')) ?? '{}';
  return (JSON.parse(hello) as { deviceId: string }).deviceId;
}

/** Every type of frame that a server sends, about the call that rings, the worst last. */
function liesAbout(
  callId: string,
  calleeId: string,
  caller: NodePerson,
  line: { sent: readonly string[] },
): unknown[] {
  const conversationId = crypto.randomUUID();
  const call = {
    id: callId,
    conversationId,
    kind: 'video',
    callerId: caller.person.id,
    calleeId,
    route: 'direct',
    preconnect: 'path',
    version: 50,
    createdAtMs: Date.now(),
  };
  const ringing = { ...call, state: 'ringing', ringExpiresAtMs: Date.now() + 45_000 };
  const accepted = {
    ...call,
    version: 90,
    state: 'accepted',
    acceptedAtMs: Date.now(),
    callerDeviceId: crypto.randomUUID(),
    calleeDeviceId: deviceOf(line),
  };
  const another = { ...ringing, id: crypto.randomUUID() };
  let seq = 0;
  const iceServers = [{ urls: ['turn:203.0.113.7:3478'], username: 'a', credential: 'b' }];
  return [
    ...SIGNALS.map((signal) => ({
      type: 'call.signalled',
      callId,
      fromDeviceId: accepted.callerDeviceId,
      ...{ run: 1, seq: (seq += 1) },
      signal,
    })),
    { type: 'call.offered', callId, fromDeviceId: accepted.callerDeviceId, signal: SIGNALS[0] },
    { type: 'call.peer-gone', callId, deviceId: accepted.callerDeviceId },
    { type: 'call.ringing', call: { ...ringing, version: 2 }, peer: caller.person },
    { type: 'call.ringing', call: another, peer: caller.person },
    ...[1, 2, 3, 4].map((ref) => ({ type: 'ok', ref, result: { call: accepted, iceServers } })),
    { type: 'error', ref: null, error: { code: 'internal' } },
    { type: 'conversation.changed', conversationId },
    { type: 'conversation.read', conversationId, readerId: calleeId, readSeq: 9 },
    { type: 'typing.changed', conversationId, accountId: caller.person.id, typing: true },
    { type: 'account.changed' },
    { type: 'call.accepted', call: { ...accepted, id: another.id } },
    { type: 'call.accepted', call: accepted },
    ...SIGNALS.map((signal) => ({
      type: 'call.signalled',
      callId,
      fromDeviceId: accepted.callerDeviceId,
      ...{ run: 1, seq: (seq += 1) },
      signal,
    })),
    {
      type: 'call.ended',
      call: { ...call, version: 91, state: 'ended', acceptedAtMs: null, endedAtMs: 1, outcome: 'lost' },
    },
    {
      type: 'welcome',
      version: 1,
      accountId: calleeId,
      sessionId: crypto.randomUUID(),
      deviceId: deviceOf(line),
      serverTimeMs: Date.now(),
      calls: [{ call: { ...accepted, id: crypto.randomUUID() }, peer: caller.person }],
    },
  ];
}
