import type { Migration } from 'kysely/migration';
import * as first from './0001-first.ts';
import * as callPrivacy from './0002-call-privacy.ts';
import * as wholeFeature from './0003-the-whole-feature.ts';
import * as callsThatStay from './0004-calls-that-stay.ts';

/** Every migration, by name, in the order in which they run. A published one never changes. */
export const MIGRATIONS: Record<string, Migration> = {
  '0001-first': first,
  '0002-call-privacy': callPrivacy,
  '0003-the-whole-feature': wholeFeature,
  '0004-calls-that-stay': callsThatStay,
};
