import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { Writable } from 'node:stream';

/** Chromium with one blank page, driven by the DevTools protocol. */
export interface Browser {
  /** Sends one command to the page. */
  send: (method: string, parameters?: object) => Promise<Record<string, unknown>>;
  /** Every event of the page. */
  onEvent: (listener: (method: string, parameters: Record<string, unknown>) => void) => void;
  close: () => Promise<void>;
}

interface Reply {
  id?: number;
  method?: string;
  params?: Record<string, unknown>;
  result?: Record<string, unknown>;
  error?: { message: string };
}

const NAMES = ['chromium', 'chromium-browser', 'google-chrome'];
// --no-sandbox: Chromium refuses root otherwise, and it shows nothing here but our own page.
const FLAGS = [
  '--headless=new',
  '--remote-debugging-pipe',
  '--no-sandbox',
  '--disable-gpu',
  '--no-first-run',
];
const QUIET_FLAGS = ['--disable-background-networking', '--disable-component-update', '--disable-sync'];

/** Where Chromium is, if it is installed. */
export function findChromium(): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  return folders
    .flatMap((folder) => NAMES.map((name) => join(folder, name)))
    .find((path) => existsSync(path));
}

/** Commands out, replies and events in: JSON texts, each ended by a NUL, on the pipe that the flag asks for. */
function createChannel(input: Writable, output: NodeJS.ReadableStream) {
  const pending = new Map<
    number,
    { resolve: (result: Record<string, unknown>) => void; reject: (error: Error) => void }
  >();
  const listeners: ((method: string, parameters: Record<string, unknown>) => void)[] = [];
  let lastId = 0;
  let rest = '';
  const take = (text: string): void => {
    // Trust border: the browser that we have started.
    const reply = JSON.parse(text) as Reply;
    if (reply.id === undefined) {
      for (const listener of listeners) listener(reply.method ?? '', reply.params ?? {});
      return;
    }
    const waiting = pending.get(reply.id);
    pending.delete(reply.id);
    if (reply.error === undefined) waiting?.resolve(reply.result ?? {});
    else waiting?.reject(new Error(`Chromium: ${reply.error.message}`));
  };
  output.setEncoding('utf8');
  output.on('data', (chunk: string) => {
    const parts = (rest + chunk).split('\0');
    rest = parts.pop() ?? '';
    parts.forEach(take);
  });
  return {
    listeners,
    send: (command: { method: string; params?: object; sessionId?: string }) =>
      new Promise<Record<string, unknown>>((resolve, reject) => {
        lastId += 1;
        pending.set(lastId, { resolve, reject });
        input.write(`${JSON.stringify({ id: lastId, ...command })}\0`);
      }),
  };
}

/** Starts Chromium with a profile of its own. */
export async function openChromium(program: string): Promise<Browser> {
  const profile = await mkdtemp(join(tmpdir(), 'parley-bench-chromium-'));
  const child = spawn(program, [...FLAGS, ...QUIET_FLAGS, `--user-data-dir=${profile}`, 'about:blank'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'],
  });
  const [, , , input, output] = child.stdio;
  if (!(input instanceof Writable) || output === null || output === undefined || !('read' in output)) {
    throw new Error('Chromium was started without its pipe');
  }
  const channel = createChannel(input, output);
  const { targetId } = await channel.send({ method: 'Target.createTarget', params: { url: 'about:blank' } });
  const attached = await channel.send({
    method: 'Target.attachToTarget',
    params: { targetId, flatten: true },
  });
  const sessionId = String(attached['sessionId']);
  return {
    send: (method, params = {}) => channel.send({ method, params, sessionId }),
    onEvent: (listener) => channel.listeners.push(listener),
    close: async () => {
      const exited = once(child, 'exit');
      await channel.send({ method: 'Browser.close' });
      await exited;
      await rm(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
