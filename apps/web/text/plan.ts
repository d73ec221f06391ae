/** Words of Premium: what it gives, how it is had, and where it is not sold. */
export const planText = {
  title: 'Premium',
  settingsDetail: 'Placing calls, renewing, cancelling',
  back: 'Back to all settings',

  sheetTitle: 'Subscribe to Premium to call',
  sheetWhy: (name: string) => `${name} lets you call. On this server, placing calls takes Premium.`,
  givesTitle: 'What Premium gives you',
  gives: [
    'You place audio and video calls to everybody who lets you.',
    'A call goes on to its end, even if Premium ends meanwhile.',
  ],
  freeTitle: 'What stays free',
  free: ['Being called and answering, always.', 'Messages, and everything else.'],
  price: (price: string) =>
    `${price} a month. It renews by itself until you cancel, which you can at any time.`,
  priceUnknown: 'You see the price on the next page, before you pay.',
  priceDemo: 'This is a demo: nothing is charged.',
  ask: 'It is not sold here. Ask the people who run this server for Premium.',
  subscribe: 'Subscribe',
  notNow: 'Not now',
  close: 'Close',

  stateTitle: 'Your plan',
  none: "You don't have Premium.",
  needed: 'You can be called and answer; to place calls here you need Premium.',
  notNeeded: 'On this server everybody can place calls. You need no Premium for it.',
  renews: (day: string) => `You have Premium. It renews on ${day}.`,
  renewing: 'You have Premium. It is being renewed.',
  endsBySelf: (day: string) => `You have Premium until ${day}. It ends then by itself.`,
  over: (day: string) => `Your Premium ended on ${day}.`,
  manage: 'Manage subscription',
  manageDetail:
    'Change how you pay, see your invoices, or cancel: on a page of Stripe, which takes the payments.',
  endDemo: 'End pretend plan',
  endDemoDetail: 'Premium was never paid for here: this is a demo.',
  ended: 'The pretend plan has ended.',

  demoTitle: 'Pretend checkout',
  demoBanner: 'This is a demo. Nothing is charged, and no card is asked for.',
  demoText:
    'On a real server you would pay here. Press the button, and you have Premium for a month as if you had paid.',
  demoPay: 'Pretend to pay',
  demoLeave: 'Leave without Premium',
  demoGone: 'There is no pretend checkout on this server.',

  returnTitle: 'Your subscription',
  waiting: 'Thank you. Waiting for the payment to be confirmed…',
  waitingLong:
    'The confirmation takes longer than usual. You can leave this page: you have Premium as soon as it arrives, and nothing has to be paid again.',
  done: 'You have Premium now.',
  doneDetail: 'The phone in your conversations places calls.',
  onward: 'Go on',
  toPlan: 'See your plan',
  failedTitle: "Your plan couldn't be loaded",
} as const;

/** An amount in the smallest unit of its currency, as people write it: `€5.00`, `¥500`. */
export function priceText({ amountMinor, currency }: { amountMinor: number; currency: string }): string {
  const format = new Intl.NumberFormat('en-US', { style: 'currency', currency });
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2;
  return format.format(amountMinor / 10 ** digits);
}
