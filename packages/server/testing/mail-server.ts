import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';

/** One message as it came over the line. */
interface ReceivedMail {
  from: string;
  to: string[];
  text: string;
}

/** A mail server on this machine that keeps what it is given. */
export interface MailServer {
  url: string;
  inbox: ReceivedMail[];
  close: () => Promise<void>;
}

/** `mood: 'refuses'`: it knows no mailbox, and repeats the address to say so, as real ones do. */
export async function startMailServer(mood: 'takes' | 'refuses' = 'takes'): Promise<MailServer> {
  const inbox: ReceivedMail[] = [];
  const server = new SMTPServer({
    disabledCommands: ['STARTTLS'],
    authOptional: true,
    onRcptTo: ({ address }, _session, done) =>
      mood === 'takes' ? done() : done(new Error(`no mailbox ${address}`)),
    onData(stream, session, done) {
      const parts: Buffer[] = [];
      stream.on('data', (part: Buffer) => parts.push(part));
      stream.on('end', () => {
        const { mailFrom, rcptTo } = session.envelope;
        const from = mailFrom === false ? '' : mailFrom.address;
        inbox.push({ from, to: rcptTo.map(({ address }) => address), text: Buffer.concat(parts).toString() });
        done();
      });
    },
  });
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  // A server that listens on host and port has such an address.
  const { port } = server.server.address() as AddressInfo;
  return {
    url: `smtp://127.0.0.1:${port}`,
    inbox,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
      }),
  };
}
