import type { Conversation, ConversationId } from '@parley/protocol';
import { AppError } from '../../error.ts';
import type { Ports, Viewer } from '../../ports.ts';
import type { Handler } from '../endpoint.ts';

/** One's own devices show the mark; the other one is told nothing (PUSH-17). */
async function saveMuted(
  { stores, run }: Pick<Ports, 'stores' | 'run'>,
  viewer: Viewer,
  conversationId: ConversationId,
  muted: boolean,
): Promise<Conversation | AppError> {
  if (!(await stores.notices.saveMuted(conversationId, viewer.accountId, muted)))
    return new AppError('not_found');
  run([
    {
      kind: 'deliver',
      to: { accountId: viewer.accountId },
      frame: { type: 'conversation.changed', conversationId },
    },
  ]);
  return (await stores.conversations.load(conversationId, viewer)) ?? new AppError('not_found');
}

export const mute: Handler<'mute'> = (ports, { viewer, params }) =>
  saveMuted(ports, viewer, params.conversationId, true);

export const unmute: Handler<'unmute'> = (ports, { viewer, params }) =>
  saveMuted(ports, viewer, params.conversationId, false);
