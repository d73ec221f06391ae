// Takes the pictures of the README from the real app: `node tools/run.mjs e2e/screenshots.ts`.

import { fileURLToPath } from 'node:url';
import { type Browser, chromium, expect, type Page } from '@playwright/test';
import { CHROMIUM_ARGUMENTS, CHROMIUM_PATH } from './fixtures/chromium.ts';
import { paintCamera, type Scene } from './fixtures/painted-camera.ts';
import { openConversation, placeCall, sendMessage } from './fixtures/people.ts';
import { startServerProcess } from './fixtures/server-process.ts';

const IMAGES = fileURLToPath(new URL('../docs/images/', import.meta.url));

const SCENES: Record<'alice' | 'bob', Scene> = {
  alice: {
    sky: '#d8e8ea',
    sea: '#a9c9cf',
    sun: '#fff3d6',
    skin: '#c98f6b',
    hair: '#4a2f25',
    hairStyle: 'long',
    coat: '#2f5d62',
  },
  bob: {
    sky: '#f0c9a4',
    sea: '#5d7f93',
    sun: '#fdebc8',
    skin: '#e3b48f',
    hair: '#7a4d2a',
    hairStyle: 'short',
    coat: '#7a3b3f',
  },
};

const TALK: readonly [from: keyof typeof SCENES, text: string][] = [
  ['alice', 'The boat is ready. Shall we leave from the north pier?'],
  ['bob', 'Yes! What does the wind say?'],
  ['alice', 'South-west, 3 to 4.'],
  ['alice', 'The forecast: https://example.org/forecast'],
  ['bob', 'Perfect. I bring coffee and the good bread.'],
  ['bob', 'Call me when you are on your way?'],
  ['alice', 'I will. Keep the phone next to you.'],
];

async function openDemoPerson(browser: Browser, link: string, scene: Scene): Promise<Page> {
  const context = await browser.newContext({
    baseURL: new URL(link).origin,
    viewport: { width: 1280, height: 800 },
    colorScheme: 'light',
    // No dialog is caught half way in.
    reducedMotion: 'reduce',
    permissions: ['camera', 'microphone'],
  });
  const page = await context.newPage();
  await page.addInitScript(paintCamera, scene);
  await page.goto(link);
  await expect(page.getByRole('link', { name: 'Messages', exact: true })).toBeVisible();
  return page;
}

async function takePictures(browser: Browser, links: readonly string[]): Promise<void> {
  const [aliceLink = '', bobLink = ''] = links;
  const pages = {
    alice: await openDemoPerson(browser, aliceLink, SCENES.alice),
    bob: await openDemoPerson(browser, bobLink, SCENES.bob),
  };
  await openConversation(pages.alice, { handle: 'bob' });
  await openConversation(pages.bob, { handle: 'alice' });
  for (const [from, text] of TALK) {
    await sendMessage(pages[from], text);
    // The other one answers what they have read.
    const other = from === 'alice' ? pages.bob : pages.alice;
    await other
      .getByLabel(/^Conversation with /)
      .getByText(text)
      .last()
      .waitFor();
  }
  await pages.alice.getByText(/· Seen$/).waitFor();
  await pages.alice.screenshot({ path: `${IMAGES}conversation.png` });

  await placeCall(pages.alice, 'Video call');
  const accept = pages.bob.getByRole('button', { name: 'Accept', exact: true });
  await accept.waitFor();
  await pages.bob.screenshot({ path: `${IMAGES}ringing.png` });
  await accept.click();
  const stage = pages.alice.getByRole('region', { name: /^Call with / });
  await stage.getByText('0:03').waitFor();
  await pages.alice.mouse.move(640, 400);
  await pages.alice.screenshot({ path: `${IMAGES}call.png` });

  await stage.getByRole('button', { name: 'Hang up', exact: true }).click();
  await pages.alice.goto('/settings/privacy-and-safety/direct-messages');
  await pages.alice.getByRole('switch', { name: 'Enhanced call privacy', exact: true }).waitFor();
  await pages.alice.screenshot({ path: `${IMAGES}settings.png` });
}

const server = await startServerProcess();
const browser = await chromium.launch({ executablePath: CHROMIUM_PATH, args: CHROMIUM_ARGUMENTS });
try {
  await takePictures(browser, server.output().match(/http\S+\/sign-in#demo=\S+/g) ?? []);
} finally {
  await browser.close();
  await server.dispose();
}
