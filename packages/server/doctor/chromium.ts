// Drives a browser that is installed, over the pipe of its debugging protocol: no port is opened, no package needed.

import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { bareEnvironment } from '../run-as.ts';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

const STOP_LIMIT_MS = 3_000;

/** A browser with one empty page. */
export interface Browser {
  /** Runs an expression there and hands back its JSON-like value. */
  evaluate: (expression: string) => Promise<unknown>;
  close: () => Promise<void>;
}

/** A Chromium of this machine; undefined where there is none. */
export function findChromium(env: Record<string, string | undefined>): string | undefined {
  const names = env['PARLEY_CHROMIUM'] === undefined ? NAMES : [env['PARLEY_CHROMIUM']];
  return names.find((name) => spawnSync(name, ['--version'], { timeout: 20_000 }).status === 0);
}

/** Only our own script runs in it, on an empty page; as root Chromium does not start with its sandbox. */
function argumentsFor(profile: string): string[] {
  return [
    '--headless=new',
    '--remote-debugging-pipe',
    `--user-data-dir=${profile}`,
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    '--autoplay-policy=no-user-gesture-required',
    '--disable-features=WebRtcHideLocalIpsWithMdns',
    '--disable-gpu',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    'about:blank',
  ];
}

interface Message {
  id?: number;
  result?: Record<string, unknown>;
  error?: { message: string };
}

/** Commands and their answers, each ended by a zero byte. */
function speak(child: ChildProcess) {
  // Opened as pipes below.
  const [, , , out, back] = child.stdio as [null, null, null, Writable, Readable];
  const waiting = new Map<number, { resolve: (message: Message) => void; reject: (error: Error) => void }>();
  let asked = 0;
  let received = '';
  const fail = (): void => {
    for (const { reject } of waiting.values()) reject(new Error('the browser has gone'));
    waiting.clear();
  };
  out.on('error', fail);
  child.on('error', fail);
  child.once('exit', fail);
  back.setEncoding('utf8');
  back.on('data', (chunk: string) => {
    const texts = `${received}${chunk}`.split('\0');
    received = texts.pop() ?? '';
    for (const text of texts) {
      // What the protocol of the browser that we have started says.
      const message = JSON.parse(text) as Message;
      if (message.id === undefined) continue;
      waiting.get(message.id)?.resolve(message);
      waiting.delete(message.id);
    }
  });
  return async (method: string, params: object, sessionId?: string): Promise<Record<string, unknown>> => {
    asked += 1;
    const id = asked;
    const answer = await new Promise<Message>((resolve, reject) => {
      waiting.set(id, { resolve, reject });
      out.write(`${JSON.stringify({ id, method, params, sessionId })}\0`);
    });
    if (answer.error !== undefined) throw new Error(answer.error.message);
    return answer.result ?? {};
  };
}

/** Starts it with a profile of its own, which is thrown away. */
export async function openChromium(file: string): Promise<Browser> {
  const profile = mkdtempSync(join(tmpdir(), 'parley-doctor-'));
  const child = spawn(file, argumentsFor(profile), {
    // Ends by itself where the pipe does; our secrets are none of its business.
    stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'],
    env: { ...bareEnvironment(), HOME: profile },
  });
  const say = speak(child);
  const close = async (): Promise<void> => {
    const impatient = setTimeout(() => child.kill('SIGKILL'), STOP_LIMIT_MS);
    const gone = new Promise((resolve) => {
      if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) resolve(undefined);
      child.once('exit', resolve);
    });
    await say('Browser.close', {}).catch(() => undefined);
    await gone;
    clearTimeout(impatient);
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    const { targetId } = await say('Target.createTarget', { url: 'about:blank' });
    const { sessionId } = await say('Target.attachToTarget', { targetId, flatten: true });
    return {
      evaluate: async (expression) => {
        const params = { expression, awaitPromise: true, returnByValue: true };
        const { result, exceptionDetails } = await say('Runtime.evaluate', params, String(sessionId));
        if (exceptionDetails !== undefined) throw new Error(JSON.stringify(exceptionDetails));
        return (result as { value?: unknown } | undefined)?.value;
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}
