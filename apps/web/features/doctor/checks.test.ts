import { expect, test } from 'vitest';
import { doctorText as text } from '../../text/doctor.ts';
import { judgeDevice, judgeSelfCall, judgeServer } from './checks.ts';
import { serversFor } from './self-call.ts';

const WHOLE = { sound: true, pictures: 20, isMoving: true };

test('DOC-1: only decoded sound and picture, both ways, pass', () => {
  expect(judgeSelfCall('direct', { outcome: 'passed', connectedAfterMs: 80 }).status).toBe('passed');
  const without = (part: Partial<typeof WHOLE>) =>
    judgeSelfCall('relayUdp', { outcome: 'noMedia', there: WHOLE, back: { ...WHOLE, ...part } });
  expect(without({ sound: false })).toEqual({ status: 'failed', says: text.noMedia(text.missing.sound) });
  expect(without({ isMoving: false })).toEqual({
    status: 'failed',
    says: text.noMedia(text.missing.picture),
  });
  expect(without({ sound: false, isMoving: false }).says).toBe(text.noMedia(text.missing.both));
});

test('DOC-1: each route is tried through its own addresses of the relay, and the direct one through none', () => {
  const urls = ['turn:t?transport=udp', 'turn:t', 'turn:t?transport=tcp', 'turns:t', 'stun:t'];
  const lent = [{ urls: ['stun:other'] }, { urls, username: 'u', credential: 'c' }];
  expect(serversFor('direct', lent)).toEqual([]);
  expect(serversFor('relayUdp', lent).flatMap((server) => server.urls)).toEqual([
    'turn:t?transport=udp',
    'turn:t',
  ]);
  expect(serversFor('relayTcp', lent).flatMap((server) => server.urls)).toEqual([
    'turn:t?transport=tcp',
    'turns:t',
  ]);
});

test('DOC-1: what to do depends on what was missing', () => {
  const noPath = (relayed: boolean) =>
    judgeSelfCall('relayUdp', { outcome: 'noPath', relayed, errors: [] }).says;
  expect(noPath(true)).toBe(text.noWayThrough);
  expect(noPath(false)).toBe(text.noPath.relayUdp);
  expect(judgeSelfCall('relayTcp', { outcome: 'noServer' }).status).toBe('told');
});

test('DOC-9: a missing microphone or camera is told and fails nothing; a silent server fails', () => {
  expect(judgeDevice('camera', false)).toEqual({ status: 'told', says: text.noCamera });
  expect(judgeDevice('microphone', undefined).status).toBe('told');
  expect(judgeDevice('microphone', true).status).toBe('passed');
  expect(judgeServer(undefined).status).toBe('failed');
  expect(judgeServer(12.4).says).toBe(text.answersIn(12));
  expect(judgeServer(900).says).toBe(text.answersSlowly(900));
});
