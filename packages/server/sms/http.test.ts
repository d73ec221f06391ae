import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { createHttpTexter } from './http.ts';

interface Request {
  method: string | undefined;
  path: string | undefined;
  authorization: string | undefined;
  contentType: string | undefined;
  body: unknown;
}

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

/** A gateway on this machine that keeps what it is asked. */
async function startGateway(
  answer: (response: ServerResponse) => void,
): Promise<{ url: string; requests: Request[] }> {
  const requests: Request[] = [];
  const receive = async (request: IncomingMessage): Promise<void> => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    await once(request, 'end');
    const { method, url: path, headers } = request;
    requests.push({
      method,
      path,
      authorization: headers.authorization,
      contentType: headers['content-type'],
      body: JSON.parse(Buffer.concat(parts).toString()),
    });
  };
  const server = createServer((request, response) => {
    void receive(request).then(() => answer(response));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  stops.push(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });
  // A server that listens on host and port has such an address.
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/send`, requests };
}

const MESSAGE = { to: '+4915123456789', text: '123456 is your code' };

test('BOOK-7: a code goes to the SMS gateway as JSON, with the token', async () => {
  const { url, requests } = await startGateway((response) => response.writeHead(202).end('queued'));
  await createHttpTexter({ url, token: 'token' }).send(MESSAGE);
  await createHttpTexter({ url, token: undefined }).send(MESSAGE);
  const request = { method: 'POST', path: '/send', contentType: 'application/json', body: MESSAGE };
  expect(requests).toEqual([
    { ...request, authorization: 'Bearer token' },
    { ...request, authorization: undefined },
  ]);
});

test('BOOK-7: a gateway that refuses is an error', async () => {
  const { url } = await startGateway((response) => response.writeHead(402).end());
  await expect(createHttpTexter({ url, token: undefined }).send(MESSAGE)).rejects.toThrow('402');
});

test('BOOK-7: a redirect is not followed: number and code go nowhere else', async () => {
  const elsewhere = await startGateway((response) => response.writeHead(200).end());
  const { url } = await startGateway((response) =>
    response.writeHead(307, { location: elsewhere.url }).end(),
  );
  await expect(createHttpTexter({ url, token: 'token' }).send(MESSAGE)).rejects.toThrow();
  expect(elsewhere.requests).toEqual([]);
});
