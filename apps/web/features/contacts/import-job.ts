import type { ParleyClient, ParleyErrorCode } from '@parley/client';
import type { ContactFileResult, FileRefusal, ImportProgress, TypedContact } from '@parley/client/contacts';
import type { AccountId } from '@parley/protocol';
import { createStore } from 'zustand/vanilla';
import { errorCodeOf } from '../../sdk/error-code.ts';
import { readInWorker } from './read-in-worker.ts';

type Read = Extract<ContactFileResult, { outcome: 'read' }>;

export type ImportJob =
  | { phase: 'idle' }
  | { phase: 'reading'; done: number }
  | { phase: 'refused'; because: FileRefusal | 'unreadable' }
  | { phase: 'sending'; read: Read; progress: ImportProgress }
  /** Not all of it is there; `code` says why, and is absent where the person stopped it. */
  | { phase: 'paused'; read: Read; done: number; code?: ParleyErrorCode }
  | { phase: 'finished'; read: Read; isFull: boolean };

/** The import that runs, wherever the person goes meanwhile; `owner` keeps it from whoever signs in next. */
export const importJob = createStore<{ owner: AccountId | undefined; job: ImportJob }>(() => ({
  owner: undefined,
  job: { phase: 'idle' },
}));

let stopper = new AbortController();

type Source = { kind: 'file'; file: Blob } | { kind: 'typed'; contacts: readonly TypedContact[] };

/** Whether one is under way; a second one has to wait. */
export function isImporting(job: ImportJob): boolean {
  return job.phase === 'reading' || job.phase === 'sending';
}

/** Reads and sends; everything that becomes of it shows in `importJob`. */
export async function startImport(
  client: ParleyClient,
  owner: AccountId,
  source: Source,
  region: string | undefined,
): Promise<void> {
  const show = (job: ImportJob): void => importJob.setState({ owner, job });
  show({ phase: 'reading', done: 0 });
  let read: ContactFileResult;
  try {
    read =
      source.kind === 'typed'
        ? await client.contacts.readTyped(source.contacts, { region })
        : await client.contacts.readFile(source.file, {
            region,
            reader: readInWorker,
            onProgress: (done) => show({ phase: 'reading', done }),
          });
  } catch {
    return show({ phase: 'refused', because: 'unreadable' });
  }
  if (read.outcome === 'refused') return show({ phase: 'refused', because: read.because });
  await sendImport(client, owner, read);
}

/** Sends what has been read, or the rest of it. */
export async function sendImport(client: ParleyClient, owner: AccountId, read: Read): Promise<void> {
  const show = (job: ImportJob): void => importJob.setState({ owner, job });
  let progress: ImportProgress = { done: 0, total: read.entries.length };
  stopper = new AbortController();
  show({ phase: 'sending', read, progress });
  try {
    const result = await client.contacts.importEntries(read.entries, {
      signal: stopper.signal,
      onProgress: (now) => {
        progress = now;
        show({ phase: 'sending', read, progress });
      },
    });
    if (result.outcome === 'stopped') show({ phase: 'paused', read, done: result.done });
    else show({ phase: 'finished', read, isFull: result.outcome === 'full' });
  } catch (thrown) {
    show({ phase: 'paused', read, done: progress.done, code: errorCodeOf(thrown) });
  }
}

/** Stops after the batch that is on its way. */
export function stopImport(): void {
  stopper.abort();
}
