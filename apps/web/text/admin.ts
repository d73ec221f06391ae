import type { CallOutcome, Evidence, HealthPart, ReportReason, ReportResolution } from '@parley/protocol';

/** Words of the way into the admin area. */
export const adminEntryText = {
  enterTitle: 'Show that it is you',
  enterExplained:
    'Here you can change what others may do, so this area asks for a second factor. It then stays open for 30 minutes on this device.',
  usePasskey: 'Use a passkey',
  codeLabel: 'Code from your authenticator app',
  codeHint: 'Six digits',
  enter: 'Enter',
  wrongCode: 'That code is wrong or was used already. Wait for the next one and try again.',
  wrongPasskey: "That passkey doesn't open this area. Try another one, or use a code.",
  passkeyCancelled: 'No passkey was used. Try again when you are ready.',
  passkeyImpossible:
    "This browser can't use passkeys at this address. Open Parley at its usual address, or use an authenticator app.",
  passkeyTaken: 'This passkey is set up here already.',
  lost: 'Lost your passkey or app? Whoever runs this server can help on the command line: npm run parley -- admin reset-second-factor, with your handle.',

  setUpTitle: 'Set up a second factor',
  setUpExplained:
    'Administrators prove themselves twice: whoever gets hold of your session or your password alone stays outside. Choose how; you can add another way later.',
  password: 'Your password',
  passwordHint: 'Once more, so that it is really you who sets this up',
  wrongPassword: 'That is not your password. Try again.',
  addPasskey: 'Set up a passkey',
  addPasskeyDetail: 'Your fingerprint, your face, a PIN or a security key. The safest and the quickest way.',
  addApp: 'Set up an authenticator app',
  addAppDetail: 'A code of six digits from an app on your phone.',
  passkeyLabel: 'Passkey',
  appTitle: 'Authenticator app',
  scan: 'Scan this picture with your authenticator app:',
  scanLabel: 'QR code with the secret for your authenticator app',
  orType: 'Or type this secret into the app:',
  confirmCode: 'Code that the app shows now',
  confirm: 'Confirm',
  startAgain: 'Choose another way',
} as const;

type CallEvidence = Extract<Evidence, { kind: 'call' }>;

const CALL_END: Record<CallOutcome, string> = {
  completed: 'answered, then hung up',
  declined: 'declined',
  cancelled: 'cancelled by the caller',
  missed: 'not answered',
  busy: 'busy',
  failed: 'could not connect',
  lost: 'connection lost',
};

