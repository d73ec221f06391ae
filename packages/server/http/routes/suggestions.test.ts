import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openDatabase } from '../../store/database.ts';
import { attach, createCodeLog, newPhone } from '../../testing/codes.ts';
import { write } from '../../testing/conversation.ts';
import { newHandle } from '../../testing/pair.ts';
import { signUpPerson } from '../../testing/person.ts';
import type { TestPerson } from '../../testing/person.ts';
import { createTestServer } from '../../testing/server.ts';
import type { TestServer } from '../../testing/server.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const codes = createCodeLog();
let nowMs = Date.UTC(2026, 0, 1);
let server: TestServer;

beforeAll(async () => {
  server = await createTestServer({ log: codes.log, clock: () => nowMs });
});
afterAll(async () => {
  await server.close();
  expect(codes.errors).toEqual([]);
});

interface Known {
  person: TestPerson;
  number: string;
}

/** Somebody with a number that is proved. */
async function signUp(): Promise<Known> {
  const person = await signUpPerson(server.origin, newHandle());
  const number = newPhone();
  await attach(codes, person, 'phone', number);
  return { person, number };
}

async function addToBook(owner: Known, ...others: { number: string }[]): Promise<void> {
  const entries = others.map(({ number }) => ({ phones: [number], emails: [] }));
  await owner.person.call('importContacts', { body: { entries } });
}

/** Two who have each other in their address books. */
async function mutual(): Promise<[Known, Known]> {
  const [anna, bert] = [await signUp(), await signUp()];
  await addToBook(anna, bert);
  await addToBook(bert, anna);
  return [anna, bert];
}

async function suggestedTo({ person }: Known): Promise<string[]> {
  return (await person.call('listSuggestions', {})).people.map(({ handle }) => handle);
}

function handleOf({ person }: Known): string {
  return person.me.person.handle;
}

const byHandle = (known: Known): { params: { handle: string } } => ({ params: { handle: handleOf(known) } });

describe('BOOK-14: suggested is who is in both books', () => {
  test('each to the other, and nobody whom only one has', async () => {
    const [anna, bert] = await mutual();
    const [fan, idol] = [await signUp(), await signUp()];
    await addToBook(fan, idol, anna);
    nowMs += DAY_MS;
    expect(await suggestedTo(anna)).toEqual([handleOf(bert)]);
    expect(await suggestedTo(bert)).toEqual([handleOf(anna)]);
    expect(await suggestedTo(fan)).toEqual([]);
    expect(await suggestedTo(idol)).toEqual([]);
  });

  test('not while a number is only claimed', async () => {
    const anna = await signUp();
    const person = await signUpPerson(server.origin, newHandle());
    const number = newPhone();
    const { identifier } = await person.call('addIdentifier', { body: { kind: 'phone', value: number } });
    await addToBook(anna, { number });
    await addToBook({ person, number }, anna);
    nowMs += DAY_MS;
    expect(await suggestedTo(anna)).toEqual([]);
    const code = codes.codeFor(number);
    if (code !== undefined) {
      // Ten minutes are over by now.
      const params = { identifierId: identifier.id };
      expect(await person.fail('verifyIdentifier', { params, body: { code } })).toEqual({
        code: 'wrong_code',
      });
    }
  });

  const OBSTACLES: Record<string, (anna: Known, bert: Known) => Promise<unknown>> = {
    'does not allow discovery': ({ person }) =>
      person.call('putAddressBookSettings', {
        body: { region: null, syncNames: false, discoverable: false },
      }),
    'blocks the other': ({ person }, other) => person.call('block', byHandle(other)),
    'removes the other from the book': ({ person }) => person.call('removeAllContacts', {}),
    'takes the number off': async ({ person }) => {
      const [mine] = (await person.call('listIdentifiers', {})).identifiers;
      if (mine !== undefined) await person.call('removeIdentifier', { params: { identifierId: mine.id } });
    },
  };
  test.each(Object.entries(OBSTACLES))('neither to the other when one %s', async (_what, obstruct) => {
    const [anna, bert] = await mutual();
    nowMs += DAY_MS;
    await obstruct(anna, bert);
    expect([await suggestedTo(anna), await suggestedTo(bert)]).toEqual([[], []]);
  });

  test.each(['suspended_at', 'deleted_at'] as const)(
    'ACC-14: nobody whose account is gone (%s)',
    async (gone) => {
      const [anna, bert] = await mutual();
      nowMs += DAY_MS;
      const db = openDatabase(server.database, () => undefined);
      await db
        .updateTable('accounts')
        .set({ [gone]: new Date(nowMs) })
        .where('id', '=', bert.person.me.person.id)
        .execute();
      await db.destroy();
      expect(await suggestedTo(anna)).toEqual([]);
    },
  );

  test('not whom one follows, but still to the other', async () => {
    const [anna, bert] = await mutual();
    nowMs += DAY_MS;
    await anna.person.call('follow', byHandle(bert));
    expect([await suggestedTo(anna), await suggestedTo(bert)]).toEqual([[], [handleOf(anna)]]);
  });

  test('not with whom one has a conversation', async () => {
    const [anna, bert] = await mutual();
    nowMs += DAY_MS;
    await write(server.ports, anna.person, bert.person);
    expect([await suggestedTo(anna), await suggestedTo(bert)]).toEqual([[], []]);
  });
});

