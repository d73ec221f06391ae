import { readContactFile } from '@parley/client/contacts';
import type { ReaderAnswer, ReaderQuestion } from './reader-messages.ts';

// A thread of its own: ten megabytes of anything never hold up the page (BOOK-23).
addEventListener('message', ({ data }: MessageEvent<ReaderQuestion>) => {
  const tell = (answer: ReaderAnswer): void => postMessage(answer);
  readContactFile(data.file, {
    region: data.region,
    onProgress: (done) => tell({ kind: 'progress', done }),
  }).then(
    (result) => tell({ kind: 'result', result }),
    () => tell({ kind: 'failed' }),
  );
});
