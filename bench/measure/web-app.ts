import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { findChromium, openChromium } from './chromium.ts';
import type { Browser } from './chromium.ts';

/** What a browser fetched to show a conversation for the first time; API answers are not part of it. */
interface WebAppSize {
  /** Each with its own part. */
  files: { path: string; gzipBytes: number }[];
  /** Every file compressed by gzip. */
  gzipBytes: number;
  /** As the server sent them, headers included. */
  sentBytes: number;
  /** Whether the call engine was among them. */
  hasCallEngine: boolean;
}

/** The weight, or why it is not known. */
export type WebAppFinding = WebAppSize | { unknown: string };

export interface WebVisit {
  /** http://… */
  origin: string;
  conversationId: string;
  /** A session's, as its cookie holds it. */
  token: string;
  /** A text that the page shows once the conversation is there. */
  shows: string;
}

interface Fetched {
  path: string;
  sentBytes: number;
  body: Buffer;
}

const SHOWN_LIMIT_MS = 15_000;
/** What is fetched after the page is usable, but still without anybody's doing, belongs to the first load. */
const AFTERMATH_MS = 2_000;
/** Only code that makes peer connections names their class. */
const CALL_ENGINE_MARK = 'RTCPeerConnection';

/** Notes each response of the page as it comes in. */
function recordResponses(browser: Browser): () => Promise<Fetched[]> {
  const urls = new Map<string, string>();
  const fetched: Promise<Fetched>[] = [];
  const readBody = async (requestId: string, sentBytes: number): Promise<Fetched> => {
    const { body, base64Encoded } = await browser.send('Network.getResponseBody', { requestId });
    const bytes = Buffer.from(String(body), base64Encoded === true ? 'base64' : 'utf8');
    return { path: new URL(urls.get(requestId) ?? '').pathname, sentBytes, body: bytes };
  };
  browser.onEvent((method, parameters) => {
    const requestId = String(parameters['requestId']);
    if (method === 'Network.responseReceived') {
      // The DevTools protocol: Network.Response has a url.
      urls.set(requestId, (parameters['response'] as { url: string }).url);
    } else if (method === 'Network.loadingFinished' && urls.get(requestId)?.startsWith('http') === true) {
      fetched.push(readBody(requestId, Number(parameters['encodedDataLength'])));
    }
  });
  return () => Promise.all(fetched);
}

async function isShown(browser: Browser, text: string): Promise<boolean> {
  const expression = `document.body?.innerText.includes(${JSON.stringify(text)})`;
  const giveUpAtMs = performance.now() + SHOWN_LIMIT_MS;
  while (performance.now() < giveUpAtMs) {
    const { result } = await browser.send('Runtime.evaluate', { expression, returnByValue: true });
    // The DevTools protocol: Runtime.RemoteObject.
    if ((result as { value?: unknown }).value === true) return true;
    await sleep(100);
  }
  return false;
}

function toSize(fetched: readonly Fetched[]): WebAppSize {
  const app = fetched.filter(({ path }) => !path.startsWith('/api'));
  const files = app.map(({ path, body }) => ({ path, gzipBytes: gzipSync(body, { level: 9 }).length }));
  return {
    files: files.toSorted((a, b) => b.gzipBytes - a.gzipBytes),
    gzipBytes: files.reduce((total, { gzipBytes }) => total + gzipBytes, 0),
    sentBytes: app.reduce((total, { sentBytes }) => total + sentBytes, 0),
    hasCallEngine: app.some(({ body }) => body.includes(CALL_ENGINE_MARK)),
  };
}

async function isBuilt(origin: string): Promise<boolean> {
  const response = await fetch(origin, { headers: { accept: 'text/html' } });
  await response.body?.cancel();
  return response.ok;
}

/** Opens a signed-in conversation in a fresh browser and weighs what that fetched. */
export async function measureWebApp(visit: WebVisit): Promise<WebAppFinding> {
  const { origin, conversationId, token, shows } = visit;
  const program = findChromium();
  if (program === undefined) return { unknown: 'there is no Chromium to load it with' };
  if (!(await isBuilt(origin))) return { unknown: 'it has not been built; `npm start` does that' };
  const browser = await openChromium(program);
  try {
    const responses = recordResponses(browser);
    const cookie = { name: '__Host-parley', value: token, url: origin, secure: true, path: '/' };
    await browser.send('Network.enable');
    await browser.send('Network.setCookie', cookie);
    await browser.send('Page.enable');
    await browser.send('Page.navigate', { url: `${origin}/messages/${conversationId}` });
    if (!(await isShown(browser, shows))) return { unknown: 'it did not show the conversation' };
    await sleep(AFTERMATH_MS);
    return toSize(await responses());
  } finally {
    await browser.close();
  }
}
