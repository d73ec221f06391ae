import type { CallHint, CallView } from '@parley/client';
import { hintText } from '../../../text/in-call.ts';
import { routeText } from './route-text.ts';

/** One sentence of the call bar. */
export interface BarLine {
  key: string;
  text: string;
  tone: 'trouble' | 'hidden' | 'shown' | 'note';
}

type BarView = Pick<CallView, 'phase' | 'route' | 'hints' | 'path'> & { peer: { displayName: string } };

function toneOf(hint: CallHint): BarLine['tone'] {
  switch (hint.kind) {
    case 'microphoneSilent':
    case 'nothingReceived':
    case 'uploadLoss':
    case 'downloadLoss':
    case 'videoPaused':
    case 'peerVideoPaused':
      return 'trouble';
    case 'deviceReplaced':
      return 'note';
    case 'relayed':
      return 'hidden';
  }
}

/**
 * What the call bar says, the most urgent first: how the call is, then what it shows of where the person here is
 * (PRIV-4, PRIV-5). Nothing is said twice.
 */
export function barLines(view: BarView): BarLine[] {
  if (view.phase === 'ended') return [];
  const lines = view.hints.map((hint) => ({
    key: hint.kind === 'deviceReplaced' ? `${hint.kind}-${hint.device}` : hint.kind,
    text: hintText(hint, view),
    tone: toneOf(hint),
  }));
  const route = routeText(view);
  if (route === undefined || lines.some(({ text }) => text === route)) return lines;
  return [...lines, { key: 'route', text: route, tone: view.route === 'relay' ? 'hidden' : 'shown' }];
}
