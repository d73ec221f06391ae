import type { Up } from '@parley/protocol';
import type { Ports } from '../ports.ts';
import { refuse } from './command.ts';
import type { CommandResult, DeviceViewer } from './command.ts';

/** Passes a typing notice on, where the other one has the conversation and may see it (MSG-6, MSG-7, MSG-10). */
export async function typingSet(
  { stores, run }: Pick<Ports, 'stores' | 'run'>,
  { accountId }: DeviceViewer,
  { conversationId, typing }: Up<'typing.set'>,
): Promise<CommandResult<'typing.set'>> {
  const sight = await stores.conversations.loadForNotice(conversationId, accountId);
  if (sight === undefined) return refuse('not_found');
  if (sight.folder === 'inbox' && sight.peerFolder !== null && !sight.blocked) {
    const frame = { type: 'typing.changed', conversationId, accountId, typing } as const;
    run([{ kind: 'deliver', to: { accountId: sight.peerId }, frame }]);
  }
  return { ok: {} };
}
