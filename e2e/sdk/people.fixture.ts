import { createClient } from '@parley/client';
import type { CallView, ParleyClient } from '@parley/client';
import type { ConversationId, Person } from '@parley/protocol';
import { vi } from 'vitest';

/** Somebody new, signed in over a client of their own. */
export interface Someone {
  client: ParleyClient;
  person: Person;
}

let count = 0;

export async function join(origin: string, name: string): Promise<Someone> {
  count += 1;
  const client = createClient({ origin, media: false });
  const handle = `${name}_${process.pid}_${count}`;
  const { person } = await client.account.signUp({ handle, displayName: name, password: 'correct horse' });
  await client.online();
  return { client, person };
}

/** The same person on another device. */
export async function joinAgain(origin: string, { person }: Someone): Promise<Someone> {
  const client = createClient({ origin, media: false });
  await client.account.signIn({ handle: person.handle, password: 'correct horse' });
  await client.online();
  return { client, person };
}

/** Two people who follow each other and have each written: either may ring the other. */
export async function befriend(one: Someone, other: Someone): Promise<ConversationId> {
  await one.client.people.follow(other.person.handle);
  await other.client.people.follow(one.person.handle);
  const { id } = await one.client.conversations.open(other.person.handle);
  await one.client.messages.send(id, 'Hello');
  await other.client.messages.send(id, 'Hello yourself');
  return id;
}

/** The next call that rings there. */
export function nextRing({ client }: Someone): Promise<CallView> {
  return new Promise((resolve) => {
    const stop = client.calls.onIncoming((call) => {
      stop();
      resolve(call);
    });
  });
}

/** Waits until what is expected holds: real time on a machine that may be busy. */
export async function eventually(look: () => void): Promise<void> {
  await vi.waitFor(look, { timeout: 20_000, interval: 20 });
}
