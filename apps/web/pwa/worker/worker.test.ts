import { ENDPOINTS } from '@parley/protocol';
import { describe, expect, test } from 'vitest';
import { createServer, PATHS } from './server.ts';
import { answer, createRig, ids, onScreen, say } from './worker.fixture.ts';

const VISIBLE = { isInSight: true, shows: { isOnline: true, ringing: [] as string[] } };

describe('a wake-up', () => {
  test('PUSH-31: a ring is shown once, with its caller, until it is over', async () => {
    const rig = createRig();
    rig.answers.push(answer(say.ring), answer(say.ring), answer(say.ring), answer(say.nothing));
    await rig.onPush();
    expect(rig.shown).toEqual(['ring: Incoming video call from Ben']);
    expect(rig.screen.size).toBe(0);
  });

  test('PUSH-31, PUSH-32: "missed" takes the place of "incoming", under one tag', async () => {
    const rig = createRig();
    rig.answers.push(answer(say.ring), answer(say.missed), answer(say.nothing));
    await rig.onPush();
    expect(rig.shown).toEqual(['ring: Incoming video call from Ben', 'missed: Missed video call from Ben']);
    expect([...rig.screen.keys()]).toEqual([`call-${ids.call}`]);
    expect(rig.seen).toEqual([{ callIds: [ids.call], messages: [] }]);
  });

  test('PUSH-32: a call that is over when the wake-up comes is not shown at all', async () => {
    const rig = createRig();
    rig.answers.push(answer(say.nothing));
    await rig.onPush();
    expect(rig.shown).toEqual([]);
  });

  test('PUSH-32: a ring does not outlive its 45 s where the server cannot be asked any more', async () => {
    const rig = createRig();
    rig.answers.push(answer(say.ring), { outcome: 'unreachable' });
    await rig.onPush();
    expect(rig.screen.size).toBe(0);
    const waitedMs = rig.waits.reduce((sum, ms) => sum + ms, 0);
    expect(waitedMs).toBeGreaterThanOrEqual(45_000);
    expect(waitedMs).toBeLessThan(60_000);
  });

  test('two wake-ups for one ring watch it once', async () => {
    const rig = createRig();
    rig.answers.push(answer(say.ring), answer(say.ring), answer(say.nothing));
    await Promise.all([rig.onPush(), rig.onPush()]);
    expect(rig.shown).toHaveLength(1);
  });

  test('PUSH-31, PUSH-35: messages are shown under their conversation and acknowledged', async () => {
    const rig = createRig();
    rig.answers.push(answer(say.message('Hello', 3)));
    await rig.onPush();
    expect(onScreen(rig, 'messages')).toMatchObject({
      tag: `conversation-${ids.conversation}`,
      title: 'Ben (3 messages)',
      body: 'Hello',
      path: `/messages/${ids.conversation}`,
    });
    expect(rig.seen).toEqual([{ callIds: [], messages: [{ conversationId: ids.conversation, seq: 7 }] }]);
  });

  test('PUSH-32: what was told stays on the screen when the server no longer names it', async () => {
    const rig = createRig();
    rig.answers.push(answer(say.message('Hello')), answer(say.nothing));
    await rig.onPush();
    await rig.onPush();
    expect([...rig.screen.keys()]).toEqual([`conversation-${ids.conversation}`]);
  });

  test('a long message is cut', async () => {
    const rig = createRig();
    rig.answers.push(answer(say.message('x'.repeat(4_000))));
    await rig.onPush();
    expect(rig.screen.get(`conversation-${ids.conversation}`)?.body).toHaveLength(241);
  });
});

describe('a page in sight', () => {
  test('PUSH-33: rings by itself; the worker shows and acknowledges nothing', async () => {
    const rig = createRig({ isInSight: true, shows: { isOnline: true, ringing: [ids.call] } });
    rig.answers.push(
      answer({ ...say.ring, missed: say.missed.missed, messages: say.message('Hello').messages }),
    );
    await rig.onPush();
    expect(rig.shown).toEqual([]);
    expect(rig.seen).toEqual([]);
  });

  test('PUSH-33: one that does not ring, or does not answer, leaves it to the worker', async () => {
    const pages = [VISIBLE, { isInSight: false, shows: VISIBLE.shows }, { isInSight: true }];
    const rigs = pages.map(createRig);
    for (const rig of rigs) rig.answers.push(answer(say.ring), answer(say.nothing));
    await Promise.all(rigs.map((rig) => rig.onPush()));
    expect(rigs.map(({ shown }) => shown.length)).toEqual([1, 1, 1]);
  });

  test('PUSH-33: one that is offline hears of nothing, so the worker tells', async () => {
    const rig = createRig({ isInSight: true, shows: { isOnline: false, ringing: [] } });
    rig.answers.push(answer(say.missed));
    await rig.onPush();
    expect(rig.shown).toEqual(['missed: Missed video call from Ben']);
  });

  test('PUSH-33: the self-test shows all the same, is acknowledged, and the page is told', async () => {
    const rig = createRig(VISIBLE);
    rig.answers.push(answer(say.test));
    await rig.onPush();
    expect(rig.shown).toEqual(['test: This is how Parley reaches you']);
    expect(rig.seen).toEqual([{ callIds: [], messages: [], test: 'test-1' }]);
    expect(rig.told).toContainEqual({ parley: 'tested', test: 'test-1' });
  });
});

