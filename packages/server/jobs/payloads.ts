import { AccountId, CallId, EventFrame, SessionId } from '@parley/protocol';
import { z } from 'zod';

/** The effects of a change that is made where no socket ends: to tell, and to close. */
const ToldEffect = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('deliver'), to: z.object({ accountId: AccountId }), frame: EventFrame }),
  z.object({ kind: z.literal('forgetCall'), callId: CallId }),
  z.object({ kind: z.literal('endSession'), accountId: AccountId, sessionId: SessionId }),
]);

/** What each kind of job is told. A job may be older than the server that runs it: it is parsed like any other input. */
export const JOB_PAYLOADS = {
  /** Wake one device for a call that rings. */
  pushRing: z.object({ callId: CallId, sessionId: SessionId }),
  /** Wake one device for a call that was missed. */
  pushMissed: z.object({ callId: CallId, sessionId: SessionId }),
  /** Wake one device for messages; one job for all that arrive until it runs. */
  pushMessages: z.object({ sessionId: SessionId }),
  /** "Ring me now." */
  pushTest: z.object({ sessionId: SessionId, test: z.string() }),
  /** Tell that Premium may have ended. */
  planLapsed: z.object({ accountId: AccountId }),
  /** The account of this customer of Stripe's is gone. */
  endSubscriptions: z.object({ customerId: z.string() }),
  /** Tell open clients of a change that the command line has made. */
  tellClients: z.object({ effects: z.array(ToldEffect) }),
  /** Every five minutes: frees the jobs of dead nodes, forgets what nobody will ask for any more. */
  tidyUp: z.object({}),
} as const satisfies Record<string, z.ZodType>;

export type JobPayloads = { [K in keyof typeof JOB_PAYLOADS]: z.output<(typeof JOB_PAYLOADS)[K]> };
export type JobName = keyof JobPayloads;
