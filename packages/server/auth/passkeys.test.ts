import { expect, test } from 'vitest';
import { createAuthenticator } from '../testing/authenticator.ts';
import type { Asked } from '../testing/authenticator.ts';
import { askForPasskey, checkPasskey, offerPasskey, readNewPasskey } from './passkeys.ts';
import type { Passkey, PasskeyPlace } from './passkeys.ts';

const ORIGIN = 'https://parley.example';
const PLACE: PasskeyPlace = [ORIGIN];
const ACCOUNT = { id: '00000000-0000-4000-8000-00000000000a', handle: 'anna', displayName: 'Anna' };

const WRONG: [string, Partial<Asked>][] = [
  ['of a page elsewhere', { origin: 'https://parley.example.evil' }],
  ['for another host', { rpId: 'example' }],
  ['to another challenge', { challenge: 'c29tZXRoaW5nIGVsc2U' }],
  ['of an authenticator that does not know its person', { unverified: true }],
];

async function enrol(): Promise<{ passkey: Passkey; authenticator: ReturnType<typeof createAuthenticator> }> {
  const authenticator = createAuthenticator();
  const { challenge } = await offerPasskey(PLACE, ACCOUNT, []);
  const passkey = await readNewPasskey(PLACE, challenge, authenticator.create({ challenge, origin: ORIGIN }));
  if (passkey === undefined) throw new Error('refused');
  return { passkey, authenticator };
}

test('ADM-5: a passkey is made for the host of the server, with its person verified, and opens', async () => {
  const offered = await offerPasskey(PLACE, ACCOUNT, []);
  expect(offered.rp.id).toBe('parley.example');
  expect(offered.authenticatorSelection?.userVerification).toBe('required');
  const { passkey, authenticator } = await enrol();
  expect(passkey).toMatchObject({ counter: 0, transports: ['internal'] });
  const asked = await askForPasskey(PLACE, [passkey]);
  expect(asked).toMatchObject({ rpId: 'parley.example', userVerification: 'required' });
  expect(asked.allowCredentials?.map(({ id }) => id)).toEqual([passkey.credentialId]);
  const answer = authenticator.use({ challenge: asked.challenge, origin: ORIGIN });
  expect(await checkPasskey(PLACE, asked.challenge, answer, passkey)).toBe(1);
});

test('one that the account has already is not made again', async () => {
  const { passkey } = await enrol();
  const offered = await offerPasskey(PLACE, ACCOUNT, [passkey]);
  expect(offered.excludeCredentials?.map(({ id }) => id)).toEqual([passkey.credentialId]);
});

test.each(WRONG)('ADM-5: a new passkey %s is refused', async (_, wrong) => {
  const { challenge } = await offerPasskey(PLACE, ACCOUNT, []);
  const response = createAuthenticator().create({ challenge, origin: ORIGIN, ...wrong });
  expect(await readNewPasskey(PLACE, challenge, response)).toBeUndefined();
});

test.each(WRONG)('ADM-5: an answer %s opens nothing', async (_, wrong) => {
  const { passkey, authenticator } = await enrol();
  const { challenge } = await askForPasskey(PLACE, [passkey]);
  const answer = authenticator.use({ challenge, origin: ORIGIN, ...wrong });
  expect(await checkPasskey(PLACE, challenge, answer, passkey)).toBeUndefined();
});

test('ADM-5: a counter that does not grow is a copy of the key, and another key opens nothing', async () => {
  const { passkey, authenticator } = await enrol();
  const { challenge } = await askForPasskey(PLACE, [passkey]);
  const asked = { challenge, origin: ORIGIN };
  expect(
    await checkPasskey(PLACE, challenge, authenticator.use(asked, 7), { ...passkey, counter: 7 }),
  ).toBeUndefined();
  expect(await checkPasskey(PLACE, challenge, authenticator.use(asked, 8), { ...passkey, counter: 7 })).toBe(
    8,
  );
  const stranger = createAuthenticator().use(asked);
  expect(await checkPasskey(PLACE, challenge, stranger, passkey)).toBeUndefined();
});
