// The process in which the lines run: nothing else may keep them waiting.

import { PERFECT_LEG } from './conditions.ts';
import type { LegConditions } from './conditions.ts';
import { punctuality } from './pipe.ts';
import { TcpLine } from './tcp-line.ts';
import { UdpLine } from './udp-line.ts';
import type { PacketCounts } from './udp-line.ts';

/** What the bench asks of this process. */
export type LineRequest =
  | { do: 'openUdp'; host: string; serverPort: number; seed: number }
  | { do: 'openTcp'; host: string; serverPort: number; pagesPort: number; seed: number }
  | { do: 'set'; line: number; conditions: LegConditions }
  | { do: 'aim'; line: number; serverPort: number }
  | { do: 'cut'; line: number }
  | { do: 'count'; line: number }
  | { do: 'usage' };

/** What the lines used, and how punctual they were. */
export interface LinesUsage {
  cpuMs: number;
  delivered: number;
  over2Ms: number;
  over10Ms: number;
}

export interface LineAnswer {
  id: number;
  error?: string;
  line?: number;
  port?: number;
  counts?: PacketCounts;
  usage?: LinesUsage;
}

const lines: (UdpLine | TcpLine)[] = [];

function lineOf(index: number): UdpLine | TcpLine {
  const line = lines[index];
  if (line === undefined) throw new Error(`there is no line ${index}`);
  return line;
}

async function open(line: UdpLine | TcpLine): Promise<Omit<LineAnswer, 'id'>> {
  lines.push(line);
  return { line: lines.length - 1, port: await line.listen() };
}

async function answer(request: LineRequest): Promise<Omit<LineAnswer, 'id'>> {
  switch (request.do) {
    case 'openUdp':
      return await open(new UdpLine({ ...request, conditions: PERFECT_LEG }));
    case 'openTcp':
      return await open(new TcpLine({ ...request, conditions: PERFECT_LEG }));
    case 'set':
      lineOf(request.line).conditions = request.conditions;
      return {};
    case 'aim': {
      const line = lineOf(request.line);
      if (line instanceof TcpLine) line.serverPort = request.serverPort;
      return {};
    }
    case 'cut':
      lineOf(request.line).cutFlows();
      return {};
    case 'count': {
      const line = lineOf(request.line);
      return line instanceof UdpLine ? { counts: line.counts } : {};
    }
    case 'usage': {
      const { user, system } = process.cpuUsage();
      return { usage: { cpuMs: (user + system) / 1000, ...punctuality } };
    }
  }
}

// Trust border: network.ts sends these and nothing else.
process.on('message', ({ id, request }: { id: number; request: LineRequest }) => {
  void answer(request)
    .catch((error: unknown) => ({ error: String(error) }))
    .then((found) => process.send?.({ id, ...found }));
});
process.on('disconnect', () => process.exit(0));
