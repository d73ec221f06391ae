/** Grows with each change of a frame or body that an older client could not follow; pinned by version.test.ts. */
export const PROTOCOL_VERSION = 5;
