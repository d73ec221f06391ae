import { button } from '../fixtures/calling.ts';
import { expect, openConversation, sendMessage, test } from '../fixtures/people.ts';
import { createNodePerson } from '../fixtures/raw-socket.ts';
import { createSocketLine } from '../fixtures/socket-line.ts';
import { noteUnder, thread, threadRow } from '../fixtures/thread.ts';

test('a message reaches all devices of both, and reading and typing show (MSG-8, MSG-9, MSG-10)', async ({
  join,
  befriend,
}) => {
  const anna = await join('Anna');
  const ben = await join('Ben');
  await befriend(anna, ben);
  const [annaElsewhere, benElsewhere] = [await anna.anotherDevice(), await ben.anotherDevice()];
  await openConversation(annaElsewhere, ben);
  await expect(benElsewhere.getByRole('link', { name: 'Anna', exact: true })).toBeVisible();

  await ben.page.goto('/people');
  await anna.page.getByRole('textbox', { name: 'Message', exact: true }).pressSequentially('Lunch');
  await sendMessage(anna.page, 'Lunch at noon?');
  await expect(threadRow(annaElsewhere, 'Lunch at noon?')).toHaveCount(1);
  await expect(benElsewhere.getByText('Lunch at noon?').first()).toBeVisible();
  await expect(ben.page.getByRole('link', { name: 'Messages', exact: true })).toHaveAccessibleDescription(
    '1 unread',
  );
  await expect(noteUnder(anna.page, 'Lunch at noon?')).not.toContainText('Seen');

  await openConversation(ben.page, anna);
  await expect(noteUnder(anna.page, 'Lunch at noon?')).toContainText('Seen');
  await expect(noteUnder(annaElsewhere, 'Lunch at noon?')).toContainText('Seen');
  await expect(
    benElsewhere.getByRole('link', { name: 'Messages', exact: true }),
  ).not.toHaveAccessibleDescription(/unread/);

  await anna.page.getByRole('textbox', { name: 'Message', exact: true }).pressSequentially('Or one');
  await expect(threadRow(ben.page, 'Anna is typing…')).toBeVisible();
  await anna.page.getByRole('textbox', { name: 'Message', exact: true }).fill('');
  await expect(threadRow(ben.page, 'Anna is typing…')).toHaveCount(0);
});

test('the thread opens at its end and reads earlier pages as one scrolls up (MSG-2, MSG-8)', async ({
  join,
  origin,
}) => {
  const anna = await join('Anna');
  const walter = await createNodePerson(origin, 'Walter');
  await walter.client.online();
  const { id } = await walter.client.conversations.open(anna.handle);
  for (let n = 1; n <= 120; n += 1) await walter.client.messages.send(id, `message number ${n}.`);
  walter.client.close();

  await openConversation(anna.page, { handle: walter.person.handle });
  await expect(threadRow(anna.page, 'message number 120.')).toBeInViewport();
  await thread(anna.page).hover();
  const first = threadRow(anna.page, 'message number 1.');
  await expect(async () => {
    await anna.page.mouse.wheel(0, -4_000);
    await expect(first).toBeInViewport({ timeout: 300 });
  }).toPass({ timeout: 20_000 });
  await anna.page.mouse.wheel(0, 100_000);
  await expect(first).not.toBeInViewport();
});

test('a message written offline shows at once, is marked, and is sent once the line is back (MSG-3, MSG-11)', async ({
  join,
  befriend,
}) => {
  const line = createSocketLine();
  const anna = await join('Anna', { prepare: line.install });
  const ben = await join('Ben');
  await befriend(anna, ben);
  line.cut();
  await expect(anna.page.getByText("You're offline. Messages will be sent when you're back.")).toBeVisible();
  await sendMessage(anna.page, 'written in the tunnel');
  await expect(anna.page.getByText('Sending…').first()).toBeVisible();
  await expect(threadRow(ben.page, 'written in the tunnel')).toHaveCount(0);
  line.restore();
  await expect(threadRow(ben.page, 'written in the tunnel')).toHaveCount(1, { timeout: 20_000 });
  await expect(threadRow(anna.page, 'written in the tunnel')).toHaveCount(1);
  await expect(anna.page.getByText('Sending…')).toHaveCount(0);
});

test('what came while the line was down is read on return, without a gap or a double (MSG-8)', async ({
  join,
  befriend,
}) => {
  const line = createSocketLine();
  const anna = await join('Anna');
  const ben = await join('Ben', { prepare: line.install });
  await befriend(anna, ben);
  await sendMessage(anna.page, 'before the tunnel');
  line.cut();
  for (const place of ['first', 'second', 'third']) await sendMessage(anna.page, `${place} in the tunnel`);
  line.restore();
  await expect(threadRow(ben.page, /the tunnel$/)).toHaveText([/before/, /first/, /second/, /third/], {
    timeout: 20_000,
  });
});

test('a stranger’s messages wait in Requests, and the stranger sees no receipt until the reply (MSG-5, MSG-6)', async ({
  join,
}) => {
  const anna = await join('Anna');
  const ben = await join('Ben');
  await openConversation(anna.page, ben);
  await sendMessage(anna.page, 'You do not know me');
  await expect(ben.page.getByText('You do not know me')).toHaveCount(0);
  await ben.page.getByRole('button', { name: /^Requests/ }).click();
  await ben.page.getByRole('link', { name: 'Anna', exact: true }).click();
  await expect(threadRow(ben.page, 'You do not know me')).toBeVisible();
  await expect(ben.page.getByText(/Anna would like to message you/)).toBeVisible();
  await ben.page.getByRole('textbox', { name: 'Message', exact: true }).pressSequentially('Who are');
  await sendMessage(anna.page, 'We met at the fair');
  await expect(threadRow(ben.page, 'We met at the fair')).toBeVisible();
  await expect(anna.page.getByText(/· Seen$/)).toHaveCount(0);
  await expect(threadRow(anna.page, 'Ben is typing…')).toHaveCount(0);

  await button(ben.page, 'Accept').click();
  await expect(ben.page.getByText(/Anna would like to message you/)).toHaveCount(0);
  await expect(noteUnder(anna.page, 'We met at the fair')).toContainText('Seen');
});
