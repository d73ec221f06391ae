import { ClientMsgId, ConversationId, DeviceId } from '@parley/protocol';
import { messageSend } from '../commands/message-send.ts';
import type { Ports } from '../ports.ts';
import type { TestPerson } from './person.ts';

/** Writes one text, as the sender's socket would. */
export async function write(
  ports: Ports,
  from: TestPerson,
  to: TestPerson,
  text = 'Hello',
): Promise<ConversationId> {
  const { uuid } = ports.random;
  const { id } = from.me.person;
  const conversationId = await ports.stores.conversations.open(
    ConversationId.parse(uuid()),
    id,
    to.me.person.id,
    ports.clock(),
  );
  const viewer = {
    accountId: id,
    deviceId: DeviceId.parse(uuid()),
    sessionId: from.sessionId,
    platform: 'web',
  } as const;
  const clientMsgId = ClientMsgId.parse(uuid());
  const frame = { type: 'message.send', ref: 1, conversationId, clientMsgId, text } as const;
  const result = await messageSend(ports, viewer, frame);
  if ('error' in result) throw new Error(`refused: ${result.error.code}`);
  return conversationId;
}
