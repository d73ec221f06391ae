import { CLOSE, Hello, PROTOCOL_VERSION } from '@parley/protocol';
import type { IdentityKey } from '@parley/protocol';
import type { DeviceViewer } from '../commands/command.ts';
import type { Authenticator } from '../ports.ts';

/** Who is there, and what the device signs with, if it can. */
export type Greeted = DeviceViewer & { identityKey: IdentityKey | undefined };

/** Why a socket is closed before it is welcomed. */
export interface Rejection {
  code: number;
  reason: string;
}

function readHello(frame: unknown): Hello | Rejection {
  const parsed = Hello.safeParse(frame);
  if (parsed.success) return parsed.data;
  const type = typeof frame === 'object' && frame !== null && 'type' in frame ? frame.type : undefined;
  return type === 'hello'
    ? helloOfAnotherVersion(frame)
    : { code: CLOSE.unauthenticated, reason: 'the first frame must be hello' };
}

/** A client of another version may send fields that we do not know: it must learn that, not that they are bad. */
function helloOfAnotherVersion(frame: unknown): Rejection {
  const version =
    typeof frame === 'object' && frame !== null && 'version' in frame ? frame.version : undefined;
  return typeof version === 'number' && version !== PROTOCOL_VERSION
    ? unsupported
    : { code: CLOSE.badRequest, reason: 'hello does not match its schema' };
}

const unsupported: Rejection = {
  code: CLOSE.unsupportedVersion,
  reason: `this server speaks version ${PROTOCOL_VERSION}`,
};

/** Judges the first frame: version, then who it is, by ticket if it has one and else by the upgrade's cookie (WIRE-4, WIRE-5). */
export async function greet(
  authenticator: Pick<Authenticator, 'byCookie' | 'byTicket'>,
  cookie: string | undefined,
  frame: unknown,
): Promise<Greeted | Rejection> {
  const hello = readHello(frame);
  if ('code' in hello) return hello;
  if (hello.version !== PROTOCOL_VERSION) return unsupported;
  const session =
    hello.ticket === undefined
      ? await authenticator.byCookie(cookie)
      : await authenticator.byTicket(hello.ticket);
  if (session === undefined) return { code: CLOSE.unauthenticated, reason: 'sign in first' };
  const { accountId, sessionId } = session;
  const { deviceId, platform, identityKey } = hello;
  return { accountId, sessionId, deviceId, platform, identityKey };
}