describe('BOOK-15: a suggestion takes its time', () => {
  test('1 to 24 hours from the last fact, for both at the same moment', async () => {
    const [anna, bert] = await mutual();
    const startMs = nowMs;
    const dueMs =
      startMs + server.ports.blind.suggestionDelayMs(anna.person.me.person.id, bert.person.me.person.id);
    expect(dueMs - startMs).toBeGreaterThanOrEqual(HOUR_MS);
    expect(dueMs - startMs).toBeLessThanOrEqual(DAY_MS);
    nowMs = dueMs - 1;
    expect([await suggestedTo(anna), await suggestedTo(bert)]).toEqual([[], []]);
    nowMs = dueMs;
    expect([await suggestedTo(anna), await suggestedTo(bert)]).toEqual([[handleOf(bert)], [handleOf(anna)]]);
  });

  test('removing and adding an entry again begins anew', async () => {
    const [anna, bert] = await mutual();
    nowMs += DAY_MS;
    expect(await suggestedTo(anna)).toEqual([handleOf(bert)]);
    await anna.person.call('removeAllContacts', {});
    await addToBook(anna, bert);
    expect([await suggestedTo(anna), await suggestedTo(bert)]).toEqual([[], []]);
  });
});

test('BOOK-16: beyond the quota an entry counts for calls, but never for suggestions', async () => {
  const [anna, bert, carla] = [await signUp(), await signUp(), await signUp()];
  const filler = Array.from({ length: 999 }, () => ({ number: newPhone() }));
  for (let start = 0; start < filler.length; start += 200) {
    await addToBook(anna, ...filler.slice(start, start + 200));
  }
  await addToBook(anna, bert);
  // Emptying the book gives nothing back.
  await addToBook(anna, carla);
  await addToBook(bert, anna);
  await addToBook(carla, anna);
  await write(server.ports, anna.person, carla.person);
  await carla.person.call('dismissSuggestion', byHandle(bert));
  nowMs += DAY_MS;
  expect(await suggestedTo(anna)).toEqual([handleOf(bert)]);
  const { conversations } = await carla.person.call('listConversations', { query: { folder: 'requests' } });
  expect(conversations[0]?.callAccess).toBe('allowed');
});

test('BOOK-16: removing entries gives nothing back', async () => {
  const [anna, bert] = [await signUp(), await signUp()];
  const filler = Array.from({ length: 1_000 }, () => ({ number: newPhone() }));
  for (let start = 0; start < filler.length; start += 200) {
    await addToBook(anna, ...filler.slice(start, start + 200));
  }
  await anna.person.call('removeAllContacts', {});
  await addToBook(anna, bert);
  await addToBook(bert, anna);
  nowMs += DAY_MS;
  expect([await suggestedTo(anna), await suggestedTo(bert)]).toEqual([[], []]);
});

describe('BOOK-17: a dismissed suggestion does not come back', () => {
  test('to the one who dismissed it', async () => {
    const [anna, bert] = await mutual();
    nowMs += DAY_MS;
    expect(await anna.person.call('dismissSuggestion', byHandle(bert))).toEqual({});
    await anna.person.call('dismissSuggestion', byHandle(bert));
    await anna.person.call('removeAllContacts', {});
    await addToBook(anna, bert);
    nowMs += DAY_MS;
    expect([await suggestedTo(anna), await suggestedTo(bert)]).toEqual([[], [handleOf(anna)]]);
  });

  test('anybody can be dismissed, so the answer tells nothing', async () => {
    const [anna, stranger] = [await signUp(), await signUp()];
    expect(await anna.person.call('dismissSuggestion', byHandle(stranger))).toEqual({});
    expect(await anna.person.fail('dismissSuggestion', { params: { handle: 'nobody_there' } })).toEqual({
      code: 'not_found',
    });
  });
});
