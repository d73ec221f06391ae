import { AppError } from '../../error.ts';
import type { Handler } from '../endpoint.ts';

/** A page of the thread; a device that was away reads on from its own last row (MSG-8). */
export const listMessages: Handler<'listMessages'> = async ({ stores }, { viewer, params, query }) => {
  if (query.beforeSeq !== undefined && query.afterSeq !== undefined) {
    return new AppError('bad_request', { detail: 'query: beforeSeq and afterSeq exclude each other' });
  }
  const page = await stores.messages.listPage(params.conversationId, viewer.accountId, query);
  return page ?? new AppError('not_found');
};
