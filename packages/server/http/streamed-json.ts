import { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';
import type { Log } from '../ports.ts';

/** A list inside of a value that is too long to be in memory at once. */
export class LongList {
  readonly rows: AsyncIterable<unknown>;
  constructor(rows: AsyncIterable<unknown>) {
    this.rows = rows;
  }
}

/** An answer that is read while it is sent, as a file to keep. Its text is JSON. */
export class StreamedJson {
  readonly fileName: string;
  /** Lists that are long are LongLists, at any depth below plain objects. */
  readonly value: object;
  constructor(fileName: string, value: object) {
    this.fileName = fileName;
    this.value = value;
  }
}

/** So much text goes out at a time, in UTF-16 code units. */
const CHUNK_LENGTH = 16_384;

function isPlain(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function holdsLongList(value: unknown): boolean {
  if (value instanceof LongList) return true;
  return isPlain(value) && Object.values(value).some(holdsLongList);
}

async function* toTexts(value: unknown): AsyncGenerator<string> {
  if (value instanceof LongList) {
    let before = '[\n';
    for await (const row of value.rows) {
      yield before;
      yield* toTexts(row);
      before = ',\n';
    }
    yield before === '[\n' ? '[]' : '\n]';
  } else if (isPlain(value) && holdsLongList(value)) {
    let before = '{\n';
    for (const [key, part] of Object.entries(value)) {
      yield `${before}${JSON.stringify(key)}: `;
      yield* toTexts(part);
      before = ',\n';
    }
    yield '\n}';
  } else {
    yield JSON.stringify(value) ?? 'null';
  }
}

/** The JSON text of a value, in pieces; nothing of a long list is read before the pieces in front of it are taken. */
export async function* toJsonChunks(value: object): AsyncGenerator<string> {
  let chunk = '';
  for await (const text of toTexts(value)) {
    chunk += text;
    if (chunk.length < CHUNK_LENGTH) continue;
    yield chunk;
    chunk = '';
  }
  yield `${chunk}\n`;
}

/** Sends it at the reader's pace; a reader who leaves ends the reading here. */
export async function sendStreamed(
  reply: FastifyReply,
  { fileName, value }: StreamedJson,
  log: Log,
): Promise<FastifyReply> {
  const stream = Readable.from(toJsonChunks(value), { objectMode: false, highWaterMark: 2 * CHUNK_LENGTH });
  stream.on('error', (error) => {
    // The status has gone out: all that is left is to break off, so that nobody takes half of it for the whole.
    log.error({ error }, 'a file could not be sent to its end');
  });
  return await reply
    .type('application/json; charset=utf-8')
    .header('content-disposition', `attachment; filename="${fileName}"`)
    .header('cache-control', 'no-store')
    .send(stream);
}
