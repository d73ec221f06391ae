export type * from './api.ts';
export { guessRegion } from './guess-region.ts';
export { readContactFile } from './read-file.ts';
export type { FileRefusal } from './reader/read-contacts.ts';
export type { ContactProblem, ContactProblemKind, Place } from './reader/slice.ts';
export { listRegions } from './regions.ts';
export type { RegionChoice } from './regions.ts';
