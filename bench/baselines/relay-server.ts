// The bare relay: who signalling costs nothing for. Clients register an id; a frame goes to the peer it names.
// No rules, no replies, no memory of anything; the received bytes are passed on as they came.

import { WebSocketServer } from 'ws';
import type { WebSocket } from 'ws';
import { reportPort } from './report-port.ts';

/** What every frame has; the relay looks at nothing else. */
interface RelayFrame {
  type: string;
  /** With `register`: who this socket is. */
  id?: string;
  /** Who the frame is for. */
  to?: string;
}

const clients = new Map<string, WebSocket>();

const server = new WebSocketServer({ host: '127.0.0.1', port: 0, maxPayload: 64 * 1024 });
server.on('connection', (socket) => {
  let registered: string | undefined;
  socket.on('message', (data: Buffer) => {
    // Trust border: a baseline believes its clients.
    const frame = JSON.parse(data.toString()) as RelayFrame;
    if (frame.type === 'register' && frame.id !== undefined) {
      registered = frame.id;
      clients.set(frame.id, socket);
      socket.send('{"type":"registered"}');
    } else if (frame.to !== undefined) {
      clients.get(frame.to)?.send(data, { binary: false });
    }
  });
  socket.on('close', () => {
    if (registered !== undefined) clients.delete(registered);
  });
});
server.on('listening', () => reportPort(server.address()));
