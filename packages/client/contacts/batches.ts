import { MAX_BODY_BYTES, MAX_IMPORT_ENTRIES } from '@parley/protocol';

/** What a request says around its rows. */
const ROOM_FOR_THE_REST = 1_024;

/** Cuts rows so that no request holds too many or is too long (BOOK-8, WIRE-2). */
export function* batchesOf<T>(rows: readonly T[]): Generator<readonly T[], void, undefined> {
  let batch: T[] = [];
  let bytes = 0;
  const encoder = new TextEncoder();
  for (const row of rows) {
    const size = encoder.encode(JSON.stringify(row)).length + 1;
    if (batch.length === MAX_IMPORT_ENTRIES || bytes + size > MAX_BODY_BYTES - ROOM_FOR_THE_REST) {
      yield batch;
      batch = [];
      bytes = 0;
    }
    batch.push(row);
    bytes += size;
  }
  if (batch.length > 0) yield batch;
}
