// PeerJS's server as its package starts it, on loopback.

import { PeerServer } from 'peer';
import { reportPort } from './report-port.ts';

PeerServer({ host: '127.0.0.1', port: 0, path: '/' }, (server) => reportPort(server.address()));
