import { randomUUID } from 'node:crypto';
import { ReportId } from '@parley/protocol';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { AppError } from '../../error.ts';
import { openDatabase } from '../../store/database.ts';
import { signUpAdmin } from '../../testing/admin.ts';
import { connectDevice } from '../../testing/device.ts';
import { createPair, newHandle, ring } from '../../testing/pair.ts';
import { signUpPerson } from '../../testing/person.ts';
import type { TestPerson } from '../../testing/person.ts';
import { createTestServer } from '../../testing/server.ts';
import type { TestServer } from '../../testing/server.ts';
import { explain } from './explain.ts';
import { parseCommand } from './parse.ts';
import { runCommand } from './run.ts';
import type { CliResult } from './run.ts';

let server: TestServer;
/** The command line is a process of its own: it has no socket to tell through. */
let elsewhere: TestServer;

beforeAll(async () => {
  server = await createTestServer({ runsJobs: true });
  elsewhere = await createTestServer({ database: server.database });
});
afterAll(async () => {
  await elsewhere.app.close();
  await server.close();
  expect(server.errors).toEqual([]);
});

async function type(line: string): Promise<CliResult> {
  const parsed = parseCommand(['admin', ...line.split(' ')]);
  if (parsed.outcome !== 'command') throw new Error(JSON.stringify(parsed));
  return await runCommand(elsewhere.ports, parsed.command);
}

async function refusalOf(line: string): Promise<string | undefined> {
  const error: unknown = await type(line).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(AppError);
  return explain(error);
}

const handleOf = (person: TestPerson): string => person.me.person.handle;
const newcomer = () => signUpPerson(server.origin, newHandle());

test('ADM-13: a change is told to open clients of a node that runs, and recorded as the command line’s', async () => {
  const pair = await createPair(server.origin);
  await type(`verify ${handleOf(pair.caller)}`);
  await pair.phone.take('account.changed');
  expect((await pair.caller.call('getMe', {})).person.verified).toBe(true);
  const [entry] = await elsewhere.ports.stores.audit.list({ limit: 1 });
  expect(entry).toMatchObject({ actor: null, action: 'verified.granted', subject: handleOf(pair.caller) });
});

test('ADM-10, ADM-13: a suspension closes sockets and ends the live call of a node that runs', async () => {
  const pair = await createPair(server.origin);
  const { id } = await ring(pair);
  const { json, text } = await type(`suspend ${handleOf(pair.caller)} Threats in calls`);
  expect(json).toMatchObject({ suspended: { reason: 'Threats in calls' }, sessions: 0 });
  expect(text).toContain('suspended: Threats in calls');
  expect((await pair.desk.take('call.ended')).call.id).toBe(id);
  expect(await pair.phone.closed).toBe(4403);
});

test('ADM-13: where the change is undone nothing is told', async () => {
  const anna = await newcomer();
  const device = await connectDevice(server.origin, anna);
  const { transaction } = elsewhere.ports;
  elsewhere.ports.transaction = (work) =>
    transaction(async (stores) => {
      await work(stores);
      throw new AppError('internal');
    });
  await refusalOf(`verify ${handleOf(anna)}`);
  elsewhere.ports.transaction = transaction;
  await type(`grant-premium ${handleOf(anna)} 1`);
  await device.take('account.changed');
  expect(device.events.filter((event) => event.type === 'account.changed')).toHaveLength(1);
  expect((await anna.call('getMe', {})).person.verified).toBe(false);
});

test('ADM-14, ADM-7: makes an administrator, and helps one who has lost every factor', async () => {
  const anna = await newcomer();
  expect((await type(`make-admin ${handleOf(anna)}`)).json).toMatchObject({ isAdmin: true });
  expect((await anna.call('getMe', {})).isAdmin).toBe(true);
  expect(await refusalOf(`make-admin ${handleOf(anna)}`)).toBe('The account is an administrator already.');

  const bert = await signUpAdmin(server, newHandle());
  const { secondFactors } = server.ports.stores;
  const passkey = { credentialId: randomUUID(), publicKey: Buffer.of(1), counter: 0, transports: [] };
  await secondFactors.addPasskey(bert.me.person.id, { ...passkey, label: 'lost', createdAtMs: Date.now() });
  await secondFactors.beginTotp(bert.me.person.id, Buffer.of(1));
  await bert.call('listAudit', { query: {} });
  await type(`reset-second-factor ${handleOf(bert)}`);
  expect(await bert.fail('listAudit', { query: {} })).toEqual({ code: 'second_factor_required' });
  expect(await bert.call('getAdminAccess', {})).toEqual({
    ...{ elevatedUntilMs: null, passkeys: [], totp: false, asksPassword: true },
  });
  expect(await secondFactors.findTotp(bert.me.person.id)).toBeUndefined();
});

