import { MAX_PRECONNECTED_DEVICES } from '@parley/protocol';
import type {
  AccountId,
  DeviceId,
  IdentityKey,
  Platform,
  ReachableDevice,
  SessionId,
} from '@parley/protocol';
import type { Connection } from './database.ts';
import { statement } from './statement.ts';

export type DeviceStore = ReturnType<typeof createDeviceStore>;

/** A socket that is there, of a device that can sign. */
export interface PresentDevice {
  accountId: AccountId;
  deviceId: DeviceId;
  sessionId: SessionId;
  /** Of this socket alone. */
  socketId: string;
  platform: Platform;
  identityKey: IdentityKey;
}

/** A node that is alive says so three times as often. */
const ONLINE = "seen_at > now() - interval '90 seconds'";

/** Of a session that has just ended nothing is written; one that is being ended is waited for. */
const savePresent = statement<object, [string[], string[], string[], string[], string[]]>(`
  insert into devices (account_id, device_id, session_id, socket_id, platform, identity_key)
  select sessions.account_id, there.device_id, sessions.id, there.socket_id, there.platform, there.identity_key
  from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::text[])
    as there (session_id, device_id, socket_id, platform, identity_key)
  join sessions on sessions.id = there.session_id
  order by sessions.account_id, there.device_id
  for key share of sessions
  on conflict (account_id, device_id) do update set
    session_id = excluded.session_id, socket_id = excluded.socket_id, platform = excluded.platform,
    identity_key = excluded.identity_key, seen_at = now(),
    connected_at = case when devices.socket_id = excluded.socket_id then devices.connected_at else now() end`);

const forgetGone = statement<object, [string[], string[], string[]]>(`
  delete from devices using unnest($1::uuid[], $2::uuid[], $3::uuid[]) as gone (account_id, device_id, socket_id)
  where devices.account_id = gone.account_id and devices.device_id = gone.device_id
    and devices.socket_id = gone.socket_id`);

/** @param of where a statement has the account and its platforms: `$1`, or a column */
export function reachableRows(of: { account: string; platforms: string }): string {
  return `select device_id, identity_key from devices
    where account_id = ${of.account} and platform = any(${of.platforms}::text[]) and ${ONLINE}
    order by connected_at desc, device_id limit ${MAX_PRECONNECTED_DEVICES}`;
}

export interface ReachableRow {
  device_id: DeviceId;
  identity_key: IdentityKey;
}

export function toReachable({ device_id, identity_key }: ReachableRow): ReachableDevice {
  return { deviceId: device_id, identityKey: identity_key };
}

const listReachable = statement<ReachableRow, [AccountId, readonly Platform[]]>(
  reachableRows({ account: '$1', platforms: '$2' }),
);

const forgetDead = statement<object, []>(`delete from devices where not (${ONLINE})`);

/** Who is connected at this moment and can be called with a signature: only ever a hint (CALL-37). */
export function createDeviceStore(db: Connection) {
  return {
    /** At most one socket of each device. */
    async savePresent(devices: readonly PresentDevice[]): Promise<void> {
      await savePresent(
        db,
        devices.map(({ sessionId }) => sessionId),
        devices.map(({ deviceId }) => deviceId),
        devices.map(({ socketId }) => socketId),
        devices.map(({ platform }) => platform),
        devices.map(({ identityKey }) => identityKey),
      );
    },

    /** A device that has connected again by another socket stays. */
    async forgetGone(devices: readonly PresentDevice[]): Promise<void> {
      await forgetGone(
        db,
        devices.map(({ accountId }) => accountId),
        devices.map(({ deviceId }) => deviceId),
        devices.map(({ socketId }) => socketId),
      );
    },

    /** The newest first, no more than one call connects to; none on no platform. */
    async listReachable(accountId: AccountId, platforms: readonly Platform[]): Promise<ReachableDevice[]> {
      return (await listReachable(db, accountId, platforms)).map(toReachable);
    },

    /** Those of nodes that died. */
    async forgetDead(): Promise<void> {
      await forgetDead(db);
    },
  };
}
