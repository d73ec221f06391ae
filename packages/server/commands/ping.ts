import type { CommandResult } from './command.ts';

/** Keeps the socket alive (WIRE-8); having been read is all that it is for. */
export async function ping(): Promise<CommandResult<'ping'>> {
  return { ok: {} };
}
