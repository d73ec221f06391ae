import { readContactFile } from '@parley/client/contacts';
import type { ContactFileReader } from '@parley/client/contacts';
import type { ReaderAnswer, ReaderQuestion } from './reader-messages.ts';

/** Reads a file in a thread of its own, which ends with it; where there is none to be had, here, in small steps. */
export const readInWorker: ContactFileReader = (file, { region, onProgress }) =>
  new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./read-contacts.worker.ts', import.meta.url), { type: 'module' });
    let hasSpoken = false;
    const fail = () => {
      worker.terminate();
      if (hasSpoken) reject(new Error('the file could not be read'));
      else readContactFile(file, { region, ...(onProgress && { onProgress }) }).then(resolve, reject);
    };
    worker.addEventListener('message', ({ data }: MessageEvent<ReaderAnswer>) => {
      hasSpoken = true;
      if (data.kind === 'progress') return onProgress?.(data.done);
      if (data.kind === 'failed') return fail();
      worker.terminate();
      resolve(data.result);
    });
    worker.addEventListener('error', fail);
    const question: ReaderQuestion = { file, region };
    // Copied, not handed over: whoever gave the file may still need it.
    worker.postMessage(question, []);
  });
