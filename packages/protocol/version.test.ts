import { createHash } from 'node:crypto';
import * as z from 'zod/mini';
import { expect, test } from 'vitest';
import { DownFrame } from './down.ts';
import type { Endpoint } from './endpoint.ts';
import { ENDPOINTS } from './http.ts';
import { Hello, REPLIES, UpFrame } from './up.ts';
import { PROTOCOL_VERSION } from './version.ts';

/*
 * Red? The wire has changed. If an older client could not follow the change, raise PROTOCOL_VERSION;
 * either way write the new hash here, in the same commit.
 */
const PINNED = { version: 5, sha256: '386ae62aad00bdf73bfbd7fb1a81c46b123044736bfe09b73094de20ff8fb662' };

/** Keys in one order, so that moving a field in the source changes nothing. */
function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, child]) => [key, canonical(child)] as const);
  return Object.fromEntries(entries.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

const incoming = (schema: z.core.$ZodType): unknown => z.toJSONSchema(schema, { io: 'input' });
const outgoing = (schema: z.core.$ZodType): unknown => z.toJSONSchema(schema, { io: 'output' });

function describeEndpoint({ method, path, auth, params, query, body, result }: Endpoint): unknown {
  const parts = Object.entries({ params, query, body }).flatMap(([name, schema]) =>
    schema === undefined ? [] : [[name, incoming(schema)]],
  );
  return { method, path, auth, ...Object.fromEntries(parts), result: outgoing(result) };
}

function mapValues<T>(record: Record<string, T>, change: (value: T) => unknown): Record<string, unknown> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
}

test('WIRE-10: the schemas change only together with what is pinned here', () => {
  const wire = {
    up: { hello: incoming(Hello), frames: incoming(UpFrame) },
    down: outgoing(DownFrame),
    replies: mapValues<z.core.$ZodType>(REPLIES, outgoing),
    endpoints: mapValues<Endpoint>(ENDPOINTS, describeEndpoint),
  };
  const sha256 = createHash('sha256')
    .update(JSON.stringify(canonical(wire)))
    .digest('hex');
  expect({ version: PROTOCOL_VERSION, sha256 }).toEqual(PINNED);
});
