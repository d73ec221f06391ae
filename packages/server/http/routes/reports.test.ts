import { randomUUID } from 'node:crypto';
import { CallId, Evidence, MessageId } from '@parley/protocol';
import type { ReportSubject } from '@parley/protocol';
import * as fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createRateLimits } from '../../auth/rate-limits.ts';
import { openDatabase } from '../../store/database.ts';
import { recordEffects } from '../../testing/effects.ts';
import { connect, createPair, newHandle, ring, say } from '../../testing/pair.ts';
import type { Pair } from '../../testing/pair.ts';
import { ask, signUpPerson } from '../../testing/person.ts';
import type { TestPerson } from '../../testing/person.ts';
import { createTestServer } from '../../testing/server.ts';
import type { TestServer } from '../../testing/server.ts';

let server: TestServer;
let pair: Pair;

beforeAll(async () => {
  server = await createTestServer();
  pair = await createPair(server.origin);
});
afterAll(async () => {
  await server.close();
  expect(server.errors).toEqual([]);
});

interface StoredReport {
  reporter: string;
  reported: string;
  reason: string;
  note: string;
  evidence: Evidence;
}

/** Everything this reporter has told, the oldest first. */
async function reportsOf(reporter: TestPerson): Promise<StoredReport[]> {
  const db = openDatabase(server.database, () => undefined);
  const { rows } = await sql<StoredReport>`
    select reporter.handle as reporter, reported.handle as reported, reason, note, evidence from reports
    join accounts reporter on reporter.id = reporter_id join accounts reported on reported.id = reported_id
    where reporter_id = ${reporter.me.person.id} order by reports.created_at`.execute(db);
  await db.destroy();
  return rows.map((row) => ({ ...row, evidence: Evidence.parse(row.evidence) }));
}

function byHandle(person: TestPerson): { params: { handle: string } } {
  return { params: { handle: person.me.person.handle } };
}

async function tell(person: TestPerson, subject: ReportSubject, more: object = {}): Promise<void> {
  await person.call('report', { body: { subject, reason: 'harassment', ...more } });
}

async function fail(person: TestPerson, subject: ReportSubject): Promise<string> {
  return (await person.fail('report', { body: { subject, reason: 'spam', block: true } })).code;
}

describe('a message', () => {
  test('REP-3: goes with at most five messages of the same author before it, and nothing of the reporter’s', async () => {
    const { conversationId, desk, phone, caller, callee } = await createPair(server.origin);
    for (let count = 1; count <= 4; count += 1) await say(phone, conversationId, `theirs ${count}`);
    await say(desk, conversationId, 'mine in between');
    for (let count = 5; count <= 7; count += 1) await say(phone, conversationId, `theirs ${count}`);
    const reported = await say(phone, conversationId, 'the worst');
    await say(phone, conversationId, 'after it');
    const note = 'Please look.';
    await tell(callee, { kind: 'message', conversationId, messageId: reported.id }, { note });

    const [stored, ...others] = await reportsOf(callee);
    expect(others).toEqual([]);
    const names = { reporter: callee.me.person.handle, reported: caller.me.person.handle };
    expect(stored).toMatchObject({ ...names, reason: 'harassment', note });
    const evidence = stored?.evidence;
    if (evidence?.kind !== 'message') throw new Error('no messages');
    const texts = evidence.messages.map(({ text }) => text);
    expect(texts).toEqual(['theirs 3', 'theirs 4', 'theirs 5', 'theirs 6', 'theirs 7', 'the worst']);
    expect(evidence.messages.at(-1)).toEqual({ text: 'the worst', sentAtMs: reported.createdAtMs });
  });

  test('REP-1: one’s own, a stranger’s and one that is not there are not found, and block nobody', async () => {
    const { conversationId, desk, phone, callee, caller } = await createPair(server.origin);
    const theirs = await say(phone, conversationId, 'theirs');
    const own = await say(desk, conversationId, 'mine');
    const stranger = pair.caller;
    const subject = (messageId: string, at = conversationId): ReportSubject => ({
      kind: 'message',
      conversationId: at,
      messageId: MessageId.parse(messageId),
    });
    expect(await fail(callee, subject(own.id))).toBe('not_found');
    expect(await fail(callee, subject(randomUUID()))).toBe('not_found');
    expect(await fail(callee, subject(theirs.id, pair.conversationId))).toBe('not_found');
    expect(await fail(stranger, subject(theirs.id))).toBe('not_found');
    expect(await reportsOf(callee)).toEqual([]);
    expect(await callee.call('listBlocked', {})).toEqual({ people: [] });
    expect(await stranger.call('listBlocked', {})).toEqual({ people: [] });
    expect((await callee.call('getProfile', byHandle(caller))).youFollow).toBe(true);
  });

  test('REP-1: the row that a call leaves in a thread is no message', async () => {
    const { conversationId, desk, phone, callee } = await createPair(server.origin);
    const frame = {
      callId: CallId.parse(randomUUID()),
      calleeId: callee.me.person.id,
      kind: 'audio',
    } as const;
    await phone.call('call.invite', frame);
    await phone.call('call.cancel', { callId: frame.callId });
    await desk.take('call.ended');
    const page = { params: { conversationId }, query: {} };
    const row = (await callee.call('listMessages', page)).messages.at(-1);
    if (row?.kind !== 'call') throw new Error('no call row');
    expect(await fail(callee, { kind: 'message', conversationId, messageId: row.id })).toBe('not_found');
  });
});

