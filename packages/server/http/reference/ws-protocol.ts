import { CLOSE, DownFrame, Hello, PROTOCOL_VERSION, REASONS, REPLIES, UpFrame } from '@parley/protocol';
import type { DownType, UpType } from '@parley/protocol';
import { createSchemaBook } from './json-schema.ts';
import type { JsonSchema } from './json-schema.ts';
import { CLOSE_NOTES, DOWN_NOTES, UP_NOTES } from './notes.ts';

interface FrameReference {
  note: string;
  frame: JsonSchema;
}

/** The WebSocket protocol as data, made from the schemas that parse its frames. */
export interface WsProtocol {
  version: number;
  path: string;
  hello: FrameReference;
  up: Record<UpType, FrameReference & { result: JsonSchema }>;
  down: Record<DownType, FrameReference>;
  closeCodes: { code: number; name: string; note: string }[];
  errors: { code: string; retryable: boolean; meaning: string }[];
  $defs: Record<string, JsonSchema>;
}

const HELLO_NOTE =
  'The first frame of every socket, within 10 s. Browsers are known by their cookie, others by a ticket from POST /api/ws-tickets.';

// Object.keys and Object.entries lose key types; all of these are literals.
const keysOf = <K extends string>(record: Record<K, unknown>): K[] => Object.keys(record) as K[];

/** The member of a union of frames that has this `type`. */
function memberOf(
  union: typeof UpFrame | typeof DownFrame,
  type: string,
): (typeof union.def.options)[number] {
  const found = union.def.options.find((option) =>
    option.def.shape.type.def.values.some((value) => value === type),
  );
  if (found === undefined) throw new Error(`no frame of type ${type}`);
  return found;
}

export function createWsProtocol(): WsProtocol {
  const book = createSchemaBook('#/$defs/');
  const up = Object.fromEntries(
    keysOf(UP_NOTES).map((type) => [
      type,
      {
        note: UP_NOTES[type],
        frame: book.describe(memberOf(UpFrame, type), 'input'),
        result: book.describe(REPLIES[type], 'output'),
      },
    ]),
  ) as WsProtocol['up']; // one entry for each key of UP_NOTES
  const down = Object.fromEntries(
    keysOf(DOWN_NOTES).map((type) => [
      type,
      { note: DOWN_NOTES[type], frame: book.describe(memberOf(DownFrame, type), 'output') },
    ]),
  ) as WsProtocol['down']; // one entry for each key of DOWN_NOTES
  return {
    version: PROTOCOL_VERSION,
    path: '/ws',
    hello: { note: HELLO_NOTE, frame: book.describe(Hello, 'input') },
    up,
    down,
    closeCodes: keysOf(CLOSE).map((name) => ({ code: CLOSE[name], name, note: CLOSE_NOTES[name] })),
    errors: keysOf(REASONS).map((code) => ({
      code,
      retryable: REASONS[code].retryable,
      meaning: REASONS[code].meaning,
    })),
    $defs: book.named,
  };
}
