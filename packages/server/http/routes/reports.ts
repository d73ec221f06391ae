import { ReportId, normalizeHandle } from '@parley/protocol';
import type { AccountId, ReportSubject } from '@parley/protocol';
import { endCallForPair } from '../../commands/call-end.ts';
import { AppError } from '../../error.ts';
import type { Effect, Stores } from '../../ports.ts';
import type { Reportable } from '../../store/report-writing.ts';
import type { Handler } from '../endpoint.ts';
import { conversationsChanged } from '../../commands/announce.ts';

/** Undefined: nothing that this account has received, or nobody there (REP-1). */
async function loadReportable(
  stores: Pick<Stores, 'reportWriting' | 'people'>,
  reporterId: AccountId,
  subject: ReportSubject,
): Promise<Reportable | undefined> {
  switch (subject.kind) {
    case 'message':
      return await stores.reportWriting.loadMessage(subject.conversationId, subject.messageId, reporterId);
    case 'call':
      return await stores.reportWriting.loadCall(subject.callId, reporterId);
    case 'person': {
      const reportedId = await stores.people.findId(normalizeHandle(subject.handle));
      if (reportedId === undefined || reportedId === reporterId) return undefined;
      return { reportedId, subjectId: reportedId, evidence: { kind: 'person' } };
    }
  }
}

/** As the endpoint `block` does, in the transaction that records the report (REP-7). */
async function blockToo(
  stores: Stores,
  blockerId: AccountId,
  blockedId: AccountId,
  nowMs: number,
): Promise<Effect[]> {
  await stores.people.block(blockerId, blockedId, new Date(nowMs));
  const ended = await endCallForPair(stores, blockerId, blockedId, nowMs);
  const peers = await stores.people.listPeers(blockerId, blockedId);
  return [...ended, ...conversationsChanged(blockerId, peers, 'both')];
}

/** Tells the administrators. Nothing of it reaches the reported person (REP-6); a repeat is answered alike (REP-4). */
export const report: Handler<'report'> = async (ports, { viewer, body }) => {
  const { subject, reason, note, block } = body;
  const reporterId = viewer.accountId;
  await ports.rateLimits.report(reporterId);
  const effects = await ports.transaction(async (stores) => {
    const reportable = await loadReportable(stores, reporterId, subject);
    if (reportable === undefined) throw new AppError('not_found');
    const id = ReportId.parse(ports.random.uuid());
    const createdAtMs = ports.clock();
    await stores.reportWriting.insert({ ...reportable, id, reporterId, reason, note, createdAtMs });
    return block ? await blockToo(stores, reporterId, reportable.reportedId, createdAtMs) : [];
  });
  ports.run(effects);
  return {};
};
