import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { CLOSE, MAX_BODY_BYTES } from '@parley/protocol';
import type { EventFrame } from '@parley/protocol';
import { WebSocketServer } from 'ws';
import type { WebSocket } from 'ws';
import type { Authenticator, Bus, Ports } from '../ports.ts';
import { Connection } from './connection.ts';
import type { ConnectionContext } from './connection.ts';
import { createPresence } from './presence.ts';
import { createRegistry } from './registry.ts';
import type { Registry } from './registry.ts';
import type { Socket } from './socket.ts';

/** What waits for a peer that does not read; past it the socket is dropped, in bytes. */
const MOST_UNSENT_BYTES = 1024 * 1024;
/** So long may a reply wait that nobody waits for, in milliseconds. */
const UNHURRIED_MS = 20;
const CHECK_TIME_INTERVAL_MS = 1_000;
/** The bus may lose the word that a session has ended; the database is asked as often as this. */
const CHECK_SESSIONS_INTERVAL_MS = 60_000;
/** A peer that does not answer the closing handshake is dropped after this. */
const CLOSE_LIMIT_MS = 2_000;

export interface GatewayOptions {
  ports: Ports;
  bus: Bus;
  authenticator: Pick<Authenticator, 'byCookie' | 'byTicket'>;
  /** The server's own origins; asked at each upgrade, because a free port is known only after listening. */
  origins: () => readonly string[];
}

export interface Gateway {
  /** Takes the upgrades of an HTTP server from now on. */
  attach: (server: Server) => void;
  /** Tells everybody who is connected to this node. */
  tellAll: (frame: EventFrame) => void;
  /** Sends everybody away (1001) and takes nobody new. */
  close: () => Promise<void>;
}

function refuseUpgrade(stream: Duplex, status: string): void {
  stream.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}

/** Most of what a small frame costs is the write; all that one turn of the event loop sends leaves in one write. */
function toSocket(ws: WebSocket, stream: Duplex): Socket {
  let corked = false;
  let turn: NodeJS.Immediate | undefined;
  let wait: NodeJS.Timeout | undefined;
  const uncork = (): void => {
    clearTimeout(wait);
    corked = false;
    turn = undefined;
    wait = undefined;
    stream.uncork();
  };
  const put = (text: string): void => {
    if (ws.readyState !== ws.OPEN) return;
    if (ws.bufferedAmount > MOST_UNSENT_BYTES) {
      ws.terminate();
      return;
    }
    if (!corked) stream.cork();
    corked = true;
    ws.send(text);
  };
  return {
    send(text) {
      put(text);
      if (corked) turn ??= setImmediate(uncork);
    },
    sendUnhurried(text) {
      put(text);
      if (corked) wait ??= setTimeout(uncork, UNHURRIED_MS);
    },
    ping: () => ws.ping(),
    close: (code, reason) => ws.close(code, reason),
    drop: () => ws.terminate(),
  };
}

/** Everything between a TCP connection and a Connection: upgrades, bytes, intervals. */
export function createGateway({ ports, bus, authenticator, origins }: GatewayOptions): Gateway {
  const registry = createRegistry(bus, ports.routes);
  const presence = createPresence(ports.stores.devices, ports.log);
  const context: ConnectionContext = { ports, bus, authenticator, registry, presence };
  const connections = new Map<WebSocket, Connection>();
  const sockets = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    maxPayload: MAX_BODY_BYTES,
    perMessageDeflate: false,
  });

  const accept = (ws: WebSocket, request: IncomingMessage, stream: Duplex): void => {
    const connection = new Connection(context, toSocket(ws, stream), request.headers.cookie);
    connections.set(ws, connection);
    ws.on('message', (data, isBinary) =>
      connection.receive(isBinary || !Buffer.isBuffer(data) ? undefined : data.toString('utf8')),
    );
    ws.on('pong', () => connection.heard());
    ws.on('close', (code) => {
      connections.delete(ws);
      connection.ended(code);
    });
    // A frame that is too large or no WebSocket at all: ws closes with the code that says so (WIRE-2).
    ws.on('error', () => connection.closed());
  };

  const upgrade = (request: IncomingMessage, stream: Duplex, head: Buffer): void => {
    // Whoever hangs up in the middle must not end the process.
    stream.on('error', () => stream.destroy());
    const { origin } = request.headers;
    if (request.url?.split('?', 1)[0] !== '/ws') return refuseUpgrade(stream, '404 Not Found');
    if (origin !== undefined && !origins().includes(origin)) return refuseUpgrade(stream, '403 Forbidden');
    sockets.handleUpgrade(request, stream, head, (ws) => accept(ws, request, stream));
  };

  const checkTime = setInterval(() => {
    const nowMs = ports.clock();
    for (const connection of connections.values()) connection.checkTime(nowMs);
  }, CHECK_TIME_INTERVAL_MS).unref();
  const checkSessions = setInterval(
    () => void endDeadSessions(ports, registry),
    CHECK_SESSIONS_INTERVAL_MS,
  ).unref();

  let server: Server | undefined;
  return {
    attach(http) {
      server = http;
      http.on('upgrade', upgrade);
    },
    tellAll: (frame) => registry.tellAll(frame),
    async close() {
      clearInterval(checkTime);
      clearInterval(checkSessions);
      server?.off('upgrade', upgrade);
      await Promise.all([...connections].map(([ws, connection]) => sendAway(ws, connection)));
      await presence.close();
    },
  };
}

async function endDeadSessions({ stores, log }: Ports, registry: Registry): Promise<void> {
  try {
    const here = registry.sessions();
    if (here.length === 0) return;
    const live = new Set(await stores.sessions.listLive(here));
    registry.endSessions(new Set(here.filter((id) => !live.has(id))));
  } catch (error) {
    log.warn({ error }, 'could not check the sessions of connected devices');
  }
}

function sendAway(ws: WebSocket, connection: Connection): Promise<void> {
  return new Promise((resolve) => {
    const impatient = setTimeout(() => ws.terminate(), CLOSE_LIMIT_MS);
    ws.once('close', () => {
      clearTimeout(impatient);
      resolve();
    });
    connection.close(CLOSE.goingAway, 'the server is stopping');
  });
}
