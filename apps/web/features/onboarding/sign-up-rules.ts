import { DisplayName, Handle, MIN_PASSWORD_LENGTH, normalizeHandle } from '@parley/protocol';
import { onboardingText } from '../../text/onboarding.ts';

export interface SignUpInput {
  handle: string;
  displayName: string;
  password: string;
}

export type SignUpErrors = Partial<Record<keyof SignUpInput, string>>;

/** What has to be put right before an account can be made (ACC-1, ACC-2). */
export function signUpErrors({ handle, displayName, password }: SignUpInput): SignUpErrors {
  return {
    ...(Handle.safeParse(normalizeHandle(handle)).success ? {} : { handle: onboardingText.wrongHandle }),
    ...(DisplayName.safeParse(displayName.trim()).success
      ? {}
      : { displayName: onboardingText.wrongDisplayName }),
    ...(password.length >= MIN_PASSWORD_LENGTH ? {} : { password: onboardingText.wrongPassword }),
  };
}
