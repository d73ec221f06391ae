import type { CallView } from '@parley/client';

export type ShortcutName = 'mute' | 'camera' | 'screen' | 'pictureInPicture' | 'size' | 'more' | 'hangUp';

/**
 * One key each, which works only while the call has the focus. Hanging up takes two: nobody ends a call by a letter
 * that was meant for a message. Escape ends nothing.
 */
export const SHORTCUT_KEYS: Record<ShortcutName, string> = {
  mute: 'M',
  camera: 'V',
  screen: 'S',
  pictureInPicture: 'P',
  size: 'L',
  more: '?',
  hangUp: 'Shift+H',
};

interface Pressed {
  key: string;
  shiftKey: boolean;
  ctrlKey: boolean;
  altKey: boolean;
  metaKey: boolean;
  repeat: boolean;
}

/** What a key means in a call; nothing while it is held down, or with a modifier of the browser's. */
export function shortcutOf(pressed: Pressed): ShortcutName | undefined {
  if (pressed.ctrlKey || pressed.altKey || pressed.metaKey || pressed.repeat) return undefined;
  if (pressed.key === '?') return 'more';
  const typed = `${pressed.shiftKey ? 'Shift+' : ''}${pressed.key.toUpperCase()}`;
  const names = Object.keys(SHORTCUT_KEYS) as ShortcutName[];
  return names.find((name) => SHORTCUT_KEYS[name] === typed);
}

/** What of it the call's phase allows; the stage adds what is its own. */
export function shortcutActions(view: CallView): Partial<Record<ShortcutName, () => void>> {
  const { actions, muted, cameraOn, screenOn } = view;
  const { setMuted, setCamera, setScreen } = actions;
  const end = actions.hangUp ?? actions.cancel;
  return {
    ...(setMuted && { mute: () => setMuted(!muted) }),
    ...(setCamera && { camera: () => setCamera(!cameraOn) }),
    ...(setScreen && { screen: () => setScreen(!screenOn) }),
    ...(end && { hangUp: end }),
  };
}
