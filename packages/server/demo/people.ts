/** Who is there to try Parley with; each shows another state. */
export const PEOPLE = [
  { handle: 'alice', displayName: 'Alice (demo)', months: 12, isVerified: false },
  { handle: 'bob', displayName: 'Bob (demo)', months: 12, isVerified: false },
  // Verified, but without Premium: her phone icon leads to the checkout (PLAN-1).
  { handle: 'carol', displayName: 'Carol (demo)', months: 0, isVerified: true },
  // A stranger: his message waits in Alice's Requests, and Carol blocks him.
  { handle: 'dave', displayName: 'Dave (demo)', months: 0, isVerified: false },
  // Nobody follows her: she may ring Bob because his address book holds her number, and for nothing else (CON-7).
  { handle: 'erin', displayName: 'Erin (demo)', months: 12, isVerified: false },
] as const;

export type DemoHandle = (typeof PEOPLE)[number]['handle'];

/** Each of them follows the others. */
export const FRIENDS: readonly DemoHandle[] = ['alice', 'bob', 'carol'];

/** A number that no real person has: 555-01xx is kept free for such uses. */
export const ERINS_NUMBER = '+12025550123';

/** In this order. Who has written to somebody lets them call, if they are in an audience too (CON-6). */
export const MESSAGES: readonly { from: DemoHandle; to: DemoHandle; text: string }[] = [
  { from: 'alice', to: 'bob', text: 'Hi Bob, shall we try a call?' },
  { from: 'bob', to: 'alice', text: 'Sure! The phone at the top rings me.' },
  { from: 'alice', to: 'carol', text: 'Carol, are you there?' },
  { from: 'carol', to: 'alice', text: 'Yes, with my camera on and everything.' },
  { from: 'bob', to: 'carol', text: 'Lunch on Friday?' },
  { from: 'carol', to: 'bob', text: 'Gladly. Call me when you leave.' },
  { from: 'dave', to: 'alice', text: 'Hello Alice, we met at the harbour. May I call you some time?' },
  { from: 'erin', to: 'bob', text: 'Bob, it is Erin from the choir. Is this still your number?' },
  { from: 'bob', to: 'erin', text: 'It is! You are in my address book now, so ring me.' },
];
