import type { ContactFileResult } from '@parley/client/contacts';

/** To the worker that reads files. */
export interface ReaderQuestion {
  file: Uint8Array;
  region: string | undefined;
}

/** From it: progress any number of times, then one of the others. */
export type ReaderAnswer =
  | { kind: 'progress'; done: number }
  | { kind: 'result'; result: ContactFileResult }
  | { kind: 'failed' };
