import { watchMedia, countMedia } from '../fixtures/media-watch.ts';
import { expect, test } from '../fixtures/people.ts';
import { test as ownTest } from '../fixtures/own-server.ts';

const NAMES = [
  'Connection to Parley',
  'Direct calls',
  'Calls through the relay',
  'Calls through the relay, in strict networks',
  'Microphone (optional here)',
  'Camera (optional here)',
];

test('DOC-1, DOC-9: a member checks a device: three calls to itself pass, and no microphone or camera opens', async ({
  join,
}) => {
  const anna = await join('Anna', { prepare: watchMedia });
  await anna.page.goto('/settings');
  await anna.page.getByRole('link', { name: /Check calls/ }).click();
  await anna.page.getByRole('button', { name: 'Start the check', exact: true }).click();
  await expect(anna.page.getByText('Everything that calls need works here.')).toBeVisible({
    timeout: 60_000,
  });
  const rows = anna.page.getByRole('main').getByRole('listitem');
  for (const [at, name] of NAMES.entries()) {
    await expect(rows.nth(at)).toContainText(name);
    await expect(rows.nth(at).getByRole('img', { name: 'Works', exact: true })).toBeVisible();
  }
  expect((await countMedia(anna.page)).getUserMedia).toBe(0);
});

ownTest.describe(() => {
  ownTest.use({
    settings: { TURN_URLS: 'turn:127.0.0.1:9?transport=udp', TURN_SECRET: 'nobody listens there' },
  });
  ownTest('DOC-1: where the relay is not there, the check says so and what to do', async ({ join }) => {
    const anna = await join('Anna');
    await anna.page.goto('/settings/check-calls');
    await anna.page.getByRole('button', { name: 'Start the check', exact: true }).click();
    await expect(anna.page.getByText('One thing needs your attention.')).toBeVisible({ timeout: 60_000 });
    const rows = anna.page.getByRole('main').getByRole('listitem');
    await expect(rows.nth(1).getByRole('img', { name: 'Works', exact: true })).toBeVisible();
    await expect(rows.nth(2).getByRole('img', { name: 'Does not work', exact: true })).toBeVisible();
    await expect(rows.nth(2)).toContainText('The relay was not reached over UDP.');
    await expect(rows.nth(3).getByRole('img', { name: 'Note', exact: true })).toBeVisible();
  });
});
