import * as z from 'zod/mini';
import { describe, expect, test } from 'vitest';
import { Signal } from './call.ts';
import { MAX_MESSAGE_LENGTH, MAX_SDP_LENGTH } from './limits.ts';
import { CANDIDATE, HELLO, SIGNALS, UP_SAMPLES } from './samples.fixture.ts';
import { Hello, REPLIES, UpFrame } from './up.ts';

const samples = Object.values(UP_SAMPLES);
const accepts = (schema: z.ZodMiniType, value: unknown): boolean => z.safeParse(schema, value).success;
const schemaOf = (frame: { type: string }): z.ZodMiniType => (frame.type === 'hello' ? Hello : UpFrame);

describe('each up frame', () => {
  const frames = [HELLO, ...samples].map((frame) => ({ type: frame.type, frame }));

  test('WIRE-1: has a sample here and a reply', () => {
    const types = UpFrame._zod.def.options.map((option) =>
      [...option._zod.def.shape.type._zod.values].join(),
    );
    expect(Object.keys(UP_SAMPLES).toSorted()).toEqual(types.toSorted());
    expect(Object.keys(REPLIES).toSorted()).toEqual(types.toSorted());
  });

  test.each(frames)('WIRE-1: $type: the sample is read as it was sent', ({ frame }) => {
    expect(z.parse(schemaOf(frame), frame)).toEqual(frame);
  });

  test.each(frames)('WIRE-1: $type: an unknown field is refused', ({ frame }) => {
    expect(accepts(schemaOf(frame), { ...frame, extra: 1 })).toBe(false);
  });

  const fields = frames.flatMap(({ type, frame }) =>
    Object.keys(frame)
      .filter((field) => field !== 'type')
      .map((field) => ({ type, field, frame })),
  );
  const WRONG = [null, {}, [], 1.5, -1, true, '', 'x'.repeat(MAX_SDP_LENGTH + 1), Number.NaN];

  test.each(fields)('WIRE-1: $type, $field: the wrong type and nonsense are refused', ({ field, frame }) => {
    // A switch is rightly true.
    const wrong = WRONG.filter((value) => !(field === 'typing' && value === true));
    const taken = wrong.filter((value) => {
      // Of a ticket and a text only the length is known beforehand; a negative version is refused as another version;
      // no offers are as good as none.
      const isEmpty = Array.isArray(value) && value.length === 0;
      const fits =
        (field === 'ticket' && value === '') ||
        (field === 'version' && value === -1) ||
        (field === 'offers' && isEmpty);
      return !fits && accepts(schemaOf(frame), { ...frame, [field]: value });
    });
    expect(taken).toEqual([]);
  });

  const OPTIONAL = new Set([
    'hello.ticket',
    'hello.identityKey',
    'call.invite.offers',
    'call.signal.toDeviceId',
  ]);

  test.each(fields.filter(({ type, field }) => OPTIONAL.has(`${type}.${field}`)))(
    'WIRE-1: $type, $field: may be missing',
    ({ field, frame }) => {
      const rest = Object.fromEntries(Object.entries(frame).filter(([name]) => name !== field));
      expect(z.parse(schemaOf(frame), rest)).toEqual(rest);
    },
  );

  test.each(fields.filter(({ type, field }) => !OPTIONAL.has(`${type}.${field}`)))(
    'WIRE-1: $type, $field: must be there',
    ({ field, frame }) => {
      const rest = Object.fromEntries(Object.entries(frame).filter(([name]) => name !== field));
      expect(accepts(schemaOf(frame), rest)).toBe(false);
    },
  );
});

describe('frames that are no frames', () => {
  test.each([
    ['nothing', null],
    ['a string', 'ping'],
    ['a list', [UP_SAMPLES.ping]],
    ['no type', { ref: 1 }],
    ['an unknown type', { type: 'call.steal', ref: 1 }],
    ['a down type', { type: 'welcome', ref: 1 }],
    ['hello after hello', HELLO],
    ['a type inherited by every object', { type: 'constructor', ref: 1 }],
  ])('WIRE-1: %s', (_title, value) => {
    expect(accepts(UpFrame, value)).toBe(false);
  });

  test.each([
    ['upper case', UP_SAMPLES['call.accept'].callId.toUpperCase()],
    ['no hyphens', UP_SAMPLES['call.accept'].callId.replaceAll('-', '')],
    ['a line break after it', `${UP_SAMPLES['call.accept'].callId}\n`],
  ])('WIRE-1: an id has one spelling: %s', (_title, id) => {
    expect(accepts(UpFrame, { ...UP_SAMPLES['call.accept'], callId: id })).toBe(false);
  });
});

describe('message text', () => {
  const says = (text: string): boolean => accepts(UpFrame, { ...UP_SAMPLES['message.send'], text });

  test.each([
    ['4,000 characters', 'x'.repeat(MAX_MESSAGE_LENGTH), true],
    ['4,001 characters', 'x'.repeat(MAX_MESSAGE_LENGTH + 1), false],
    ['emoji count as UTF-16 code units', '😀'.repeat(MAX_MESSAGE_LENGTH / 2 + 1), false],
    ['nothing', '', false],
    ['only white space', ' \n\t ', false],
    ['several lines', 'one\ntwo', true],
    ['what looks like HTML', '<b>hi</b>', true],
    ['a NUL, which the database cannot store', 'a\0b', false],
  ])('MSG-4: %s', (_title, text, expected) => {
    expect(says(text)).toBe(expected);
  });
});

describe('signals', () => {
  test.each(Object.values(SIGNALS))(
    'CALL-24: $kind: the sample is read, an unknown field is refused',
    (signal) => {
      expect(z.parse(Signal, signal)).toEqual(signal);
      expect(accepts(Signal, { ...signal, extra: 1 })).toBe(false);
    },
  );

  test.each([
    ['a description that is too long', { ...SIGNALS.offer, sdp: 'x'.repeat(MAX_SDP_LENGTH + 1) }],
    ['33 candidates', { ...SIGNALS.candidates, candidates: Array.from({ length: 33 }, () => CANDIDATE) }],
    [
      'a candidate that is too long',
      { ...SIGNALS.candidates, candidates: [{ ...CANDIDATE, candidate: 'x'.repeat(1_001) }] },
    ],
    [
      'a candidate with an unknown field',
      { ...SIGNALS.candidates, candidates: [{ ...CANDIDATE, extra: 1 }] },
    ],
    ['a negotiation that is no count', { ...SIGNALS.restart, negotiation: -1 }],
    ['a kind that there is not', { ...SIGNALS.restart, kind: 'reset' }],
  ])('WIRE-1: %s', (_title, signal) => {
    expect(accepts(UpFrame, { ...UP_SAMPLES['call.signal'], signal })).toBe(false);
    expect(accepts(UpFrame, { ...UP_SAMPLES['call.offer'], signal })).toBe(false);
  });

  test.each(Object.values(SIGNALS))('CALL-38: what is offered to all is an offer: $kind', (signal) => {
    expect(accepts(UpFrame, { ...UP_SAMPLES['call.offer'], signal })).toBe(signal.kind === 'offer');
  });
});
