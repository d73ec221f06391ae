import { readFileSync } from 'node:fs';
import { z } from 'zod';

const Package = z.object({ version: z.string() });

/** Of this program and of what it runs on, for whoever looks after it. */
export function readVersion(): string {
  const text = readFileSync(new URL('./package.json', import.meta.url), 'utf8');
  return `Parley ${Package.parse(JSON.parse(text)).version}, Node ${process.versions.node}`;
}
