import type { Locator, Page } from '@playwright/test';
import { expectAccessible } from '../fixtures/accessibility.ts';
import { button, callRegion, connect, expectCallOver, hangUp, ring } from '../fixtures/calling.ts';
import { expectMediaIn, watchMedia } from '../fixtures/media-watch.ts';
import { callApi, expect, type Member, test } from '../fixtures/people.ts';

const question = ({ page }: Member, peer: string): Locator =>
  page.getByRole('group', { name: `How was the call with ${peer}?` });

async function openDetails(page: Page, peer: string): Promise<Locator> {
  await page.getByRole('link', { name: 'Calls', exact: true }).click();
  const row = page.getByRole('main').getByRole('listitem').first();
  await expect(row).toContainText(/(Direct|Relayed) · /);
  await button(row, `More about the call with ${peer}`).click();
  await page.getByRole('menuitem', { name: 'Call details', exact: true }).click();
  return page.getByRole('dialog', { name: `Call with ${peer}` });
}

test('after a call each may rate it in a tap, and finds their own receipt in the history (CALL-79, CALL-85)', async ({
  join,
  befriend,
}) => {
  const anna = await join('Anna', { prepare: watchMedia });
  const ben = await join('Ben', { prepare: watchMedia });
  await befriend(anna, ben);
  await connect(anna, ben, 'audio');
  await expectMediaIn(anna.page, 'audio');
  await hangUp(anna.page, 'Ben');
  // A pointer on it makes it stay.
  await question(anna, 'Ben').hover();
  await button(question(ben, 'Anna'), 'Not now').click();
  await expect(question(ben, 'Anna')).toHaveCount(0);
  await expectCallOver(ben.page);

  // The page is Anna's again, the question stands at its edge.
  await expect(callRegion(anna.page, 'Ben')).toHaveCount(0);
  await expectAccessible(anna.page, 'the question after a call');
  await button(question(anna, 'Ben'), 'Good').click();
  await expect(question(anna, 'Ben')).toHaveText('Thank you.');
  await expect(question(anna, 'Ben')).toHaveCount(0);

  const details = await openDetails(anna.page, 'Ben');
  await expect(details).toContainText('Your ratingGood');
  await expect(details).toContainText('Encrypted, not compared');
  await expectAccessible(anna.page, 'the details of a call');
  await button(details, 'Close').click();
  // Ben has his own, without hers.
  const his = await openDetails(ben.page, 'Anna');
  await expect(his).toContainText(/RouteDirect|RouteRelayed/);
  await expect(his).not.toContainText('Your rating');
  const { calls } = (await callApi(ben.page, 'GET', '/api/calls')) as { calls: { rating: unknown }[] };
  expect(calls.map(({ rating }) => rating)).toEqual([null]);
});

test('a call that never connected asks for nothing and has no receipt (CALL-79, CALL-85)', async ({
  join,
  befriend,
}) => {
  const [anna, ben] = [await join('Anna'), await join('Ben')];
  await befriend(anna, ben);
  await button(await ring(anna, ben, 'audio'), 'Decline').click();
  await expect(callRegion(anna.page, 'Ben')).toHaveCount(0);
  await expect(question(anna, 'Ben')).toHaveCount(0);
  await anna.page.getByRole('link', { name: 'Calls', exact: true }).click();
  await button(anna.page, 'More about the call with Ben').click();
  await expect(anna.page.getByRole('menuitem', { name: 'Remove from history' })).toBeVisible();
  await expect(anna.page.getByRole('menuitem', { name: 'Call details' })).toHaveCount(0);
});
