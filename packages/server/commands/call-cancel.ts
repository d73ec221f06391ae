import type { Up } from '@parley/protocol';
import { endByFrame } from './call-step.ts';
import type { EndPorts } from './call-step.ts';
import type { CommandResult, DeviceViewer } from './command.ts';

/** The caller gives up before anybody answers (CALL-6, CALL-7). */
export async function callCancel(
  ports: EndPorts,
  viewer: DeviceViewer,
  { callId }: Up<'call.cancel'>,
): Promise<CommandResult<'call.cancel'>> {
  return await endByFrame(ports, callId, { type: 'cancel', by: viewer });
}
