/** Words of the roll-out page. */
export const rolloutText = {
  title: 'Roll-out',
  explained:
    'Who has calls. Where they have not reached, a device neither rings nor shows anything of them. A change is live in every open app within two seconds; calls that run go on.',
  platforms: 'Platforms',
  platform: { ios: 'iOS', android: 'Android', web: 'Web' },
  platformDetail: {
    ios: 'Apps on iPhone and iPad',
    android: 'Apps on Android',
    web: 'Browsers, and programs that are none of the others',
  },
  state: { off: 'Off', percentage: 'Percentage', on: 'On' },
  stateFor: (platform: string) => `Calls on ${platform}`,
  percent: (platform: string) => `Share of accounts on ${platform}, in percent`,
  percentHint: 'At most two decimals. Raising it takes calls from nobody who has them.',
  percentWrong: 'Enter a number from 0 to 100 with at most two decimals, for example 10 or 0.25.',
  lists: 'Accounts',
  alwaysIn: 'Always with calls',
  alwaysInHint: 'Handles, separated by commas or spaces. They have calls on every platform.',
  alwaysOut: 'Never with calls',
  alwaysOutHint: 'Handles, separated by commas or spaces. This wins over the list above.',
  handlesWrong: (names: string) =>
    `These are no handles: ${names}. A handle has 3 to 20 letters, digits or underscores.`,
  handlesTooMany: (most: number) => `At most ${most} handles fit here. Remove some.`,
  handlesUnknown: (names: string) => `Nobody is called ${names}. Correct or remove it, then save again.`,
  save: 'Save',
  saved: 'Saved. It is live.',
  overtakenTitle: 'Somebody else has changed the roll-out',
  overtaken: 'Nothing of yours is saved yet. Compare with what holds now, then save again or take that over.',
  nowHolds: (summary: string) => `It is now: ${summary}.`,
  takeOver: 'Show what holds now',
  changedBy: (who: string, when: string) => `Last changed by @${who}, ${when}.`,
  changedByNobody: (when: string) => `Last changed at the command line or at the first start, ${when}.`,
} as const;

/** What holds on a platform, in few words: `iOS 10 %`. */
export function ruleText(platform: string, rule: { state: string; percent?: number }): string {
  const words: Record<string, string> = { off: 'off', on: 'on' };
  return `${platform} ${words[rule.state] ?? `${rule.percent ?? 0} %`}`;
}
