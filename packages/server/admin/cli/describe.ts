import type {
  AdminPerson,
  AuditEntry,
  EndpointResult,
  Report,
  RolloutRule,
  RolloutStatus,
} from '@parley/protocol';

/** `2026-11-22 14:05 UTC`: the same on every machine, and it sorts. */
function moment(atMs: number): string {
  return `${new Date(atMs).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

/**
 * What somebody else has written, on one line: a terminal takes some characters for commands.
 * Tested by "what members have written cannot command the terminal".
 */
function plain(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ');
}

function marksOf({ isAdmin, person, plan, suspended }: AdminPerson): string[] {
  return [
    ...(isAdmin ? ['administrator'] : []),
    ...(person.verified ? ['verified'] : []),
    ...(plan.premium && plan.untilMs !== null ? [`Premium until ${moment(plan.untilMs)}`] : []),
    ...(suspended === null ? [] : [`suspended: ${plain(suspended.reason)}`]),
  ];
}

export function describePerson(who: AdminPerson): string {
  const { person, lastSeenAtMs, sessions } = who;
  const seen = lastSeenAtMs === null ? 'signed in nowhere' : `last here ${moment(lastSeenAtMs)}`;
  const marks = marksOf(who);
  return [
    `@${person.handle}  ${plain(person.displayName)}`,
    `  ${[`${sessions} device${sessions === 1 ? '' : 's'}`, seen, ...marks].join(', ')}`,
  ].join('\n');
}

export function describePeople(people: readonly AdminPerson[], page: number): string {
  if (people.length === 0) return 'Nobody is called so.';
  const last = people.at(-1);
  const more =
    people.length < page || last === undefined ? [] : [`There may be more: --after ${last.person.handle}`];
  return [...people.map(describePerson), ...more].join('\n');
}

function describeRule(rule: RolloutRule): string {
  return rule.state === 'percentage' ? `${rule.percent} %` : rule.state;
}

export function describeRollout({ rollout, changedAtMs, changedBy, version }: RolloutStatus): string {
  const list = (handles: readonly string[]): string =>
    handles.length === 0 ? 'nobody' : handles.map((handle) => `@${handle}`).join(', ');
  const who = changedBy === null ? 'on the command line, or never' : `by @${changedBy}`;
  return [
    `iOS         ${describeRule(rollout.ios)}`,
    `Android     ${describeRule(rollout.android)}`,
    `Web         ${describeRule(rollout.web)}`,
    `Always in   ${list(rollout.alwaysIn)}`,
    `Always out  ${list(rollout.alwaysOut)}`,
    `Version ${version}, changed ${moment(changedAtMs)} ${who}`,
  ].join('\n');
}

function describeEvidence({ evidence }: Report): string[] {
  switch (evidence.kind) {
    case 'person':
      return [];
    case 'call':
      return [
        `  call: ${evidence.callKind}, by the ${evidence.calledBy}, ${moment(evidence.startedAtMs)}, ${evidence.outcome ?? 'not over'}`,
      ];
    case 'message':
      return evidence.messages.map(({ text, sentAtMs }) => `  ${moment(sentAtMs)}  ${plain(text)}`);
  }
}

export function describeReports(reports: readonly Report[]): string {
  if (reports.length === 0) return 'No reports.';
  return reports
    .map((report) => {
      const { id, reported, reporter, reason, note, createdAtMs, resolved } = report;
      const head = `${id}  @${reported.handle}: ${reason}, by @${reporter.handle}, ${moment(createdAtMs)}`;
      const by = resolved?.by === null ? 'the command line' : `@${resolved?.by}`;
      return [
        head,
        ...describeEvidence(report),
        ...(note === '' ? [] : [`  note: ${plain(note)}`]),
        ...(resolved === null ? [] : [`  ${resolved.resolution} by ${by}, ${moment(resolved.atMs)}`]),
      ].join('\n');
    })
    .join('\n');
}

export function describeAudit(entries: readonly AuditEntry[]): string {
  if (entries.length === 0) return 'Nothing has been changed.';
  return entries
    .map(({ id, atMs, actor, action, subject, detail }) => {
      const who = actor === null ? 'command line' : `@${actor}`;
      return `${id}  ${moment(atMs)}  ${who}  ${action}  ${subject}  ${plain(detail)}`.trimEnd();
    })
    .join('\n');
}

export function describeHealth({ version, parts }: EndpointResult<'getHealth'>): string {
  const word = { ok: 'works', failing: 'FAILS', off: 'off' };
  return [
    version,
    ...parts.map(({ name, status, detail }) => `${name.padEnd(9)} ${word[status].padEnd(6)} ${detail}`),
  ].join('\n');
}
