import { ENDPOINTS, PROTOCOL_VERSION, REASONS, WireError } from '@parley/protocol';
import type { Endpoint, ReasonCode } from '@parley/protocol';
import { createSchemaBook } from './json-schema.ts';
import type { JsonSchema, SchemaBook } from './json-schema.ts';

interface Parameter {
  name: string;
  in: 'path' | 'query';
  required: boolean;
  schema: JsonSchema;
}

interface Operation {
  operationId: string;
  summary: string;
  security: Record<string, string[]>[];
  parameters?: Parameter[];
  requestBody?: unknown;
  responses: Record<string, unknown>;
}

/** The parts of an OpenAPI document that we fill. */
interface OpenApi {
  openapi: string;
  info: object;
  servers: object[];
  /** By path, then by method in lower case. */
  paths: Record<string, Record<string, Operation>>;
  components: object;
}

function json(schema: JsonSchema): unknown {
  return { 'application/json': { schema } };
}

function parametersOf(where: 'path' | 'query', schema: JsonSchema | undefined): Parameter[] {
  return Object.entries(schema?.properties ?? {}).map(([name, property]) => ({
    name,
    in: where,
    required: where === 'path' || (schema?.required ?? []).includes(name),
    schema: property,
  }));
}

/** The errors that any endpoint of this kind can answer, by status. */
function errorsOf(endpoint: Endpoint, error: JsonSchema): Record<string, unknown> {
  const codes: ReasonCode[] = ['bad_request', 'rate_limited', 'internal', 'unavailable'];
  if (endpoint.auth !== 'none') codes.push('unauthenticated');
  if (endpoint.auth === 'admin') codes.push('forbidden');
  if (endpoint.method !== 'GET') codes.push('bad_origin');
  if (endpoint.body !== undefined) codes.push('too_large');
  if (endpoint.params !== undefined) codes.push('not_found');
  const statuses = new Set(codes.map((code) => REASONS[code].status));
  const entries = [...statuses]
    .sort((a, b) => a - b)
    .map((status) => {
      const meanings = codes
        .filter((code) => REASONS[code].status === status)
        .map((code) => `\`${code}\`: ${REASONS[code].meaning}`);
      return [String(status), { description: meanings.join(' '), content: json(error) }] as const;
    });
  return Object.fromEntries(entries);
}

function operationOf(name: string, endpoint: Endpoint, book: SchemaBook): Operation {
  const parameters = [
    ...parametersOf('path', endpoint.params && book.describe(endpoint.params, 'input')),
    ...parametersOf('query', endpoint.query && book.describe(endpoint.query, 'input')),
  ];
  const body = endpoint.body && book.describe(endpoint.body, 'input');
  return {
    operationId: name,
    summary: endpoint.summary,
    security: endpoint.auth === 'none' ? [] : [{ cookie: [] }, { bearer: [] }],
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(body === undefined ? {} : { requestBody: { required: true, content: json(body) } }),
    responses: {
      200: { description: 'Done.', content: json(book.describe(endpoint.result, 'output')) },
      ...errorsOf(endpoint, book.describe(WireError, 'output')),
    },
  };
}

/** `:name` of a route is `{name}` in OpenAPI. */
function toTemplate(path: string): string {
  return path.replaceAll(/:(\w+)/g, '{$1}');
}

/** OpenAPI 3.1, from the table that the server registers its endpoints from: it cannot be out of date. */
export function createOpenApi(): OpenApi {
  const book = createSchemaBook('#/components/schemas/');
  const paths: Record<string, Record<string, Operation>> = {};
  for (const [name, endpoint] of Object.entries<Endpoint>(ENDPOINTS)) {
    const path = (paths[toTemplate(endpoint.path)] ??= {});
    path[endpoint.method.toLowerCase()] = operationOf(name, endpoint, book);
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Parley',
      version: String(PROTOCOL_VERSION),
      description:
        'Direct messages and one-to-one calls. Messages and calls travel over the WebSocket protocol described at /api/ws-protocol.json.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    paths,
    components: {
      schemas: book.named,
      securitySchemes: {
        cookie: { type: 'apiKey', in: 'cookie', name: '__Host-parley' },
        bearer: { type: 'http', scheme: 'bearer' },
      },
    },
  };
}
