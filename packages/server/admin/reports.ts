import type { Report, ReportId, ReportResolution } from '@parley/protocol';
import { AppError } from '../error.ts';
import type { Effect, Stores } from '../ports.ts';
import type { Change, ChangeContext } from './change.ts';
import { suspend } from './people.ts';

/** Whoever is suspended already, or has left meanwhile, needs no more. */
async function suspendReported(
  stores: Stores,
  context: ChangeContext,
  { reported, reason }: Report,
  note: string,
): Promise<readonly Effect[]> {
  const found = await stores.adminPeople.claim(reported.handle);
  if (found === undefined || found.isSuspended) return [];
  const why = note === '' ? `Report: ${reason}` : note;
  return (await suspend(reported.handle, why)(stores, context)).effects;
}

/** Settles a report once (ADM-11); `suspended` suspends the reported account along with it. */
export function resolveReport(
  id: ReportId,
  { resolution, note }: { resolution: ReportResolution; note: string },
): Change<Report> {
  return async (stores, context) => {
    const at = new Date(context.nowMs);
    const settled = await stores.reports.resolve(id, context.actorId, { resolution, note, at });
    const report = await stores.reports.load(id);
    if (report === undefined) throw new AppError('not_found', { detail: 'There is no such report.' });
    if (!settled) throw new AppError('wrong_state', { detail: 'The report is settled already.' });
    const { handle } = report.reported;
    const effects = resolution === 'suspended' ? await suspendReported(stores, context, report, note) : [];
    await stores.audit.record({
      actorId: context.actorId,
      action: 'report.resolved',
      subject: handle,
      detail: note === '' ? resolution : `${resolution}: ${note}`,
    });
    return { result: report, effects };
  };
}
