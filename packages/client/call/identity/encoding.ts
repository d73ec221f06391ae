const ENCODER = new TextEncoder();

/** UTF-8. */
export function toBytes(text: string): Uint8Array<ArrayBuffer> {
  return ENCODER.encode(text);
}

/** Base64 for URLs, without padding (RFC 4648, 5). */
export function toBase64Url(bytes: ArrayBuffer | Uint8Array): string {
  const text = Array.from(new Uint8Array(bytes), (byte) => String.fromCharCode(byte)).join('');
  return btoa(text).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

/** The bytes; undefined for what is no base64 for URLs. */
export function fromBase64Url(text: string): Uint8Array<ArrayBuffer> | undefined {
  if (!/^[A-Za-z0-9_-]*$/.test(text) || text.length % 4 === 1) return undefined;
  const decoded = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(decoded, (character) => character.charCodeAt(0));
}

/**
 * Fields that are signed or hashed as one text: a JSON array without spaces. No field can be mistaken for a part of its
 * neighbour, whatever stands in it.
 */
export function joinFields(...fields: readonly (string | number)[]): string {
  return JSON.stringify(fields);
}

export async function sha256(text: string): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', toBytes(text)));
}
