import { connect, expectCallOver, hangUp } from '../fixtures/calling.ts';
import { expectMediaIn, gatheredTypes, readMedia, watchMedia } from '../fixtures/media-watch.ts';
import { expect, test } from '../fixtures/people.ts';

test('a call through coturn shows no address but the relay’s (CALL-14)', async ({ join, befriend }) => {
  const relayOnly = {
    prepare: (page: Parameters<typeof watchMedia>[0]) => watchMedia(page, { relayOnly: true }),
  };
  const anna = await join('Anna', relayOnly);
  const ben = await join('Ben', relayOnly);
  await befriend(anna, ben);
  await connect(anna, ben, 'video');
  for (const { page } of [anna, ben]) {
    await expectMediaIn(page, 'audio', 'video');
    expect((await readMedia(page)).path).toBe('relay/relay');
    expect(new Set(await gatheredTypes(page))).toEqual(new Set(['relay']));
  }
  await hangUp(anna.page, 'Ben');
  await expectCallOver(ben.page);
});
