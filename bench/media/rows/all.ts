import { connectedBeforeAccept } from './connected-before-accept.ts';
import { earlyVideo } from './early-video.ts';
import { latency } from './latency.ts';
import { moveToDirect } from './move-to-direct.ts';
import { narrow } from './narrow.ts';
import { networkChange } from './network-change.ts';
import { races } from './races.ts';
import { reload } from './reload.ts';
import { ringStops } from './ring-stops.ts';
import type { Row } from './row.ts';
import { serverKilled } from './server-killed.ts';

/** In the order of a run. */
export const ROWS = {
  latency,
  'early-video': earlyVideo,
  connected: connectedBeforeAccept,
  direct: moveToDirect,
  'ring-stops': ringStops,
  network: networkChange,
  killed: serverKilled,
  reload,
  races,
  narrow,
} as const satisfies Record<string, Row>;

export type RowName = keyof typeof ROWS;
