import * as z from 'zod/mini';
import type { Endpoint } from '../endpoint.ts';
import { Me } from '../person.ts';
import { Plan } from '../plan.ts';

const leadsTo = z.object({ url: z.string() });

/** Premium: what one has, and the ways to it. */
export const PLAN_ENDPOINTS = {
  getPlan: {
    method: 'GET',
    path: '/api/plan',
    auth: 'session',
    summary: 'Your plan and what can be bought here',
    result: Plan,
  },
  startCheckout: {
    method: 'POST',
    path: '/api/plan/checkout',
    auth: 'session',
    summary: 'A page on which to subscribe to Premium',
    result: leadsTo,
  },
  openBillingPortal: {
    method: 'POST',
    path: '/api/plan/portal',
    auth: 'session',
    summary: 'A page on which to change the payment or to cancel',
    result: leadsTo,
  },
  completeDemoCheckout: {
    method: 'POST',
    path: '/api/plan/demo-checkout',
    auth: 'session',
    summary: 'A month of Premium in a demo, where nothing is charged',
    result: Me,
  },
  endDemoPlan: {
    method: 'DELETE',
    path: '/api/plan/demo-checkout',
    auth: 'session',
    summary: 'End the pretend plan of a demo',
    result: Me,
  },
} as const satisfies Record<string, Endpoint>;
