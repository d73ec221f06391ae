import { once } from 'node:events';
import { createServer } from 'node:http';
import { button, connect, expectCallOver, hangUp } from '../fixtures/calling.ts';
import { watchComplaints } from '../fixtures/complaints.ts';
import { expect, sendMessage, test } from '../fixtures/people.ts';
import { threadRow } from '../fixtures/thread.ts';

test('a whole journey breaks no policy and logs no error', async ({ join, befriend }) => {
  const complaints: (readonly string[])[] = [];
  const prepare = (page: Parameters<typeof watchComplaints>[0]): Promise<void> => {
    complaints.push(watchComplaints(page));
    return Promise.resolve();
  };
  const anna = await join('Anna', { prepare });
  const ben = await join('Ben', { prepare });
  await befriend(anna, ben);
  await connect(anna, ben, 'video');
  await hangUp(anna.page, 'Ben');
  await expectCallOver(ben.page);
  for (const name of ['Calls', 'People', 'Settings', 'Messages']) {
    await ben.page.getByRole('link', { name, exact: true }).click();
    await expect(ben.page.getByRole('heading').first()).toBeVisible();
  }
  await button(ben.page, 'New message').first().click();
  await ben.page.getByRole('searchbox', { name: 'Search people' }).fill(anna.handle.slice(0, -1));
  await expect(ben.page.getByText(`@${anna.handle}`)).toBeVisible();
  expect(complaints.flat()).toEqual([]);
});

test('every page forbids scripts from elsewhere, frames and devices for others', async ({
  request,
  origin,
}) => {
  for (const path of ['/', '/sign-in', '/messages', '/api', '/no-such-page']) {
    const headers = (await request.get(`${origin}${path}`, { headers: { accept: 'text/html' } })).headers();
    const policy = headers['content-security-policy'] ?? '';
    expect(policy, path).toContain("default-src 'self'");
    expect(policy, path).toContain("frame-ancestors 'none'");
    expect(/script-src[^;]*/.exec(policy)?.[0] ?? '', path).not.toMatch(/unsafe/);
    expect(headers['permissions-policy'], path).toContain('camera=(self)');
    expect(headers['permissions-policy'], path).toContain('microphone=(self)');
    expect(headers['x-content-type-options'], path).toBe('nosniff');
  }
});

test('another site cannot put the app into a frame', async ({ page, origin }) => {
  const site = createServer((_, response) => {
    response.setHeader('content-type', 'text/html');
    response.end(`<h1>Another site</h1><iframe name="victim" src="${origin}/sign-in"></iframe>`);
  }).listen(0, '127.0.0.1');
  await once(site, 'listening');
  const address = site.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const refused = page.waitForEvent('console', (message) => /frame-ancestors/.test(message.text()));
  await page.goto(`http://127.0.0.1:${address.port}/`);
  await refused;
  await expect(page.frameLocator('iframe').getByRole('button', { name: 'Sign in' })).toHaveCount(0);
  site.close();
});

test('markup is shown as text and only safe addresses become links (MSG-4)', async ({ join, befriend }) => {
  const anna = await join('Anna');
  const ben = await join('<b>Ben</b>');
  await befriend(anna, ben);
  const texts = [
    '<script>window.pwned = 1</script>',
    '<img src=x onerror="window.pwned = 1">',
    'javascript:window.pwned=1',
    'data:text/html,<script>1</script>',
    'see https://example.org/a?b=1 and mail to eve@example.org',
  ];
  for (const text of texts) {
    await sendMessage(anna.page, text);
    await expect(threadRow(ben.page, text.split(' ')[0] ?? text).first()).toBeVisible();
  }
  for (const page of [anna.page, ben.page]) {
    expect(await page.evaluate(() => 'pwned' in window)).toBe(false);
    const thread = page.getByLabel(/^Conversation with /);
    await expect(thread.locator('script, img, b')).toHaveCount(0);
    const addresses = await thread
      .getByRole('link')
      .evaluateAll((links) => links.map((link) => link.getAttribute('href')));
    expect(
      addresses.filter((address) => address !== null && /^(javascript|data|vbscript):/i.test(address)),
    ).toEqual([]);
    const link = thread.getByRole('link', { name: 'https://example.org/a?b=1' });
    await expect(link).toHaveAttribute('rel', /noopener/);
    await expect(link).toHaveAttribute('target', '_blank');
  }
});

test('4,000 characters are sent; with 4,001 sending is blocked and the text is kept (MSG-4)', async ({
  join,
  befriend,
}) => {
  const anna = await join('Anna');
  const ben = await join('Ben');
  await befriend(anna, ben);
  const box = anna.page.getByRole('textbox', { name: 'Message', exact: true });
  const text = 'x'.repeat(3_999);
  await box.fill(`${text}yz`);
  await expect(anna.page.getByText('1 characters too many')).toBeVisible();
  await box.press('Enter');
  await expect(box).toHaveValue(`${text}yz`);
  await expect(threadRow(anna.page, /x{50}/)).toHaveCount(0);
  await box.fill(`${text}y`);
  await button(anna.page, 'Send').click();
  await expect(threadRow(ben.page, `${text}y`)).toBeVisible();
  await expect(box).toHaveValue('');
});
