import type { ServerCall } from '@parley/core';
import type { ReasonCode } from '@parley/protocol';
import type { DeviceViewer } from './command.ts';

/** Why this device is at neither end of this call; a stranger learns nothing, not even that there is a call (CALL-13). */
export function whyNoEnd(call: ServerCall, viewer: DeviceViewer): ReasonCode {
  if (call.callerId !== viewer.accountId && call.calleeId !== viewer.accountId) return 'not_found';
  switch (call.state) {
    case 'ringing':
      return 'wrong_state';
    case 'accepted':
      return 'not_found';
    case 'ended':
      return 'call_over';
  }
}
