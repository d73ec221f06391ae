import { DeviceId, EventFrame, Platform, SessionId } from '@parley/protocol';
import { z } from 'zod';
import type { Envelope } from '../ports.ts';

const WireEnvelope = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('frame'),
    only: z.optional(DeviceId),
    except: z.optional(DeviceId),
    platforms: z.optional(z.array(Platform)),
    frame: EventFrame,
  }),
  z.strictObject({ kind: z.literal('endSession'), sessionId: SessionId }),
  z.strictObject({ kind: z.literal('supersede'), deviceId: DeviceId, socketId: z.string() }),
]);

/** What came over the network, if it is an envelope: whoever can write to the broker cannot make us send nonsense. */
export function parseEnvelope(text: string): Envelope | undefined {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return undefined;
  }
  const parsed = WireEnvelope.safeParse(json);
  if (!parsed.success) return undefined;
  const envelope = parsed.data;
  if (envelope.kind !== 'frame') return envelope;
  const { kind, frame, only, except, platforms } = envelope;
  return {
    kind,
    frame,
    ...(only === undefined ? {} : { only }),
    ...(except === undefined ? {} : { except }),
    ...(platforms === undefined ? {} : { platforms }),
  };
}
