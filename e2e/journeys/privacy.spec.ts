import type { Page } from '@playwright/test';
import { expectAccessible } from '../fixtures/accessibility.ts';
import {
  button,
  callRegion,
  connect,
  expectCallOver,
  expectConnected,
  hangUp,
  ring,
} from '../fixtures/calling.ts';
import { countMedia, expectMediaIn, gatheredTypes, readMedia, watchMedia } from '../fixtures/media-watch.ts';
import { test as ownServerTest } from '../fixtures/own-server.ts';
import {
  callApi,
  expect,
  type Member,
  openConversation,
  placeCall,
  sendMessage,
  test,
} from '../fixtures/people.ts';
import { setCallSettings } from '../fixtures/thread.ts';

const RELAYED = 'Relayed: your address is hidden';
const SETTINGS = '/settings/privacy-and-safety/direct-messages';

/** All signals that have left each page, as they went over its socket. */
const sentSignals = new Map<Page, string[]>();

/** Watches from before the app's first line what the browser finds and what leaves the page. */
async function watch(page: Page): Promise<void> {
  const sent: string[] = [];
  sentSignals.set(page, sent);
  page.on('websocket', (socket) =>
    socket.on('framesent', ({ payload }) => {
      // The first offers travel with the invite (CALL-32).
      if (/"call\.(signal|invite)"/.test(String(payload))) sent.push(String(payload));
    }),
  );
  await watchMedia(page);
}

const watched = { prepare: watch };
const hide = ({ page }: Member) =>
  callApi(page, 'PUT', '/api/me/call-privacy', { enhanced: true, preconnect: true, earlyVideo: false });

/** Both have written; the callee lets everybody call and follows nobody. */
async function acquaint(caller: Member, callee: Member): Promise<void> {
  await setCallSettings(callee.page, { everyone: true });
  await openConversation(caller.page, callee);
  await sendMessage(caller.page, `Hello ${callee.name}`);
  await openConversation(callee.page, caller);
  await sendMessage(callee.page, `Hello ${caller.name}`);
  await expect(button(caller.page, 'Call')).toBeVisible();
}

/** What the browser holds of its own addresses, over all its connections: not only of the path in use. */
function localTypes(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const types: string[] = [];
    for (const peer of window.mediaWatch.peers) {
      // RTCStatsReport is a read-only map of dictionaries; the DOM types know them as `any`.
      (await peer.getStats()).forEach((entry: Record<string, unknown>) => {
        if (entry['type'] === 'local-candidate') types.push(String(entry['candidateType']));
      });
    }
    return types;
  });
}

async function expectRelayed({ page }: Member, peer: Member): Promise<void> {
  await expectMediaIn(page, 'audio');
  await expect(callRegion(page, peer.name).getByText(RELAYED)).toBeVisible();
  expect((await readMedia(page)).path).toBe('relay/relay');
  expect(new Set([...(await gatheredTypes(page)), ...(await localTypes(page))])).toEqual(new Set(['relay']));
  const sent = sentSignals.get(page)?.join('\n') ?? '';
  expect(sent).toContain(' typ relay');
  expect(sent).not.toMatch(/ typ (?!relay)/);
  expect(sent).not.toMatch(/ raddr (?!0\.0\.0\.0 |:: )/);
}

const RELAYED_CALLS: Record<string, (caller: Member, callee: Member) => Promise<unknown>> = {
  'the caller hides (PRIV-2)': hide,
  'the callee hides (PRIV-2)': (_, callee) => hide(callee),
};

for (const [why, prepare] of Object.entries(RELAYED_CALLS)) {
  test(`${why}: a call of friends has no host or srflx candidate on either side (PRIV-4, PRIV-7)`, async ({
    join,
    befriend,
  }) => {
    const [anna, ben] = [await join('Anna', watched), await join('Ben', watched)];
    await befriend(anna, ben);
    await prepare(anna, ben);
    await connect(anna, ben, 'audio');
    await expectRelayed(anna, ben);
    await expectRelayed(ben, anna);
    await hangUp(anna.page, 'Ben');
    await expectCallOver(ben.page);
  });
}

