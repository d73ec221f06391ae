import { describe, expect, test } from 'vitest';
import { hintsOf } from './hints.ts';
import type { QualityHint } from './hints.ts';
import { adviseSending, advanceQuality, summarise, tellReplaced, UNKNOWN_QUALITY } from './quality.ts';
import type { QualityState } from './quality.ts';
import type { QualityCircumstances, QualityReading } from './reading.ts';

const CALM: QualityCircumstances = { speaking: true, addressHidden: false, peerVideoPaused: false };

/** What happens in one second of a call. */
interface Second {
  bytes?: number;
  lostIn?: number;
  lostOut?: number;
  energy?: number | null;
  room?: number | null;
  concealed?: number | null;
  limited?: boolean;
  roundTripMs?: number | null;
}

/** A call whose counters grow second by second: 50 packets each way, 48,000 samples heard. */
class Call {
  state: QualityState = UNKNOWN_QUALITY;
  circumstances = CALM;
  reading: QualityReading;

  constructor(connection = 1) {
    this.reading = this.fresh(connection, 0);
    this.look();
  }

  fresh(connection: number, atMs: number): QualityReading {
    return {
      atMs,
      connection,
      path: 'direct',
      roundTripMs: 40,
      outgoingRoomBps: 500_000,
      bytesIn: 100,
      audioIn: { packets: 0, lost: 0, concealedSamples: 0, samples: 0, waitedMs: 0, played: 0 },
      videoIn: null,
      audioOut: { packets: 0, lost: 0 },
      videoOut: { packets: 0, lost: null, limitedByLink: false },
      microphoneEnergy: 0,
    };
  }

  look(): void {
    this.state = advanceQuality(this.state, this.reading, this.circumstances);
  }

  pass(seconds: number, what: Second = {}): this {
    for (let second = 0; second < seconds; second += 1) {
      const { reading } = this;
      const [heard, sent] = [reading.audioIn!, reading.audioOut!];
      const lost = what.lostIn ?? 0;
      this.reading = {
        ...reading,
        atMs: reading.atMs + 1_000,
        bytesIn: reading.bytesIn + (what.bytes ?? 8_000),
        roundTripMs: what.roundTripMs === undefined ? reading.roundTripMs : what.roundTripMs,
        outgoingRoomBps: what.room === undefined ? reading.outgoingRoomBps : what.room,
        audioIn: {
          packets: heard.packets + 50 - lost,
          lost: heard.lost + lost,
          concealedSamples:
            what.concealed === null ? null : (heard.concealedSamples ?? 0) + (what.concealed ?? 0),
          samples: (heard.samples ?? 0) + 48_000,
          waitedMs: (heard.waitedMs ?? 0) + 48_000 * 40,
          played: (heard.played ?? 0) + 48_000,
        },
        audioOut: { packets: sent.packets + 50, lost: (sent.lost ?? 0) + (what.lostOut ?? 0) },
        videoOut: { packets: 0, lost: null, limitedByLink: what.limited ?? false },
        microphoneEnergy:
          what.energy === null || reading.microphoneEnergy === null
            ? null
            : reading.microphoneEnergy + (what.energy ?? 0.01),
      };
      this.look();
    }
    return this;
  }

  reconnect(connection: number): this {
    this.reading = this.fresh(connection, this.reading.atMs + 1_000);
    this.look();
    return this;
  }

  hints(): readonly QualityHint[] {
    return hintsOf(this.state, this.circumstances, this.reading.atMs);
  }

  kinds(): string[] {
    return this.hints().map(({ kind }) => kind);
  }
}

describe('CALL-81: what is said, and in which order', () => {
  test('a call that goes well says nothing', () => {
    expect(new Call().pass(30).hints()).toEqual([]);
  });

  test('nothing received is said from the third second on, and no longer when something comes', () => {
    const call = new Call().pass(5).pass(2, { bytes: 0 });
    expect(call.hints()).toEqual([]);
    expect(call.pass(1, { bytes: 0 }).hints()).toEqual([{ kind: 'nothingReceived', sinceMs: 3_000 }]);
    expect(call.pass(1).hints()).toEqual([]);
  });

  test('before anything has come, nothing is missed', () => {
    const call = new Call();
    call.state = UNKNOWN_QUALITY;
    call.reading = { ...call.reading, bytesIn: 0 };
    call.look();
    expect(call.pass(10, { bytes: 0 }).hints()).toEqual([]);
  });

  test('relayed is said where the route hides the address, not where the path merely is relayed', () => {
    const call = new Call();
    call.reading = { ...call.reading, path: 'relay' };
    call.pass(1);
    expect(call.kinds()).toEqual([]);
    call.circumstances = { ...CALM, addressHidden: true };
    expect(call.kinds()).toEqual(['relayed']);
  });

  test('a replaced device is told for 6 s', () => {
    const call = new Call().pass(1);
    call.state = tellReplaced(call.state, 'microphone', call.reading.atMs);
    expect(call.pass(5).hints()).toEqual([{ kind: 'deviceReplaced', device: 'microphone' }]);
    expect(call.pass(1).hints()).toEqual([]);
  });

  test('the most urgent comes first', () => {
    const call = new Call();
    call.reading = { ...call.reading, path: 'relay' };
    call.circumstances = { speaking: true, addressHidden: true, peerVideoPaused: true };
    call.pass(8, { energy: 0, room: 30_000, lostOut: 10, lostIn: 10 });
    call.state = tellReplaced(call.state, 'camera', call.reading.atMs);
    expect(call.kinds()).toEqual([
      'microphoneSilent',
      'videoPaused',
      'uploadLoss',
      'downloadLoss',
      'peerVideoPaused',
      'deviceReplaced',
      'relayed',
    ]);
    expect(call.pass(3, { bytes: 0, energy: 0, lostOut: 10, lostIn: 10 }).kinds()[0]).toBe('nothingReceived');
  });
});

