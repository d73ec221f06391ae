import { inspect } from 'node:util';
import { afterEach, expect, test } from 'vitest';
import { startMailServer } from '../testing/mail-server.ts';
import type { MailServer } from '../testing/mail-server.ts';
import { createSmtpMailer } from './smtp.ts';

const servers: MailServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

async function start(mood?: 'refuses'): Promise<MailServer> {
  const server = await startMailServer(mood);
  servers.push(server);
  return server;
}

const MAIL = { to: 'anna@example.org', subject: 'Your Parley code', text: '123456 is your code' };

test('BOOK-7: a code goes out by SMTP, to one address and with nothing but plain text', async () => {
  const { url, inbox } = await start();
  await createSmtpMailer({ url, from: 'Parley <parley@example.org>' }).send(MAIL);
  expect(inbox).toHaveLength(1);
  expect(inbox[0]).toMatchObject({ from: 'parley@example.org', to: ['anna@example.org'] });
  expect(inbox[0]?.text).toContain('Subject: Your Parley code');
  expect(inbox[0]?.text).toContain('Content-Type: text/plain');
  expect(inbox[0]?.text).toContain('123456 is your code');
});

test('BOOK-7: an address is never read as two', async () => {
  const { url, inbox } = await start();
  const mailer = createSmtpMailer({ url, from: 'parley@example.org' });
  await mailer.send({ ...MAIL, to: 'anna@example.org,bert@example.org' }).catch(() => undefined);
  expect(inbox.flatMap(({ to }) => to)).not.toContain('bert@example.org');
});

test('BOOK-6, BOOK-7: what the mail server does not take is an error that does not name the address', async () => {
  const { url, inbox } = await start('refuses');
  const sending = createSmtpMailer({ url, from: 'parley@example.org' }).send(MAIL);
  const thrown = await sending.then(
    () => undefined,
    (error: unknown) => error,
  );
  expect(inspect(thrown)).toContain('EENVELOPE 550');
  expect(inspect(thrown)).not.toContain('anna');
  expect(inbox).toEqual([]);
});

test('BOOK-7: a mail server that is not there is an error', async () => {
  const mailer = createSmtpMailer({ url: 'smtp://127.0.0.1:1', from: 'parley@example.org' });
  await expect(mailer.send(MAIL)).rejects.toThrow();
});
