import { describe, expect, test } from 'vitest';
import { buildPath, createDownload, createRequest } from './http.ts';

type Answer = { status?: number; body?: unknown } | Error;

function requestAgainst(answer: Answer, token?: string) {
  const seen: { url: string; init: RequestInit }[] = [];
  let thrownOut = 0;
  const request = createRequest(
    {
      fetch: async (url, init) => {
        seen.push({ url, init });
        if (answer instanceof Error) throw answer;
        const text = answer.body === undefined ? '<html>' : JSON.stringify(answer.body);
        return new Response(text, { status: answer.status ?? 200 });
      },
    },
    'https://parley.example',
    { id: () => undefined, token: () => token, onUnauthenticated: () => void (thrownOut += 1) },
  );
  return { request, seen, thrownOut: () => thrownOut };
}

describe('paths', () => {
  test('parameters are escaped, absent query values left out', () => {
    expect(buildPath({ path: '/api/people/:handle' }, { params: { handle: 'a/b?' } })).toBe(
      '/api/people/a%2Fb%3F',
    );
    expect(buildPath({ path: '/api/calls' }, { query: { beforeMs: undefined, limit: 5 } })).toBe(
      '/api/calls?limit=5',
    );
    expect(buildPath({ path: '/api/me' }, {})).toBe('/api/me');
  });
});

describe('requests', () => {
  test('carry the bearer token in a header and the body as JSON', async () => {
    const { request, seen } = requestAgainst({ body: { people: [] } }, 'secret');
    await request('searchPeople', { query: { q: 'an' } });
    expect(seen[0]?.url).toBe('https://parley.example/api/people?q=an');
    expect(seen[0]?.init.headers).toEqual({ authorization: 'Bearer secret' });
  });

  test('a refusal is a ParleyError with the code and the wait', async () => {
    const body = { code: 'rate_limited', retryAfterMs: 7_000 };
    const { request } = requestAgainst({ status: 429, body });
    await expect(request('getMe', {})).rejects.toMatchObject({ name: 'ParleyError', ...body });
  });

  test.each([
    [502, 'unavailable'],
    [500, 'internal'],
    [413, 'too_large'],
    [404, 'not_found'],
    [400, 'bad_request'],
  ])('WIRE-2: a %i that carries no reason (a proxy answered) is %s', async (status, code) => {
    await expect(requestAgainst({ status }).request('getMe', {})).rejects.toMatchObject({ code });
  });

  test('no network is offline', async () => {
    const { request } = requestAgainst(new TypeError('fetch failed'));
    await expect(request('getMe', {})).rejects.toMatchObject({ code: 'offline' });
  });

  test('WIRE-1: an answer that does not match its schema is an error, not data', async () => {
    await expect(requestAgainst({ body: { person: 1 } }).request('getMe', {})).rejects.toMatchObject({
      code: 'internal',
    });
  });

  test('a session found gone is told, a failed sign-in is not', async () => {
    const { request, thrownOut } = requestAgainst({ status: 401, body: { code: 'unauthenticated' } });
    await expect(request('signIn', { body: { handle: 'ann', password: 'x' } })).rejects.toThrow();
    expect(thrownOut()).toBe(0);
    await expect(request('getMe', {})).rejects.toThrow();
    expect(thrownOut()).toBe(1);
  });
});

describe('files', () => {
  const session = { id: () => undefined, token: () => undefined, onUnauthenticated: () => undefined };
  const download = (response: Response) =>
    createDownload({ fetch: async () => response }, 'https://parley.example', session)('exportMe');

  test('ACC-15: are handed on unread', async () => {
    expect(await (await download(new Response('{"whatever":'))).text()).toBe('{"whatever":');
  });

  test('a refusal is a ParleyError, no file', async () => {
    const refusal = Response.json({ code: 'rate_limited', retryAfterMs: 5 }, { status: 429 });
    await expect(download(refusal)).rejects.toMatchObject({ code: 'rate_limited', retryAfterMs: 5 });
  });

  test('ACC-15: half of one is an error, no file', async () => {
    const half = new ReadableStream({ pull: (controller) => controller.error(new TypeError('terminated')) });
    await expect(download(new Response(half))).rejects.toMatchObject({ code: 'offline' });
  });
});
