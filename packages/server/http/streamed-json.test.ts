import { Readable } from 'node:stream';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { LongList, toJsonChunks } from './streamed-json.ts';

async function* each<T>(rows: readonly T[]): AsyncGenerator<T> {
  for (const row of rows) {
    await Promise.resolve();
    yield row;
  }
}

async function textOf(value: object): Promise<string> {
  let text = '';
  for await (const chunk of toJsonChunks(value)) text += chunk;
  return text;
}

test('ACC-15: what is streamed is the JSON of the same value in memory', async () => {
  const row = fc.record({
    text: fc.string({ unit: 'binary' }),
    at: fc.oneof(fc.integer(), fc.constant(null)),
  });
  const shape = fc.record({
    small: fc.jsonValue(),
    list: fc.array(row),
    deep: fc.record({ list: fc.array(fc.record({ name: fc.string(), inner: fc.array(row) })) }),
  });
  await fc.assert(
    fc.asyncProperty(shape, async ({ small, list, deep }) => {
      const nested = deep.list.map(({ name, inner }) => ({ name, inner: new LongList(each(inner)) }));
      const text = await textOf({
        small,
        list: new LongList(each(list)),
        deep: { list: new LongList(each(nested)) },
      });
      expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify({ small, list, deep })));
    }),
    { numRuns: 60 },
  );
});

test('ACC-15: rows are read only as far as the reader has come, and no further once the reader leaves', async () => {
  let read = 0;
  let isLetGo = false;
  async function* endless(): AsyncGenerator<{ text: string }> {
    try {
      for (;;) {
        read += 1;
        await Promise.resolve();
        yield { text: 'x'.repeat(1_000) };
      }
    } finally {
      isLetGo = true;
    }
  }
  const stream = Readable.from(toJsonChunks({ rows: new LongList(endless()) }), {
    objectMode: false,
    highWaterMark: 32_768,
  });
  await new Promise((resolve) => stream.once('readable', resolve));
  // Whatever waits in the stream's own buffer, and one chunk on its way.
  const most = 70;
  for (let turn = 0; turn < 50; turn += 1) await new Promise((resolve) => setImmediate(resolve));
  expect(read).toBeLessThan(most);
  stream.read();
  for (let turn = 0; turn < 50; turn += 1) await new Promise((resolve) => setImmediate(resolve));
  expect(read).toBeLessThan(2 * most);
  stream.destroy();
  await new Promise((resolve) => stream.once('close', resolve));
  expect(isLetGo).toBe(true);
});

test('ACC-15: a list that breaks breaks the text, so that half a file is never taken for a whole one', async () => {
  async function* broken(): AsyncGenerator<number> {
    yield 1;
    await Promise.resolve();
    throw new Error('the database went away');
  }
  await expect(textOf({ rows: new LongList(broken()) })).rejects.toThrow('the database went away');
});