/** Words of the admin area. */
export const adminText = {
  title: 'Administration',
  settingsDetail: 'People, reports, health of this server',
  back: 'Back to administration',
  backToSettings: 'Back to settings',
  lock: 'Lock',
  lockName: 'Lock this area',
  people: 'People',
  peopleDetail: 'Find, verify, suspend, grant Premium',
  rollout: 'Roll-out',
  rolloutDetail: 'Who has calls',
  reports: 'Reports',
  reportsDetail: 'What members have reported',
  health: 'Health',
  healthDetail: 'Whether everything works that this server stands on',
  audit: 'Audit log',
  auditDetail: 'What administrators have changed',
  factors: 'Your second factors',
  factorsDetail: 'Passkeys and authenticator app',
  more: 'Show more',
  failedTitle: "This couldn't be loaded",

  factorsExplained:
    'Set up two, so that you still get in when one is lost. Removing one closes this area on your other devices.',
  added: (moment: string) => `Added: ${moment}`,
  app: 'Authenticator app',
  remove: 'Remove',
  removeName: (label: string) => `Remove ${label}`,
  removeTitle: (label: string) => `Remove “${label}”?`,
  removeConfirm: 'It no longer opens this area.',
  removeLast: 'It is your last one. The next time you enter you set up a new one, with your password.',
  factorAdded: 'The second factor was added.',

  search: 'Find people by handle or name',
  nobodyTitle: (query: string) => `Nobody is called “${query}”`,
  nobody: 'Type the beginning of a handle or of a name.',
  administrator: 'Administrator',
  suspended: 'Suspended',
  premium: 'Premium',
  lastSeen: (moment: string) => `last here: ${moment}`,
  neverSeen: 'signed in nowhere',
  devices: (count: number) => (count === 1 ? '1 device' : `${count} devices`),
  joined: 'Joined',
  seen: 'Last here',
  signedIn: 'Signed in on',
  premiumUntil: (moment: string, renews: boolean) => (renews ? `renews ${moment}` : `until ${moment}`),
  premiumNone: 'none',
  verifiedByAdmin: 'by an administrator',
  verifiedOtherwise: 'by a subscription',
  verifiedNot: 'no',
  verifiedLabel: 'Verified',
  suspendedSince: (moment: string) => `since ${moment}`,
  openPerson: (name: string) => `Manage ${name}`,
  close: 'Close',
  grantBadge: 'Grant verified badge',
  removeBadge: 'Remove verified badge',
  badgeGiven: (name: string) => `${name} is verified.`,
  badgeTaken: (name: string) => `${name} is no longer verified.`,
  grantPremium: 'Grant Premium',
  months: 'Months',
  monthsWrong: 'Enter a number from 1 to 120.',
  premiumGranted: (name: string, months: number) =>
    `${name} has ${months === 1 ? 'one more month' : `${months} more months`} of Premium.`,
  suspend: 'Suspend',
  suspendExplained: (name: string) =>
    `${name} is signed out everywhere, a call that runs ends, and to everybody else it looks as if nobody were there. Nothing is deleted.`,
  reason: 'Reason',
  reasonHint: 'For the audit log; members never see it.',
  reasonMissing: 'Say why, for whoever asks later.',
  suspendedDone: (name: string) => `${name} is suspended.`,
  unsuspend: 'Lift the suspension',
  unsuspended: (name: string) => `${name} can sign in again.`,
  yourself: 'This is you.',

  open: 'Open',
  resolved: 'Settled',
  showing: 'Which reports to show',
  noReportsTitle: 'No open reports',
  noReports: 'When a member reports a message, a call or a person, it waits here.',
  noResolvedTitle: 'Nothing settled yet',
  reasonOf: {
    spam: 'Spam or fraud',
    harassment: 'Harassment or insults',
    threat: 'A threat',
    other: 'Something else',
  } satisfies Record<ReportReason, string>,
  reportBy: (name: string, handle: string, moment: string) => `Reported by ${name} (@${handle}) · ${moment}`,
  evidence: 'What the member disclosed',
  evidencePerson: 'No message or call: the report is about the account.',
  evidenceCall: ({ callKind, calledBy, outcome }: CallEvidence, moment: string) =>
    `${callKind === 'video' ? 'Video call' : 'Audio call'} by the ${calledBy === 'reporter' ? 'member who reports it' : 'reported person'} · ${moment} · ${outcome === null ? 'not over yet when it was reported' : CALL_END[outcome]}. Calls are never recorded.`,
  reported: 'reported message',
  noteOfMember: 'Note of the member',
  yourNote: 'Note (optional)',
  yourNoteHint: 'For the audit log',
  dismiss: 'Dismiss',
  warned: 'Settle with a warning',
  suspendReported: 'Suspend the account',
  resolution: {
    dismissed: 'Dismissed',
    warned: 'Settled with a warning',
    suspended: 'Account suspended',
  } satisfies Record<ReportResolution, string>,
  resolvedBy: (by: string, moment: string) => `by ${by} · ${moment}`,
  settled: 'The report is settled.',
  suspendTitle: (name: string) => `Suspend ${name}?`,

  checkAgain: 'Check again',
  checking: 'Asking every part …',
  allFine: 'Everything that is set up works.',
  someFailing: (names: string) => `Needs attention: ${names}.`,
  version: (version: string, uptime: string) => `${version}. This node has been running for ${uptime}.`,
  part: {
    database: 'Database',
    bus: 'Bus between nodes',
    turn: 'Relay for calls',
    push: 'Push notifications',
    jobs: 'Jobs',
    mail: 'E-mail',
    sms: 'Text messages',
    billing: 'Payments',
  } satisfies Record<HealthPart['name'], string>,
  status: { ok: 'Works', failing: 'Does not work', off: 'Not set up' } satisfies Record<
    HealthPart['status'],
    string
  >,

  noAuditTitle: 'Nothing has been changed yet',
  noAudit: 'Each change that an administrator makes is written here, and nobody can remove it.',
  commandLine: 'Command line',
} as const;

/** What each action of the audit log is called. */
const ACTIONS: Readonly<Record<string, string>> = {
  'verified.granted': 'gave the verified badge to',
  'verified.removed': 'took the verified badge from',
  'account.suspended': 'suspended',
  'account.unsuspended': 'lifted the suspension of',
  'premium.granted': 'granted Premium to',
  'rollout.changed': 'changed',
  'report.resolved': 'settled a report about',
  'factor.added': 'added a second factor for',
  'factor.removed': 'removed a second factor of',
  'factor.reset': 'reset the second factors of',
  'admin.made': 'made an administrator of',
};

/** What people do to their own accounts. */
const OWN_ACTIONS: Readonly<Record<string, string>> = {
  'factor.added': 'added a second factor',
  'factor.removed': 'removed a second factor',
};

/** One line of the audit log: `@alice suspended @bob`. An action of a newer server is shown as it is called there. */
export function auditLine(entry: { actor: string | null; action: string; subject: string }): string {
  const who = entry.actor === null ? adminText.commandLine : `@${entry.actor}`;
  const own = entry.actor === entry.subject ? OWN_ACTIONS[entry.action] : undefined;
  if (own !== undefined) return `${who} ${own}`;
  const whom = entry.action === 'rollout.changed' ? 'the roll-out' : `@${entry.subject}`;
  return `${who} ${ACTIONS[entry.action] ?? entry.action} ${whom}`;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

function amount(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}

/** How long something runs: `3 days`, `2 hours`, `5 minutes`. */
export function uptimeText(uptimeMs: number): string {
  if (uptimeMs >= DAY_MS) return amount(Math.floor(uptimeMs / DAY_MS), 'day');
  if (uptimeMs >= HOUR_MS) return amount(Math.floor(uptimeMs / HOUR_MS), 'hour');
  return amount(Math.max(1, Math.floor(uptimeMs / MINUTE_MS)), 'minute');
}
