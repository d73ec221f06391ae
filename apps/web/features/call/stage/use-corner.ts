import { useRef, useState } from 'react';
import type { CSSProperties, PointerEvent } from 'react';
import { createStore } from 'zustand/vanilla';
import { useStore } from 'zustand';
import { cornerAt, nextCorner } from './corner.ts';
import type { Corner } from './corner.ts';

/** Moved less than this, in CSS pixels, it was a press. */
const DRAG_FROM_PX = 8;

/** Stays from call to call while the page is open. */
const chosen = createStore<{ corner: Corner }>(() => ({ corner: 'bottomEnd' }));

interface Grip {
  x: number;
  y: number;
  moved: boolean;
}

/** A picture that is dragged from corner to corner, or goes to the next one by a press or the keyboard. */
export function useCorner() {
  const { corner } = useStore(chosen);
  const grip = useRef<Grip>(undefined);
  const [offset, setOffset] = useState<{ x: number; y: number }>();
  const choose = (next: Corner) => chosen.setState({ corner: next });

  const letGo = (event: PointerEvent<HTMLElement>) => {
    const { current } = grip;
    setOffset(undefined);
    if (current?.moved !== true || event.type === 'pointercancel') return;
    const { left, top, width, height } = event.currentTarget.getBoundingClientRect();
    const centre = { x: left + width / 2, y: top + height / 2 };
    choose(cornerAt(centre, { width: window.innerWidth, height: window.innerHeight }));
  };
  const style: CSSProperties = offset
    ? { transform: `translate(${offset.x}px, ${offset.y}px)`, transition: 'none' }
    : {};
  return {
    corner,
    style,
    handlers: {
      onPointerDown: (event: PointerEvent<HTMLElement>) => {
        grip.current = { x: event.clientX, y: event.clientY, moved: false };
        event.currentTarget.setPointerCapture(event.pointerId);
      },
      onPointerMove: (event: PointerEvent<HTMLElement>) => {
        const { current } = grip;
        if (current === undefined || !event.currentTarget.hasPointerCapture(event.pointerId)) return;
        const to = { x: event.clientX - current.x, y: event.clientY - current.y };
        current.moved ||= Math.hypot(to.x, to.y) >= DRAG_FROM_PX;
        if (current.moved) setOffset(to);
      },
      onPointerUp: letGo,
      onPointerCancel: letGo,
      onClick: () => {
        // The click that ends a drag is none.
        const wasDragged = grip.current?.moved === true;
        grip.current = undefined;
        if (!wasDragged) choose(nextCorner(corner));
      },
    },
  };
}
