/** Where a small picture stands on the stage. */
export type Corner = 'bottomEnd' | 'bottomStart' | 'topStart' | 'topEnd';

const ROUND: readonly Corner[] = ['bottomEnd', 'bottomStart', 'topStart', 'topEnd'];

/** The way round for who presses instead of dragging. */
export function nextCorner(corner: Corner): Corner {
  return ROUND[(ROUND.indexOf(corner) + 1) % ROUND.length] ?? 'bottomEnd';
}

interface Size {
  width: number;
  height: number;
}

/** The corner that a picture let go of with its centre there belongs to. */
export function cornerAt(centre: { x: number; y: number }, stage: Size): Corner {
  const isStart = centre.x < stage.width / 2;
  if (centre.y < stage.height / 2) return isStart ? 'topStart' : 'topEnd';
  return isStart ? 'bottomStart' : 'bottomEnd';
}
