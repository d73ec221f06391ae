/** Words of the list of past calls. */
export const callHistoryText = {
  title: 'Calls',
  emptyTitle: 'No calls yet',
  empty:
    'Open a conversation and press the phone. It shows up once the other person has written to you and lets you call.',
  filter: 'Which calls',
  filters: { all: 'All', missed: 'Missed' },
  noMissedTitle: 'No missed calls',
  noMissed: 'Calls that you could have taken and did not show up here.',
  more: 'Show earlier calls',
  menu: (name: string) => `More about the call with ${name}`,
  remove: 'Remove from history',
  removed: 'The call was removed from your history.',
  clear: 'Remove all',
  clearTitle: 'Remove all calls from your history?',
  clearText:
    'This cannot be undone. The conversations keep their entries, and the other people keep their own history.',
  cleared: 'Your call history is empty.',
  failedTitle: "Your calls couldn't be loaded",
} as const;
