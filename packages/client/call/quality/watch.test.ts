import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { QualityWatch } from './watch.ts';
import type { StatsEntries } from './read-stats.ts';

/** A connection whose counters a test turns. */
class FakeSource {
  connection = 1;
  here = true;
  reads = 0;
  bytes = 1_000;
  sent = 0;
  lost = 0;
  room: number | undefined = 500_000;
  energy = 1;
  /** Set: the next reports are late. */
  slow: Promise<void> | undefined;

  read = (): { connection: number; stats: Promise<StatsEntries> } | undefined => {
    this.reads += 1;
    return this.here ? { connection: this.connection, stats: this.#report() } : undefined;
  };

  async #report(): Promise<StatsEntries> {
    await this.slow;
    return [
      { type: 'transport', selectedCandidatePairId: 'p', bytesReceived: this.bytes },
      {
        type: 'candidate-pair',
        id: 'p',
        localCandidateId: 'l',
        remoteCandidateId: 'r',
        availableOutgoingBitrate: this.room,
      },
      { type: 'local-candidate', id: 'l', candidateType: 'relay' },
      { type: 'outbound-rtp', kind: 'audio', packetsSent: this.sent },
      { type: 'remote-inbound-rtp', kind: 'audio', packetsLost: this.lost },
      { type: 'media-source', kind: 'audio', totalAudioEnergy: this.energy },
    ];
  }
}

function createWatch() {
  const source = new FakeSource();
  const seen = { changes: 0, droughts: 0, sending: [] as object[] };
  const watch = new QualityWatch(
    {
      read: source.read,
      circumstances: () => ({ speaking: true, addressHidden: true, peerVideoPaused: false }),
      nowMs: () => Date.now(),
    },
    {
      onChange: () => {
        seen.changes += 1;
      },
      onNothingReceived: () => {
        seen.droughts += 1;
      },
      onSending: (sending) => seen.sending.push(sending),
    },
  );
  const pass = async (seconds: number, change: () => void = () => undefined): Promise<void> => {
    for (let second = 0; second < seconds; second += 1) {
      source.bytes += 1_000;
      source.sent += 50;
      source.energy += 1;
      change();
      await vi.advanceTimersByTimeAsync(1_000);
    }
  };
  return { source, seen, watch, pass };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('CALL-80: watching', () => {
  test('reads nothing before the start and after the end, and once a second between', async () => {
    const { watch, source, pass } = createWatch();
    await pass(5);
    expect(source.reads).toBe(0);
    watch.start();
    watch.start();
    await pass(5);
    expect(source.reads).toBe(6);
    watch.stop();
    watch.start();
    await pass(5);
    expect(source.reads).toBe(6);
  });

  test('waits for a slow report instead of asking again', async () => {
    const { watch, source, pass } = createWatch();
    let give = (): void => undefined;
    source.slow = new Promise((resolve) => {
      give = resolve;
    });
    watch.start();
    await pass(5);
    expect(source.reads).toBe(1);
    give();
    await pass(1);
    expect(source.reads).toBe(2);
  });

  test('tells the way and what can be said of it, and tells of changes alone', async () => {
    const { watch, seen, pass } = createWatch();
    expect([watch.path, watch.hints]).toEqual([undefined, []]);
    watch.start();
    await pass(10);
    expect([watch.path, watch.hints]).toEqual(['relay', [{ kind: 'relayed' }]]);
    expect(seen.changes).toBe(1);
  });
});

describe('CALL-81: nothing received', () => {
  test('asks for another route once for each silence, also when the connection is gone altogether', async () => {
    const { watch, source, seen, pass } = createWatch();
    watch.start();
    await pass(3);
    await pass(10, () => {
      source.bytes -= 1_000;
    });
    expect(seen.droughts).toBe(1);
    expect(watch.hints[0]).toMatchObject({ kind: 'nothingReceived' });
    await pass(2);
    expect(watch.hints).toEqual([{ kind: 'relayed' }]);
    source.here = false;
    await pass(4);
    expect(seen.droughts).toBe(2);
  });
});

describe('CALL-75, CALL-84, CALL-86: what is to be sent', () => {
  test('is told when it changes, both ways', async () => {
    const { watch, source, seen, pass } = createWatch();
    watch.start();
    await pass(3);
    source.room = 50_000;
    await pass(4);
    source.room = 80_000;
    await pass(8);
    await pass(5, () => {
      source.lost += 5;
    });
    expect(watch.sending).toEqual(seen.sending.at(-1));
    expect(seen.sending).toEqual([
      { videoAllowed: true, scaleDownBy: 4 / 3, highLoss: false },
      { videoAllowed: true, scaleDownBy: 4, highLoss: false },
      { videoAllowed: false, scaleDownBy: 4, highLoss: false },
      { videoAllowed: true, scaleDownBy: 4, highLoss: false },
      { videoAllowed: true, scaleDownBy: 4, highLoss: true },
    ]);
  });
});

test('CALL-72: a replaced device is told at once, for some seconds', async () => {
  const { watch, pass } = createWatch();
  watch.start();
  await pass(2);
  watch.tellReplaced('camera');
  expect(watch.hints).toContainEqual({ kind: 'deviceReplaced', device: 'camera' });
  await pass(7);
  expect(watch.hints).toEqual([{ kind: 'relayed' }]);
});

test('CALL-85: the receipt can be read after the end; without media there is none', async () => {
  const { watch, pass } = createWatch();
  expect(watch.receipt({ restarts: 0, verified: false })).toBeUndefined();
  watch.start();
  await pass(3);
  watch.stop();
  expect(watch.receipt({ restarts: 2, verified: true })).toEqual({
    path: 'relay',
    lossPercent: 0,
    score: null,
    restarts: 2,
    verified: true,
  });
});
