import type { CallId } from '@parley/protocol';
import type { CallPhase, CallsApi, CallView } from '../api.ts';
import { ParleyError } from '../error.ts';
import type { Request } from '../http.ts';
import type { Calls } from './calls.ts';
import type { DeviceChoices } from './media/device-choices.ts';
import { hasReached } from './view.ts';

/** Settles when the call reaches the phase, or can no longer. */
function until(calls: Calls, callId: CallId, phase: CallPhase): Promise<CallView> {
  return new Promise((resolve, reject) => {
    let unsubscribe = (): void => undefined;
    const look = (): boolean => {
      const view = calls.get(callId);
      if (view !== undefined && !hasReached(view, phase)) return false;
      if (view === undefined) reject(new ParleyError('call_over', `the call is not known here any more`));
      else if (view.phase !== 'ended' || phase === 'ended') resolve(view);
      else
        reject(
          new ParleyError(view.ended?.refused ?? 'call_over', `the call ended as ${view.ended?.outcome}`),
        );
      unsubscribe();
      return true;
    };
    if (!look()) unsubscribe = calls.state.subscribe(look);
  });
}

/** What the rest of the SDK gives out of its calls. */
export function createCallsApi(
  calls: Calls,
  request: Request,
  devices: DeviceChoices,
  onMissed: CallsApi['onMissed'],
): CallsApi {
  return {
    state: calls.state,
    place: (peer, kind) => calls.place(peer, kind),
    intend: ({ id }) => calls.intend(id),
    devices: {
      state: devices.state,
      refresh: () => devices.refresh(),
      choose: (kind, deviceId) => devices.choose(kind, deviceId),
      lessData: devices.lessData,
      setLessData: (on) => devices.setLessData(on),
    },
    get: (callId) => calls.get(callId),
    until: (callId, phase) => until(calls, callId, phase),
    onIncoming: (listener) => calls.onIncoming(listener),
    onMissed,
    history: async (page = {}) => (await request('listCalls', { query: page })).calls,
    remove: async (callId) => void (await request('removeCall', { params: { callId } })),
    removeAll: async () => void (await request('removeAllCalls', {})),
  };
}
