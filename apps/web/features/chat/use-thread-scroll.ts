import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { VirtualizerHandle } from 'virtua';

const NEAR_BOTTOM_PX = 64;
const NEAR_TOP_PX = 500;

export interface ThreadScrollInput {
  rowCount: number;
  /** Changes when rows were put in front. */
  firstKey: string | undefined;
  /** Changes when a row was added at the end. */
  lastKey: string | undefined;
  lastIsOwn: boolean;
  onNearTop: () => void;
}

/** Keeps a thread where a reader expects it: at its end, unless they have scrolled away. */
export function useThreadScroll({ rowCount, firstKey, lastKey, lastIsOwn, onNearTop }: ThreadScrollInput) {
  const scroller = useRef<HTMLDivElement>(null);
  const virtualizer = useRef<VirtualizerHandle>(null);
  const [isAtBottom, setAtBottom] = useState(true);
  const stick = useRef(true);

  const shownFirstKey = useRef(firstKey);
  const wasPrepended = shownFirstKey.current !== undefined && shownFirstKey.current !== firstKey;
  useLayoutEffect(() => {
    shownFirstKey.current = firstKey;
  }, [firstKey]);

  const toBottom = useCallback(() => {
    stick.current = true;
    virtualizer.current?.scrollToIndex(rowCount - 1, { align: 'end' });
  }, [rowCount]);

  const ownArrival = useRef(lastKey);
  useLayoutEffect(() => {
    const isNewOwn = ownArrival.current !== lastKey && lastIsOwn;
    ownArrival.current = lastKey;
    if (stick.current || isNewOwn) toBottom();
  }, [lastKey, lastIsOwn, toBottom]);

  // The keyboard of a phone and a growing composer shrink the thread.
  useEffect(() => {
    const element = scroller.current;
    if (element === null) return undefined;
    const observer = new ResizeObserver(() => {
      if (stick.current) toBottom();
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [toBottom]);

  const onScroll = useCallback(() => {
    const element = scroller.current;
    if (element === null) return;
    const fromBottom = element.scrollHeight - element.scrollTop - element.clientHeight;
    stick.current = fromBottom < NEAR_BOTTOM_PX;
    setAtBottom(stick.current);
    if (element.scrollTop < NEAR_TOP_PX) onNearTop();
  }, [onNearTop]);

  return { scroller, virtualizer, onScroll, isAtBottom, toBottom, wasPrepended };
}
