/** Words of Settings → Notifications. */
export const notificationText = {
  title: 'Notifications',
  settingsDetail: 'What you are told of, and whether this device rings',
  settingsDetailWithoutCalls: 'What you are told of',
  back: 'Back to all settings',
  saving: 'Saving…',
  saved: 'Saved',

  thisDevice: 'This device',
  readiness: {
    on: 'On. Calls and messages reach this device while Parley is closed.',
    off: 'Off. Calls ring here only while Parley is open.',
    ask: 'Off. Calls ring here only while Parley is open. Your browser will ask whether Parley may notify you.',
    denied:
      'Blocked. You or your browser refused notifications from Parley, so calls ring here only while it is open.',
    install:
      'On an iPhone or iPad, Parley can notify you only from the Home Screen. Until then, calls ring here only while this page is open.',
    insecure:
      "This page was opened at an address that isn't secure (https), where browsers allow no notifications. Open Parley at its https address.",
    unsupported:
      "This browser can't be woken while Parley is closed. Calls ring here only while Parley is open. A newer browser may help.",
  },
  readinessWithoutCalls: {
    on: 'On. Messages reach this device while Parley is closed.',
    off: 'Off. You are told here only while Parley is open.',
    ask: 'Off. You are told here only while Parley is open. Your browser will ask whether Parley may notify you.',
    denied: 'Blocked. You or your browser refused notifications from Parley.',
    install: 'On an iPhone or iPad, Parley can notify you only from the Home Screen.',
    insecure:
      "This page was opened at an address that isn't secure (https), where browsers allow no notifications. Open Parley at its https address.",
    unsupported: "This browser can't be woken while Parley is closed. A newer browser may help.",
  },
  turnOn: 'Turn on notifications',
  turnOff: 'Turn off on this device',
  checking: 'Checking this device…',
  undoTitle: 'How to allow them again',
  undo: {
    chromium: [
      'Press the icon at the left end of the address bar.',
      'Set “Notifications” to “Allow”.',
      'Reload this page, then turn notifications on here.',
    ],
    firefox: [
      'Press the lock at the left end of the address bar.',
      'Remove the block beside “Send notifications”.',
      'Reload this page, then turn notifications on here.',
    ],
    safari: [
      'Open Safari → Settings → Websites → Notifications.',
      'Set this address to “Allow”.',
      'Reload this page, then turn notifications on here.',
    ],
    android: [
      'Open the browser’s menu → Settings → Site settings → Notifications.',
      'Find this address and allow it. Check as well that Android allows your browser to notify.',
      'Reload this page, then turn notifications on here.',
    ],
    apple: [
      'Open the Settings app → Notifications → Parley.',
      'Switch on “Allow Notifications”.',
      'Open Parley again from the Home Screen, then turn notifications on here.',
    ],
  },
  homeScreenTitle: 'Add Parley to the Home Screen first',
  homeScreen: [
    'Press Share (the square with an arrow) in your browser’s toolbar.',
    'Choose “Add to Home Screen”, then “Add”.',
    'Open Parley from the Home Screen, sign in, and come back to this page.',
  ],
  installTitle: 'Install Parley as an app',
  installDetail: 'It gets a window and an icon of its own, and is quicker to open when somebody calls.',
  installDetailWithoutCalls: 'It gets a window and an icon of its own.',
  install: 'Install',

  account: 'Tell me of',
  accountNote: 'These hold for all your devices. Who may call you at all is set under Privacy and safety.',
  incomingCalls: 'Incoming calls',
  incomingCallsDetail: 'A page that is open rings in any case.',
  missedCalls: 'Missed calls',
  messages: 'New messages',
  messagesDetail: 'Not for conversations that you have muted, nor for message requests.',

  test: 'Try it',
  testDetail: 'Sends this device a wake-up by the same way as a call, and rings once on this page.',
  ringMeNow: 'Ring me now',
  testing: {
    waiting: 'Waiting for the wake-up…',
    arrived: (seconds: string) =>
      `It arrived after ${seconds} s. Calls can reach this device while Parley is closed.`,
    late: 'Nothing has arrived in 30 seconds. Check that this device is online and that its system lets your browser notify you, then try again.',
  },
  testPageOnly:
    'This is the ring of an open page. To be rung while it is closed, turn on notifications first.',

  explainedTitle: 'What rings when',
  explained: [
    [
      'Parley is open, in any tab',
      'It rings with sound, and a dialog shows who calls. Mute in the system or the tab silences it.',
    ],
    [
      'Parley is closed, the browser runs',
      'A notification shows who calls, with one sound of your system’s. On most devices it stays until you answer, decline or it is over.',
    ],
    [
      'The browser is closed',
      'On Android and on iPhone it still arrives. On a computer, most browsers have to run; what was missed is told when they start.',
    ],
    [
      'Do Not Disturb, focus or power saving is on',
      'Your system decides. It may hold notifications back or silence them.',
    ],
    ['The device is off or offline', 'Nothing can ring. A missed call is told when it is back.'],
  ] as const,
  privacy:
    'A wake-up travels through the push service of your browser’s maker. It carries no name and no text: only that there is something to look at. Your device then asks this server.',
} as const;
