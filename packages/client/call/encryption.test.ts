import type { AccountId, CallId, IdentityKey } from '@parley/protocol';
import { expect, test, vi } from 'vitest';
import { fakeId } from '../testing/fake-ports.ts';
import { CallEncryptionCheck } from './encryption.ts';
import { createIdentities, createMemoryIdentityStorage } from './identity/index.ts';
import type { EmojiMessage } from './identity/index.ts';
import { fingerprintOf, sdpOf } from './identity/sdp.fixture.ts';
import type { Link } from './links/link.ts';

// The test's own ids; the brands say what they name.
const CALL = fakeId(1, 'c') as CallId;
const [ANN, BEN] = [1, 2].map((number) => fakeId(number, 'a') as AccountId) as [AccountId, AccountId];
const SDP = {
  ann: sdpOf({ fingerprint: fingerprintOf('A1') }),
  ben: sdpOf({ fingerprint: fingerprintOf('B2') }),
};

/** As much of a connection as the check looks at. */
function createLink(key: IdentityKey, own: keyof typeof SDP, connection = 1) {
  const said: EmojiMessage[] = [];
  const descriptions = { local: SDP[own], remote: own === 'ann' ? SDP.ben : SDP.ann };
  // A double: the check reads these and says its messages, nothing else.
  const link = {
    key,
    descriptions,
    connection,
    canTell: true,
    tell: (one: EmojiMessage) => void said.push(one),
  };
  return { link: link as unknown as Link, said };
}

async function createSides() {
  const identities = createIdentities(createMemoryIdentityStorage(), () => 0);
  const [ann, ben] = [await identities.of(ANN), await identities.of(BEN)];
  if (ann === undefined || ben === undefined) throw new Error('no keys');
  const create = (own: AccountId, peerId: AccountId) => {
    const onCheated = vi.fn();
    const [identity, pins] = [identities.of(own), identities.pins(own)];
    const options = { callId: CALL, peerId, isCaller: own === ANN, identity, pins };
    return { check: new CallEncryptionCheck(options, () => undefined, onCheated), onCheated };
  };
  return {
    keys: { ann: ann.publicKey, ben: ben.publicKey },
    pins: identities.pins(ANN),
    ann: () => create(ANN, BEN),
    ben: () => create(BEN, ANN),
  };
}

/** Carries messages both ways until both show emoji. */
async function talk(one: End, other: End): Promise<void> {
  await vi.waitFor(() => {
    for (const message of one.said.splice(0)) other.check.onMessage(other.link, message);
    for (const message of other.said.splice(0)) one.check.onMessage(one.link, message);
    expect(one.check.view?.emoji).toHaveLength(4);
    expect(other.check.view?.emoji).toHaveLength(4);
  });
}

type End = ReturnType<typeof createLink> & { check: CallEncryptionCheck };

test('CALL-64: both show the same emoji, also where the other side spoke first; a new connection has new ones', async () => {
  const sides = await createSides();
  const [ann, ben] = [sides.ann(), sides.ben()];
  const shown: unknown[] = [];
  for (const connection of [1, 2]) {
    const atAnn = { ...createLink(sides.keys.ben, 'ann', connection), check: ann.check };
    const atBen = { ...createLink(sides.keys.ann, 'ben', connection), check: ben.check };
    await ann.check.begin(atAnn.link);
    await vi.waitFor(() => expect(atAnn.said).toHaveLength(1));
    const begun = ben.check.begin(atBen.link);
    // Ben's device still looks the key up.
    for (const message of atAnn.said.splice(0)) ben.check.onMessage(atBen.link, message);
    await begun;
    await talk(atAnn, atBen);
    expect(ben.check.view?.emoji).toEqual(ann.check.view?.emoji);
    shown.push(ann.check.view?.emoji);
  }
  expect(shown[1]).not.toEqual(shown[0]);
  expect(ann.check.view?.peerKey).toBe('first');
});

test('CALL-67: while it rings the key is shown and not remembered; with the call it is', async () => {
  const { ann, keys, pins } = await createSides();
  await pins.keep(BEN, 'another key');
  const { check } = ann();
  const { link, said } = createLink(keys.ben, 'ann');
  await check.meet(link);
  expect(check.view).toEqual({ peerKey: 'changed', verified: false });
  expect(said).toEqual([]);
  expect(await pins.status(BEN, keys.ben)).toBe('changed');
  await check.begin(link);
  // For this call it stays what it was.
  expect(check.view).toEqual({ peerKey: 'changed', verified: false });
  expect(await pins.status(BEN, keys.ben)).toBe('known');
});

test('CALL-68: confirmed only where there are emoji; verified from then on, a stranger after they differed', async () => {
  const sides = await createSides();
  const [ann, ben] = [sides.ann(), sides.ben()];
  const atAnn = { ...createLink(sides.keys.ben, 'ann'), check: ann.check };
  const atBen = { ...createLink(sides.keys.ann, 'ben'), check: ben.check };
  await Promise.all([ann.check.begin(atAnn.link), ben.check.begin(atBen.link)]);
  ann.check.confirm();
  expect(ann.check.confirmed).toBe(false);
  expect(await sides.pins.isVerified(BEN, sides.keys.ben)).toBe(false);
  await talk(atAnn, atBen);
  ann.check.confirm();
  expect(ann.check).toMatchObject({ confirmed: true, view: { verified: true } });
  expect(await sides.pins.isVerified(BEN, sides.keys.ben)).toBe(true);
  ann.check.deny();
  expect(ann.check).toMatchObject({ confirmed: false, view: { verified: false } });
  expect(await sides.pins.status(BEN, sides.keys.ben)).toBe('first');
});

test('CALL-66: who reveals something else loses the emoji that were shown, and it is told', async () => {
  const sides = await createSides();
  const [ann, ben] = [sides.ann(), sides.ben()];
  const atAnn = { ...createLink(sides.keys.ben, 'ann'), check: ann.check };
  const atBen = { ...createLink(sides.keys.ann, 'ben'), check: ben.check };
  await Promise.all([ann.check.begin(atAnn.link), ben.check.begin(atBen.link)]);
  await talk(atAnn, atBen);
  ann.check.onMessage(atAnn.link, { type: 'emojiReveal', nonce: 'x'.repeat(43) });
  await vi.waitFor(() => expect(ann.onCheated).toHaveBeenCalledOnce());
  expect(ann.check.view).toEqual({ peerKey: 'first', verified: false });
  ann.check.confirm();
  expect(ann.check.confirmed).toBe(false);
});