test('ADM-10: the last administrator is not suspended, also not from here', async () => {
  const alone = await createTestServer();
  const anna = await signUpAdmin(alone, newHandle());
  const parsed = parseCommand(['admin', 'suspend', handleOf(anna), 'x']);
  if (parsed.outcome !== 'command') throw new Error('no command');
  const error: unknown = await runCommand(alone.ports, parsed.command).catch((thrown: unknown) => thrown);
  expect(explain(error)).toMatch(/^This is the last administrator\. Make somebody else one first/);
  await alone.close();
});

test('ADM-13: the roll-out is moved one platform at a time, and what is not named stays', async () => {
  const anna = await newcomer();
  await type(`rollout set ios=10% --always-in ${handleOf(anna)}`);
  const { json, text } = await type('rollout set android=off');
  expect(json).toMatchObject({
    rollout: {
      ios: { state: 'percentage', percent: 10 },
      android: { state: 'off' },
      web: { state: 'on' },
      alwaysIn: [handleOf(anna)],
    },
    changedBy: null,
  });
  expect(text).toContain('iOS         10 %');
  expect((await type('rollout show')).json).toEqual(json);
  expect(await refusalOf('rollout set --always-out nobody_there')).toBe('nobody is called nobody_there');
});

test('ADM-13: reports, people, health and the audit log, for people and for scripts', async () => {
  const [anna, bert] = [await newcomer(), await newcomer()];
  await anna.call('report', {
    body: { subject: { kind: 'person', handle: handleOf(bert) }, reason: 'spam', note: 'Look' },
  });
  const { json, text } = await type('reports list');
  // The command's own result.
  const [report] = json as { id: string }[];
  expect(text).toContain(`@${handleOf(bert)}: spam, by @${handleOf(anna)}`);
  const settled = await type(`reports resolve ${report?.id} dismissed nothing to see`);
  expect(settled.text).toContain('dismissed by the command line');
  expect(await refusalOf(`reports resolve ${report?.id} dismissed`)).toBe('The report is settled already.');
  expect(await refusalOf(`reports resolve ${ReportId.parse(randomUUID())} dismissed`)).toBe(
    'There is no such report.',
  );
  expect((await type(`people find ${handleOf(anna)}`)).text).toContain(`@${handleOf(anna)}`);
  expect((await type('people find nobody_is_called_so')).text).toBe('Nobody is called so.');
  expect((await type('audit')).text).toContain('command line  report.resolved');
  expect((await type('health')).text).toMatch(/database +works +PostgreSQL/);
  expect(await refusalOf('verify nobody_there')).toBe('There is no such account.');
});

test('what members have written cannot command the terminal', async () => {
  const [anna, bert] = [await newcomer(), await newcomer()];
  const note = 'red\u001b[31m\u202e\nAlways out  nobody';
  await anna.call('report', {
    body: { subject: { kind: 'person', handle: handleOf(bert) }, reason: 'other', note },
  });
  const { text } = await type('reports list');
  expect(text).toContain('note: red [31m Always out  nobody');
  for (const command of ['\u001b', '\u202e']) expect(text).not.toContain(command);
});

test('ADM-13: a database of another version is told so in a sentence', async () => {
  const db = openDatabase(server.database, () => undefined);
  const error: unknown = await db
    .selectFrom('no_such_table' as 'accounts')
    .selectAll()
    .execute()
    .catch((thrown: unknown) => thrown);
  await db.destroy();
  expect(explain(error)).toMatch(/^The database is not that of this version/);
  expect(explain(new Error('a fault of ours'))).toBeUndefined();
});
