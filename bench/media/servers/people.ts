// People of the bench at a Parley server: signed up over HTTP, with the facts that consent needs, by the same endpoints
// that the app uses.

import { randomBytes } from 'node:crypto';
import { createClient } from '@parley/client';
import pg from 'pg';
import { findDatabase } from '../../contestants/parley-database.ts';
import { newName } from '../contest.ts';

export interface PairOptions {
  /** `relay`: the callee hides addresses, so the call stays on the relay; `direct`: it moves to a direct path. */
  route: 'relay' | 'direct';
  preconnect: boolean;
  /** The caller shows their video while it rings. */
  earlyVideo?: boolean;
  /** Both send small pictures: "Use less data". */
  lessData?: boolean;
}

export interface People {
  caller: string;
  callee: string;
  password: string;
}

const PASSWORD = 'correct horse battery';

// Proving an address takes a mail that nobody here reads; the fact itself is what the server looks at.
const KNOW_CALLER = `
  with caller as (
    insert into identifiers (id, account_id, kind, hash, hint, verified_at)
    select gen_random_uuid(), id, 'email', $3, 'bench', now() from accounts where handle = $1
  ), entry as (
    insert into contacts (id, owner_id, name)
    select gen_random_uuid(), id, 'Caller' from accounts where handle = $2 returning id, owner_id
  )
  insert into contact_identifiers (owner_id, hash, contact_id, kind, counts_for_suggestions)
  select owner_id, $3, id, 'email', false from entry`;

async function putInAddressBook(dataDir: string, caller: string, callee: string): Promise<void> {
  const client = new pg.Client(findDatabase(dataDir).connection);
  await client.connect();
  try {
    await client.query(KNOW_CALLER, [caller, callee, randomBytes(32)]);
  } finally {
    await client.end();
  }
}

/** Two people of whom the callee has written to the caller, follows them; for early video they have them in the address book too. */
export async function signUpPair(
  { origin, dataDir }: { origin: string; dataDir: string },
  { route, preconnect, earlyVideo = false }: PairOptions,
): Promise<People> {
  const [caller, callee] = [createClient({ origin, media: false }), createClient({ origin, media: false })];
  try {
    const names = { caller: newName('caller'), callee: newName('callee') };
    await caller.account.signUp({ handle: names.caller, displayName: 'Caller', password: PASSWORD });
    await callee.account.signUp({ handle: names.callee, displayName: 'Callee', password: PASSWORD });
    await callee.online();
    const { id } = await callee.conversations.open(names.caller);
    await callee.messages.send(id, 'Call me any time.');
    await callee.people.follow(names.caller);
    await callee.account.setCallPrivacy({ enhanced: route === 'relay', preconnect, earlyVideo: false });
    if (earlyVideo) {
      await putInAddressBook(dataDir, names.caller, names.callee);
      await caller.account.setCallPrivacy({ enhanced: false, preconnect: true, earlyVideo: true });
    }
    return { ...names, password: PASSWORD };
  } finally {
    caller.close();
    callee.close();
  }
}
