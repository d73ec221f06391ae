import { afterEach, beforeEach, expect, test } from 'vitest';
import { startPushService } from '../testing/push-service.ts';
import type { PushService } from '../testing/push-service.ts';
import { ask } from './ask.ts';

let service: PushService;

beforeEach(async () => {
  service = await startPushService();
});

afterEach(() => service.close());

test('PUSH-9: whoever does not answer is given up', async () => {
  service.answers.push({ status: 0, isSilent: true });
  const url = new URL(`https://${service.host}/x`);
  await expect(ask({ url, headers: {}, body: '', ca: service.ca, limitMs: 50 })).rejects.toThrow(/abort/);
});

test('PUSH-9: an answer that never ends is read no further than its beginning', async () => {
  service.answers.push({ status: 500, isEndless: true });
  const url = new URL(`https://${service.host}/x`);
  const answer = await ask({ url, headers: {}, body: '', ca: service.ca });
  expect(answer.text).toBe('x'.repeat(4_096));
});
