import {
  FlagNotFoundError,
  InvalidContextError,
  OpenFeatureEventEmitter,
  ProviderEvents,
  StandardResolutionReasons,
  TargetingKeyMissingError,
  TypeMismatchError,
} from '@openfeature/server-sdk';
import type { EvaluationContext, JsonValue, Provider, ResolutionDetails } from '@openfeature/server-sdk';
import { isRolledOut } from '@parley/core';
import type { RolloutRules } from '@parley/core';
import { AccountId, Platform } from '@parley/protocol';

/** The only feature there is: may this account use calls on this platform. */
export const CALLS_FLAG = 'calls';

/**
 * OpenFeature's way to our roll-out. The flag `calls` is a boolean; `targetingKey` is the account's id, the attribute
 * `platform` what the device is. It answers from memory: whoever keeps the rules current calls `put`.
 */
export class RolloutProvider implements Provider {
  readonly metadata = { name: 'Parley roll-out' } as const;
  readonly runsOn = 'server' as const;
  readonly events = new OpenFeatureEventEmitter();
  #rules: RolloutRules;

  constructor(rules: RolloutRules) {
    this.#rules = rules;
  }

  /** From now on these rules hold; OpenFeature's handlers are told. */
  put(rules: RolloutRules): void {
    this.#rules = rules;
    this.events.emit(ProviderEvents.ConfigurationChanged, { flagsChanged: [CALLS_FLAG] });
  }

  async resolveBooleanEvaluation(
    flagKey: string,
    _defaultValue: boolean,
    { targetingKey, platform }: EvaluationContext,
  ): Promise<ResolutionDetails<boolean>> {
    if (flagKey !== CALLS_FLAG) throw new FlagNotFoundError(`there is no flag ${flagKey}`);
    if (targetingKey === undefined) throw new TargetingKeyMissingError('targetingKey: an account id');
    const account = AccountId.safeParse(targetingKey);
    const device = Platform.safeParse(platform);
    if (!account.success || !device.success)
      throw new InvalidContextError('targetingKey: an account id; platform: web, ios, android or other');
    return {
      value: isRolledOut(this.#rules, account.data, device.data),
      reason: StandardResolutionReasons.TARGETING_MATCH,
    };
  }

  async resolveStringEvaluation(flagKey: string): Promise<ResolutionDetails<string>> {
    throw noSuchFlag(flagKey);
  }

  async resolveNumberEvaluation(flagKey: string): Promise<ResolutionDetails<number>> {
    throw noSuchFlag(flagKey);
  }

  async resolveObjectEvaluation<T extends JsonValue>(flagKey: string): Promise<ResolutionDetails<T>> {
    throw noSuchFlag(flagKey);
  }
}

function noSuchFlag(flagKey: string): Error {
  return flagKey === CALLS_FLAG
    ? new TypeMismatchError(`${CALLS_FLAG} is a boolean`)
    : new FlagNotFoundError(`there is no flag ${flagKey}`);
}
