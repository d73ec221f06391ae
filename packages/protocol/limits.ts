/** Longest text of one message, in UTF-16 code units. */
export const MAX_MESSAGE_LENGTH = 4_000;
/** Largest HTTP body and largest WebSocket frame, in bytes. */
export const MAX_BODY_BYTES = 64 * 1024;
/** Longest session description in a signal, in characters. */
export const MAX_SDP_LENGTH = 32_000;
/** How long a call rings without an answer, in milliseconds (CALL-4). */
export const RING_TIMEOUT_MS = 45_000;
/** How long an accepted call lives when neither side attests it, in milliseconds (CALL-11). */
export const CALL_LEASE_MS = 90_000;
/** How often a device in a call attests it, in milliseconds. */
export const CALL_ATTEST_INTERVAL_MS = 25_000;
/** A typing notice fades after this long without another, in milliseconds. */
export const TYPING_TIMEOUT_MS = 6_000;
/** How often a client pings its socket; the server drops one that is silent for twice as long. */
export const PING_INTERVAL_MS = 20_000;
/** Most rows in one page of history or of a list. */
export const MAX_PAGE_SIZE = 100;
/** Shortest password, in characters. */
export const MIN_PASSWORD_LENGTH = 8;
/** Most entries in one request that adds to an address book. */
export const MAX_IMPORT_ENTRIES = 200;
/** Most phone numbers, and most e-mail addresses, of one entry. */
export const MAX_CONTACT_IDENTIFIERS = 10;
/** Most entries of one address book. */
export const MAX_CONTACTS = 20_000;
/** Largest file of contacts that a device reads, in bytes. */
export const MAX_CONTACT_FILE_BYTES = 10 * 1024 * 1024;
/** Most devices of a callee's that one call connects to while it rings. */
export const MAX_PRECONNECTED_DEVICES = 4;
/** How long a call waits for a device whose page goes away to come back, in milliseconds (CALL-52). */
export const RELOAD_GRACE_MS = 10_000;
