import { afterAll, beforeAll, expect, test } from 'vitest';
import { attach, createCodeLog } from '../../testing/codes.ts';
import { write } from '../../testing/conversation.ts';
import { connectDevice } from '../../testing/device.ts';
import { signUpPerson } from '../../testing/person.ts';
import type { TestPerson } from '../../testing/person.ts';
import { createTestServer } from '../../testing/server.ts';
import type { TestServer } from '../../testing/server.ts';

const ACCOUNTS = 10;
const NUMBERS_EACH = 10_000;
/** As many as one entry takes: the fullest batches that the wire allows. */
const PHONES_AN_ENTRY = 10;
const ENTRIES_A_BATCH = 200;
const MEMBERS = 20;
const DAY_MS = 86_400_000;
const UUID = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;

const codes = createCodeLog();
let nowMs = Date.UTC(2026, 0, 1);
let server: TestServer;
const members: TestPerson[] = [];

/** The numbers that are tried out: ten thousand for each account, and those of the control that nobody has. */
function numberOf(which: number, index: number): string {
  return `+4915${String(200_000_000 + which * NUMBERS_EACH + index)}`;
}

/** Two members for each account that tries numbers out. */
function numberOfMember(index: number): string {
  return numberOf(index % ACCOUNTS, 4_000 + index);
}

function numberOfEnumerator(index: number): string {
  return `+4917${String(200_000_000 + index)}`;
}

beforeAll(async () => {
  server = await createTestServer({ log: codes.log, clock: () => nowMs });
  for (let index = 0; index < MEMBERS; index += 1) {
    const member = await signUpPerson(server.origin, `member_${index}`);
    await attach(codes, member, 'phone', numberOfMember(index));
    // Members are discoverable and have books, in which they are themselves, but nobody who tries numbers out.
    const phones = [numberOfMember((index + 1) % MEMBERS)];
    await member.call('importContacts', { body: { entries: [{ phones, emails: [] }] } });
    members.push(member);
  }
}, 180_000);
afterAll(async () => {
  await server.close();
  expect(codes.errors).toEqual([]);
});

/**
 * Ids are random, so an answer is compared by which of them are the same and in what order they come; and when
 * something was is a matter of when the test ran.
 */
function withoutIds(value: unknown): unknown {
  const names = new Map<string, string>();
  const text = JSON.stringify(value).replaceAll(UUID, (id) => {
    const name = names.get(id) ?? `id${names.size}`;
    names.set(id, name);
    return name;
  });
  return JSON.parse(text.replaceAll(/"(\w+Ms)":\d+/g, '"$1":0'));
}

interface Seen {
  person: TestPerson;
  answers: unknown[];
}

/** All that one account gets to see while it tries ten thousand numbers out. */
async function tryNumbers(which: number): Promise<Seen> {
  const person = await signUpPerson(server.origin, `try_${which}`);
  await attach(codes, person, 'phone', numberOfEnumerator(which));
  // Whoever writes with a member would see a frame if their number were told by one.
  const talksWith = [which, which + ACCOUNTS].map((index) => members[index % MEMBERS]);
  for (const member of talksWith) {
    if (member === undefined) throw new Error('no member');
    await write(server.ports, person, member);
    await write(server.ports, member, person);
    nowMs += 1;
  }
  const device = await connectDevice(server.origin, person);
  const answers: unknown[] = [];
  const importPhones = async (lists: string[][]): Promise<void> => {
    const entries = lists.map((phones) => ({ phones, emails: [] }));
    answers.push(await person.call('importContacts', { body: { entries } }));
  };
  await importPhones(Array.from({ length: ACCOUNTS }, (_, index) => [numberOfEnumerator(index)]));
  for (let start = 0; start < NUMBERS_EACH; start += PHONES_AN_ENTRY * ENTRIES_A_BATCH) {
    await importPhones(
      Array.from({ length: ENTRIES_A_BATCH }, (_, entry) =>
        Array.from({ length: PHONES_AN_ENTRY }, (__, index) =>
          numberOf(which, start + entry * PHONES_AN_ENTRY + index),
        ),
      ),
    );
  }
  answers.push(await person.call('listContacts', { query: { limit: 100 } }));
  answers.push(await person.call('listConversations', { query: { folder: 'inbox' } }));
  await device.settle();
  answers.push(device.events);
  await device.close();
  return { person, answers };
}

/** The names of the members that one talks with are no finding. */
function withoutNames(answers: unknown): unknown {
  return JSON.parse(JSON.stringify(answers).replaceAll(/\b(member|try)_\d+\b/g, '$1'));
}

test('BOOK-9, BOOK-14: ten accounts that try 100,000 numbers out learn of no account that does not know theirs', async () => {
  const enumerators: Seen[] = [];
  for (let which = 0; which < ACCOUNTS; which += 1) enumerators.push(await tryNumbers(which));
  // The numbers of the control belong to nobody: what it sees is what there is to see where nobody is.
  const control = await tryNumbers(ACCOUNTS);
  const nothing = withoutNames(control.answers.map(withoutIds));
  for (const { answers } of enumerators) expect(withoutNames(answers.map(withoutIds))).toEqual(nothing);

  for (let day = 0; day < 3; day += 1) {
    nowMs += DAY_MS;
    expect(await control.person.call('listSuggestions', {})).toEqual({ people: [] });
    for (const { person } of enumerators) {
      // Those who try numbers out have each other's: that is what a suggestion needs.
      const { people } = await person.call('listSuggestions', {});
      const handles = people.map(({ handle }) => handle).filter((handle) => !handle.startsWith('try_'));
      expect(handles).toEqual([]);
      expect(people).toHaveLength(ACCOUNTS - 1);
    }
  }
}, 180_000);
