import { defineConfig } from '@playwright/test';
import { CHROMIUM_ARGUMENTS, CHROMIUM_PATH } from './fixtures/chromium.ts';

const onCi = process.env['CI'] === 'true';

export default defineConfig({
  testDir: '.',
  testMatch: ['journeys/**/*.spec.ts', 'firefox/**/*.spec.ts'],
  outputDir: '../test-results',
  // For two cores: a call is two pages with encoders, and one journey in three waits for a clock. A machine of CI may be
  // slow: with three, a server that a journey starts has waited 26 s for its turn.
  workers: onCi ? 2 : 3,
  fullyParallel: true,
  forbidOnly: onCi,
  retries: 0,
  // Twice what a slow machine needs: a failure is told by its expectation, not by the clock.
  timeout: 90_000,
  expect: { timeout: 15_000 },
  reporter: [['list']],
  globalSetup: './fixtures/global-setup.ts',
  use: {
    browserName: 'chromium',
    viewport: { width: 1280, height: 800 },
    permissions: ['camera', 'microphone'],
    launchOptions: { executablePath: CHROMIUM_PATH, args: CHROMIUM_ARGUMENTS },
    // Without pictures: filming pages that encode video costs more than the call.
    trace: { mode: 'retain-on-failure', screenshots: false },
  },
});
