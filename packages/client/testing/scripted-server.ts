import { DownFrame, ENDPOINTS, Hello, PROTOCOL_VERSION, UpFrame } from '@parley/protocol';
import type {
  DeviceId,
  Endpoint,
  EndpointName,
  EndpointRequest,
  EndpointResult,
  EventFrame,
  Me,
  ReasonCode,
  Reply,
  SessionId,
  Up,
  UpType,
  Welcome,
} from '@parley/protocol';
import * as z from 'zod/mini';
import type { FakeSocket } from './fake-ports.ts';

/** Refuses a request or frame, when a script throws it. */
export class Refusal extends Error {
  readonly code: ReasonCode;
  readonly retryAfterMs: number | undefined;
  constructor(code: ReasonCode, retryAfterMs?: number) {
    super(code);
    this.code = code;
    this.retryAfterMs = retryAfterMs;
  }

  toWire(): { code: ReasonCode; retryAfterMs?: number } {
    return {
      code: this.code,
      ...(this.retryAfterMs === undefined ? {} : { retryAfterMs: this.retryAfterMs }),
    };
  }
}

type EndpointScripts = { [N in EndpointName]?: (input: EndpointRequest<N>) => EndpointResult<N> };
/** `undefined`: the frame gets no answer at all. */
type FrameScripts = { [T in UpType]?: (frame: Up<T>) => Reply<T> | undefined };

/**
 * A server that does what a test tells it: it speaks the protocol's schemas and holds each side to them, and knows no
 * rule beyond. What is not scripted is refused with `not_found`.
 */
export class ScriptedServer {
  readonly endpoints: EndpointScripts = {};
  readonly frames: FrameScripts = { ping: () => ({}) };
  /** Every frame that the client has sent, oldest first; `hello` is not among them. */
  readonly received: UpFrame[] = [];
  readonly hellos: Hello[] = [];
  readonly me: Me;
  /** The live calls that the next welcome lists. */
  calls: Welcome['calls'] = [];
  /** False: nothing is answered and no socket opens. */
  reachable = true;
  /** By how much the server's clock is ahead of the client's, in milliseconds. */
  clockAheadMs = 0;
  #socket: FakeSocket | undefined;

  constructor(me: Me, sessionId: SessionId) {
    this.me = me;
    this.endpoints.signIn = () => ({ me, sessionId, token: 'token' });
    this.endpoints.getMe = () => me;
    this.endpoints.listSessions = () => ({
      sessions: [
        { id: sessionId, label: 'Test', platform: 'other', createdAtMs: 0, lastSeenAtMs: 0, current: true },
      ],
    });
    this.endpoints.createTicket = () => ({ ticket: 'ticket', expiresAtMs: Date.now() + 30_000 });
    this.endpoints.listConversations = () => ({ conversations: [], requestCount: 0 });
    this.sessionId = sessionId;
  }

  readonly sessionId: SessionId;

  /** Tells the client something; dropped while no socket is up. */
  emit(frame: EventFrame): void {
    this.#socket?.send(JSON.stringify(z.parse(DownFrame, frame)));
  }

  /** Sends what no server of this version would. */
  emitRaw(text: string): void {
    this.#socket?.send(text);
  }

  /** Closes the socket that is up. */
  drop(code = 1006): void {
    const socket = this.#socket;
    this.#socket = undefined;
    socket?.close(code);
  }

  readonly onSocket = (socket: FakeSocket): void => {
    if (this.reachable) socket.accept();
    else socket.close(1006);
  };

  readonly onText = (socket: FakeSocket, text: string): void => {
    const frame: unknown = JSON.parse(text);
    const hello = z.safeParse(Hello, frame);
    if (hello.success) this.#onHello(socket, hello.data);
    else this.#onFrame(socket, z.parse(UpFrame, frame));
  };

  readonly onRequest = async (url: string, init: RequestInit): Promise<Response> => {
    await Promise.resolve();
    if (!this.reachable) throw new TypeError('fetch failed');
    const { pathname, searchParams } = new URL(url);
    for (const [name, endpoint] of Object.entries<Endpoint>(ENDPOINTS)) {
      const params = matchPath(endpoint.path, pathname);
      if (params === undefined || endpoint.method !== init.method) continue;
      const body: unknown = typeof init.body === 'string' ? JSON.parse(init.body) : undefined;
      return this.#respond(name, endpoint, { params, query: Object.fromEntries(searchParams), body });
    }
    return Response.json({ code: 'not_found' }, { status: 404 });
  };

  #onHello(socket: FakeSocket, hello: Hello): void {
    this.hellos.push(hello);
    this.#socket = socket;
    const welcome: Welcome = {
      type: 'welcome',
      version: PROTOCOL_VERSION,
      accountId: this.me.person.id,
      sessionId: this.sessionId,
      deviceId: hello.deviceId,
      serverTimeMs: Date.now() + this.clockAheadMs,
      calls: this.calls,
    };
    socket.send(JSON.stringify(z.parse(DownFrame, welcome)));
  }

  get deviceId(): DeviceId {
    const last = this.hellos.at(-1);
    if (last === undefined) throw new Error('the client has not connected yet');
    return last.deviceId;
  }

  #onFrame(socket: FakeSocket, frame: UpFrame): void {
    this.received.push(frame);
    const { ref } = frame;
    try {
      // The script of this very type; TypeScript cannot follow that through the lookup.
      const script = this.frames[frame.type] as ((frame: UpFrame) => unknown) | undefined;
      if (script === undefined) throw new Refusal('not_found');
      const result = script(frame);
      if (result !== undefined) reply(socket, { type: 'ok', ref, result });
    } catch (thrown) {
      if (!(thrown instanceof Refusal)) throw thrown;
      reply(socket, { type: 'error', ref, error: thrown.toWire() });
    }
  }

  #respond(name: string, endpoint: Endpoint, given: Record<'params' | 'query' | 'body', unknown>): Response {
    const parts = (['params', 'query', 'body'] as const).flatMap((part) => {
      const schema = endpoint[part];
      return schema === undefined ? [] : [[part, z.parse(schema, given[part])] as const];
    });
    try {
      // The script of this very endpoint, with the input that its own schemas have parsed.
      const script = this.endpoints[name as EndpointName] as ((input: unknown) => unknown) | undefined;
      if (script === undefined) throw new Refusal('not_found');
      return Response.json(script(Object.fromEntries(parts)));
    } catch (thrown) {
      if (!(thrown instanceof Refusal)) throw thrown;
      return Response.json(thrown.toWire(), { status: 400 });
    }
  }
}

function reply(socket: FakeSocket, frame: DownFrame): void {
  // As over a network: never within the call that sent the frame.
  queueMicrotask(() => socket.send(JSON.stringify(frame)));
}

function matchPath(template: string, path: string): Record<string, string> | undefined {
  const names = [...template.matchAll(/:(\w+)/g)].map(([, name]) => name ?? '');
  const pattern = new RegExp(`^${template.replaceAll(/:\w+/g, '([^/]+)')}$`);
  const values = pattern.exec(path)?.slice(1);
  return values && Object.fromEntries(names.map((name, at) => [name, decodeURIComponent(values[at] ?? '')]));
}
