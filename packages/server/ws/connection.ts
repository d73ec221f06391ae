import { CLOSE, PING_INTERVAL_MS, UpFrame } from '@parley/protocol';
import type { CallId, DownFrame, UpType, WireError } from '@parley/protocol';
import type { DeviceViewer } from '../commands/command.ts';
import { runCommand } from '../commands/table.ts';
import type { Authenticator, Bus, Ports } from '../ports.ts';
import { greet } from './greet.ts';
import { isGone, tellPeerGone } from './peer-gone.ts';
import type { Presence } from './presence.ts';
import type { Member, Registry } from './registry.ts';
import type { Socket } from './socket.ts';
import type { PresentDevice } from '../store/devices.ts';
import { TokenBucket } from './token-bucket.ts';
import { createWelcome } from './welcome.ts';

/** How long a socket may take to say hello (WIRE-4). */
const HELLO_LIMIT_MS = 10_000;
/** A socket that is silent for so long is dropped (WIRE-8). */
const SILENCE_LIMIT_MS = 2 * PING_INTERVAL_MS;
/** Frames that may wait behind one that is being handled. */
const MOST_WAITING = 256;

/** Frames that come in bursts and whose `ok` tells the sender no more than that it need not repeat them. */
const UNHURRIED: ReadonlySet<UpType> = new Set(['call.signal', 'typing.set', 'call.attest']);

/** What all connections of a node share. */
export interface ConnectionContext {
  ports: Ports;
  bus: Bus;
  authenticator: Pick<Authenticator, 'byCookie' | 'byTicket'>;
  registry: Registry;
  presence: Pick<Presence, 'arrived' | 'left'>;
}

/*
 *  opened ── hello ──▶ greeting ── welcome sent ──▶ welcomed
 *     └─────────┴──── rejected · late · closed ────────┴─────▶ closed
 */
type Phase = 'opened' | 'greeting' | 'welcomed' | 'closed';

/** One socket: its first frame, its order, its limits. Knows no rule of messages or calls. */
export class Connection {
  readonly #context: ConnectionContext;
  readonly #socket: Socket;
  readonly #cookie: string | undefined;
  readonly #bucket: TokenBucket;
  readonly #openedAtMs: number;
  #phase: Phase = 'opened';
  #heardAtMs: number;
  #pingedAtMs: number;
  #viewer: DeviceViewer | undefined;
  #leave: (() => void) | undefined;
  /** The last call that the device spoke of and did not hang up. */
  #callId: CallId | undefined;
  /** Frames in the order of their arrival, behind the one that is being handled (WIRE-6). */
  #waiting: unknown[] = [];
  #busy = false;
  /** What the bus brought before the welcome went out. */
  #early: string[] = [];

  constructor(context: ConnectionContext, socket: Socket, cookie: string | undefined) {
    this.#context = context;
    this.#socket = socket;
    this.#cookie = cookie;
    this.#openedAtMs = context.ports.clock();
    this.#heardAtMs = this.#openedAtMs;
    this.#pingedAtMs = this.#openedAtMs;
    this.#bucket = new TokenBucket(this.#openedAtMs);
  }