describe('no answer', () => {
  test('PUSH-36: offline, the notice says no more than that there may be something', async () => {
    const rig = createRig();
    rig.answers.push({ outcome: 'unreachable' });
    await rig.onPush();
    expect(rig.shown).toEqual(['unknown: Something may be new in Parley']);
    rig.answers.push(answer(say.message('Hello')));
    rig.answers.shift();
    await rig.onPush();
    expect([...rig.screen.keys()]).toEqual([`conversation-${ids.conversation}`]);
  });

  test('a server that answers at the second try is not told of', async () => {
    const rig = createRig();
    rig.answers.push({ outcome: 'unreachable' }, answer(say.missed));
    await rig.onPush();
    expect(rig.shown).toEqual(['missed: Missed video call from Ben']);
  });

  test('PUSH-36: signed out, the device shows nothing and ends its subscription', async () => {
    const rig = createRig();
    rig.answers.push(answer(say.message('Hello')), { outcome: 'signedOut' });
    await rig.onPush();
    await rig.onPush();
    expect(rig.screen.size).toBe(0);
    expect(rig.forgotten).toBe(1);
  });
});

describe('a press', () => {
  const ring = {
    kind: 'ring',
    path: `/messages/${ids.conversation}?call=${ids.call}`,
    callId: ids.call,
  } as const;

  test('PUSH-34: "Decline" declines and opens nothing', async () => {
    const rig = createRig();
    await rig.onPressed('decline', ring);
    expect(rig.declined).toEqual([ids.call]);
    expect(rig.opened).toEqual([]);
  });

  test('PUSH-34: a decline is repeated until the server has answered, whatever it answers', async () => {
    const rig = createRig();
    rig.declines.push('unreachable', 'refused');
    await rig.onPressed('decline', ring);
    expect(rig.declined).toHaveLength(2);
  });

  test.each(['', 'answer'])('PUSH-34: %j opens the call, and declines or accepts nothing', async (action) => {
    const rig = createRig();
    await rig.onPressed(action, ring);
    expect(rig.opened).toEqual([ring.path]);
    expect(rig.declined).toEqual([]);
  });

  test('PUSH-34: a page that is open comes to the front, and stays where it is for a call', async () => {
    const rig = createRig({ isInSight: false });
    await rig.onPressed('answer', ring);
    expect([rig.focused, rig.opened.length, rig.told.length]).toEqual([1, 0, 0]);
    await rig.onPressed('', { kind: 'messages', path: `/messages/${ids.conversation}` });
    expect(rig.told).toEqual([{ parley: 'open', path: `/messages/${ids.conversation}` }]);
  });
});

describe('the requests of the worker', () => {
  test('are endpoints of the protocol', () => {
    expect(PATHS.getNotices).toBe(ENDPOINTS.getNotices.path);
    expect(PATHS.seenNotices).toBe(ENDPOINTS.seenNotices.path);
    expect(PATHS.getPushState).toBe(ENDPOINTS.getPushState.path);
    expect(PATHS.putPushTarget).toBe(ENDPOINTS.putPushTarget.path);
    expect(PATHS.declineCall(':callId')).toBe(ENDPOINTS.declineCall.path);
  });

  test.each([
    [200, 'ok'],
    [401, 'signedOut'],
    [404, 'refused'],
    [409, 'refused'],
    [429, 'unreachable'],
    [503, 'unreachable'],
  ])('an answer of status %i is %s', async (status, outcome) => {
    const server = createServer(async () => Response.json({}, { status }));
    expect((await server.notices()).outcome).toBe(outcome);
  });

  test('no network, and an answer that is no JSON, count as unreachable', async () => {
    const lost = createServer(() => Promise.reject(new TypeError('no network')));
    const page = createServer(async () => new Response('<html>'));
    expect((await lost.notices()).outcome).toBe('unreachable');
    expect((await page.notices()).outcome).toBe('unreachable');
  });
});
