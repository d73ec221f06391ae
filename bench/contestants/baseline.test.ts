import { expect, test } from 'vitest';
import { startGenerator } from '../load/generator.ts';
import { createBaseline } from './baseline.ts';

test.each(['relay', 'peerjs'] as const)(
  '%s carries complete calls, one after another and at once',
  async (name) => {
    const contestant = createBaseline(name, 8);
    const running = await contestant.start();
    const generator = startGenerator(new AbortController().signal);
    try {
      await generator.order('begin', { dialect: name, origin: running.origin });
      await generator.order('openPairs', { pairs: [...contestant.pairs] });
      const { ringLatenciesMs } = await generator.order('openLoop', { perSecond: 20, forMs: 300, seed: 1 });
      expect(ringLatenciesMs.length).toBeGreaterThan(1);
      for (const latency of ringLatenciesMs) expect(latency).toBeGreaterThan(0);
      const { calls, callsWithTail } = await generator.order('closedLoop', { concurrency: 4, forMs: 200 });
      expect(calls).toBeGreaterThan(4);
      expect(callsWithTail).toBeGreaterThanOrEqual(calls);
    } finally {
      generator.stop();
      await running.stop();
    }
  },
);

test('an interrupted bench fails its orders with the reason', async () => {
  const interruption = new AbortController();
  const generator = startGenerator(interruption.signal);
  const order = generator.order('closedLoop', { concurrency: 0, forMs: 1 });
  interruption.abort(new Error('Stopped.'));
  await expect(order).rejects.toThrow('Stopped.');
  generator.stop();
});
