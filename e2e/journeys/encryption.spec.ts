import type { Locator, Page, WebSocketRoute } from '@playwright/test';
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
import { expect, openConversation, test } from '../fixtures/people.ts';

const COMPARE = 'Encryption: compare the emoji';
const VERIFIED = 'Encryption: verified';
const CHANGED = 'Encryption: new device, compare the emoji';

async function openEncryption(page: Page, peerName: string, label: string): Promise<Locator> {
  await button(callRegion(page, peerName), label).click();
  const dialog = page.getByRole('dialog', { name: 'Encryption of this call' });
  await expect(dialog).toBeVisible();
  return dialog;
}

/** The names under the emoji, in order. */
async function readEmoji(dialog: Locator): Promise<string[]> {
  const items = dialog.getByRole('list', { name: 'Compare them aloud' }).getByRole('listitem');
  await expect(items).toHaveCount(4);
  return await items.allInnerTexts();
}

test('both see the same four emoji, confirm them, and find the device verified in the next call (CALL-64, CALL-67, CALL-68, CALL-69)', async ({
  join,
  befriend,
}) => {
  const [anna, ben] = [await join('Anna'), await join('Ben')];
  await befriend(anna, ben);
  await connect(anna, ben, 'audio');
  const atAnna = await openEncryption(anna.page, 'Ben', COMPARE);
  const atBen = await openEncryption(ben.page, 'Anna', COMPARE);
  await expect(atAnna).toContainText('This is your first call with Ben');
  const emoji = await readEmoji(atAnna);
  expect(await readEmoji(atBen)).toEqual(emoji);
  await expectAccessible(anna.page, 'the emoji of a call');
  await button(atAnna, 'They match').click();
  await expect(atAnna).toContainText('have compared the emoji of this device');
  await button(atAnna, 'Close').click();
  await expect(button(callRegion(anna.page, 'Ben'), VERIFIED)).toBeVisible();
  // Ben only closes: what he has not compared is not verified.
  await ben.page.keyboard.press('Escape');
  await expect(atBen).toHaveCount(0);
  await hangUp(anna.page, 'Ben');
  await expectCallOver(ben.page);

  await connect(ben, anna, 'audio');
  const again = await openEncryption(anna.page, 'Ben', VERIFIED);
  const others = await readEmoji(again);
  expect(others).not.toEqual(emoji);
  await expect(button(again, 'They match')).toHaveCount(0);
  const known = await openEncryption(ben.page, 'Anna', COMPARE);
  await expect(known).toContainText("You have talked to this device of Anna's before.");
  expect(await readEmoji(known)).toEqual(others);
});

test('another browser of a person is a device that one has not talked to, in the call and while it rings (CALL-67, CALL-69)', async ({
  join,
  befriend,
}) => {
  const [anna, ben] = [await join('Anna'), await join('Ben')];
  await befriend(anna, ben);
  await connect(anna, ben, 'audio');
  await hangUp(anna.page, 'Ben');
  await expectCallOver(ben.page);

  const tablet = await ben.anotherDevice();
  const dialog = await ring(anna, { ...ben, page: tablet }, 'audio');
  await button(dialog, 'Accept').click();
  await expectConnected(anna.page, 'Ben');
  const stage = callRegion(anna.page, 'Ben');
  await expect(stage.getByText("You have not talked to this device of Ben's before.")).toBeVisible();
  await expect(button(stage, CHANGED)).toBeVisible();
  await hangUp(anna.page, 'Ben');
  await expectCallOver(tablet);

  // The path is built while it rings: a stranger's key is told before the accept.
  const newBrowser = await ben.anotherDevice();
  await openConversation(newBrowser, anna);
  const ringing = await ring({ ...ben, page: newBrowser }, anna, 'audio');
  await expect(ringing).toContainText('Ben is calling from a device that you have not talked to before.');
  await button(ringing, 'Decline').click();
});

test('emoji that differ: the call can be ended there and then, and the device is a stranger again (CALL-68)', async ({
  join,
  befriend,
}) => {
  const phone = { viewport: { width: 390, height: 844 }, hasTouch: true };
  const [anna, ben] = [await join('Anna', phone), await join('Ben')];
  await befriend(anna, ben);
  await connect(anna, ben, 'audio');
  const dialog = await openEncryption(anna.page, 'Ben', COMPARE);
  await button(dialog, 'They do not match').click();
  const warning = anna.page.getByRole('alertdialog', { name: 'The emoji do not match' });
  await expect(warning).toContainText('Say nothing private');
  await expectAccessible(anna.page, 'emoji that do not match');
  await button(warning, 'Look again').click();
  await button(dialog, 'They do not match').click();
  await button(warning, 'Hang up').click();
  await expectCallOver(ben.page);
  await connect(anna, ben, 'audio');
  await expect(await openEncryption(anna.page, 'Ben', COMPARE)).toContainText(
    'This is your first call with Ben',
  );
});

