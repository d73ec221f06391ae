import type { ServerCall } from '@parley/core';
import type { CallId } from '@parley/protocol';
import type { CallRoutes, Clock, RoutedCall } from '../ports.ts';

/** A call that another node has ended, and whose nudge was lost, is routed no longer than this, in milliseconds. */
const TRUST_MS = 10_000;
/** So many calls at once are far beyond one node; past it, looking up is slower but right. */
const MOST_ROUTES = 50_000;

export type CallRouteTable = CallRoutes & {
  remember: (call: RoutedCall) => void;
};

function isRouted(call: ServerCall | undefined): call is RoutedCall {
  return call !== undefined && call.state !== 'ended';
}

/** Calls in memory: filled by what this node commits and by looking up, never trusted for long. */
export function createCallRoutes(
  load: (id: CallId) => Promise<ServerCall | undefined>,
  clock: Clock,
): CallRouteTable {
  const known = new Map<CallId, { call: RoutedCall; untilMs: number }>();
  const remember = (call: RoutedCall): void => {
    if (known.size >= MOST_ROUTES) known.clear();
    known.set(call.id, { call, untilMs: clock() + TRUST_MS });
  };
  const forget = (id: CallId): void => {
    known.delete(id);
  };
  const reload = async (id: CallId): Promise<ServerCall | undefined> => {
    const call = await load(id);
    if (isRouted(call)) remember(call);
    else forget(id);
    return call;
  };
  return {
    remember,
    forget,
    reload,
    forgetOlder(id, version) {
      const route = known.get(id);
      if (route !== undefined && route.call.version < version) forget(id);
    },
    async find(id) {
      const route = known.get(id);
      return route !== undefined && clock() < route.untilMs ? route.call : await reload(id);
    },
  };
}
