import type { AccountId, Evidence, Report, ReportId, ReportReason, ReportResolution } from '@parley/protocol';
import { sql } from 'kysely';
import type { RawBuilder } from 'kysely';
import type { Connection } from './database.ts';
import { personColumns, pickPerson } from './person-columns.ts';
import type { JoinedPersonRow } from './person-columns.ts';

export type ReportStore = ReturnType<typeof createReportStore>;

type ReporterRow = { [K in keyof JoinedPersonRow as `reporter_${K}`]: JoinedPersonRow[K] };

/** The reported person is `person_…`, the one who reports `reporter_person_…`. */
type ReportRow = JoinedPersonRow &
  ReporterRow & {
    report_id: ReportId;
    reason: ReportReason;
    note: string;
    evidence: Evidence;
    reported_at: Date;
    resolution: ReportResolution | null;
    resolved_at: Date | null;
    resolver: string | null;
    resolved_note: string | null;
  };

function toReport(row: ReportRow): Report {
  const { resolution, resolved_at: resolvedAt } = row;
  return {
    id: row.report_id,
    reported: pickPerson(row),
    reporter: pickPerson({
      person_id: row.reporter_person_id,
      person_handle: row.reporter_person_handle,
      person_display_name: row.reporter_person_display_name,
      person_verified: row.reporter_person_verified,
    }),
    reason: row.reason,
    note: row.note,
    evidence: row.evidence,
    createdAtMs: row.reported_at.getTime(),
    resolved:
      resolution === null || resolvedAt === null
        ? null
        : { resolution, atMs: resolvedAt.getTime(), by: row.resolver, note: row.resolved_note ?? '' },
  };
}

/** Reports, as administrators work through them; members' side is in report-writing.ts. */
export function createReportStore(db: Connection) {
  const select = async (
    where: RawBuilder<unknown>,
    orderBy: RawBuilder<unknown>,
    limit: number,
  ): Promise<Report[]> => {
    const { rows } = await sql<ReportRow>`
      select reports.id as report_id, reason, note, evidence, reports.created_at as reported_at,
        resolution, resolved_at, resolver.handle as resolver, resolved_note,
        ${sql.raw(personColumns('reported'))},
        ${sql.raw(personColumns('reporter').replaceAll(' as ', ' as reporter_'))}
      from reports
      join accounts reported on reported.id = reported_id
      join accounts reporter on reporter.id = reporter_id
      left join accounts resolver on resolver.id = resolved_by
      where ${where} order by ${orderBy}, reports.id limit ${limit}`.execute(db);
    return rows.map(toReport);
  };
  return {
    /** The latest first: by when they were made, or settled. */
    async list(state: 'open' | 'resolved', beforeMs: number | undefined, limit: number): Promise<Report[]> {
      const before = beforeMs === undefined ? new Date('9999-01-01') : new Date(beforeMs);
      return state === 'open'
        ? await select(
            sql`resolution is null and reports.created_at < ${before}`,
            sql`reports.created_at desc`,
            limit,
          )
        : await select(sql`resolution is not null and resolved_at < ${before}`, sql`resolved_at desc`, limit);
    },

    async load(id: ReportId): Promise<Report | undefined> {
      return (await select(sql`reports.id = ${id}`, sql`reports.id`, 1))[0];
    },

    /** False: it was settled before (ADM-11). */
    async resolve(
      id: ReportId,
      by: AccountId | null,
      { resolution, note, at }: { resolution: ReportResolution; note: string; at: Date },
    ): Promise<boolean> {
      const { numAffectedRows } = await sql`
        update reports set resolution = ${resolution}, resolved_at = ${at}, resolved_by = ${by},
          resolved_note = ${note}
        where id = ${id} and resolution is null`.execute(db);
      return numAffectedRows === 1n;
    },
  };
}
