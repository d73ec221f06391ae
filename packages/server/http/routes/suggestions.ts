import { normalizeHandle } from '@parley/protocol';
import { AppError } from '../../error.ts';
import type { Handler } from '../endpoint.ts';

/** More at once nobody looks through. */
const MOST_SHOWN = 50;

export const listSuggestions: Handler<'listSuggestions'> = async ({ stores, blind, clock }, { viewer }) => {
  const { accountId } = viewer;
  const nowMs = clock();
  const mutual = await stores.suggestions.listMutual(accountId);
  const due = mutual.filter(
    ({ person, sinceMs }) => sinceMs + blind.suggestionDelayMs(accountId, person.id) <= nowMs,
  );
  return { people: due.slice(0, MOST_SHOWN).map(({ person }) => person) };
};

/** The same answer whether or not the person was suggested (BOOK-17). */
export const dismissSuggestion: Handler<'dismissSuggestion'> = async ({ stores }, { viewer, params }) => {
  const personId = await stores.people.findId(normalizeHandle(params.handle));
  if (personId === undefined) return new AppError('not_found');
  await stores.suggestions.dismiss(viewer.accountId, personId);
  return {};
};
