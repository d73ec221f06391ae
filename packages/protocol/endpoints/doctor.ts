import * as z from 'zod/mini';
import { IceServer } from '../call.ts';
import type { Endpoint } from '../endpoint.ts';

/** Whether calls work on a device, tried without calling anybody. */
export const DOCTOR_ENDPOINTS = {
  lendRelay: {
    method: 'POST',
    path: '/api/doctor/relay',
    auth: 'session',
    summary: 'The relay for a call of this device to itself, for two minutes; a few times an hour',
    /** Empty: this server has no relay. */
    result: z.object({ iceServers: z.array(IceServer) }),
  },
} as const satisfies Record<string, Endpoint>;
