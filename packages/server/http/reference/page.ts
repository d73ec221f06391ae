import { ENDPOINTS, REASONS } from '@parley/protocol';
import type { Endpoint } from '@parley/protocol';
import { createSchemaBook } from './json-schema.ts';
import type { JsonSchema } from './json-schema.ts';
import { toTypeText } from './type-text.ts';
import { createWsProtocol } from './ws-protocol.ts';
import type { WsProtocol } from './ws-protocol.ts';

function escape(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

/** A type, with the names in it leading to where they are spelled out. */
function typeBlock(label: string, schema: JsonSchema, names: ReadonlySet<string>): string {
  const text = escape(toTypeText(schema)).replaceAll(/\b[A-Z]\w+\b/g, (word) =>
    names.has(word) ? `<a href="#type-${word}">${word}</a>` : word,
  );
  return `<p class="label">${label}</p><pre tabindex="0">${text}</pre>`;
}

const AUTH_TEXT = {
  none: 'No session needed',
  session: 'Session',
  adminEntry: 'Session of an administrator',
  admin: 'Session of an administrator, with a second factor shown',
} as const satisfies Record<Endpoint['auth'], string>;

function endpointSection(
  name: string,
  endpoint: Endpoint,
  book: ReturnType<typeof createSchemaBook>,
): string {
  const parts = (['params', 'query', 'body'] as const).flatMap((part) => {
    const schema = endpoint[part];
    return schema === undefined ? [] : [[part, book.describe(schema, 'input')] as const];
  });
  const result = book.describe(endpoint.result, 'output');
  const names = new Set(Object.keys(book.named));
  const blocks = [...parts, ['result', result] as const].map(([label, schema]) =>
    typeBlock(label, schema, names),
  );
  return `<section id="${name}">
<h3><span class="method">${endpoint.method}</span> <code>${escape(endpoint.path)}</code></h3>
<p>${escape(endpoint.summary)}. <span class="quiet">${AUTH_TEXT[endpoint.auth]} · <code>${name}</code></span></p>
${blocks.join('\n')}
</section>`;
}

function frameSection(id: string, type: string, note: string, blocks: readonly string[]): string {
  return `<section id="${id}">
<h3><code>${type}</code></h3>
<p>${escape(note)}</p>
${blocks.join('\n')}
</section>`;
}

function socketSections(ws: WsProtocol): string {
  const names = new Set(Object.keys(ws.$defs));
  const hello = frameSection('up-hello', 'hello', ws.hello.note, [typeBlock('frame', ws.hello.frame, names)]);
  const up = Object.entries(ws.up).map(([type, { note, frame, result }]) =>
    frameSection(`up-${type}`, type, note, [
      typeBlock('frame', frame, names),
      typeBlock('result', result, names),
    ]),
  );
  const down = Object.entries(ws.down).map(([type, { note, frame }]) =>
    frameSection(`down-${type}`, type, note, [typeBlock('frame', frame, names)]),
  );
  return `<h2 id="socket">WebSocket</h2>
<p>Protocol version ${ws.version}, at <code>${ws.path}</code>; each frame is one JSON object in a text frame of at most 64 KiB.
Every frame with a <code>ref</code> is answered by exactly one <code>ok</code> or <code>error</code> with the same <code>ref</code>, in order.
For programs: <a href="/api/ws-protocol.json">ws-protocol.json</a>.</p>
<h2 id="up">Frames that a client sends</h2>
${[hello, ...up].join('\n')}
<h2 id="down">Frames that the server sends</h2>
${down.join('\n')}`;
}

function table(
  id: string,
  title: string,
  head: readonly string[],
  rows: readonly (readonly string[])[],
): string {
  const cells = (tag: 'th' | 'td', row: readonly string[]): string =>
    row.map((cell) => `<${tag}>${escape(cell)}</${tag}>`).join('');
  const body = rows.map((row) => `<tr>${cells('td', row)}</tr>`).join('\n');
  return `<h2 id="${id}">${title}</h2>
<div class="scroll" tabindex="0"><table><thead><tr>${cells('th', head)}</tr></thead><tbody>
${body}
</tbody></table></div>`;
}

function typeSections(named: Record<string, JsonSchema>): string {
  const names = new Set(Object.keys(named));
  const sections = Object.entries(named).map(
    ([name, schema]) =>
      `<section id="type-${name}"><h3><code>${name}</code></h3>${typeBlock('type', schema, names)}</section>`,
  );
  return `<h2 id="types">Types</h2>\n${sections.join('\n')}`;
}

/** The page at /api: the HTTP endpoints and the WebSocket protocol, from the schemas that the server parses with. */
export function createReferencePage(): string {
  const book = createSchemaBook('#/$defs/');
  const endpoints = Object.entries<Endpoint>(ENDPOINTS).map(([name, endpoint]) =>
    endpointSection(name, endpoint, book),
  );
  const ws = createWsProtocol();
  const errors = Object.entries(REASONS).map(([code, { status, retryable, meaning }]) => [
    code,
    String(status),
    retryable ? 'yes' : 'no',
    meaning,
  ]);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Parley API</title>
<link rel="stylesheet" href="/api/reference.css">
</head>
<body>
<header><h1>Parley API</h1>
<nav aria-label="Sections"><a href="#http">HTTP</a> <a href="#socket">WebSocket</a> <a href="#errors">Errors</a> <a href="#close">Close codes</a> <a href="#types">Types</a></nav></header>
<main>
<h2 id="http">HTTP</h2>
<p>JSON in and out, at most 64 KiB; a field that is not listed is refused. A session is carried by a cookie (browsers) or by
<code>Authorization: Bearer TOKEN</code> (sign in with <code>"carry": "bearer"</code>). For programs: <a href="/api/openapi.json">openapi.json</a> (OpenAPI 3.1).</p>
${endpoints.join('\n')}
${socketSections(ws)}
${table('errors', 'Errors', ['Code', 'HTTP status', 'Worth repeating', 'Meaning'], errors)}
${table(
  'close',
  'Close codes',
  ['Code', 'Name', 'Meaning'],
  ws.closeCodes.map(({ code, name, note }) => [String(code), name, note]),
)}
${typeSections({ ...book.named, ...ws.$defs })}
</main>
</body>
</html>
`;
}
