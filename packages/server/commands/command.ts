import type {
  AccountId,
  DeviceId,
  Platform,
  Reply,
  ReasonCode,
  SessionId,
  Up,
  UpType,
  WireError,
} from '@parley/protocol';
import type { Ports } from '../ports.ts';

/** Who sends a frame: one device, signed in through one session. */
export interface DeviceViewer {
  accountId: AccountId;
  deviceId: DeviceId;
  sessionId: SessionId;
  platform: Platform;
}

/** The reply to a frame: exactly one of them answers it (WIRE-6). */
export type CommandResult<T extends UpType> = { ok: Reply<T> } | { error: WireError };

/** Handles the frames of one type; a command itself asks for a narrower set of ports. */
export type Command<T extends UpType> = (
  ports: Ports,
  viewer: DeviceViewer,
  frame: Up<T>,
) => Promise<CommandResult<T>>;

/** The reply that refuses a frame; `detail` is for developers. */
export function refuse(code: ReasonCode, detail?: string): { error: WireError } {
  return { error: { code, ...(detail === undefined ? {} : { detail }) } };
}
