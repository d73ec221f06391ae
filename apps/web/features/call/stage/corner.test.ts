import { expect, test } from 'vitest';
import { cornerAt, nextCorner } from './corner.ts';
import type { Corner } from './corner.ts';

test('four presses lead once round', () => {
  const seen: Corner[] = [];
  let corner: Corner = 'bottomEnd';
  for (let press = 0; press < 4; press += 1) {
    corner = nextCorner(corner);
    seen.push(corner);
  }
  expect(new Set(seen).size).toBe(4);
  expect(corner).toBe('bottomEnd');
});

test.each([
  [{ x: 10, y: 10 }, 'topStart'],
  [{ x: 380, y: 10 }, 'topEnd'],
  [{ x: 10, y: 800 }, 'bottomStart'],
  [{ x: 380, y: 800 }, 'bottomEnd'],
])('a picture let go of at %j goes to %s', (centre, corner) => {
  expect(cornerAt(centre, { width: 390, height: 844 })).toBe(corner);
});
