import { decideMessage } from '@parley/core';
import type { Message, Up } from '@parley/protocol';
import type { Effect, Ports } from '../ports.ts';
import type { SendSight } from '../store/messages.ts';
import { refuse } from './command.ts';
import type { CommandResult, DeviceViewer } from './command.ts';

type SendPorts = Pick<Ports, 'stores' | 'run' | 'clock' | 'log'>;

/** Stores a message and tells both members; a repeat is answered with what is stored (MSG-2, MSG-3, MSG-5, MSG-7). */
export async function messageSend(
  { stores, run, clock, log }: SendPorts,
  viewer: DeviceViewer,
  { conversationId, clientMsgId, text }: Up<'message.send'>,
): Promise<CommandResult<'message.send'>> {
  const authorId = viewer.accountId;
  const sight = await stores.messages.loadForSend(conversationId, authorId, clientMsgId);
  if (sight === undefined) return refuse('not_found');
  if (sight.stored !== undefined) return { ok: { message: sight.stored } };

  const decision = decideMessage(sight.facts);
  if (decision.outcome === 'deny') {
    log.info({ conversationId, authorId, reason: decision.reason }, 'message refused');
    return refuse(decision.disclose);
  }
  const { folder } = decision;
  const message = await stores.messages.insertText({
    conversationId,
    authorId,
    clientMsgId,
    text,
    folder,
    createdAtMs: clock(),
  });
  if (message === undefined) {
    const stored = await stores.messages.findText(conversationId, authorId, clientMsgId);
    return stored === undefined ? refuse('unavailable') : { ok: { message: stored } };
  }
  run(tellMembers(viewer, sight, message, folder));
  return { ok: { message } };
}

function tellMembers(
  viewer: DeviceViewer,
  sight: SendSight,
  message: Message,
  folder: 'inbox' | 'requests',
): Effect[] {
  const { accountId, deviceId } = viewer;
  const { peerId, senderFolder, peerFolder } = sight;
  const created = { type: 'message.created', message } as const;
  const changed = { type: 'conversation.changed', conversationId: message.conversationId } as const;
  const effects: Effect[] = [
    { kind: 'deliver', to: { accountId: peerId }, frame: created },
    // The sending device has it in its reply.
    { kind: 'deliver', to: { accountId, except: deviceId }, frame: created },
  ];
  if (senderFolder !== 'inbox') effects.push({ kind: 'deliver', to: { accountId }, frame: changed });
  // The first message may let the receiver call the sender (CON-6); replying to a request shows receipts (MSG-6).
  const peersView = sight.sentCount === 0 || peerFolder !== folder || senderFolder === 'requests';
  if (peersView) effects.push({ kind: 'deliver', to: { accountId: peerId }, frame: changed });
  return effects;
}
