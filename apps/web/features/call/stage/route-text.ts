import type { CallView } from '@parley/client';
import { callText } from '../../../text/call.ts';

type RouteView = Pick<CallView, 'phase' | 'route'> & { peer: { displayName: string } };

/** The sentence about addresses on the stage of a call; undefined where there is nothing to say. */
export function routeText({ phase, route, peer }: RouteView): string | undefined {
  if (phase === 'ended' || route === undefined || route === 'direct') return undefined;
  if (route === 'relay') return callText.route.relay;
  const isAgreed = phase === 'connecting' || phase === 'connected';
  return isAgreed
    ? callText.route.exposed(peer.displayName)
    : callText.route.exposedOnAccept(peer.displayName);
}