/** The server's frames to a page, changed on their way; how often it applied a description of the other side's. */
async function tamper(page: Page, change: (text: string) => string): Promise<void> {
  await page.routeWebSocket(/\/ws$/, (socket: WebSocketRoute) => {
    const server = socket.connectToServer();
    server.onMessage((data) => socket.send(change(String(data))));
  });
  await page.addInitScript(() => {
    window.RTCPeerConnection = class extends RTCPeerConnection {
      override async setRemoteDescription(description: RTCSessionDescriptionInit): Promise<void> {
        document.documentElement.dataset['applied'] = 'true';
        await super.setRemoteDescription(description);
      }
    };
  });
}

/** The first hexadecimal digit of each fingerprint in the frame becomes another. */
function otherCertificate(text: string): string {
  return text.replaceAll(
    /(fingerprint:sha-256 )(.)/g,
    (_, before: string, digit: string) => before + (digit === 'A' ? 'B' : 'A'),
  );
}

for (const who of ['caller', 'callee'] as const) {
  test(`a certificate that the server has exchanged is refused at the ${who}: nothing is applied, and it is said (CALL-61)`, async ({
    join,
    befriend,
  }) => {
    const tampered = { prepare: (page: Page) => tamper(page, otherCertificate) };
    const [anna, ben] = [
      await join('Anna', who === 'caller' ? tampered : {}),
      await join('Ben', who === 'callee' ? tampered : {}),
    ];
    await befriend(anna, ben);
    const dialog = await ring(anna, ben, 'audio');
    await button(dialog, 'Accept').click();
    const [page, peer] = who === 'caller' ? [anna.page, 'Ben'] : [ben.page, 'Anna'];
    await expect(callRegion(page, peer).getByRole('alert')).toContainText(
      'what arrived was not what the other device has signed',
    );
    await expect(page.locator('html')).not.toHaveAttribute('data-applied');
    await expect(callRegion(page, peer).getByRole('timer')).toHaveCount(0);
  });
}

/** The key of each `hello` that a page sends. */
function watchKeys(page: Page): string[] {
  const keys: string[] = [];
  page.on('websocket', (socket) =>
    socket.on('framesent', ({ payload }) => {
      const key = /"type":"hello".*"identityKey":"([^"]+)"/.exec(String(payload))?.[1];
      if (key !== undefined) keys.push(key);
    }),
  );
  return keys;
}

test('all tabs of a browser have one key, which cannot be read out (CALL-60)', async ({ join }) => {
  let keys: string[] = [];
  const anna = await join('Anna', {
    prepare: (page) => {
      keys = watchKeys(page);
      return Promise.resolve();
    },
  });
  const tabs = await Promise.all([0, 1].map(() => anna.page.context().newPage()));
  const inTabs = tabs.map(watchKeys);
  await Promise.all(tabs.map((tab) => tab.goto('/messages')));
  await anna.page.reload();
  await expect.poll(() => [...inTabs.flat(), ...keys].length).toBeGreaterThanOrEqual(4);
  expect(new Set([...inTabs.flat(), ...keys]).size).toBe(1);
  expect(await readKeptKeys(anna.page)).toEqual([{ extractable: false, exported: false }]);
});

/** What the browser keeps of private keys, and whether they can be got out. */
async function readKeptKeys(page: Page) {
  return await page.evaluate(async () => {
    const done = <T>(request: IDBRequest<T>): Promise<T> =>
      new Promise((resolve, reject) => {
        request.addEventListener('success', () => resolve(request.result));
        request.addEventListener('error', () => reject(new Error('IndexedDB')));
      });
    const database = await done(indexedDB.open('parley.identity'));
    const pairs = (await done(database.transaction('keys').objectStore('keys').getAll())) as CryptoKeyPair[];
    database.close();
    return await Promise.all(
      pairs.map(async ({ privateKey }) => ({
        extractable: privateKey.extractable,
        exported: await crypto.subtle.exportKey('pkcs8', privateKey).then(
          () => true,
          () => false,
        ),
      })),
    );
  });
}
