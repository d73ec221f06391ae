import { CLOSE, DownFrame, ENDPOINTS, PROTOCOL_VERSION, REASONS, UpFrame } from '@parley/protocol';
import type { Endpoint } from '@parley/protocol';
import { describe, expect, test } from 'vitest';
import { createOpenApi } from './openapi.ts';
import { createReferencePage } from './page.ts';
import { toTypeText } from './type-text.ts';
import { createWsProtocol } from './ws-protocol.ts';

/** Every `$ref` of a document, wherever it stands. */
function refsOf(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, part]) => (key === '$ref' ? [String(part)] : refsOf(part)));
}

/** What a JSON pointer such as `#/components/schemas/Me` leads to. */
function follow(document: unknown, ref: string): unknown {
  return ref
    .slice(2)
    .split('/')
    .reduce<unknown>(
      (at, key) => (typeof at === 'object' && at !== null ? Reflect.get(at, key) : undefined),
      document,
    );
}

function expectEveryRefToLead(document: object): void {
  const refs = refsOf(document);
  expect(refs.length).toBeGreaterThan(0);
  for (const ref of refs) expect(follow(document, ref), ref).toBeTypeOf('object');
}

describe('OpenAPI', () => {
  const document = createOpenApi();
  const { paths } = document;

  test('is version 3.1 and has each endpoint once, by its name', () => {
    expect(document).toMatchObject({
      openapi: '3.1.0',
      info: { title: 'Parley', version: String(PROTOCOL_VERSION) },
    });
    for (const [name, endpoint] of Object.entries<Endpoint>(ENDPOINTS)) {
      const path = endpoint.path.replaceAll(/:(\w+)/g, '{$1}');
      const operation = paths[path]?.[endpoint.method.toLowerCase()];
      expect(operation, name).toMatchObject({ operationId: name, summary: endpoint.summary });
      expect(operation?.security).toEqual(endpoint.auth === 'none' ? [] : [{ cookie: [] }, { bearer: [] }]);
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, parameter]) => parameter);
      const declared = (operation?.parameters ?? []).filter((one) => one.in === 'path');
      expect(
        declared.map((one) => one.name),
        name,
      ).toEqual(inPath);
    }
  });

  test('every reference in it leads somewhere', () => {
    expectEveryRefToLead(document);
  });

  test('says what a body may hold, and what comes back', () => {
    expect(paths['/api/sign-up']).toMatchObject({
      post: {
        requestBody: {
          content: {
            'application/json': {
              schema: {
                additionalProperties: false,
                required: ['handle', 'displayName', 'password'],
                properties: {
                  password: { type: 'string', minLength: 8, maxLength: 200 },
                  carry: { default: 'cookie' },
                },
              },
            },
          },
        },
        responses: {
          200: { content: { 'application/json': { schema: { $ref: '#/components/schemas/SignedIn' } } } },
          400: { content: { 'application/json': { schema: { $ref: '#/components/schemas/WireError' } } } },
        },
      },
    });
  });
});

describe('the WebSocket protocol', () => {
  const protocol = createWsProtocol();

  test('WIRE-1: describes each frame of the schemas that parse them', () => {
    const upTypes = UpFrame.def.options.map((option) => option.shape.type.def.values[0]);
    const downTypes = DownFrame.def.options.map((option) => option.shape.type.def.values[0]);
    expect(new Set(Object.keys(protocol.up))).toEqual(new Set(upTypes));
    expect(new Set(Object.keys(protocol.down))).toEqual(new Set(downTypes));
    for (const [type, { frame }] of Object.entries({ ...protocol.up, ...protocol.down })) {
      expect(frame.properties?.['type']?.const).toBe(type);
    }
    expect(protocol.up['call.invite'].frame.additionalProperties).toBe(false);
  });

  test('lists every close code and every error', () => {
    expect(protocol.closeCodes.map(({ code }) => code)).toEqual(Object.values(CLOSE));
    expect(protocol.errors.map(({ code }) => code)).toEqual(Object.keys(REASONS));
  });

  test('every reference in it leads somewhere', () => {
    expectEveryRefToLead(protocol);
  });
});

describe('the page at /api', () => {
  const page = createReferencePage();

  test('shows every endpoint, frame, close code and error', () => {
    for (const { path } of Object.values<Endpoint>(ENDPOINTS)) expect(page).toContain(`<code>${path}</code>`);
    for (const type of Object.keys(createWsProtocol().up)) expect(page).toContain(`id="up-${type}"`);
    for (const type of Object.keys(createWsProtocol().down)) expect(page).toContain(`id="down-${type}"`);
    for (const code of Object.keys(REASONS)) expect(page).toContain(`<td>${code}</td>`);
    for (const code of Object.values(CLOSE)) expect(page).toContain(`<td>${code}</td>`);
  });

  test('every link within it leads somewhere', () => {
    const ids = new Set([...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id));
    for (const [, target] of page.matchAll(/href="#([^"]+)"/g)) expect(ids, target).toContain(target);
  });

  test('needs no script and no inline style', () => {
    expect(page).not.toMatch(/<script|<style| style=| on\w+=/);
  });
});

test.each([
  [{ type: 'string', format: 'uuid' }, 'uuid'],
  [{ anyOf: [{ $ref: '#/$defs/Message' }, { type: 'null' }] }, 'Message | null'],
  [{ type: 'array', items: { enum: ['a', 'b'] } }, '("a" | "b")[]'],
  [{ type: 'object', properties: {} }, '{}'],
  [
    {
      type: 'object',
      required: ['a'],
      properties: { a: { type: 'integer', minimum: 1, maximum: 9 }, b: {} },
    },
    '{\n  a: integer  // 1–9\n  b?: unknown\n}',
  ],
])('%j reads as %s', (schema, expected) => {
  expect(toTypeText(schema)).toBe(expected);
});
