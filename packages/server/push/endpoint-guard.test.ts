import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createEndpointGuard } from './endpoint-guard.ts';
import type { GuardOptions } from './endpoint-guard.ts';
import { parsePushHost } from './push-hosts.ts';

const PUBLIC = [{ address: '142.250.74.10', family: 4 }];

function create(options: Partial<GuardOptions> = {}) {
  const asked: string[] = [];
  const guard = createEndpointGuard({
    hosts: [],
    allowsLoopback: false,
    resolve: async (host) => {
      asked.push(host);
      return PUBLIC;
    },
    ...options,
  });
  return { guard, asked };
}

test.each([
  'https://fcm.googleapis.com/fcm/send/abc:def',
  'https://FCM.googleapis.com/fcm/send/abc',
  'https://fcm.googleapis.com:443/fcm/send/abc',
  'https://updates.push.services.mozilla.com/wpush/v2/gAAA',
  'https://wns2-par02p.notify.windows.com/w/?token=abc',
  'https://web.push.apple.com/QFGh',
])('PUSH-8: %s is a push endpoint', async (endpoint) => {
  const { guard } = create();
  expect(await guard.check(endpoint)).toMatchObject({
    outcome: 'fine',
    at: { address: '142.250.74.10', family: 4 },
  });
});

test.each([
  ['http://fcm.googleapis.com/x', 'not https'],
  ['https://example.org/x', 'not a push service'],
  ['https://fcm.googleapis.com.example.org/x', 'only begins like one'],
  ['https://example.org/fcm.googleapis.com', 'only in the path'],
  ['https://notify.windows.com/x', 'the bare domain'],
  ['https://evilnotify.windows.com/x', 'only ends like one'],
  ['https://fcm.googleapis.com:8443/x', 'another port'],
  ['https://user@fcm.googleapis.com/x', 'a user name'],
  ['https://user:password@fcm.googleapis.com/x', 'a password'],
  ['https://example.org@127.0.0.1/x', 'a user name that looks like a host'],
  ['https://fcm.googleapis.com./x', 'a dot at the end'],
  ['https://127.0.0.1/x', 'an address'],
  ['https://2130706433/x', 'an address in one number'],
  ['https://0x7f.1/x', 'an address in hex'],
  ['https://[::1]/x', 'an address'],
  ['https://[::ffff:7f00:1]/x', 'an address'],
  ['https://fcm.googleapis.com/x#y', 'a fragment'],
  ['file:///etc/passwd', 'a file'],
  ['', 'nothing'],
])('PUSH-8: %s is refused before any name is looked up (%s)', async (endpoint) => {
  const { guard, asked } = create();
  expect((await guard.check(endpoint)).outcome).toBe('refused');
  expect(asked).toEqual([]);
});

test.each(['.', '..', '\u3002.', 'a..', '\u3002'])(
  'PUSH-8: names that are empty are no name: %j',
  async (names) => {
    const { guard, asked } = create();
    expect((await guard.check(`https://${names}notify.windows.com/x`)).outcome).toBe('refused');
    expect(asked).toEqual([]);
  },
);

test('PUSH-8: an endpoint of any length is refused at once', async () => {
  const { guard, asked } = create();
  expect((await guard.check(`https://fcm.googleapis.com/${'x'.repeat(3_000)}`)).outcome).toBe('refused');
  expect(asked).toEqual([]);
});

test('PUSH-8: one address behind the name that is not public refuses them all', async () => {
  const { guard } = create({
    resolve: async () => [...PUBLIC, { address: '10.0.0.1', family: 4 }],
  });
  expect((await guard.check('https://fcm.googleapis.com/x')).outcome).toBe('refused');
});

test('PUSH-8: a name that is not known is neither fine nor refused', async () => {
  const unknown = create({ resolve: () => Promise.reject(new Error('ENOTFOUND')) });
  expect((await unknown.guard.check('https://fcm.googleapis.com/x')).outcome).toBe('unknown');
  const empty = create({ resolve: async () => [] });
  expect((await empty.guard.check('https://fcm.googleapis.com/x')).outcome).toBe('unknown');
});

test('PUSH-8: the operator adds hosts, with a port of their own', async () => {
  const hosts = [parsePushHost('push.example.org:8443'), parsePushHost('*.push.example.com')].filter(
    (host) => host !== undefined,
  );
  const { guard } = create({ hosts });
  const outcomeOf = async (endpoint: string) => (await guard.check(endpoint)).outcome;
  expect(await outcomeOf('https://push.example.org:8443/x')).toBe('fine');
  expect(await outcomeOf('https://a.push.example.com/x')).toBe('fine');
  expect(await outcomeOf('https://push.example.org/x')).toBe('refused');
  expect(await outcomeOf('https://push.example.com/x')).toBe('refused');
});

test('PUSH-8: a push service on this machine is asked only where that was allowed, and only on its own port', async () => {
  const hosts = [{ name: 'localhost', port: 9_443 }];
  const resolve = async () => [{ address: '127.0.0.1', family: 4 }];
  const endpoint = 'https://localhost:9443/x';
  expect((await create({ hosts, resolve }).guard.check(endpoint)).outcome).toBe('refused');
  const allowed = create({ hosts, resolve, allowsLoopback: true }).guard;
  expect((await allowed.check(endpoint)).outcome).toBe('fine');
  // A known service's name that leads here is not what was allowed.
  expect((await allowed.check('https://fcm.googleapis.com/x')).outcome).toBe('refused');
  const elsewhere = create({
    hosts,
    resolve: async () => [{ address: '10.0.0.1', family: 4 }],
    allowsLoopback: true,
  });
  expect((await elsewhere.guard.check(endpoint)).outcome).toBe('refused');
});

test('PUSH-8: whatever is sent as an endpoint, only https on a known host is ever looked up', async () => {
  const { guard, asked } = create();
  const parts = fc.constantFrom(
    ...[
      'https://',
      'http://',
      'fcm.googleapis.com',
      '127.0.0.1',
      '[::1]',
      '@',
      ':',
      '443',
      '8080',
      '/',
      '\\',
      '#',
      '?',
    ],
    ...['.', '%2e', '\u0000', '\t', ' ', 'x', '.notify.windows.com', 'localhost', '\u3002', 'ⓖ'],
  );
  const endpoint = fc.oneof(
    fc.string(),
    fc.webUrl(),
    fc.array(parts, { maxLength: 8 }).map((all) => all.join('')),
  );
  await fc.assert(
    fc.asyncProperty(endpoint, async (text) => {
      const checked = await guard.check(text);
      if (checked.outcome !== 'fine') return;
      expect(checked.url.protocol).toBe('https:');
      expect(checked.url.port).toBe('');
      expect(checked.url.hostname).toMatch(/^(fcm\.googleapis\.com|[^.].*\.notify\.windows\.com)$/);
    }),
    { numRuns: 1_000 },
  );
  expect(asked.every((host) => /\.(googleapis|windows|mozilla|apple)\.com$/.test(host))).toBe(true);
});

test.each(['push.example.org', '*.push.example.org', 'push.example.org:8443', 'localhost:1'])(
  'PUSH-8: %s is a host to add',
  (text) => {
    expect(parsePushHost(text)).toBeDefined();
  },
);

test.each([
  '',
  '*',
  '*.',
  'https://push.example.org',
  'push.example.org:0',
  'push.example.org:70000',
  'a b',
  '.x',
  '[::1]:1',
])('PUSH-8: "%s" is none', (text) => {
  expect(parsePushHost(text)).toBeUndefined();
});