test('whom the callee does not follow is relayed both ways; who is followed is not (PRIV-1, PRIV-4)', async ({
  join,
}) => {
  const [anna, ben] = [await join('Anna', watched), await join('Ben', watched)];
  await acquaint(anna, ben);
  await connect(anna, ben, 'audio');
  await expectRelayed(anna, ben);
  await expectRelayed(ben, anna);
  await hangUp(anna.page, 'Ben');
  await expectCallOver(ben.page);

  await callApi(ben.page, 'PUT', `/api/people/${anna.handle}/follow`);
  await anna.page.reload();
  await ben.page.reload();
  await connect(anna, ben, 'audio');
  for (const { page } of [anna, ben]) {
    await expectMediaIn(page, 'audio');
    await expect(page.getByText(RELAYED)).toHaveCount(0);
    expect((await readMedia(page)).path).toMatch(/^(host|prflx)\/(host|prflx)$/);
  }
  await hangUp(anna.page, 'Ben');
});

test('the switch stands under Direct messages, off, and is kept (PRIV-2)', async ({ join }) => {
  const { page } = await join('Anna');
  await page.goto(SETTINGS);
  const hidden = page.getByRole('switch', { name: /^Enhanced call privacy/ });
  await expect(hidden).not.toBeChecked();
  await page.getByText('Enhanced call privacy', { exact: true }).click();
  await expect(hidden).toBeChecked();
  await expect.poll(() => callApi(page, 'GET', '/api/me')).toMatchObject({ callPrivacy: { enhanced: true } });
  await page.reload();
  await expect(hidden).toBeChecked();
  await expect(page.getByText(/^This server has no relay/)).toHaveCount(0);
});

/** A server that was told of nothing but STUN, which hides nothing. */
const relayless = ownServerTest.extend({
  settings: { TURN_URLS: 'stun:127.0.0.1:9', TURN_SECRET: 'none' },
});

relayless('without a relay the callee is asked before an address shows (PRIV-5)', async ({ join }) => {
  const [anna, ben] = [await join('Anna', watched), await join('Ben', watched)];
  await acquaint(anna, ben);
  const dialog = await ring(anna, ben, 'audio');
  const warning = 'Your network address will be visible to Anna';
  await expect(dialog.getByText(warning)).toBeVisible();
  await expect(dialog).toHaveAccessibleDescription(warning);
  await expectAccessible(ben.page, 'asked before an address shows');
  await expect(
    callRegion(anna.page, 'Ben').getByText('Your network address will be visible to Ben'),
  ).toBeVisible();
  expect(await countMedia(ben.page)).toMatchObject({ getUserMedia: 0, peerConnections: 0, signals: 0 });
  await button(dialog, 'Accept').click();
  await expectConnected(anna.page, 'Ben');
  for (const [{ page }, peer] of [
    [anna, 'Ben'],
    [ben, 'Anna'],
  ] as const) {
    await expect(
      callRegion(page, peer).getByText(`Your network address is visible to ${peer}`),
    ).toBeVisible();
  }
  await hangUp(anna.page, 'Ben');
  await expectCallOver(ben.page);
});

relayless(
  'without a relay who hides is told why no call is placed (PRIV-5, PRIV-6)',
  async ({ join, befriend }) => {
    const [anna, ben] = [await join('Anna'), await join('Ben')];
    await befriend(anna, ben);
    await hide(anna);
    await placeCall(anna.page, 'Audio call');
    await expect(callRegion(anna.page, 'Ben').getByText(/^This server has no relay/)).toBeVisible();
    await expectCallOver(ben.page);
    await anna.page.goto(SETTINGS);
    await expect(anna.page.getByText(/^This server has no relay/)).toBeVisible();
  },
);
