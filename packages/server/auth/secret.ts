import { hkdfSync, randomBytes, randomUUID } from 'node:crypto';
import { link, mkdir, open, readFile, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from '../config.ts';

const SECRET_BYTES = 32;

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}

async function readSecret(file: string): Promise<Buffer | undefined> {
  try {
    return Buffer.from((await readFile(file, 'utf8')).trim(), 'base64url');
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}

/**
 * The server's secret: PARLEY_SECRET, or a file beside the embedded database that is made at the first start. It is
 * kept out of the database so that who has a copy of that alone cannot try out phone numbers.
 */
export async function loadSecret({ secret, dataDir }: Pick<Config, 'secret' | 'dataDir'>): Promise<Buffer> {
  if (secret !== undefined) return Buffer.from(secret, 'utf8');
  await mkdir(dataDir, { recursive: true });
  const file = join(dataDir, 'secret');
  const kept = await readSecret(file);
  if (kept !== undefined) {
    if (kept.length >= SECRET_BYTES) return kept;
    throw new Error(`${file} is damaged. Restore it from a backup; without it, address books match nobody.`);
  }
  await makeSecret(file);
  const made = await readSecret(file);
  if (made === undefined) throw new Error(`${file} was made a moment ago and is gone.`);
  return made;
}

/** There all at once or not at all: half of one, left by a power cut, would keep the server from ever starting. */
async function makeSecret(file: string): Promise<void> {
  const draft = `${file}.${randomUUID()}`;
  const handle = await open(draft, 'wx', 0o600);
  try {
    await handle.writeFile(`${randomBytes(SECRET_BYTES).toString('base64url')}\n`);
    await handle.sync();
    await handle.close();
    await link(draft, file);
  } catch (error) {
    // Another process has made one in the meantime: that one counts.
    if (!hasCode(error, 'EEXIST')) throw error;
  } finally {
    await unlink(draft);
  }
}

/** A key for one use alone (HKDF-SHA256, RFC 5869). */
export function deriveKey(secret: Buffer, label: string, bytes = 32): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, '', `parley ${label}`, bytes));
}
