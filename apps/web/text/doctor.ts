/** Words of Settings → Check calls. */
export const doctorText = {
  title: 'Check calls on this device',
  settingsTitle: 'Check calls',
  settingsDetail: 'Whether calls work here, and what to do where they do not',
  back: 'Back to all settings',
  intro:
    'Your browser calls itself, with a tone and a picture of its own making. Nobody else is called, and your microphone and camera stay off.',
  start: 'Start the check',
  again: 'Check again',
  running: 'Checking…',
  results: 'Results',
  allGood: 'Everything that calls need works here.',
  withFaults: (count: number) =>
    count === 1 ? 'One thing needs your attention.' : `${count} things need your attention.`,
  /** Read out in front of what was seen. */
  status: { waiting: 'Waiting', running: 'Checking', passed: 'Works', failed: 'Does not work', told: 'Note' },

  server: 'Connection to Parley',
  direct: 'Direct calls',
  relayUdp: 'Calls through the relay',
  relayTcp: 'Calls through the relay, in strict networks',
  microphone: 'Microphone (optional here)',
  camera: 'Camera (optional here)',

  answersIn: (roundMs: number) => `Parley answers in ${roundMs} ms.`,
  answersSlowly: (roundMs: number) =>
    `Parley answers in ${roundMs} ms. That is slow: people may notice a delay. Move nearer to your Wi-Fi, or try another network.`,
  noAnswer: 'Parley does not answer. Check your network, then reload this page.',
  works: (afterMs: number) => `Sound and picture arrived both ways. Connected in ${afterMs} ms.`,
  noRelay:
    'This server has no relay. Calls work where two devices reach each other; the people who run it can add one.',
  relayUnknown: 'The relay could not be asked for. Try again in a little while.',
  noPath: {
    direct:
      'Your browser did not reach itself. An extension or a setting may stop calls: look for one that blocks WebRTC, and turn it off for this page.',
    relayUdp:
      'The relay was not reached over UDP. Your network or its firewall may stop it. Calls then take the way for strict networks; if that fails too, try another network.',
    relayTcp:
      'The relay was not reached over TCP. Your network may let only web pages through: try another network, and tell the people who run this server.',
  },
  noWayThrough:
    'The relay answered, but nothing came through it. That is not your device: tell the people who run this server to run "parley doctor".',
  noMedia: (missing: string) =>
    `It connected, but ${missing} did not arrive. Close other programs and pages, and try again.`,
  missing: { sound: 'sound', picture: 'the picture', both: 'sound and picture' },
  broken: 'Your browser could not do this. Update it, or try another one.',
  hasDevice: 'There is one. Whether it works, you see and hear in a call.',
  noMicrophone: 'There is none. In a call, others would not hear you: plug one in.',
  noCamera: 'There is none. Calls work all the same; others do not see you.',
  noDevices: 'Your browser does not say. At an address that begins with https, it would.',
} as const;
