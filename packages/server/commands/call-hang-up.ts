import type { Up } from '@parley/protocol';
import { endByFrame } from './call-step.ts';
import type { Ports } from '../ports.ts';
import type { EndPorts } from './call-step.ts';
import type { CommandResult, DeviceViewer } from './command.ts';

/** One of the two devices of a call ends it for both (CALL-6). */
export async function callHangUp(
  ports: EndPorts & Pick<Ports, 'routes'>,
  viewer: DeviceViewer,
  { callId, because }: Up<'call.hang-up'>,
): Promise<CommandResult<'call.hang-up'>> {
  const known = await ports.routes.find(callId);
  return await endByFrame(ports, callId, { type: 'hangUp', by: viewer, because }, known);
}
