import type { EndpointName } from '@parley/protocol';
import { CLOSE } from '@parley/protocol';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { ANN, createSignedInClient, createTestClient, Refusal } from '../testing/index.ts';
import type { ScriptedServer } from '../testing/index.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Notes which of these endpoints are asked, in order. */
function watch(server: ScriptedServer, ...names: readonly EndpointName[]): string[] {
  const asked: string[] = [];
  for (const name of names) {
    const script = server.endpoints[name];
    // The script of this very endpoint, passed through.
    const noted = (input: never): unknown => {
      asked.push(name);
      return (script as ((input: never) => unknown) | undefined)?.(input);
    };
    Object.assign(server.endpoints, { [name]: noted });
  }
  return asked;
}

describe('finding out who is signed in', () => {
  test('signed out, only the account is asked for, once', async () => {
    const { client, server } = createTestClient({ carry: 'cookie' });
    server.endpoints.getMe = () => {
      throw new Refusal('unauthenticated');
    };
    const asked = watch(server, 'getMe', 'listSessions', 'listConversations');
    await client.account.resume();
    expect(asked).toEqual(['getMe']);
    expect(client.account.state.getState()).toEqual({ status: 'signedOut' });
  });

  test('signed in, the account and its session are known', async () => {
    const { client, server } = createTestClient({ carry: 'cookie' });
    await client.account.resume();
    await client.online();
    expect(client.account.state.getState()).toMatchObject({
      status: 'signedIn',
      me: { person: ANN },
      sessionId: server.sessionId,
    });
  });

  test('without a token there is nothing to ask', async () => {
    const { client, server } = createTestClient({ carry: 'bearer' });
    const asked = watch(server, 'getMe', 'listSessions');
    await client.account.resume();
    expect(asked).toEqual([]);
    expect(client.account.state.getState()).toEqual({ status: 'signedOut' });
  });
});

describe('leaving', () => {
  test.each(['signOut', 'revokeSession'] as const)(
    'ACC-6: %s is signing out, though the socket is closed before the answer comes',
    async (name) => {
      const { client, server } = await createSignedInClient();
      server.endpoints[name] = () => {
        server.drop(CLOSE.signedOut);
        return {};
      };
      if (name === 'signOut') await client.account.signOut();
      else await client.account.revokeSession(server.sessionId);
      expect(client.account.state.getState()).toEqual({ status: 'signedOut', because: 'signedOut' });
    },
  );

  test('a sign-out that does not reach the server is no sign-out', async () => {
    const { client, server } = await createSignedInClient();
    server.reachable = false;
    await expect(client.account.signOut()).rejects.toMatchObject({ code: 'offline' });
    expect(client.account.state.getState().status).toBe('signedIn');
    server.drop(CLOSE.signedOut);
    expect(client.account.state.getState()).toEqual({ status: 'signedOut', because: 'revoked' });
  });
});

describe('deleting the account', () => {
  test('ACC-12: signs out, though the socket is closed before the answer comes', async () => {
    const { client, server } = await createSignedInClient();
    server.endpoints.deleteMe = () => {
      server.drop(CLOSE.signedOut);
      return {};
    };
    await client.account.deleteAccount('correct horse');
    expect(client.account.state.getState()).toEqual({ status: 'signedOut', because: 'signedOut' });
  });

  test('ACC-11: refused, one stays signed in', async () => {
    const { client, server } = await createSignedInClient();
    server.endpoints.deleteMe = () => {
      throw new Refusal('wrong_credentials');
    };
    await expect(client.account.deleteAccount('guess')).rejects.toMatchObject({ code: 'wrong_credentials' });
    expect(client.account.state.getState().status).toBe('signedIn');
  });
});