describe('a call', () => {
  test('REP-2: one that rings, was declined or was answered: kind, caller, outcome and time, and nothing else', async () => {
    const { caller, callee, conversationId, ...devices } = await createPair(server.origin);
    const own = { caller, callee, conversationId, ...devices };
    const ringing = await ring(own);
    await tell(callee, { kind: 'call', callId: ringing.id });
    const evidence = {
      ...{ kind: 'call', callKind: 'audio', calledBy: 'reported' },
      ...{ outcome: null, startedAtMs: ringing.createdAtMs },
    };
    expect((await reportsOf(callee)).map((stored) => stored.evidence)).toEqual([evidence]);
    await devices.desk.call('call.decline', { callId: ringing.id });

    const answered = await connect(own);
    await devices.phone.call('call.hang-up', { callId: answered.id, because: 'completed' });
    await tell(callee, { kind: 'call', callId: answered.id });
    await tell(caller, { kind: 'call', callId: answered.id });
    for (const [reporter, reported, calledBy] of [
      [callee, caller, 'reported'],
      [caller, callee, 'reporter'],
    ] as const) {
      expect((await reportsOf(reporter)).at(-1)).toMatchObject({
        reported: reported.me.person.handle,
        evidence: { kind: 'call', calledBy, outcome: 'completed' },
      });
    }
  });

  test('REP-1: one that the caller placed and nobody answered, a stranger’s and none at all are not found', async () => {
    const own = await createPair(server.origin);
    const { id: callId } = await ring(own);
    expect(await fail(own.caller, { kind: 'call', callId })).toBe('not_found');
    expect(await fail(pair.caller, { kind: 'call', callId })).toBe('not_found');
    expect(await fail(own.callee, { kind: 'call', callId: CallId.parse(randomUUID()) })).toBe('not_found');
  });
});

test('REP-1: a person can be reported by whoever can see them; oneself and nobody cannot', async () => {
  const [anna, bert] = [
    await signUpPerson(server.origin, newHandle()),
    await signUpPerson(server.origin, newHandle()),
  ];
  const { handle } = bert.me.person;
  await tell(anna, { kind: 'person', handle: handle.toUpperCase() });
  expect(await reportsOf(anna)).toMatchObject([{ reported: handle, evidence: { kind: 'person' } }]);
  expect(await fail(anna, { kind: 'person', handle: anna.me.person.handle })).toBe('not_found');
  expect(await fail(anna, { kind: 'person', handle: 'nobody_there' })).toBe('not_found');
});

test('REP-4: the same thing told twice, also at once, is one report; the answer is the same', async () => {
  const { conversationId, phone, callee } = await createPair(server.origin);
  const { id: messageId } = await say(phone, conversationId, 'again');
  const subject = { kind: 'message', conversationId, messageId } as const;
  await Promise.all(Array.from({ length: 4 }, () => tell(callee, subject)));
  await tell(callee, subject, { reason: 'spam', note: 'a second thought' });
  expect(await reportsOf(callee)).toMatchObject([{ reason: 'harassment', note: '' }]);
});

