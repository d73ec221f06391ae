import { expect } from '@playwright/test';
import { expectMediaIn, readMedia } from '../fixtures/media-watch.ts';
import type { Screen, Thing } from './screen.ts';

type Kind = 'audio' | 'video';

const button = (name: string, within?: Thing): Thing => ({ role: 'button', name, ...(within && { within }) });
const stage = (peer: Screen): Thing => ({ role: 'region', name: `Call with ${peer.person}` });

function incoming(kind: Kind, caller: Screen): Thing {
  return { role: 'dialog', name: `Incoming ${kind} call from ${caller.person}` };
}

let made = 0;

/** Signs a new person up on that screen. */
async function join(screen: Screen): Promise<string> {
  made += 1;
  const handle = `${screen.person.toLowerCase()}_${process.pid.toString(36)}${Date.now().toString(36)}${made}`;
  await screen.goto('/sign-in');
  await screen.api('POST', '/api/sign-up', {
    handle: handle.slice(0, 20),
    displayName: screen.person,
    password: 'correct horse battery',
  });
  return handle.slice(0, 20);
}

async function openConversation(screen: Screen, peer: string): Promise<void> {
  // What the API answers with.
  const { id } = (await screen.api('POST', '/api/conversations', { handle: peer })) as { id: string };
  await screen.goto(`/messages/${id}`);
}

/** Both have written and follow each other: either may call, and the path is built while it rings. */
export async function befriend(a: Screen, b: Screen): Promise<void> {
  const handles = { a: await join(a), b: await join(b) };
  await a.api('PUT', `/api/people/${handles.b}/follow`);
  await b.api('PUT', `/api/people/${handles.a}/follow`);
  await openConversation(a, handles.b);
  await openConversation(b, handles.a);
  for (const screen of [a, b]) {
    const text = `Hello from ${screen.person}`;
    await screen.write({ role: 'textbox', name: 'Message' }, text);
    await screen.press(button('Send'));
    // Both have it, before anybody goes on.
    for (const reader of [a, b]) {
      await expect
        .poll(() => reader.evaluate(async () => document.body.innerText), { timeout: 20_000 })
        .toContain(text);
    }
  }
  for (const screen of [a, b]) await screen.see(button('Call'));
}

