/** Words of the settings. The labels of the call settings are fixed: people and tools rely on them. */
export const settingsText = {
  title: 'Settings',
  back: 'Back to all settings',
  account: 'Account',
  accountDetail: 'Your name, your handle, your data, signing out, leaving',
  privacy: 'Privacy and safety',
  privacyDetail: 'Who may call you, whom you have blocked',
  privacyDetailWithoutCalls: 'Whom you have blocked',
  backToPrivacy: 'Back to privacy and safety',
  sessions: 'Sessions',
  sessionsDetail: 'Where you are signed in',
  directMessages: 'Direct messages',
  directMessagesDetail: 'Who may ring you, and what calls show of you',
  blocked: 'Blocked people',
  blockedNone: "You haven't blocked anybody.",
  unblock: 'Unblock',
  unblocked: (name: string) => `${name} is no longer blocked.`,

  calling: 'Calls',
  enableCalling: 'Enable audio and video calling',
  enableCallingDetail: 'When this is off, nobody can ring you. You can still call others.',
  allowFrom: 'Allow audio and video calls from',
  audience: {
    addressBook: 'People in your address book',
    following: 'People you follow',
    verified: 'Verified users',
    everyone: 'Everyone',
  },
  callingExplained:
    'Whatever you tick, only people you have sent a message to can ever ring you. Nobody is told why a call did not get through.',
  callPrivacy: 'Call privacy',
  enhancedPrivacy: 'Enhanced call privacy',
  enhancedPrivacyDetail:
    "All your calls go through this server's relay, so that you and the other person never see each other's network address. Sound and picture may arrive a little later.",
  callPrivacyExplained:
    'With enhanced call privacy off, only people you follow or have in your address book may connect to you directly and so see your network address. Calls from everybody else are relayed.',
  preconnect: 'Connect while it rings',
  preconnectDetail:
    'A call is there the moment it is accepted: its path through the relay is made while it rings. Nothing can be heard or seen, and nobody learns your network address by it. Only for callers whom the one who is called follows or has in their address book.',
  earlyVideo: 'Show my video while it rings',
  earlyVideoDetail:
    "When you place a video call to somebody who has you in their address book, your camera's picture waits at their device, hidden, and shows the moment they accept. They can't see it before, and never hear you.",
  preconnectUnavailable:
    'This server does not connect calls while they ring. Calls connect when they are accepted.',
  tellBusy: 'Tell callers that I am in another call',
  tellBusyDetail:
    'When you decline because you are in another call, the caller reads "busy" instead of "declined". With this off, they can\'t tell.',
  noRelay:
    "This server has no relay, so calls can't hide network addresses. Before you accept a call that should be relayed, you are told that the caller will see yours. With enhanced call privacy on, you can't place calls here. Whoever runs the server can add a relay.",
  saving: 'Saving…',
  saved: 'Saved',
  notSaved: (reason: string) => `Your change was not saved. ${reason}`,

  displayName: 'Display name',
  handle: 'Handle',
  handleFixed: 'A handle cannot be changed.',
  save: 'Save',
  nameSaved: 'Your name was changed.',
  signOut: 'Sign out',
  signOutDetail:
    'Ends this session only. Drafts stay on this device; messages that could not be sent, and the names and numbers of your address book, are removed from it.',

  thisDevice: 'This device',
  lastSeen: (moment: string) => `Last seen: ${moment}`,
  since: (moment: string) => `Signed in: ${moment}`,
  revoke: 'Sign out',
  revokeName: (label: string) => `Sign out ${label}`,
  revokeTitle: (label: string) => `Sign out “${label}”?`,
  revokeConfirm: 'It loses access at once. Whoever uses it has to sign in again.',
  failedTitle: "This couldn't be loaded",
} as const;
