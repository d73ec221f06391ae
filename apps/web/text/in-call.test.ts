import type { CallHint } from '@parley/client';
import { expect, test } from 'vitest';
import { hintText } from './in-call.ts';

const view = { peer: { displayName: 'Ben' } };

test.each<[CallHint, string]>([
  [{ kind: 'microphoneSilent' }, "They can't hear you: your microphone is silent"],
  [{ kind: 'nothingReceived', sinceMs: 3_400 }, 'Nothing received for 3 s, trying another route'],
  [{ kind: 'uploadLoss', percent: 12, videoLowered: true }, 'Your upload loses 12 %, video lowered'],
  [{ kind: 'uploadLoss', percent: 4.6, videoLowered: false }, 'Your upload loses 5 %'],
  [{ kind: 'downloadLoss', percent: 0.2 }, '1 % of what Ben sends gets lost'],
  [{ kind: 'deviceReplaced', device: 'camera' }, 'Your camera went away, another one is in use'],
  [{ kind: 'relayed' }, 'Relayed: your address is hidden'],
])('%j is told as %j', (hint, text) => {
  expect(hintText(hint, view)).toBe(text);
});
