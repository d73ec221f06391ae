import type { CallsState } from '@parley/client';
import { useEffect, useRef } from 'react';
import { closeNotices } from '../../pwa/worker-link.ts';
import { callText } from '../../text/call.ts';
import { setTitle } from '../../ui/page-title.ts';
import { CONNECTED, ENDED, INTERRUPTED, KNOCK, RING, RING_BACK } from './sound/melodies.ts';
import { playMelody, playTone } from './sound/play-melody.ts';
import { soundOf } from './sound-of.ts';
import { toneOf } from './tone-of.ts';

const MELODY = { ring: RING, knock: KNOCK, ringBack: RING_BACK };
const TONE = { connected: CONNECTED, interrupted: INTERRUPTED, ended: ENDED };
const BUZZ_MS = [500, 250, 500];
const BUZZ_EVERY_MS = 3_200;

/** Everything by which a call makes itself noticed besides its dialog: sound, title, vibration. */
export function useCallAlerts(state: CallsState): void {
  const sound = soundOf(state);
  const callerName = state.incoming[0]?.peer.displayName;
  const callId = state.incoming[0]?.callId;

  useEffect(() => (sound === undefined ? undefined : playMelody(MELODY[sound])), [sound]);
  const { current } = state;
  const before = useRef(current);
  useEffect(() => {
    const tone = toneOf(before.current, current);
    before.current = current;
    if (tone !== undefined) playTone(TONE[tone]);
  }, [current]);
  useEffect(() => {
    if (callerName === undefined) return undefined;
    setTitle({ flash: callText.calling(callerName) });
    return () => setTitle({ flash: undefined });
  }, [callerName]);
  useEffect(() => (sound === 'ring' ? buzz() : undefined), [sound]);
  useEffect(() => {
    if (callId === undefined) return undefined;
    // A notice of it may stand on the screen since before this page came into sight.
    return () => void closeNotices((notice) => notice.kind === 'ring' && notice.callId === callId);
  }, [callId]);
}

function buzz(): (() => void) | undefined {
  // Browsers refuse, and complain, before the first touch of the page.
  if (!('vibrate' in navigator) || !navigator.userActivation.hasBeenActive) return undefined;
  navigator.vibrate(BUZZ_MS);
  const timer = setInterval(() => navigator.vibrate(BUZZ_MS), BUZZ_EVERY_MS);
  return () => {
    clearInterval(timer);
    navigator.vibrate(0);
  };
}
