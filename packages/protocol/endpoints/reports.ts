import type { Endpoint } from '../endpoint.ts';
import { nothing } from '../endpoint.ts';
import { NewReport } from '../report.ts';

/** Telling the administrators of something. */
export const REPORT_ENDPOINTS = {
  report: {
    method: 'POST',
    path: '/api/reports',
    auth: 'session',
    summary: 'Report a message, a call or a person to the administrators',
    body: NewReport,
    result: nothing,
  },
} as const satisfies Record<string, Endpoint>;
