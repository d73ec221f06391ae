import type { Up } from '@parley/protocol';
import type { Effect, Ports } from '../ports.ts';
import { refuse } from './command.ts';
import type { CommandResult, DeviceViewer } from './command.ts';

/** Moves the reader's mark; the writer learns of it unless the conversation waits in Requests (MSG-6, MSG-9). */
export async function messageRead(
  { stores, run }: Pick<Ports, 'stores' | 'run'>,
  { accountId, deviceId }: DeviceViewer,
  { conversationId, readSeq }: Up<'message.read'>,
): Promise<CommandResult<'message.read'>> {
  const saved = await stores.conversations.saveRead(conversationId, accountId, readSeq);
  if (saved === undefined) return refuse('not_found');
  if (saved.grewTo !== undefined) {
    const frame = {
      type: 'conversation.read',
      conversationId,
      readerId: accountId,
      readSeq: saved.grewTo,
    } as const;
    const effects: Effect[] = [{ kind: 'deliver', to: { accountId, except: deviceId }, frame }];
    if (saved.folder === 'inbox' && !saved.blocked) {
      effects.push({ kind: 'deliver', to: { accountId: saved.peerId }, frame });
    }
    run(effects);
  }
  return { ok: {} };
}
