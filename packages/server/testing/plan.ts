import { randomUUID } from 'node:crypto';
import type { PlanEvent } from '@parley/core';
import { endMonths, grantMonths, recordPlanEvent } from '../commands/plan-change.ts';
import type { MonthsChange } from '../commands/plan-change.ts';
import type { Ports } from '../ports.ts';
import type { TestPerson } from './person.ts';

type Somebody = Pick<TestPerson, 'me'>;

function newChange({ clock }: Ports, { me }: Somebody): MonthsChange {
  return { accountId: me.person.id, source: 'admin', id: randomUUID(), nowMs: clock() };
}

/** A month of Premium, as an administrator would grant it. */
export async function givePremium(ports: Ports, person: Somebody): Promise<void> {
  const change = newChange(ports, person);
  ports.run(await ports.transaction((stores) => grantMonths(stores, change, 1)));
}

/** All that was granted ends now. */
export async function endPremium(ports: Ports, person: Somebody): Promise<void> {
  const change = newChange(ports, person);
  ports.run(await ports.transaction((stores) => endMonths(stores, change)));
}

/** A subscription that is over by itself at that moment. */
export async function giveUntil(ports: Ports, { me }: Somebody, untilMs: number): Promise<void> {
  const nowMs = ports.clock();
  const event: PlanEvent = {
    kind: 'subscription',
    id: `test-${randomUUID()}`,
    atMs: nowMs,
    subscriptionId: randomUUID(),
    status: 'canceled',
    periodStartMs: nowMs,
    periodEndMs: untilMs,
    cancelAtPeriodEnd: true,
    endedAtMs: untilMs,
  };
  const { id } = me.person;
  ports.run(await ports.transaction((stores) => recordPlanEvent(stores, id, 'stripe', event, nowMs)));
}
