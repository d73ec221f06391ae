import { AccountId, ClientMsgId, ConversationId, DeviceId, SessionId } from '@parley/protocol';
import { messageSend } from '../commands/message-send.ts';
import type { Ports, Stores } from '../ports.ts';

interface DemoPerson {
  id: AccountId;
  handle: string;
  displayName: string;
}

const PEOPLE = [
  { handle: 'alice', displayName: 'Alice (demo)' },
  { handle: 'bob', displayName: 'Bob (demo)' },
  { handle: 'carol', displayName: 'Carol (demo)' },
] as const;

type DemoHandle = (typeof PEOPLE)[number]['handle'];

/** Both of each pair have written and follow each other, so each may call the other at once (CON-6, CON-7). */
const MESSAGES: readonly { from: DemoHandle; to: DemoHandle; text: string }[] = [
  { from: 'alice', to: 'bob', text: 'Hi Bob, shall we try a call?' },
  { from: 'bob', to: 'alice', text: 'Sure! The phone at the top rings me.' },
  { from: 'alice', to: 'carol', text: 'Carol, are you there?' },
  { from: 'carol', to: 'alice', text: 'Yes, with my camera on and everything.' },
  { from: 'bob', to: 'carol', text: 'Lunch on Friday?' },
  { from: 'carol', to: 'bob', text: 'Gladly. Call me when you leave.' },
];

type SeedPorts = Pick<Ports, 'transaction' | 'clock' | 'random' | 'passwords' | 'log'>;

async function createPerson(
  { random, passwords }: SeedPorts,
  stores: Stores,
  { handle, displayName }: (typeof PEOPLE)[number],
): Promise<DemoPerson> {
  const person = { id: AccountId.parse(random.uuid()), handle, displayName };
  // Nobody knows this password: the printed links are the only way in.
  const passwordHash = await passwords.hash(random.token());
  await stores.accounts.create({ ...person, passwordHash, isDemo: true, admin: handle === 'alice' });
  return person;
}

async function followEachOther(stores: Stores, people: readonly DemoPerson[], now: Date): Promise<void> {
  for (const follower of people) {
    for (const followee of people) {
      if (follower !== followee) await stores.people.follow(follower.id, followee.id, now);
    }
  }
}

async function exchangeMessages(
  ports: SeedPorts,
  stores: Stores,
  people: readonly DemoPerson[],
): Promise<void> {
  const { clock, random, log } = ports;
  const idOf = (handle: DemoHandle): AccountId => {
    const person = people.find((one) => one.handle === handle);
    if (person === undefined) throw new Error(`no demo person ${handle}`);
    return person.id;
  };
  for (const { from, to, text } of MESSAGES) {
    const id = ConversationId.parse(random.uuid());
    const conversationId = await stores.conversations.open(id, idOf(from), idOf(to), clock());
    const viewer = {
      accountId: idOf(from),
      deviceId: DeviceId.parse(random.uuid()),
      sessionId: SessionId.parse(random.uuid()),
      platform: 'web',
    } as const;
    const clientMsgId = ClientMsgId.parse(random.uuid());
    // Nobody is connected yet, so nobody is told.
    const silent = { stores, clock, log, run: () => undefined };
    const frame = { type: 'message.send', ref: 0, conversationId, clientMsgId, text } as const;
    const result = await messageSend(silent, viewer, frame);
    if ('error' in result) throw new Error(`a demo message was refused: ${result.error.code}`);
  }
}

/**
 * Fills an empty Parley with three people to try it with: all or nothing, and never where anybody has an account.
 * The caller sees to it that this is somebody's own machine and not production.
 */
export async function seedDemo(ports: SeedPorts): Promise<void> {
  await ports.transaction(async (stores) => {
    if (!(await stores.accounts.isEmpty())) return;
    const people: DemoPerson[] = [];
    for (const person of PEOPLE) people.push(await createPerson(ports, stores, person));
    await followEachOther(stores, people, new Date(ports.clock()));
    await exchangeMessages(ports, stores, people);
  });
}
