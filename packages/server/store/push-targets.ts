import type { AccountId, NotificationSettings, Platform, PushTarget, SessionId } from '@parley/protocol';
import type { Connection } from './database.ts';
import { statement } from './statement.ts';

export type PushTargetStore = ReturnType<typeof createPushTargetStore>;

/** More devices of one account than this are not woken: the longest unused gives way. */
const MOST_TARGETS = 20;

/** How one session's device is woken, and what it may be woken for. */
export interface PushDevice {
  accountId: AccountId;
  platform: Platform;
  target: PushTarget;
  settings: NotificationSettings;
}

interface DeviceRow {
  account_id: AccountId;
  platform: Platform;
  target: PushTarget;
  notify_incoming_calls: boolean;
  notify_missed_calls: boolean;
  notify_messages: boolean;
}

const DEVICE_KEY = (target: string): string =>
  `coalesce(${target}->>'endpoint', ${target}->>'token', ${target}->>'alertToken', ${target}->>'voipToken')`;

const saveTarget = statement<{ session_id: SessionId }, [SessionId, AccountId, string, Date, number]>(`
  with moved as (
    delete from push_targets
    where session_id <> $1 and ${DEVICE_KEY('target')} = ${DEVICE_KEY('$3::jsonb')}
  ), beyond as (
    delete from push_targets where session_id in (
      select session_id from push_targets where account_id = $2 and session_id <> $1
      order by greatest(created_at, last_sent_at) desc, session_id offset $5
    )
  )
  insert into push_targets (session_id, account_id, target, created_at) values ($1, $2, $3::jsonb, $4)
  on conflict (session_id) do update
    set target = excluded.target, created_at = excluded.created_at, last_status = null, test = null
  returning session_id`);

const loadDevice = statement<DeviceRow, [SessionId]>(`
  select push_targets.account_id, sessions.platform, push_targets.target, accounts.notify_incoming_calls,
    accounts.notify_missed_calls, accounts.notify_messages
  from push_targets
  join sessions on sessions.id = push_targets.session_id
  join accounts on accounts.id = push_targets.account_id
  where push_targets.session_id = $1`);

const deleteTarget = statement<{ session_id: SessionId }, [SessionId]>(`
  delete from push_targets where session_id = $1 returning session_id`);

const forgetTarget = statement<{ session_id: SessionId }, [SessionId, string]>(`
  delete from push_targets where session_id = $1 and target = $2::jsonb returning session_id`);

const noteStatus = statement<never, [SessionId, string, Date | null]>(`
  update push_targets set last_status = $2, last_sent_at = coalesce($3, last_sent_at) where session_id = $1`);

const startTest = statement<{ session_id: SessionId }, [SessionId, string, Date, Date]>(`
  update push_targets set test = $2, tested_at = $3
  where session_id = $1 and (tested_at is null or tested_at <= $4)
  returning session_id`);

/** How the devices of sessions are woken (PUSH-1). */
export function createPushTargetStore(db: Connection) {
  return {
    /** From now on this is how the session's device is woken; a device that another session had moves here. */
    async save(sessionId: SessionId, accountId: AccountId, target: PushTarget, nowMs: number): Promise<void> {
      await saveTarget(db, sessionId, accountId, JSON.stringify(target), new Date(nowMs), MOST_TARGETS - 1);
    },

    async load(sessionId: SessionId): Promise<PushDevice | undefined> {
      const [row] = await loadDevice(db, sessionId);
      if (row === undefined) return undefined;
      const settings = {
        incomingCalls: row.notify_incoming_calls,
        missedCalls: row.notify_missed_calls,
        messages: row.notify_messages,
      };
      return { accountId: row.account_id, platform: row.platform, target: row.target, settings };
    },

    async delete(sessionId: SessionId): Promise<void> {
      await deleteTarget(db, sessionId);
    },

    /** The push service knows it no more. Not where the device has subscribed anew in the meantime. */
    async forget(sessionId: SessionId, target: PushTarget): Promise<void> {
      await forgetTarget(db, sessionId, JSON.stringify(target));
    },

    /** What became of the last wake-up, for whoever looks after the server. */
    async noteStatus(sessionId: SessionId, status: string, sentAtMs?: number): Promise<void> {
      await noteStatus(db, sessionId, status, sentAtMs === undefined ? null : new Date(sentAtMs));
    },

    /** False: there is nothing to test, or the last test is younger than `leastAgeMs`. */
    async startTest(sessionId: SessionId, test: string, nowMs: number, leastAgeMs: number): Promise<boolean> {
      const rows = await startTest(db, sessionId, test, new Date(nowMs), new Date(nowMs - leastAgeMs));
      return rows.length === 1;
    },
  };
}
