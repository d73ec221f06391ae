import { expect } from '@playwright/test';
import puppeteer, { type Browser, type BrowserContext, type ElementHandle, type Page } from 'puppeteer-core';
import { installWatch } from '../fixtures/media-watch.ts';
import { fetchJson, type Screen, type Thing } from './screen.ts';

const FIREFOX_PATH = process.env['PARLEY_FIREFOX'] ?? '/usr/bin/firefox-esr';

/** Under which calls work in a headless Firefox with no camera, no network and nobody to ask. */
const PREFERENCES = {
  'media.navigator.streams.fake': true,
  'media.navigator.permission.disabled': true,
  'media.peerconnection.ice.loopback': true,
  'media.peerconnection.ice.obfuscate_host_addresses': false,
  'media.autoplay.default': 0,
  // Nobody is asked for anything else either, and nothing is fetched that the test has not.
  'permissions.default.desktop-notification': 2,
  'app.update.enabled': false,
  'media.gmp-manager.updateEnabled': false,
  'network.captive-portal-service.enabled': false,
};

const POLL_MS = 100;
const PATIENCE_MS = 20_000;

/** Firefox ESR of the system, over WebDriver BiDi. */
export async function openFirefox(): Promise<Browser> {
  return await puppeteer.launch({
    browser: 'firefox',
    executablePath: FIREFOX_PATH,
    headless: true,
    extraPrefsFirefox: PREFERENCES,
    defaultViewport: { width: 1280, height: 800 },
  });
}

// Runs in the page: a headless Firefox has no screen to share (NotFoundError), so a painted one stands in for it.
function installScreen(): void {
  MediaDevices.prototype.getDisplayMedia = () => {
    const canvas = document.createElement('canvas');
    Object.assign(canvas, { width: 640, height: 360 });
    const pen = canvas.getContext('2d');
    let at = 0;
    const paint = (): void => {
      at += 5;
      if (pen === null) return;
      pen.fillStyle = `hsl(${at % 360} 60% 50%)`;
      pen.fillRect(0, 0, 640, 360);
    };
    paint();
    setInterval(paint, 100);
    return Promise.resolve(canvas.captureStream(10));
  };
}

// Runs in the page: finds what assistive technology would, as far as the app's own markup goes.
function findInPage(path: { role: string; name: string | null }[]): Element | null {
  const selectors: Record<string, string> = {
    button: 'button,[role=button]',
    menuitem: '[role=menuitem]',
    dialog: 'dialog,[role=dialog]',
    region: 'section,[role=region]',
    timer: '[role=timer]',
    img: 'img,[role=img]',
    listitem: 'li,[role=listitem]',
    textbox: 'textarea,[role=textbox],input:not([type]),input[type=text]',
  };
  const textOf = (element: Element | null): string =>
    element instanceof HTMLElement ? element.innerText.trim() : '';
  const nameOf = (element: Element): string => {
    const ids = element.getAttribute('aria-labelledby')?.split(' ');
    if (ids !== undefined) return ids.map((id) => textOf(document.getElementById(id))).join(' ');
    const own = element.getAttribute('aria-label') ?? element.getAttribute('alt');
    const label = element instanceof HTMLTextAreaElement ? (element.labels[0] ?? null) : null;
    return own ?? (label === null ? textOf(element) : textOf(label));
  };
  const isShown = (element: Element): boolean =>
    element.checkVisibility({ visibilityProperty: true }) &&
    element.closest('[aria-hidden=true],[inert]') === null;
  let within: Element[] = [document.documentElement];
  for (const { role, name } of path) {
    within = within.flatMap((root) =>
      [...root.querySelectorAll(selectors[role] ?? role)].filter(
        (element) => isShown(element) && (name === null || nameOf(element) === name),
      ),
    );
  }
  return within[0] ?? null;
}

function pathTo(thing: Thing): { role: string; name: string | null }[] {
  const outer = thing.within === undefined ? [] : pathTo(thing.within);
  return [...outer, { role: thing.role, name: thing.name ?? null }];
}

async function find(page: Page, thing: Thing): Promise<ElementHandle | null> {
  const handle = await page.evaluateHandle(findInPage, pathTo(thing));
  return handle.asElement() as ElementHandle | null;
}

async function awaitThing(page: Page, thing: Thing): Promise<ElementHandle> {
  const giveUpAtMs = Date.now() + PATIENCE_MS;
  for (;;) {
    // A page that is being loaded has nothing to find yet.
    const element = await find(page, thing).catch(() => null);
    if (element !== null) return element;
    if (Date.now() > giveUpAtMs) throw new Error(`Firefox shows no ${JSON.stringify(thing)}`);
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

/** A click goes to a place: what still moves, because the page is being put together, would be missed. */
async function awaitStill(page: Page, thing: Thing): Promise<ElementHandle> {
  for (let before = ''; ;) {
    const element = await awaitThing(page, thing);
    const now = JSON.stringify(await element.boundingBox());
    if (now === before) return element;
    before = now;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

/** Types until it stands there: a page that has just been loaded may take the focus away again. */
async function write(page: Page, thing: Thing, text: string): Promise<void> {
  const giveUpAtMs = Date.now() + PATIENCE_MS;
  for (;;) {
    const box = await awaitStill(page, thing);
    await box.click({ count: 3 });
    await page.keyboard.type(text);
    const written = await box.evaluate((element) => 'value' in element && element.value);
    if (written === text) return;
    if (Date.now() > giveUpAtMs) throw new Error(`Firefox wrote "${String(written)}" for "${text}"`);
  }
}

/** A person of their own in that Firefox, at the server's origin; not signed in yet. */
export async function firefoxScreen(
  context: BrowserContext,
  person: string,
  origin: string,
): Promise<Screen> {
  const page = await context.newPage();
  await page.evaluateOnNewDocument(installWatch, {});
  await page.evaluateOnNewDocument(installScreen);
  return {
    person,
    browser: 'Firefox',
    evaluate: (read) => page.evaluate(read),
    goto: async (path) => void (await page.goto(`${origin}${path}`)),
    reload: async () => void (await page.reload()),
    see: async (thing) => void (await awaitThing(page, thing)),
    miss: (thing) =>
      expect
        .poll(() => find(page, thing), { timeout: PATIENCE_MS, message: JSON.stringify(thing) })
        .toBeNull(),
    press: async (thing) => await (await awaitStill(page, thing)).click(),
    write: async (thing, text) => await write(page, thing, text),
    api: async (method, path, body) => await page.evaluate(fetchJson, { method, path, body }),
  };
}
