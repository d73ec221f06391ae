import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { expect, test } from 'vitest';

const ROOT = dirname(dirname(import.meta.dirname));

test('README shows the example program as it is, letter for letter', () => {
  const program = readFileSync(join(ROOT, 'packages/client/examples/two-people.ts'), 'utf8');
  const shown = program.slice(program.indexOf('import ')).trim();
  expect(readFileSync(join(ROOT, 'README.md'), 'utf8')).toContain(`\`\`\`ts\n${shown}\n\`\`\``);
});
