import { CLOSE } from '@parley/protocol';
import type { AccountId, DeviceId, EventFrame, Platform, SessionId } from '@parley/protocol';
import type { Bus, CallRoutes, Envelope } from '../ports.ts';

/** A welcomed socket, as the registry sees it. */
export interface Member {
  /** Of this socket alone. */
  readonly id: string;
  readonly deviceId: DeviceId;
  readonly sessionId: SessionId;
  readonly platform: Platform;
  /** Sends a frame that is text already. */
  deliver: (text: string) => void;
  close: (code: number, reason: string) => void;
}

interface AccountEntry {
  members: Set<Member>;
  unsubscribe: () => void;
}

export interface Registry {
  /** Hears the account's bus from now on. Returns the way to leave. */
  join: (accountId: AccountId, member: Member) => () => void;
  /** The sessions of everybody here. */
  sessions: () => SessionId[];
  /** Tells every socket of this node; other nodes tell theirs. */
  tellAll: (frame: EventFrame) => void;
  /** Closes the sockets of a session that has ended (WIRE-11). */
  endSessions: (ended: ReadonlySet<SessionId>) => void;
}

function isFor(
  { only, except, platforms }: Extract<Envelope, { kind: 'frame' }>,
  { deviceId, platform }: Member,
): boolean {
  if (platforms !== undefined && !platforms.includes(platform)) return false;
  if (only !== undefined) return only === deviceId;
  return except !== deviceId;
}

/** Hands one envelope to the sockets that it is for; a frame becomes text once, and only if somebody is there. */
function dispatch(members: ReadonlySet<Member>, envelope: Envelope): void {
  switch (envelope.kind) {
    case 'frame': {
      let text: string | undefined;
      for (const member of members) {
        if (isFor(envelope, member)) member.deliver((text ??= JSON.stringify(envelope.frame)));
      }
      return;
    }
    case 'endSession':
      for (const member of members) {
        if (member.sessionId === envelope.sessionId) member.close(CLOSE.signedOut, 'signed out');
      }
      return;
    case 'supersede':
      for (const member of members) {
        if (member.deviceId === envelope.deviceId && member.id !== envelope.socketId) {
          member.close(CLOSE.superseded, 'this device has connected again');
        }
      }
  }
}

/** The call may have been answered, moved or ended on another node: this one must not go on as before (CALL-13, CALL-31). */
function forgetRoute(routes: Pick<CallRoutes, 'forget' | 'forgetOlder'>, frame: EventFrame): void {
  if (frame.type === 'call.ended') routes.forget(frame.call.id);
  if (frame.type === 'call.accepted') routes.forgetOlder(frame.call.id, frame.call.version);
}

/** Who is connected to this node, by account; listens on the bus for exactly these accounts. */
export function createRegistry(bus: Bus, routes: Pick<CallRoutes, 'forget' | 'forgetOlder'>): Registry {
  const accounts = new Map<AccountId, AccountEntry>();

  const open = (accountId: AccountId): AccountEntry => {
    const members = new Set<Member>();
    const unsubscribe = bus.subscribe(accountId, (envelope) => {
      if (envelope.kind === 'frame') forgetRoute(routes, envelope.frame);
      dispatch(members, envelope);
    });
    const entry = { members, unsubscribe };
    accounts.set(accountId, entry);
    return entry;
  };

  return {
    join(accountId, member) {
      const entry = accounts.get(accountId) ?? open(accountId);
      entry.members.add(member);
      return () => {
        entry.members.delete(member);
        if (entry.members.size > 0 || accounts.get(accountId) !== entry) return;
        accounts.delete(accountId);
        entry.unsubscribe();
      };
    },
    sessions() {
      return [...accounts.values()].flatMap(({ members }) => [...members].map((member) => member.sessionId));
    },
    tellAll(frame) {
      const text = JSON.stringify(frame);
      for (const { members } of accounts.values()) for (const member of members) member.deliver(text);
    },
    endSessions(ended) {
      for (const { members } of accounts.values()) {
        for (const member of members) {
          if (ended.has(member.sessionId)) member.close(CLOSE.signedOut, 'signed out');
        }
      }
    },
  };
}
