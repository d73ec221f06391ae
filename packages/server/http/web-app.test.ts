import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestServer } from '../testing/server.ts';
import type { TestServer } from '../testing/server.ts';
import { securityHeaders } from './security-headers.ts';

const PAGE = '<!doctype html><title>Parley</title>';
const SCRIPT = 'console.log("a script that is long enough to be worth compressing");';
const asPage = { headers: { accept: 'text/html,application/xhtml+xml' } };

let server: TestServer;
let webRoot: string;

beforeAll(async () => {
  webRoot = mkdtempSync(join(tmpdir(), 'parley-web-'));
  mkdirSync(join(webRoot, 'assets'));
  writeFileSync(join(webRoot, 'index.html'), PAGE);
  writeFileSync(join(webRoot, 'sw.js'), SCRIPT);
  writeFileSync(join(webRoot, 'assets', 'main-abc123.js'), SCRIPT);
  writeFileSync(join(webRoot, 'assets', 'main-abc123.js.gz'), gzipSync(SCRIPT));
  server = await createTestServer({ webRoot });
});
afterAll(async () => {
  await server.close();
  rmSync(webRoot, { recursive: true });
});

describe('the web app', () => {
  test.each(['/', '/messages', '/people/anna', '/sign-in?x=1'])('%s is a page of it', async (path) => {
    const response = await fetch(server.origin + path, asPage);
    expect(response.status).toBe(200);
    expect(await response.text()).toBe(PAGE);
    expect(response.headers.get('cache-control')).toBe('no-cache');
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
  });

  test('files with a hash in their name stay in the cache, compressed ones are sent as they are', async () => {
    const response = await fetch(`${server.origin}/assets/main-abc123.js`, {
      headers: { 'accept-encoding': 'gzip' },
    });
    expect(response.headers.get('content-encoding')).toBe('gzip');
    expect(response.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(await response.text()).toBe(SCRIPT);
  });

  test('PUSH-31: the service worker is asked for anew each time, and governs the whole app', async () => {
    const response = await fetch(`${server.origin}/sw.js`);
    expect(response.status).toBe(200);
    expect(response.headers.get('cache-control')).toBe('no-cache');
    expect(response.headers.get('content-type')).toContain('javascript');
    // It asks this server and nobody else.
    expect(response.headers.get('content-security-policy')).toContain("default-src 'self'");
  });

  test('a script that is not there is not a page', async () => {
    const response = await fetch(`${server.origin}/assets/gone.js`);
    expect(response.status).toBe(404);
  });

  test.each(['/..%2f..%2fetc/passwd', '/%2e%2e/%2e%2e/etc/passwd', '/assets/..%5c..%5cindex.html'])(
    '%s leads nowhere',
    async (path) => {
      const response = await fetch(server.origin + path);
      expect(response.status).toBeGreaterThanOrEqual(400);
      expect(await response.text()).not.toContain('root:');
    },
  );

  test('where it has not been built, the page says how to', async () => {
    const bare = await createTestServer({ webRoot: join(webRoot, 'nothing') });
    const response = await fetch(bare.origin, asPage);
    expect(response.status).toBe(503);
    expect(await response.text()).toContain('npm start');
    expect((await fetch(`${bare.origin}/healthz`)).status).toBe(200);
    await bare.close();
  });
});

describe('security headers', () => {
  test.each(['/', '/assets/main-abc123.js', '/api', '/api/me', '/api/nothing', '/healthz', '/gone.png'])(
    '%s carries them',
    async (path) => {
      const { headers } = await fetch(server.origin + path);
      const policy = headers.get('content-security-policy') ?? '';
      const { port } = new URL(server.origin);
      expect(policy).toContain("default-src 'self'; script-src 'self'; style-src 'self';");
      expect(policy).toContain("frame-ancestors 'none'; base-uri 'none'; form-action 'self'");
      expect(policy).toContain(`connect-src 'self' ws://localhost:${port} `);
      expect(policy).not.toContain('unsafe');
      expect(headers.get('permissions-policy')).toContain(
        'camera=(self), microphone=(self), display-capture=(self)',
      );
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('referrer-policy')).toBe('same-origin');
      expect(headers.get('cross-origin-opener-policy')).toBe('same-origin');
      expect(headers.get('access-control-allow-origin')).toBeNull();
      expect(headers.get('strict-transport-security')).toBeNull();
    },
  );

  test('behind https, browsers are told to stay there, and to open sockets there', () => {
    const headers = securityHeaders(['https://parley.example.org']);
    expect(headers['strict-transport-security']).toBe('max-age=31536000');
    expect(headers['content-security-policy']).toContain("connect-src 'self' wss://parley.example.org;");
  });
});
