import { LinkifyIt } from 'linkify-it';

export type TextPart = { kind: 'text'; text: string } | { kind: 'link'; text: string; href: string };

// Only whole addresses become links, so that "main.rs" stays a file name (MSG-4).
const finder = new LinkifyIt({ fuzzyLink: false, fuzzyEmail: true, fuzzyIP: false })
  .add('ftp:', null)
  .add('//', null);
const SAFE_PROTOCOLS = new Set(['http:', 'https:', 'mailto:']);

/** Splits a message into plain text and the addresses in it that are safe to open. */
export function textParts(text: string): readonly TextPart[] {
  const parts: TextPart[] = [];
  let end = 0;
  for (const match of finder.match(text) ?? []) {
    const href = safeHref(match.url);
    if (href === undefined) continue;
    if (match.index > end) parts.push({ kind: 'text', text: text.slice(end, match.index) });
    parts.push({ kind: 'link', text: match.text, href });
    end = match.lastIndex;
  }
  if (end < text.length) parts.push({ kind: 'text', text: text.slice(end) });
  return parts;
}

// The finder's word is not taken for it: the browser's own parser has the last one.
function safeHref(url: string): string | undefined {
  if (!URL.canParse(url)) return undefined;
  const parsed = new URL(url);
  return SAFE_PROTOCOLS.has(parsed.protocol) ? parsed.href : undefined;
}
