import type { CallSettings } from '@parley/protocol';
import { expect, test } from 'vitest';
import { createSaveQueue } from './save-queue.ts';
import type { SaveResult } from './save-queue.ts';

const settings = (everyone: boolean, enabled = true): CallSettings => ({
  enabled,
  audiences: { addressBook: true, following: true, verified: false, everyone },
  tellBusy: false,
});

function rig() {
  const sent: { settings: CallSettings; settle: (result: SaveResult<string>) => void }[] = [];
  const settled: SaveResult<string>[] = [];
  const queue = createSaveQueue<CallSettings, string>(
    (next) => new Promise((settle) => sent.push({ settings: next, settle })),
    (result) => settled.push(result),
  );
  return { sent, settled, queue };
}

const turn = () => new Promise((resolve) => setTimeout(resolve, 0));

test('changes made while one is being saved are sent after it, the newest only', async () => {
  const { sent, settled, queue } = rig();
  queue.save(settings(true));
  queue.save(settings(false));
  queue.save(settings(true, false));
  expect(sent.map((save) => save.settings)).toEqual([settings(true)]);

  sent[0]?.settle({ outcome: 'saved' });
  await turn();
  expect(sent.map((save) => save.settings)).toEqual([settings(true), settings(true, false)]);
  expect(settled).toEqual([]);

  sent[1]?.settle({ outcome: 'saved' });
  await turn();
  expect(settled).toEqual([{ outcome: 'saved' }]);
});

test('a failure that a later save made good is not told', async () => {
  const { sent, settled, queue } = rig();
  queue.save(settings(true));
  queue.save(settings(false));
  sent[0]?.settle({ outcome: 'failed', error: 'offline' });
  await turn();
  sent[1]?.settle({ outcome: 'saved' });
  await turn();
  expect(settled).toEqual([{ outcome: 'saved' }]);
});

test('a failure at the end is told, and the queue goes on working', async () => {
  const { sent, settled, queue } = rig();
  queue.save(settings(true));
  sent[0]?.settle({ outcome: 'failed', error: 'offline' });
  await turn();
  expect(settled).toEqual([{ outcome: 'failed', error: 'offline' }]);
  queue.save(settings(false));
  expect(sent).toHaveLength(2);
});
