import type { Up } from '@parley/protocol';
import { endByFrame } from './call-step.ts';
import type { EndPorts } from './call-step.ts';
import type { CommandResult, DeviceViewer } from './command.ts';

/** The callee does not want to talk: none of their devices rings any more (CALL-6). */
export async function callDecline(
  ports: EndPorts,
  viewer: DeviceViewer,
  { callId }: Up<'call.decline'>,
): Promise<CommandResult<'call.decline'>> {
  return await endByFrame(ports, callId, { type: 'decline', by: viewer });
}
