import { makeChange } from '../../admin/change.ts';
import * as reports from '../../admin/reports.ts';
import type { Handler } from '../endpoint.ts';

export const listReports: Handler<'listReports'> = async ({ stores }, { query }) => ({
  reports: await stores.reports.list(query.state, query.beforeMs, query.limit),
});

export const resolveReport: Handler<'resolveReport'> = async (ports, { viewer, params, body }) =>
  await makeChange(ports, viewer.accountId, reports.resolveReport(params.reportId, body));

export const listAudit: Handler<'listAudit'> = async ({ stores }, { query }) => ({
  entries: await stores.audit.list(query),
});

export const getHealth: Handler<'getHealth'> = async ({ health }) => await health();