describe('CALL-82: loss', () => {
  test('upload loss says its share, and that video was lowered where the browser says so', () => {
    expect(new Call().pass(10, { lostOut: 6 }).hints()).toEqual([
      { kind: 'uploadLoss', percent: 12, videoLowered: false },
    ]);
    expect(new Call().pass(10, { lostOut: 6, limited: true }).hints()).toEqual([
      { kind: 'uploadLoss', percent: 12, videoLowered: true },
    ]);
  });

  test('it enters above 5 %, stays between the borders, and leaves below 3 %', () => {
    const call = new Call().pass(20, { lostIn: 2 });
    expect(call.hints()).toEqual([]);
    expect(call.pass(20, { lostIn: 3 }).kinds()).toEqual(['downloadLoss']);
    expect(call.pass(20, { lostIn: 2 }).hints()).toEqual([{ kind: 'downloadLoss', percent: 4 }]);
    expect(call.pass(20, { lostIn: 1 }).hints()).toEqual([]);
  });

  test('a loss that is taken back, because the packets came late, is none', () => {
    expect(new Call().pass(5, { lostIn: 10 }).pass(5, { lostIn: -10 }).hints()).toEqual([]);
  });

  test('too few packets say nothing', () => {
    const call = new Call();
    call.reading = { ...call.reading, atMs: 1_000, audioOut: { packets: 40, lost: 20 } };
    call.look();
    expect(call.hints()).toEqual([]);
  });
});

describe('CALL-84, CALL-86: room', () => {
  test('is what gets through: an estimate that stands while packets are lost does not hold', () => {
    const calm = new Call().pass(10, { room: 84_000 });
    expect(adviseSending(calm.state).videoAllowed).toBe(true);
    const losing = new Call().pass(10, { room: 84_000, lostOut: 20 });
    expect(adviseSending(losing.state)).toEqual({ videoAllowed: false, scaleDownBy: 4, highLoss: true });
  });

  test('loss on a link with room to spare changes neither', () => {
    const call = new Call().pass(10, { room: 2_000_000, lostOut: 5 });
    expect(adviseSending(call.state)).toMatchObject({ videoAllowed: true, scaleDownBy: 1 });
  });
});

describe('CALL-83: a silent microphone', () => {
  test('is told after 5 s without any sound and not a moment after the first', () => {
    const call = new Call().pass(3).pass(4, { energy: 0 });
    expect(call.hints()).toEqual([]);
    expect(call.pass(1, { energy: 0 }).hints()).toEqual([{ kind: 'microphoneSilent' }]);
    expect(call.pass(1, { energy: 1e-9 }).hints()).toEqual([]);
  });

  test('is not told while muted, nor where the browser does not say', () => {
    const muted = new Call();
    muted.circumstances = { ...CALM, speaking: false };
    expect(muted.pass(20, { energy: 0 }).hints()).toEqual([]);
    expect(new Call().pass(20, { energy: null }).hints()).toEqual([]);
  });
});

describe('CALL-75: sound is sent twice', () => {
  test('from more than 2 % of loss until less than 1 %', () => {
    const call = new Call().pass(20, { lostOut: 1 });
    expect(call.state.highLoss).toBe(false);
    call.pass(20, { lostOut: 2 });
    expect(call.state.highLoss).toBe(true);
    call.pass(20, { lostOut: 0.5 });
    expect(call.state.highLoss).toBe(true);
    expect(call.pass(20).state.highLoss).toBe(false);
  });
});

describe('CALL-80: counters', () => {
  test('of another connection are not compared with these: a new one begins at 0', () => {
    const call = new Call().pass(30).reconnect(2).pass(5);
    expect(call.hints()).toEqual([]);
    expect(summarise(call.state)).toEqual({ path: 'direct', lossPercent: 0, score: 4.4 });
  });

  test('a new connection is heard at once: the silence of the old one is over', () => {
    const call = new Call().pass(5).pass(5, { bytes: 0 });
    expect(call.kinds()).toEqual(['nothingReceived']);
    expect(call.reconnect(2).hints()).toEqual([]);
  });
});

describe('CALL-85: the receipt', () => {
  test('adds up over all connections', () => {
    const call = new Call().pass(10, { lostIn: 5 }).reconnect(2).pass(10);
    expect(summarise(call.state)).toMatchObject({ path: 'direct', lossPercent: 5 });
  });

  test('loss that was repaired costs no score, what the listener missed does', () => {
    const repaired = summarise(new Call().pass(10, { lostIn: 10 }).state);
    const missed = summarise(new Call().pass(10, { lostIn: 10, concealed: 4_800 }).state);
    expect(repaired?.score).toBe(4.4);
    expect(missed?.score).toBeLessThan(3.5);
  });

  test('where the browser does not tell what was missed, the loss of packets counts', () => {
    const call = new Call();
    call.reading = { ...call.reading, audioIn: { ...call.reading.audioIn!, concealedSamples: null } };
    expect(summarise(call.pass(10, { lostIn: 10, concealed: null }).state)?.score).toBeLessThan(3.5);
  });

  test('a short call gets no score, and one without media no receipt', () => {
    expect(summarise(new Call().pass(4).state)).toMatchObject({ score: null });
    expect(summarise(new Call().pass(5).state)).toMatchObject({ score: 4.4 });
    expect(summarise(UNKNOWN_QUALITY)).toBeUndefined();
  });
});
