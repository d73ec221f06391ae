import { describe, expect, test } from 'vitest';

import { findForbiddenImports } from './arrows.ts';

/** What is said about one file with one line in it. */
function said(file: string, text: string): string[] {
  return findForbiddenImports(new Map([[file, text]])).map(({ message }) => message);
}

describe('between packages', () => {
  test.each([
    ['packages/protocol/a.ts', `import { decideCall } from '@parley/core';`, 'protocol may not import core'],
    ['packages/protocol/a.ts', `import ws from 'ws';`, 'protocol may not import "ws"'],
    [
      'packages/core/a.ts',
      `import { call } from '@parley/protocol';`,
      'core may import only types from protocol',
    ],
    ['packages/core/a.ts', `export * from '@parley/protocol';`, 'core may import only types from protocol'],
    [
      'packages/core/a.ts',
      `import { type CallId, call } from '@parley/protocol';`,
      'only types from protocol',
    ],
    ['packages/core/a.ts', `import { z } from 'zod';`, 'core may not import "zod"'],
    ['packages/core/a.ts', `import 'node:fs';`, 'core may not import "node:fs"'],
    [
      'packages/core/a.test.ts',
      `import type { Client } from '@parley/client';`,
      'core may not import client',
    ],
    ['packages/server/a.ts', `import type { Client } from '@parley/client';`, 'server may not import client'],
    ['packages/client/a.ts', `const s = await import('@parley/server');`, 'client may not import server'],
    ['apps/web/a.tsx', `import { decideCall } from '@parley/core';`, 'web may not import core'],
    ['apps/web/a.tsx', `import type { Stores } from '@parley/server';`, 'web may not import server'],
    ['e2e/a.ts', `import '@parley/server';`, 'e2e may not import server'],
    ['packages/client/b/a.ts', `import { x } from '../../core/index.ts';`, 'leaves its package'],
    ['packages/server/a.test.ts', `export { x } from '../client/index.ts';`, 'leaves its package'],
  ])('%s: %s', (file, text, message) => {
    expect(said(file, text)).toEqual([expect.stringContaining(message)]);
  });

  test.each([
    ['packages/protocol/a.ts', `import * as z from 'zod/mini';`],
    ['packages/core/a.ts', `import type { CallId } from '@parley/protocol';`],
    ['packages/core/a.ts', `import { type CallId, type AccountId } from '@parley/protocol';`],
    ['packages/core/a.ts', `export type { CallId } from '@parley/protocol';`],
    ['packages/core/a.test.ts', `import { test } from 'vitest'; import { call } from '@parley/protocol';`],
    ['packages/core/consent/a.ts', `import { b } from '../call/b.ts';`],
    ['packages/server/a.ts', `import { decideCall } from '@parley/core'; import Fastify from 'fastify';`],
    ['packages/client/a.ts', `// import { x } from '@parley/server';\nconst s = "from '@parley/server'";`],
    ['apps/web/a.tsx', `import { createClient } from '@parley/client'; export const A = () => <p />;`],
    ['packages/client/a.test.ts', `import { fake } from '@parley/client/testing';`],
  ])('%s may: %s', (file, text) => {
    expect(said(file, text)).toEqual([]);
  });
});

describe('inside the server', () => {
  test.each([
    ['commands/call-invite.ts', `import { onMessage } from '../ws/socket.ts';`, 'may not import server/ws'],
    [
      'commands/call-invite.ts',
      `import type { Route } from '../http/route.ts';`,
      'may not import server/http',
    ],
    [
      'commands/call-invite.ts',
      `import { findCall } from '../store/calls.ts';`,
      'only types from server/store',
    ],
    ['ws/socket.ts', `import { createBus } from '../bus/local.ts';`, 'only types from server/bus'],
    [
      'http/routes/turn.ts',
      `import { mint } from '../../turn/credentials.ts';`,
      'only types from server/turn',
    ],
    [
      'store/calls.ts',
      `import { callInvite } from '../commands/call-invite.ts';`,
      'may not import server/commands',
    ],
    ['store/calls.ts', `import { createBus } from '../bus/local.ts';`, 'may not import server/bus'],
    ['ports.ts', `import { findCall } from './store/calls.ts';`, 'only types from server/store'],
    ['config.ts', `import { findCall } from './store/calls.ts';`, 'may not import server/store'],
    ['commands/call-invite.ts', `import { createApp } from '../app.ts';`, 'may not import server/app.ts'],
    ['http/health.ts', `import { fakeBus } from '../testing/fake-bus.ts';`, 'is for tests only'],
    ['gossip/a.ts', `import { Bus } from '../ports.ts';`, 'has no line in arrow-rules.ts yet'],
  ])('%s: %s', (file, text, message) => {
    expect(said(`packages/server/${file}`, text)).toEqual([expect.stringContaining(message)]);
  });

  test.each([
    ['ws/socket.ts', `import { callInvite } from '../commands/call-invite.ts';`],
    ['commands/call-invite.ts', `import type { CallStore } from '../store/calls.ts';`],
    [
      'commands/call-invite.ts',
      `import type { Stores } from '../ports.ts'; import { AppError } from '../error.ts';`,
    ],
    [
      'app.ts',
      `import { createBus } from './bus/local.ts'; import { openDatabase } from './store/database.ts';`,
    ],
    ['main.ts', `import { createApp } from './app.ts';`],
    ['commands/call-invite.test.ts', `import { createApp } from '../app.ts'; import '../store/calls.ts';`],
  ])('%s may: %s', (file, text) => {
    expect(said(`packages/server/${file}`, text)).toEqual([]);
  });
});

describe('inside the web app', () => {
  test.each([
    [
      'features/chat/Thread.tsx',
      `import { Button } from '../call/Button.tsx';`,
      'may not import feature call',
    ],
    ['features/chat/Thread.tsx', `import type { P } from '../call/p.ts';`, 'may not import feature call'],
    [
      'features/chat/Thread.tsx',
      `import { App } from '../../App.tsx';`,
      'web/features may not import web/App.tsx',
    ],
    [
      'ui/Button.tsx',
      `import { Thread } from '../features/chat/Thread.tsx';`,
      'web/ui may not import web/features',
    ],
    ['text/en.ts', `import { Button } from '../ui/Button.tsx';`, 'web/text may not import web/ui'],
    ['attic/a.ts', `import { Button } from '../ui/Button.tsx';`, 'has no line in arrow-rules.ts yet'],
  ])('%s: %s', (file, text, message) => {
    expect(said(`apps/web/${file}`, text)).toEqual([expect.stringContaining(message)]);
  });

  test.each([
    [
      'features/chat/Thread.tsx',
      `import { Button } from '../../ui/Button.tsx'; import { t } from '../../text/en.ts';`,
    ],
    ['features/chat/Thread.tsx', `import { Row } from './Row.tsx';`],
    ['App.tsx', `import { Thread } from './features/chat/Thread.tsx';`],
  ])('%s may: %s', (file, text) => {
    expect(said(`apps/web/${file}`, text)).toEqual([]);
  });
});

test('a finding names the file and the line', () => {
  const text = `// first\nimport type { CallId } from '@parley/protocol';\nimport { call } from '@parley/protocol';\n`;
  expect(findForbiddenImports(new Map([['packages/core/a.ts', text]]))).toEqual([
    { file: 'packages/core/a.ts', line: 3, message: 'core may import only types from protocol' },
  ]);
});

test('a file that cannot be parsed is a finding, not a crash', () => {
  expect(said('packages/core/a.ts', 'import {')).toEqual([expect.stringContaining('cannot be read')]);
});