/** Places a call and waits until it rings and the path is there, with nothing of the callee's opened or sent. */
async function ringConnected(caller: Screen, callee: Screen, kind: Kind): Promise<void> {
  await caller.press(button('Call'));
  await caller.press({ role: 'menuitem', name: kind === 'audio' ? 'Audio call' : 'Video call' });
  await callee.see(incoming(kind, caller));
  for (const screen of [caller, callee]) {
    await expect
      .poll(() => screen.evaluate(async () => window.mediaWatch.peers.at(-1)?.connectionState), {
        message: `the path is built at ${screen.person} (${screen.browser})`,
        timeout: 20_000,
      })
      .toBe('connected');
  }
  expect((await readMedia(callee)).path).toMatch(/^relay\//);
}

async function expectUntouched(callee: Screen): Promise<void> {
  const { getUserMedia, tracks } = await callee.evaluate(async () => window.mediaWatch.counts);
  expect({ getUserMedia, tracks }, `before the accept in ${callee.browser}`).toEqual({
    getUserMedia: 0,
    tracks: 0,
  });
}

async function expectTalking(a: Screen, b: Screen, kind: Kind): Promise<void> {
  await a.see({ role: 'timer', within: stage(b) });
  await b.see({ role: 'timer', within: stage(a) });
  const kinds = kind === 'audio' ? (['audio'] as const) : (['audio', 'video'] as const);
  for (const screen of [a, b]) await expectMediaIn(screen, ...kinds);
}

async function hangUp(who: Screen, other: Screen): Promise<void> {
  await who.press(button('Hang up', stage(other)));
  for (const screen of [who, other]) await screen.miss(button('Hang up'));
}

/** Whether the media element of that name shows a picture; the app's own word, not a state of the connection. */
function pictureWidth(screen: Screen, label: string): Promise<number> {
  return screen
    .evaluate(async () =>
      [...document.querySelectorAll('video')].map((video): [string | null, number] => [
        video.getAttribute('aria-label'),
        video.videoWidth,
      ]),
    )
    .then((videos) => videos.find(([name]) => name === label)?.[1] ?? 0);
}

/** Sound both ways, mute told, hung up by the caller. */
export async function audioCall(caller: Screen, callee: Screen): Promise<void> {
  await ringConnected(caller, callee, 'audio');
  await expectUntouched(callee);
  await callee.press(button('Accept', incoming('audio', caller)));
  await expectTalking(caller, callee, 'audio');
  for (const [mutes, sees] of [
    [caller, callee],
    [callee, caller],
  ] as const) {
    await mutes.press(button('Mute', stage(sees)));
    await sees.see({ role: 'img', name: `${mutes.person} is muted`, within: stage(mutes) });
    await mutes.press(button('Unmute', stage(sees)));
    await sees.miss({ role: 'img', name: `${mutes.person} is muted` });
  }
  await hangUp(caller, callee);
}

async function readEmoji(screen: Screen, peer: Screen): Promise<string[]> {
  await screen.press(button('Encryption: compare the emoji', stage(peer)));
  const dialog: Thing = { role: 'dialog', name: 'Encryption of this call' };
  await screen.see(dialog);
  await screen.see({ role: 'listitem', within: dialog });
  const names = await screen.evaluate(async () =>
    [...document.querySelectorAll<HTMLElement>('[role=dialog] li')]
      .filter((item) => item.checkVisibility() && item.innerText !== '')
      .map((item) => item.innerText),
  );
  await screen.press(button('They match', dialog));
  await screen.press(button('Close', dialog));
  await screen.see(button('Encryption: verified', stage(peer)));
  return names;
}

/** Pictures both ways, the move to a direct path, camera off and on, four emoji alike, hung up by the callee. */
export async function videoCall(caller: Screen, callee: Screen): Promise<void> {
  await ringConnected(caller, callee, 'video');
  await expectUntouched(callee);
  await callee.press(button('Accept', incoming('video', caller)));
  await expectTalking(caller, callee, 'video');
  for (const screen of [caller, callee]) {
    await expect
      .poll(async () => (await readMedia(screen)).path, {
        message: `direct at ${screen.browser}`,
        timeout: 20_000,
      })
      .not.toContain('relay');
  }
  await expectMediaIn(caller, 'audio', 'video');
  await expectMediaIn(callee, 'audio', 'video');
  const emoji = await readEmoji(caller, callee);
  expect(emoji).toHaveLength(4);
  expect(await readEmoji(callee, caller)).toEqual(emoji);
  await caller.press(button('Turn camera off', stage(callee)));
  await caller.see(button('Turn camera on', stage(callee)));
  await expect.poll(() => pictureWidth(callee, caller.person)).toBe(0);
  // What one does with a camera leaves the other's as it is.
  await callee.see(button('Turn camera off', stage(caller)));
  await caller.press(button('Turn camera on', stage(callee)));
  await expectMediaIn(callee, 'video');
  await expect.poll(() => pictureWidth(callee, caller.person)).toBeGreaterThan(0);
  await hangUp(callee, caller);
}

/** The screen goes over its own transceiver, beside the camera's picture. */
export async function sharedScreen(sharer: Screen, watcher: Screen): Promise<void> {
  await ringConnected(watcher, sharer, 'video');
  await sharer.press(button('Accept', incoming('video', watcher)));
  await expectTalking(watcher, sharer, 'video');
  await sharer.press(button('Share screen', stage(watcher)));
  const screen = `${sharer.person}'s screen`;
  await expect.poll(() => pictureWidth(watcher, screen), { timeout: 20_000 }).toBeGreaterThan(0);
  expect(await pictureWidth(watcher, sharer.person)).toBeGreaterThan(0);
  await sharer.press(button('Stop sharing', stage(watcher)));
  await expect.poll(() => pictureWidth(watcher, screen)).toBe(0);
  await hangUp(sharer, watcher);
}

/** Whoever's page is loaded again takes the call back by itself. */
export async function reloads(caller: Screen, callee: Screen): Promise<void> {
  await ringConnected(caller, callee, 'video');
  await callee.press(button('Accept', incoming('video', caller)));
  await expectTalking(caller, callee, 'video');
  for (const screen of [callee, caller]) {
    await screen.reload();
    await expectTalking(caller, callee, 'video');
  }
  await hangUp(caller, callee);
}

/** Declined; then cancelled. */
export async function refused(caller: Screen, callee: Screen): Promise<void> {
  await ringConnected(caller, callee, 'video');
  await callee.press(button('Decline', incoming('video', caller)));
  await callee.miss(incoming('video', caller));
  await caller.miss(button('Hang up'));
  await expectUntouched(callee);
  await caller.miss(stage(callee));
  await ringConnected(caller, callee, 'audio');
  await caller.press(button('Hang up', stage(callee)));
  await callee.miss(incoming('audio', caller));
  await expectUntouched(callee);
}
