import * as z from 'zod/mini';
import { describe, expect, test } from 'vitest';
import type { Endpoint } from './endpoint.ts';
import { ENDPOINTS } from './http.ts';

const endpoints = Object.entries<Endpoint>(ENDPOINTS).map(([name, endpoint]) => ({ name, ...endpoint }));

interface JsonSchema {
  properties?: Record<string, unknown>;
  additionalProperties?: unknown;
}

/** The schema as JSON Schema; undefined where the endpoint takes no such part. */
function partOf(schema: z.core.$ZodType | undefined): JsonSchema | undefined {
  // The result is plain JSON; its own type lists every keyword there is.
  return schema === undefined ? undefined : z.toJSONSchema(schema, { io: 'input' });
}

const hasDefault = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && 'default' in value;

describe.each(endpoints)('$name', ({ method, path, params, query, body, summary, auth }) => {
  test('WIRE-1: the path names exactly the fields of its params', () => {
    const named = [...path.matchAll(/:(\w+)/g)].map(([, name]) => name);
    expect(Object.keys(partOf(params)?.properties ?? {})).toEqual(named);
  });

  test('WIRE-1: what comes in has no unknown fields', () => {
    const open = [params, query, body].filter((part) => part && partOf(part)?.additionalProperties !== false);
    expect(open).toEqual([]);
  });

  test('WIRE-1: reading takes no body, and has a summary', () => {
    if (method === 'GET' || method === 'DELETE') expect(body).toBeUndefined();
    if (method !== 'GET') expect(query).toBeUndefined();
    expect(summary).toMatch(/^[A-Z].*[^.]$/);
  });

  test('ACC-10: the admin paths, and only they, are for administrators', () => {
    expect(auth.startsWith('admin')).toBe(path.startsWith('/api/admin/'));
  });
});

describe('all endpoints', () => {
  test('WIRE-1: no two share method and path', () => {
    const shapes = endpoints.map(({ method, path }) => `${method} ${path.replaceAll(/:\w+/g, ':')}`);
    expect(shapes.filter((shape, place) => shapes.indexOf(shape) !== place)).toEqual([]);
  });

  test('ACC-4: only signing up and in is open to everyone', () => {
    const open = endpoints.filter(({ auth }) => auth === 'none').map(({ path }) => path);
    expect(open.toSorted()).toEqual(['/api/sign-in', '/api/sign-in/link', '/api/sign-up']);
  });

  test('WIRE-1: pages are bounded, and have a size where none is asked for', () => {
    const sizes = endpoints.flatMap(({ query }) => partOf(query)?.properties?.['limit'] ?? []);
    expect(sizes.length).toBeGreaterThan(0);
    expect(sizes.filter((size) => !hasDefault(size))).toEqual([]);
    for (const limit of ['0', '101', '1.5', 'all']) {
      expect(z.safeParse(ENDPOINTS.listCalls.query, { limit }).success).toBe(false);
    }
    expect(z.parse(ENDPOINTS.listCalls.query, { limit: '20' })).toEqual({ filter: 'all', limit: 20 });
    expect(z.parse(ENDPOINTS.listCalls.query, {})).toEqual({ filter: 'all', limit: 50 });
  });

  test('ACC-2: passwords have 8 to 200 characters', () => {
    const signUp = (password: string): boolean =>
      z.safeParse(ENDPOINTS.signUp.body, { handle: 'alice', displayName: 'Alice', password }).success;
    expect([7, 8, 200, 201].map((length) => signUp('x'.repeat(length)))).toEqual([false, true, true, false]);
  });
});
