import { expect, test } from 'vitest';
import { ANN, createSignedInClient, fakeConversation } from '../testing/index.ts';

test('PUSH-18: the switches are kept, and the account knows them at once', async () => {
  const { client, server } = await createSignedInClient();
  server.endpoints.putNotificationSettings = ({ body }) => ({ ...server.me, notifications: body });
  const settings = { incomingCalls: true, missedCalls: false, messages: false };
  await client.notifications.setSettings(settings);
  expect(client.account.state.getState()).toMatchObject({ me: { person: ANN, notifications: settings } });
});

test('PUSH-17: a mute shows in the list at once', async () => {
  const { client, server } = await createSignedInClient();
  const { id } = fakeConversation();
  server.endpoints.mute = () => fakeConversation({ muted: true });
  server.endpoints.unmute = () => fakeConversation({ muted: false });
  await client.notifications.setMuted(id, true);
  expect(client.conversations.state.getState().byId[id]?.muted).toBe(true);
  await client.notifications.setMuted(id, false);
  expect(client.conversations.state.getState().byId[id]?.muted).toBe(false);
});

test('PUSH-15: what was shown is acknowledged as it was', async () => {
  const { client, server } = await createSignedInClient();
  const seen: unknown[] = [];
  server.endpoints.seenNotices = ({ body }) => {
    seen.push(body);
    return {};
  };
  const { id } = fakeConversation();
  await client.notifications.seen({ messages: [{ conversationId: id, seq: 3 }] });
  expect(seen).toEqual([{ callIds: [], messages: [{ conversationId: id, seq: 3 }] }]);
});

test('PUSH-20: the history is read filtered, and calls are removed from it', async () => {
  const { client, server } = await createSignedInClient();
  const asked: unknown[] = [];
  server.endpoints.listCalls = ({ query }) => {
    asked.push(query.filter);
    return { calls: [] };
  };
  server.endpoints.removeAllCalls = () => {
    asked.push('removed');
    return {};
  };
  await client.calls.history();
  await client.calls.history({ filter: 'missed' });
  await client.calls.removeAll();
  expect(asked).toEqual(['all', 'missed', 'removed']);
});
