import type { CLOSE, DownType, UpType } from '@parley/protocol';

// One line for each frame and close code; a missing one is a type error.

export const UP_NOTES: Record<UpType, string> = {
  ping: 'Keeps the connection alive: the server drops a socket that is silent for 40 s.',
  'message.send': 'Sends a text. Repeating it with the same clientMsgId is answered with the stored message.',
  'message.read': 'You have read up to here. It only grows.',
  'typing.set': 'You type, or have stopped. Passed on, never stored.',
  'call.prepare':
    'Before anybody has pressed anything: what a call to a person will need. Rings nobody, and is refused as an invite would be.',
  'call.invite':
    'Rings a person. Where that person is calling you at this moment the answer is their call, accepted: go on with its id.',
  'call.cancel': 'You no longer want the call that you placed and that still rings.',
  'call.accept': 'This device answers.',
  'call.decline': 'No device of yours will answer.',
  'call.hang-up': 'Ends an accepted call, for both.',
  'call.signal':
    'To the device at the other end of an accepted call; while it rings and `preconnect` allows, between the placing device and one of the callee’s, with candidates of the relay’s alone.',
  'call.offer':
    'While it rings, from the device that placed it: an offer for whichever device will answer, without any candidate or address, the first of connection 1.',
  'call.attest': 'The call still runs here. Say it every 25 s.',
  'call.move': 'This device takes over an accepted call from another device of the same account.',
};

export const DOWN_NOTES: Record<DownType, string> = {
  welcome: 'Answers hello: who you are, and what rings or runs right now.',
  ok: 'The frame with this ref is done. The result is described at that frame.',
  error: 'The frame with this ref was refused and has changed nothing.',
  'message.created': 'A new row in a thread: a text, or a call that has ended.',
  'conversation.changed': 'Something about the conversation is different for you: read it again over HTTP.',
  'conversation.read': 'A member has read up to here.',
  'typing.changed': 'The peer types, or has stopped; fades after 6 s.',
  'account.changed': 'Your account or its settings are different: read them again over HTTP.',
  'feature.changed': 'Who has calls has changed: read `GET /api/me` and the conversations again.',
  'call.ringing': 'Ring until ringExpiresAtMs.',
  'call.accepted': 'One device has answered.',
  'call.ended': 'The call is over.',
  'call.signalled': 'From the device at the other end of the call.',
  'call.offered':
    'While it rings here: an offer of the device that placed the call, for the one that answers. Keep it until the person accepts.',
  'call.peer-gone':
    'The device at the other end has lost its connection to the server, from its own side. Where nothing of it comes either, wait 10 s for it to come back.',
};

export const CLOSE_NOTES: Record<keyof typeof CLOSE, string> = {
  badRequest: 'A frame could not be read.',
  unauthenticated:
    'No session: the cookie or ticket is missing, used or ended, or hello was not the first frame.',
  unsupportedVersion: 'hello names a protocol version that this server does not speak.',
  signedOut: 'The session has ended.',
  superseded: 'Another socket has presented the same device id.',
  rateLimited: 'Far too many frames.',
  goingAway: 'The server stops or restarts: connect again.',
};
