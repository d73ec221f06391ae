import type { Up } from '@parley/protocol';
import type { Ports } from '../ports.ts';
import { endByFrame } from './call-step.ts';
import type { EndPorts } from './call-step.ts';
import type { CommandResult, DeviceViewer } from './command.ts';

/** The callee does not want to talk: none of their devices rings any more (CALL-6). */
export async function callDecline(
  ports: EndPorts,
  viewer: DeviceViewer,
  { callId, busy = false }: Up<'call.decline'>,
): Promise<CommandResult<'call.decline'>> {
  const tellsBusy = busy && (await mayTellBusy(ports, viewer));
  return await endByFrame(ports, callId, { type: 'decline', by: viewer, tellsBusy });
}

/** That somebody is in another call is theirs to tell (CALL-33). */
async function mayTellBusy(
  { stores }: Pick<Ports, 'stores'>,
  { accountId }: Pick<DeviceViewer, 'accountId'>,
): Promise<boolean> {
  return (await stores.accounts.load(accountId))?.callSettings.tellBusy ?? false;
}
