import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import type { Browser } from 'playwright-core';
import { findChromium } from '../../measure/chromium.ts';
import { writeMicrophone } from './microphone.ts';

/** Frames per second of the cameras, of all contestants. */
const CAMERA_FPS = 30;

const FLAGS = [
  '--use-fake-ui-for-media-stream',
  `--use-fake-device-for-media-stream=fps=${CAMERA_FPS}`,
  '--no-sandbox',
  '--autoplay-policy=no-user-gesture-required',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** One browser for each side, as two people have. */
export interface Browsers {
  caller: Browser;
  callee: Browser;
  version: string;
  close: () => Promise<void>;
}

interface LaunchOptions {
  /** Another program in Chromium's place, which runs it elsewhere. */
  wrap?: (program: string) => string;
  /** An origin without TLS that may use camera and microphone all the same, as localhost may. */
  trusted?: string;
}

/** A browser with a microphone that always speaks and a camera that always moves. */
export async function openBrowser({ wrap = (program) => program, trusted }: LaunchOptions = {}): Promise<
  Browser & { putAway: () => Promise<void> }
> {
  const program = findChromium();
  if (program === undefined) throw new Error('There is no Chromium here (Debian: chromium).');
  const folder = await mkdtemp(join(tmpdir(), 'parley-bench-media-'));
  const microphone = join(folder, 'microphone.wav');
  writeMicrophone(microphone);
  const browser = await chromium.launch({
    executablePath: wrap(program),
    args: [
      ...FLAGS,
      `--use-file-for-fake-audio-capture=${microphone}`,
      ...(trusted === undefined ? [] : [`--unsafely-treat-insecure-origin-as-secure=${trusted}`]),
    ],
  });
  return Object.assign(browser, {
    putAway: async () => {
      await browser.close();
      await rm(folder, { recursive: true, force: true });
    },
  });
}

export async function openBrowsers(): Promise<Browsers> {
  const [caller, callee] = [await openBrowser(), await openBrowser()];
  return {
    caller,
    callee,
    version: caller.version(),
    close: async () => {
      await Promise.all([caller.putAway(), callee.putAway()]);
    },
  };
}
