import type { Signal } from '@parley/protocol';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { ParleyError } from '../../error.ts';
import { SignalLine, SignalLog, SignalOrder } from './signals.ts';
import type { PlacedSignal } from './signals.ts';

const numbered = (negotiation: number): Signal => ({ kind: 'restart', connection: 1, negotiation });
const numberOf = ({ signal }: PlacedSignal): number => ('negotiation' in signal ? signal.negotiation : -1);

describe('CALL-51: each signal once, in order', () => {
  test('whatever comes twice, late or in any order', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 12 }), { maxLength: 60 }), (seqs) => {
        const order = new SignalOrder();
        const taken = seqs.flatMap((seq) => order.take({ run: 1, seq, signal: numbered(seq) }).map(numberOf));
        expect(taken).toEqual(taken.map((_, at) => at + 1));
        const upTo = [...Array(13).keys()].slice(1).find((seq) => !seqs.includes(seq)) ?? 13;
        expect(taken).toHaveLength(upTo - 1);
      }),
    );
  });

  test('a later run begins anew, an earlier one is past', () => {
    const order = new SignalOrder();
    const take = (run: number, seq: number): number[] =>
      order.take({ run, seq, signal: numbered(run * 100 + seq) }).map(numberOf);
    expect([take(1, 1), take(1, 3), take(2, 2), take(1, 2), take(2, 1), take(1, 4)]).toEqual([
      [101],
      [],
      [],
      [],
      [201, 202],
      [],
    ]);
  });

  test('what is not kept any more is not said twice: a new run begins', () => {
    const log = new SignalLog(1);
    for (let count = 1; count <= 70; count += 1) log.add(numbered(count));
    const { run } = log;
    const ask = (have: number) => log.after({ kind: 'resume', run, have, asks: false });
    const replayed = ask(6);
    expect(replayed === 'lost' ? [] : replayed.map(numberOf)).toEqual([...Array(71).keys()].slice(7));
    expect(ask(5)).toBe('lost');
    expect(log.run).toBeGreaterThan(run);
    expect(log.add(numbered(71)).seq).toBe(1);
  });
});

/** Two devices, and between them a server and sockets that lose what they like. */
class World {
  readonly heard: { a: number[]; b: number[] } = { a: [], b: [] };
  readonly online = { a: true, b: true };
  /** Of the next signals: is it lost behind the server? */
  readonly fates: boolean[];
  readonly lines: { a: SignalLine; b: SignalLine };
  lost = 0;

  constructor(fates: boolean[]) {
    this.fates = fates;
    this.lines = { a: this.#line('a', 'b'), b: this.#line('b', 'a') };
  }

  #line(self: 'a' | 'b', other: 'a' | 'b'): SignalLine {
    return new SignalLine(1, {
      send: async (placed) => {
        await Promise.resolve();
        if (!this.online[self]) throw new ParleyError('offline');
        // The server has it; a device without a socket, or with one that is dying, does not get it.
        if (!this.online[other] || this.fates.shift() === true) this.lost += 1;
        else this.lines[other].receive(placed);
      },
      onSignal: (placed) => this.heard[self].push(numberOf(placed)),
      onLost: () => {
        throw new Error('nothing was forgotten');
      },
    });
  }
}

describe('CALL-51: frames that were missed are replayed exactly once', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  const step = fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom('a says', 'b says') },
    fc.constantFrom('a drops', 'b drops', 'a returns', 'b returns', 'time passes'),
  );

  test('whichever side’s socket dies when, both of them too', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { maxLength: 40 }),
        fc.array(fc.boolean(), { maxLength: 30 }),
        async (steps, fates) => {
          const world = new World(fates);
          const said = { a: 0, b: 0 };
          const back = (who: 'a' | 'b'): void => {
            world.online[who] = true;
            world.lines[who].resume();
          };
          for (const one of steps) {
            const who = one.startsWith('a') ? 'a' : 'b';
            if (one.endsWith('says')) world.lines[who].send(numbered((said[who] += 1)));
            else if (one.endsWith('drops')) world.online[who] = false;
            else if (one.endsWith('returns')) back(who);
            else await vi.advanceTimersByTimeAsync(1_500);
          }
          await vi.advanceTimersByTimeAsync(0);
          world.fates.length = 0;
          back('a');
          back('b');
          await vi.advanceTimersByTimeAsync(5_000);
          const all = (count: number): number[] => [...Array(count).keys()].map((at) => at + 1);
          expect(world.heard).toEqual({ a: all(said.b), b: all(said.a) });
        },
      ),
      { numRuns: 300 },
    );
  });

  test('a gap is asked for without waiting for a reconnect', async () => {
    const world = new World([true]);
    for (const count of [1, 2]) world.lines.a.send(numbered(count));
    await vi.advanceTimersByTimeAsync(299);
    expect(world.heard.b).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(world.heard.b).toEqual([1, 2]);
  });

  test('a device that has started again hears nothing of what was said before, and all that is said after', async () => {
    const world = new World([]);
    world.lines.a.send(numbered(1));
    world.lines.b.send(numbered(1));
    await vi.advanceTimersByTimeAsync(0);
    const heard: number[] = [];
    const again = new SignalLine(2, {
      send: async (placed) => {
        world.lines.b.receive(placed);
        return await Promise.resolve();
      },
      onSignal: (placed) => heard.push(numberOf(placed)),
      onLost: () => undefined,
    });
    world.lines.a = again;
    again.send(numbered(2));
    await vi.advanceTimersByTimeAsync(0);
    world.lines.b.send(numbered(9));
    await vi.advanceTimersByTimeAsync(0);
    expect(world.heard.b).toEqual([1, 2]);
    expect(heard).toEqual([9]);
  });

  test('a server that is busy is asked again, one that refuses is not', async () => {
    const answers: (ParleyError | undefined)[] = [
      new ParleyError('rate_limited'),
      undefined,
      new ParleyError('call_over'),
    ];
    const sent: number[] = [];
    const line = new SignalLine(1, {
      send: async (placed) => {
        sent.push(numberOf(placed));
        await Promise.resolve();
        const answer = answers.shift();
        if (answer !== undefined) throw answer;
      },
      onSignal: () => undefined,
      onLost: () => undefined,
    });
    line.send(numbered(1));
    await vi.advanceTimersByTimeAsync(1_000);
    line.send(numbered(2));
    await vi.advanceTimersByTimeAsync(10_000);
    expect(sent).toEqual([1, 1, 2]);
  });
});
