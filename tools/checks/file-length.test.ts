import { expect, test } from 'vitest';

import { findLongFiles } from './file-length.ts';

test('400 lines are enough', () => {
  const tree = new Map([
    ['a.ts', 'x\n'.repeat(400)],
    ['b.ts', 'x\n'.repeat(401)],
  ]);
  expect(findLongFiles(tree)).toEqual([{ file: 'b.ts', message: 'has 401 lines; the limit is 400' }]);
});
