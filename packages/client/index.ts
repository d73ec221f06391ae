export type * from './api.ts';
export type { CallEmoji } from './call/identity/emoji-list.ts';
export { createClient } from './client.ts';
export { ParleyError } from './error.ts';