  /** A frame has arrived; undefined where it was no text. */
  receive(text: string | undefined): void {
    if (this.#phase === 'closed') return;
    this.heard();
    const nowMs = this.#heardAtMs;
    const frame = parseJson(text);
    const verdict = this.#bucket.judge(nowMs);
    if (verdict === 'flood' || this.#waiting.length >= MOST_WAITING) {
      this.close(CLOSE.rateLimited, 'too many frames');
    } else if (verdict === 'refuse') {
      this.#sendError(readRef(frame), { code: 'rate_limited', retryAfterMs: this.#bucket.waitMs() });
    } else if (this.#busy) {
      this.#waiting.push(frame);
    } else {
      void this.#handleAll(frame);
    }
  }

  /** A sign of life: a frame, or the answer to our ping. */
  heard(): void {
    this.#heardAtMs = this.#context.ports.clock();
  }

  /** Asked from time to time: drops a socket that is late with its hello or has fallen silent. */
  checkTime(nowMs: number): void {
    if (this.#phase === 'opened' && nowMs - this.#openedAtMs >= HELLO_LIMIT_MS) {
      this.close(CLOSE.unauthenticated, 'no hello');
    } else if (nowMs - this.#heardAtMs >= SILENCE_LIMIT_MS) {
      this.closed();
      this.#socket.drop();
    } else if (nowMs - this.#pingedAtMs >= PING_INTERVAL_MS) {
      // Pages in the background are not let run their own timers in time; their WebSocket answers all the same.
      this.#pingedAtMs = nowMs;
      this.#socket.ping();
    }
  }

  close(code: number, reason: string): void {
    this.closed();
    this.#socket.close(code, reason);
  }

  /** The socket has ended, with the code of its closing. */
  ended(code: number): void {
    const [viewer, callId] = [this.#viewer, this.#callId];
    const isOurs = this.#isClosed();
    this.closed();
    // What we have closed ourselves says nothing of the device.
    if (isOurs || viewer === undefined || callId === undefined || !isGone(code)) return;
    const { ports } = this.#context;
    tellPeerGone(ports, viewer, callId).catch((error: unknown) =>
      ports.log.warn({ error }, 'could not tell that a device has gone'),
    );
  }

  /** The socket is gone. */
  closed(): void {
    this.#phase = 'closed';
    this.#waiting = [];
    this.#leave?.();
    this.#leave = undefined;
  }

  async #handleAll(first: unknown): Promise<void> {
    this.#busy = true;
    try {
      await this.#handle(first);
      // A command that waits lets more frames arrive.
      while (this.#waiting.length > 0) await this.#handle(this.#waiting.shift());
    } finally {
      this.#busy = false;
    }
  }

  async #handle(frame: unknown): Promise<void> {
    try {
      if (this.#viewer === undefined) await this.#greet(frame);
      else await this.#run(frame, this.#viewer);
    } catch (error) {
      this.#context.ports.log.error({ error }, 'a frame could not be handled');
      if (this.#phase === 'greeting') this.close(CLOSE.goingAway, 'the server failed');
      else this.#sendError(readRef(frame), { code: 'internal' });
    }
  }

  async #run(frame: unknown, viewer: DeviceViewer): Promise<void> {
    const parsed = UpFrame.safeParse(frame);
    if (!parsed.success) {
      this.#sendError(readRef(frame), { code: 'bad_request', detail: explain(parsed.error) });
      return;
    }
    const { type, ref } = parsed.data;
    if ('callId' in parsed.data) this.#callId = type === 'call.hang-up' ? undefined : parsed.data.callId;
    const result = await runCommand(this.#context.ports, viewer, type, parsed.data);
    if ('error' in result) this.#sendError(ref, result.error);
    else this.#send({ type: 'ok', ref, result: result.ok }, UNHURRIED.has(type));
  }

  async #greet(frame: unknown): Promise<void> {
    this.#phase = 'greeting';
    const greeted = await greet(this.#context.authenticator, this.#cookie, frame);
    if (this.#isClosed()) return;
    if ('code' in greeted) {
      this.close(greeted.code, greeted.reason);
      return;
    }
    const { identityKey, ...viewer } = greeted;
    const socketId = this.#join(viewer);
    // Only now that this socket hears of sessions that end: had it ended before, nobody would tell.
    const [welcome, isLive] = await Promise.all([
      createWelcome(this.#context.ports, viewer),
      this.#context.ports.stores.sessions.listLive([viewer.sessionId]),
    ]);
    if (this.#isClosed()) return;
    if (isLive.length === 0) {
      this.close(CLOSE.signedOut, 'signed out');
      return;
    }
    this.#viewer = viewer;
    this.#send(welcome);
    this.#phase = 'welcomed';
    for (const text of this.#early.splice(0)) this.#socket.send(text);
    if (identityKey !== undefined) this.#arrive({ ...viewer, socketId, identityKey });
  }

  /** Others may prepare a call to this device from now on (CALL-37). */
  #arrive({ accountId, deviceId, sessionId, platform, socketId, identityKey }: PresentDevice): void {
    const { presence } = this.#context;
    const device = { accountId, deviceId, sessionId, platform, socketId, identityKey };
    const leave = this.#leave;
    this.#leave = () => {
      leave?.();
      presence.left(device);
    };
    presence.arrived(device);
  }

  /** Returns the id of this socket. */
  #join({ accountId, deviceId, sessionId, platform }: DeviceViewer): string {
    const { bus, registry, ports } = this.#context;
    const member: Member = {
      id: ports.random.uuid(),
      deviceId,
      sessionId,
      platform,
      deliver: (text) => {
        if (this.#phase === 'welcomed') this.#socket.send(text);
        else this.#early.push(text);
      },
      close: (code, reason) => this.close(code, reason),
    };
    this.#leave = registry.join(accountId, member);
    bus.publish(accountId, { kind: 'supersede', deviceId, socketId: member.id });
    return member.id;
  }

  // A method, because a closing that happened during an await is invisible to TypeScript's narrowing.
  #isClosed(): boolean {
    return this.#phase === 'closed';
  }

  #send(frame: DownFrame, unhurried = false): void {
    if (this.#phase === 'closed') return;
    const text = JSON.stringify(frame);
    if (unhurried) this.#socket.sendUnhurried(text);
    else this.#socket.send(text);
  }

  #sendError(ref: number | null, error: WireError): void {
    this.#send({ type: 'error', ref, error });
  }
}

function parseJson(text: string | undefined): unknown {
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** The number of a frame that could not be read, so that its sender knows which it was. */
function readRef(frame: unknown): number | null {
  if (typeof frame !== 'object' || frame === null || !('ref' in frame)) return null;
  return typeof frame.ref === 'number' && Number.isSafeInteger(frame.ref) ? frame.ref : null;
}

/** Where it does not match and why, for whoever writes a client. */
function explain(error: { issues: readonly { path: readonly PropertyKey[]; message: string }[] }): string {
  const [issue] = error.issues;
  return issue === undefined
    ? 'no match'
    : `${issue.path.map(String).join('.') || 'frame'}: ${issue.message}`;
}
