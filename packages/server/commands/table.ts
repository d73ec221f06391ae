import type { Up, UpType } from '@parley/protocol';
import type { Ports } from '../ports.ts';
import { callAccept } from './call-accept.ts';
import { callAttest } from './call-attest.ts';
import { callCancel } from './call-cancel.ts';
import { callDecline } from './call-decline.ts';
import { callHangUp } from './call-hang-up.ts';
import { callInvite } from './call-invite.ts';
import { callMove } from './call-move.ts';
import { callOffer } from './call-offer.ts';
import { callPrepare } from './call-prepare.ts';
import { callSignal } from './call-signal.ts';
import type { Command, CommandResult, DeviceViewer } from './command.ts';
import { messageRead } from './message-read.ts';
import { messageSend } from './message-send.ts';
import { ping } from './ping.ts';
import { typingSet } from './typing-set.ts';

/** One command for each up frame. */
const COMMANDS: { [T in UpType]: Command<T> } = {
  ping,
  'message.send': messageSend,
  'message.read': messageRead,
  'typing.set': typingSet,
  'call.prepare': callPrepare,
  'call.invite': callInvite,
  'call.cancel': callCancel,
  'call.accept': callAccept,
  'call.decline': callDecline,
  'call.hang-up': callHangUp,
  'call.signal': callSignal,
  'call.offer': callOffer,
  'call.attest': callAttest,
  'call.move': callMove,
};

/** Runs the command of a parsed frame. */
export function runCommand<T extends UpType>(
  ports: Ports,
  viewer: DeviceViewer,
  type: T,
  frame: Up<T>,
): Promise<CommandResult<T>> {
  return COMMANDS[type](ports, viewer, frame);
}
