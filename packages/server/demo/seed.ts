import { randomUUID } from 'node:crypto';
import {
  AccountId,
  CallId,
  ClientMsgId,
  ConversationId,
  DeviceId,
  IdentifierId,
  RING_TIMEOUT_MS,
  SessionId,
} from '@parley/protocol';
import { endAtDeadline } from '../commands/call-end.ts';
import { callInvite } from '../commands/call-invite.ts';
import type { DeviceViewer } from '../commands/command.ts';
import { messageSend } from '../commands/message-send.ts';
import { grantMonths } from '../commands/plan-change.ts';
import { importBatch } from '../contacts/import-batch.ts';
import { hintOf } from '../contacts/identifier.ts';
import type { Clock, Ports, Stores } from '../ports.ts';
import { ERINS_NUMBER, FRIENDS, MESSAGES, PEOPLE } from './people.ts';
import type { DemoHandle } from './people.ts';

type SeedPorts = Pick<
  Ports,
  | 'transaction'
  | 'clock'
  | 'random'
  | 'passwords'
  | 'blind'
  | 'judgements'
  | 'iceServers'
  | 'hasRelay'
  | 'log'
>;

type Ids = ReadonlyMap<DemoHandle, AccountId>;

/** The talk of the demo people was this long ago, and the call that nobody answered this long, in milliseconds. */
const TALKED_AGO_MS = 10 * 60_000;
const RANG_AGO_MS = 5 * 60_000;

function idOf(ids: Ids, handle: DemoHandle): AccountId {
  const id = ids.get(handle);
  if (id === undefined) throw new Error(`no demo person ${handle}`);
  return id;
}

/** A device that is nowhere: nobody is connected yet. */
function createDevice(accountId: AccountId): DeviceViewer {
  return {
    accountId,
    deviceId: DeviceId.parse(randomUUID()),
    sessionId: SessionId.parse(randomUUID()),
    platform: 'web',
  };
}

/** What was done at another time, of which nobody is told. */
function silently<P extends { clock: Clock; log: Ports['log'] }>(ports: P, stores: Stores, agoMs: number) {
  return { ...ports, stores, run: () => undefined, clock: () => ports.clock() - agoMs };
}

async function createPerson(
  { random, passwords, clock }: SeedPorts,
  stores: Stores,
  { handle, displayName, months, isVerified }: (typeof PEOPLE)[number],
): Promise<AccountId> {
  const id = AccountId.parse(random.uuid());
  // Nobody knows this password: the printed links are the only way in.
  const passwordHash = await passwords.hash(random.token());
  const admin = handle === 'alice';
  await stores.accounts.create({ id, handle, displayName, passwordHash, isDemo: true, admin });
  const nowMs = clock();
  if (isVerified) await stores.accounts.saveVerified(id, new Date(nowMs));
  if (months > 0) await grantMonths(stores, { accountId: id, source: 'demo', id: handle, nowMs }, months);
  return id;
}

async function followEachOther(stores: Stores, ids: Ids, now: Date): Promise<void> {
  for (const follower of FRIENDS) {
    for (const followee of FRIENDS) {
      if (follower !== followee) await stores.people.follow(idOf(ids, follower), idOf(ids, followee), now);
    }
  }
}

async function exchangeMessages(ports: SeedPorts, stores: Stores, ids: Ids): Promise<void> {
  const before = silently(ports, stores, TALKED_AGO_MS);
  for (const { from, to, text } of MESSAGES) {
    const id = ConversationId.parse(ports.random.uuid());
    const conversationId = await stores.conversations.open(
      id,
      idOf(ids, from),
      idOf(ids, to),
      before.clock(),
    );
    const clientMsgId = ClientMsgId.parse(ports.random.uuid());
    const frame = { type: 'message.send', ref: 0, conversationId, clientMsgId, text } as const;
    const result = await messageSend(before, createDevice(idOf(ids, from)), frame);
    if ('error' in result) throw new Error(`a demo message was refused: ${result.error.code}`);
  }
}

/** Erin has proved her number, and Bob's address book holds it. */
async function fillAddressBook(ports: SeedPorts, stores: Stores, ids: Ids): Promise<void> {
  const hash = ports.blind.hash(ERINS_NUMBER);
  const now = new Date(ports.clock());
  const erin = idOf(ids, 'erin');
  const hint = hintOf({ kind: 'phone', value: ERINS_NUMBER });
  const id = IdentifierId.parse(ports.random.uuid());
  await stores.identifiers.claim({ id, accountId: erin, kind: 'phone', hash, hint }, now);
  await stores.identifiers.saveVerified(erin, hash, now);
  await importBatch(ports, stores, idOf(ids, 'bob'), [{ phones: [ERINS_NUMBER], emails: [] }]);
}

/** Erin has rung Bob, who did not answer. */
async function missCall(ports: SeedPorts, stores: Stores, ids: Ids): Promise<void> {
  const callId = CallId.parse(ports.random.uuid());
  const frame = { type: 'call.invite', ref: 0, callId, calleeId: idOf(ids, 'bob'), kind: 'audio' } as const;
  const result = await callInvite(
    silently(ports, stores, RANG_AGO_MS),
    createDevice(idOf(ids, 'erin')),
    frame,
  );
  // Without calls, or without a relay, there is none to miss: the others show enough.
  if ('error' in result) return;
  await endAtDeadline(silently(ports, stores, RANG_AGO_MS - RING_TIMEOUT_MS), callId);
}

/**
 * Fills an empty Parley with people to try it with: all or nothing, and never where anybody has an account.
 * The caller sees to it that this is somebody's own machine and not production.
 */
export async function seedDemo(ports: SeedPorts): Promise<void> {
  await ports.transaction(async (stores) => {
    if (!(await stores.accounts.isEmpty())) return;
    const ids = new Map<DemoHandle, AccountId>();
    for (const person of PEOPLE) ids.set(person.handle, await createPerson(ports, stores, person));
    const now = new Date(ports.clock());
    await followEachOther(stores, ids, now);
    await exchangeMessages(ports, stores, ids);
    await stores.people.block(idOf(ids, 'carol'), idOf(ids, 'dave'), now);
    await fillAddressBook(ports, stores, ids);
    await missCall(ports, stores, ids);
  });
}