test('REP-5: after twenty reports in an hour, taken or not, one waits', async () => {
  const strict = await createTestServer({ rateLimits: createRateLimits({ loose: false }) });
  const anna = await signUpPerson(strict.origin, 'anna');
  const bert = await signUpPerson(strict.origin, 'bert');
  const body = { subject: { kind: 'person', handle: 'nobody_there' }, reason: 'spam' } as const;
  for (let count = 0; count < 20; count += 1) await anna.fail('report', { body });
  const refused = await anna.fail('report', { body });
  expect(refused.code).toBe('rate_limited');
  expect(refused.retryAfterMs).toBeGreaterThan(0);
  expect((await bert.fail('report', { body })).code).toBe('not_found');
  await strict.close();
});

test('REP-6: nothing goes to the reported person, and nothing looks different to them', async () => {
  const { conversationId, phone, laptop, caller, callee } = await createPair(server.origin);
  const { id: messageId } = await say(phone, conversationId, 'ugly');
  await laptop.take('message.created');
  const look = async (): Promise<unknown[]> => [
    await caller.call('getConversation', { params: { conversationId } }),
    await caller.call('getProfile', byHandle(callee)),
    await caller.call('getMe', {}),
  ];
  const before = await look();
  const [seenByPhone, effects] = [phone.events.length, recordEffects(server.ports)];
  await tell(callee, { kind: 'message', conversationId, messageId });
  expect(effects).toEqual([]);
  await phone.settle();
  expect(phone.events.length).toBe(seenByPhone);
  expect(await look()).toEqual(before);
});

test('REP-7: “also block” blocks in the same step: a ring is declined everywhere and both follows are gone', async () => {
  const own = await createPair(server.origin);
  const { id: callId } = await ring(own);
  await tell(own.callee, { kind: 'call', callId }, { block: true });
  for (const device of [own.phone, own.laptop, own.desk, own.tablet]) {
    expect((await device.take('call.ended')).call).toMatchObject({ id: callId, outcome: 'declined' });
  }
  expect(await own.callee.call('getProfile', byHandle(own.caller))).toMatchObject({
    youBlock: true,
    youFollow: false,
    followsYou: false,
  });
  expect(await reportsOf(own.callee)).toHaveLength(1);
});

test('REP-4, REP-7: what was reported before can still be blocked with a second report', async () => {
  const own = await createPair(server.origin);
  const subject = { kind: 'person', handle: own.caller.me.person.handle } as const;
  await tell(own.callee, subject);
  await tell(own.callee, subject, { block: true });
  expect((await own.callee.call('listBlocked', {})).people).toEqual([own.caller.me.person]);
});

test('WIRE-1: whatever is sent as a report, it is taken or refused in words, and a refusal leaves nothing', async () => {
  const fuzzer = await signUpPerson(server.origin, newHandle());
  const headers = { authorization: `Bearer ${fuzzer.token}` };
  const id = fc.oneof(fc.uuid(), fc.string(), fc.constant(pair.conversationId));
  const subject = fc.oneof(
    fc.record({ kind: fc.constant('message'), conversationId: id, messageId: id }),
    fc.record({ kind: fc.constant('call'), callId: id }),
    fc.record({ kind: fc.constant('person'), handle: fc.string({ unit: 'binary', maxLength: 30 }) }),
    fc.anything(),
  );
  const body = fc.record({
    subject,
    reason: fc.oneof(fc.constantFrom('spam', 'other'), fc.anything()),
    note: fc.oneof(fc.string({ unit: 'binary' }), fc.anything()),
    block: fc.oneof(fc.boolean(), fc.anything()),
  });
  await fc.assert(
    fc.asyncProperty(fc.oneof(body, fc.anything()), async (given) => {
      const answer = await ask(server.origin, 'report', { body: toJson(given) }, headers);
      expect([400, 404]).toContain(answer.status);
    }),
    { numRuns: 150 },
  );
  expect(await reportsOf(fuzzer)).toEqual([]);
  expect(await fuzzer.call('listBlocked', {})).toEqual({ people: [] });
});

/** What JSON can carry of it; a bare undefined would be no body at all. */
function toJson(value: unknown): unknown {
  try {
    return JSON.parse(JSON.stringify(value) ?? 'null');
  } catch {
    return null;
  }
}
