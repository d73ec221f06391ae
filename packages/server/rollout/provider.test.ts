import { randomUUID } from 'node:crypto';
import { ErrorCode, OpenFeature, ProviderEvents } from '@openfeature/server-sdk';
import type { Client, EvaluationContext } from '@openfeature/server-sdk';
import type { RolloutRules } from '@parley/core';
import { AccountId } from '@parley/protocol';
import { beforeEach, expect, test } from 'vitest';
import { CALLS_FLAG, RolloutProvider } from './provider.ts';

const ALICE = AccountId.parse(randomUUID());
const BOB = AccountId.parse(randomUUID());
const RULES: RolloutRules = {
  ios: { state: 'off' },
  android: { state: 'on' },
  web: { state: 'off' },
  alwaysIn: new Set([ALICE]),
  alwaysOut: new Set(),
};

let provider: RolloutProvider;
let flags: Client;

beforeEach(async () => {
  provider = new RolloutProvider(RULES);
  const domain = randomUUID();
  await OpenFeature.setProviderAndWait(domain, provider);
  flags = OpenFeature.getClient(domain);
});

const ask = (targetingKey: string, platform: string) => ({ targetingKey, platform });

test('ROLL-1: the flag `calls` answers by account and platform', async () => {
  const contexts = [ask(ALICE, 'web'), ask(BOB, 'web'), ask(BOB, 'android'), ask(BOB, 'other')];
  const values = await Promise.all(contexts.map((one) => flags.getBooleanValue(CALLS_FLAG, false, one)));
  expect(values).toEqual([true, false, true, false]);
});

test.each<[string, EvaluationContext, ErrorCode]>([
  ['nobody is named', { platform: 'web' }, ErrorCode.TARGETING_KEY_MISSING],
  ['what is named is no account', ask('alice', 'web'), ErrorCode.INVALID_CONTEXT],
  ['there is no such platform', ask(ALICE, 'windows'), ErrorCode.INVALID_CONTEXT],
])('ROLL-7: whoever cannot be judged has no calls: %s', async (_what, context, errorCode) => {
  expect(await flags.getBooleanDetails(CALLS_FLAG, false, context)).toMatchObject({
    value: false,
    errorCode,
  });
});

test('a flag that does not exist, or is not of that type, is answered with what was asked for', async () => {
  const context = ask(ALICE, 'web');
  expect(await flags.getBooleanDetails('messages', false, context)).toMatchObject({
    value: false,
    errorCode: ErrorCode.FLAG_NOT_FOUND,
  });
  expect(await flags.getStringDetails(CALLS_FLAG, 'x', context)).toMatchObject({
    value: 'x',
    errorCode: ErrorCode.TYPE_MISMATCH,
  });
  expect(await flags.getNumberValue(CALLS_FLAG, 7, context)).toBe(7);
  expect(await flags.getObjectValue(CALLS_FLAG, {}, context)).toEqual({});
});

test('ROLL-9: new rules hold at once, and OpenFeature tells which flag has changed', async () => {
  const changed: unknown[] = [];
  flags.addHandler(ProviderEvents.ConfigurationChanged, (event) => changed.push(event?.flagsChanged));
  provider.put({ ...RULES, web: { state: 'on' } });
  expect(await flags.getBooleanValue(CALLS_FLAG, false, ask(BOB, 'web'))).toBe(true);
  expect(changed).toEqual([[CALLS_FLAG]]);
});
