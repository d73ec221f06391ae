// What the relay that Parley runs by itself is reached at, for commands beside the server.

import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Relay } from './credentials.ts';

const Note = z.object({ urls: z.array(z.string()) });

function noteFile(dataDir: string): string {
  return join(dataDir, 'turn-relay.json');
}

/** Notes where the relay is, as long as it runs. @returns the way to forget it. */
export function noteRelay(dataDir: string, urls: readonly string[]): () => void {
  const file = noteFile(dataDir);
  writeFileSync(file, JSON.stringify({ urls }), { mode: 0o600 });
  return () => rmSync(file, { force: true });
}

/** The relay of the server that runs on this data; of one that was killed it says where the relay was. */
export function findRunningRelay(dataDir: string): Relay | undefined {
  try {
    const { urls } = Note.parse(JSON.parse(readFileSync(noteFile(dataDir), 'utf8')));
    return { urls, secret: readFileSync(join(dataDir, 'turn-secret'), 'utf8').trim() };
  } catch {
    return undefined;
  }
}
