import { useEffect, useRef } from 'react';
import type { RefObject } from 'react';
import { shortcutOf } from './shortcuts.ts';
import type { ShortcutName } from './shortcuts.ts';

const WRITING = 'input, textarea, select, [contenteditable], [role="dialog"], [role="menu"]';

/** The keys of a call, while the focus is in it, or nowhere because it covers the window. */
export function useShortcuts(
  stage: RefObject<HTMLElement | null>,
  coversWindow: boolean,
  actions: Partial<Record<ShortcutName, () => void>>,
): void {
  const latest = useRef(actions);
  useEffect(() => {
    latest.current = actions;
  });
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const at = document.activeElement;
      const isIn = at === document.body || at === null ? coversWindow : stage.current?.contains(at) === true;
      if (!isIn || event.defaultPrevented || at?.closest(WRITING)) return;
      const name = shortcutOf(event);
      const act = name && latest.current[name];
      if (act === undefined) return;
      event.preventDefault();
      act();
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, [stage, coversWindow]);
}
