import type { AdminPerson } from '@parley/protocol';
import { adminText } from '../../text/admin.ts';
import { momentText } from '../../text/time.ts';
import styles from './admin.module.css';

function verifiedText({ person, verifiedByAdmin }: AdminPerson): string {
  if (!person.verified) return adminText.verifiedNot;
  return verifiedByAdmin ? adminText.verifiedByAdmin : adminText.verifiedOtherwise;
}

/** All that an administrator is shown of an account (ADM-9). */
export function PersonFacts({ who }: { who: AdminPerson }) {
  const nowMs = Date.now();
  const { plan, suspended, lastSeenAtMs } = who;
  const premium =
    plan.premium && plan.untilMs !== null
      ? adminText.premiumUntil(momentText(plan.untilMs, nowMs), plan.renews)
      : adminText.premiumNone;
  const facts: [name: string, value: string][] = [
    [adminText.joined, momentText(who.joinedAtMs, nowMs)],
    [adminText.seen, lastSeenAtMs === null ? adminText.neverSeen : momentText(lastSeenAtMs, nowMs)],
    [adminText.signedIn, adminText.devices(who.sessions)],
    [adminText.verifiedLabel, verifiedText(who)],
    [adminText.premium, premium],
  ];
  if (suspended !== null) {
    facts.push([adminText.suspended, adminText.suspendedSince(momentText(suspended.atMs, nowMs))]);
    facts.push([adminText.reason, suspended.reason]);
  }
  return (
    <dl className={styles.facts}>
      {facts.map(([name, value]) => (
        <div key={name} className={styles.fact}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
