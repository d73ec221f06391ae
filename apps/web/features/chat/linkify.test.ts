import fc from 'fast-check';
import { expect, test } from 'vitest';
import { textParts } from './linkify.ts';

const links = (text: string) => textParts(text).flatMap((part) => (part.kind === 'link' ? [part.href] : []));

test.each([
  ['see https://example.org/a?b=c.', ['https://example.org/a?b=c']],
  ['(http://example.org)', ['http://example.org/']],
  ['write to ann@example.org', ['mailto:ann@example.org']],
  ['mailto:ann@example.org', ['mailto:ann@example.org']],
  ['javascript:alert(1)', []],
  ['data:text/html,<b>', []],
  ['ftp://example.org/x', []],
  ['//example.org/x', []],
  ['main.rs and example.org', []],
  ['<a href="https://example.org">', ['https://example.org/']],
])('MSG-4: the links in %j are %j', (text, expected) => {
  expect(links(text)).toEqual(expected);
});

test('MSG-4: no text is lost, and no link is of another protocol', () => {
  const pieces = fc.constantFrom(
    'https://',
    'http://',
    'javascript:',
    'mailto:',
    'a@b.co',
    'x.org',
    '//',
    ' ',
    '"',
    '<',
  );
  fc.assert(
    fc.property(fc.array(fc.oneof(pieces, fc.string()), { maxLength: 12 }), (chunks) => {
      const text = chunks.join('');
      const parts = textParts(text);
      expect(parts.map((part) => part.text).join('')).toBe(text);
      for (const href of links(text)) expect(href).toMatch(/^(https?|mailto):/);
    }),
  );
});
