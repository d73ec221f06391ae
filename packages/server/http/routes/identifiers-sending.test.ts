import { inspect } from 'node:util';
import { afterEach, describe, expect, test } from 'vitest';
import type { Config } from '../../config.ts';
import { createContactLimits } from '../../contacts/limits.ts';
import { createCodeLog, newPhone } from '../../testing/codes.ts';
import { startMailServer } from '../../testing/mail-server.ts';
import type { MailServer } from '../../testing/mail-server.ts';
import { newHandle } from '../../testing/pair.ts';
import { signUpPerson } from '../../testing/person.ts';
import type { TestPerson } from '../../testing/person.ts';
import { createTestServer } from '../../testing/server.ts';
import type { TestServer } from '../../testing/server.ts';

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});

async function start(config: Partial<Config>, log = createCodeLog().log): Promise<TestServer> {
  const server = await createTestServer({ config, log });
  stops.push(server.close);
  return server;
}

const signUp = (server: TestServer): Promise<TestPerson> => signUpPerson(server.origin, newHandle());

const NOWHERE = { mail: undefined, sms: undefined };
const ADDRESS = { kind: 'email', value: 'anna@example.org' } as const;

async function startMail(mood?: 'refuses'): Promise<MailServer> {
  const server = await startMailServer(mood);
  stops.push(server.close);
  return server;
}

describe('BOOK-7: how codes go out', () => {
  test('by mail, whose code attaches the address', async () => {
    const { url, inbox } = await startMail();
    const server = await start({ mail: { url, from: 'parley@example.org' } });
    const anna = await signUp(server);
    const { identifier } = await anna.call('addIdentifier', { body: ADDRESS });
    expect(inbox).toHaveLength(1);
    const code = /\b\d{6}\b/.exec(inbox[0]?.text.split('\r\n\r\n').slice(1).join() ?? '')?.[0] ?? '';
    const params = { identifierId: identifier.id };
    expect(await anna.call('verifyIdentifier', { params, body: { code } })).toMatchObject({
      hint: 'a•••@example.org',
    });
  });

  test.each([
    ['phone', 'SMS_HTTP_URL'],
    ['email', 'SMTP_URL'],
  ] as const)(
    'BOOK-18: in production without a way to a %s, it says which setting is missing',
    async (kind, setting) => {
      const codes = createCodeLog();
      const server = await start({ ...NOWHERE, mode: 'production' }, codes.log);
      const anna = await signUp(server);
      const value = kind === 'phone' ? newPhone() : ADDRESS.value;
      const refusal = await anna.fail('addIdentifier', { body: { kind, value } });
      expect(refusal.code).toBe('unavailable');
      expect(refusal.detail).toContain(setting);
      expect(codes.count()).toBe(0);
      expect(await anna.call('listIdentifiers', {})).toEqual({ identifiers: [] });
    },
  );

  test('BOOK-18: a mail server that is not there is `unavailable`, and nothing is written', async () => {
    const server = await start({ mail: { url: 'smtp://127.0.0.1:1', from: 'parley@example.org' } });
    const anna = await signUp(server);
    expect(await anna.fail('addIdentifier', { body: ADDRESS })).toMatchObject({ code: 'unavailable' });
    expect(await anna.call('listIdentifiers', {})).toEqual({ identifiers: [] });
  });

  test('BOOK-6: a mail server that fails leaves no address and no code in the log', async () => {
    const { url } = await startMail('refuses');
    const lines: string[] = [];
    const write = (fields: object, message: string): void => void lines.push(inspect({ fields, message }));
    const log = { info: write, warn: write, error: write };
    const server = await start({ mail: { url, from: 'parley@example.org' } }, log);
    const anna = await signUp(server);
    await anna.fail('addIdentifier', { body: ADDRESS });
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain('a code could not be sent');
    expect(lines[0]).not.toMatch(/anna|your code/);
  });
});

describe('BOOK-3: asking for codes is limited', () => {
  async function refusals(
    server: TestServer,
    ask: (times: number) => Promise<TestPerson>,
    values: () => string,
  ) {
    const codes: string[] = [];
    for (let times = 0; times < 40; times += 1) {
      const person = await ask(times);
      const body = { kind: 'phone', value: values() } as const;
      const answer = await person.call('addIdentifier', { body }).catch((error: Error) => error.message);
      codes.push(typeof answer === 'string' ? answer.slice(0, 18) : 'sent');
    }
    return codes;
  }
  const REFUSED = 'addIdentifier: 429';

  test('per destination: five an hour, whoever asks', async () => {
    const server = await start({});
    server.ports.contactLimits = createContactLimits({ loose: true });
    const people = await Promise.all(Array.from({ length: 4 }, () => signUp(server)));
    const value = newPhone();
    const answers = await refusals(
      server,
      async (times) => people[times % 4] ?? (await signUp(server)),
      () => value,
    );
    expect(answers.filter((answer) => answer === 'sent')).toHaveLength(5);
    expect(answers.at(-1)).toBe(REFUSED);
  });

  test('per account: ten an hour, wherever to', async () => {
    const server = await start({});
    server.ports.contactLimits = createContactLimits({ loose: false });
    const anna = await signUp(server);
    const values = Array.from({ length: 5 }, newPhone);
    let next = 0;
    const answers = await refusals(
      server,
      async () => anna,
      () => values[(next += 1) % 5] ?? '',
    );
    expect(answers.filter((answer) => answer === 'sent')).toHaveLength(10);
    expect(answers.at(-1)).toBe(REFUSED);
  });

  test('per network address: thirty an hour, whoever asks and wherever to', async () => {
    const server = await start({});
    server.ports.contactLimits = createContactLimits({ loose: false });
    const people = await Promise.all(Array.from({ length: 8 }, () => signUp(server)));
    const answers = await refusals(
      server,
      async (times) => people[times % 8] ?? (await signUp(server)),
      newPhone,
    );
    expect(answers.filter((answer) => answer === 'sent')).toHaveLength(30);
    expect(answers.at(-1)).toBe(REFUSED);
  });

  test('BOOK-4: attempts are limited beyond those of one code', async () => {
    const server = await start({});
    server.ports.contactLimits = createContactLimits({ loose: false });
    const anna = await signUp(server);
    const { identifier } = await anna.call('addIdentifier', { body: { kind: 'phone', value: newPhone() } });
    const params = { identifierId: identifier.id };
    const answers = [];
    for (let tries = 0; tries < 51; tries += 1) {
      answers.push((await anna.fail('verifyIdentifier', { params, body: { code: '000000' } })).code);
    }
    expect(answers.slice(0, 50)).not.toContain('rate_limited');
    expect(answers.at(-1)).toBe('rate_limited');
  });

  test('BOOK-10: importing is limited per account', async () => {
    const limits = createContactLimits({ loose: false });
    const server = await start({});
    const [anna, bert] = [await signUp(server), await signUp(server)];
    for (let batch = 0; batch < 400; batch += 1) await limits.importBatch(anna.me.person.id);
    server.ports.contactLimits = limits;
    const body = { entries: [{ phones: [newPhone()], emails: [] }] };
    expect(await anna.fail('importContacts', { body })).toMatchObject({ code: 'rate_limited' });
    expect((await anna.call('listContacts', { query: {} })).total).toBe(0);
    expect((await bert.call('importContacts', { body })).total).toBe(1);
  });
});
