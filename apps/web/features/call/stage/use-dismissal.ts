import { useEffect } from 'react';
import type { RefObject } from 'react';

/** Closes an ended call by Escape, or by a press on it; not by the press that ended it, whose click comes after. */
export function useDismissal(stage: RefObject<HTMLElement | null>, dismiss: (() => void) | undefined): void {
  useEffect(() => {
    const element = stage.current;
    if (dismiss === undefined || element === null) return undefined;
    let isPressed = false;
    const onPointerDown = () => {
      isPressed = true;
    };
    const onClick = (event: MouseEvent) => {
      // A button does what it says; this would take it away under the press.
      const isOnButton = event.target instanceof Element && event.target.closest('button') !== null;
      if (isPressed && !isOnButton) dismiss();
    };
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key === 'Escape') dismiss();
    };
    element.addEventListener('pointerdown', onPointerDown);
    element.addEventListener('click', onClick);
    // The button that hung up had the focus, and is gone.
    document.addEventListener('keydown', onKeyDown);
    return () => {
      element.removeEventListener('pointerdown', onPointerDown);
      element.removeEventListener('click', onClick);
      document.removeEventListener('keydown', onKeyDown);
    };
  }, [stage, dismiss]);
}
