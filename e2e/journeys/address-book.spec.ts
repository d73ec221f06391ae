import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import { expectAccessible } from '../fixtures/accessibility.ts';
import { button, expectCallOver, expectConnected, hangUp, incomingDialog } from '../fixtures/calling.ts';
import { watchComplaints } from '../fixtures/complaints.ts';
import { test as ownServerTest } from '../fixtures/own-server.ts';
import {
  callApi,
  expect,
  type Member,
  openConversation,
  placeCall,
  sendMessage,
  test,
} from '../fixtures/people.ts';
import type { ServerProcess } from '../fixtures/server-process.ts';
import { setCallSettings } from '../fixtures/thread.ts';

/** Where codes are read in the server's own terminal. */
const codeTest = ownServerTest.extend({ settings: { PLACING_REQUIRES: 'nobody' } });

// Two of them start a server of their own, and one reads ten megabytes.
test.describe.configure({ timeout: 150_000 });

const PAGE = '/settings/address-book';
const IN_GERMANY = { locale: 'de-DE' };

const exported = (name: string): string =>
  fileURLToPath(new URL(`../fixtures/exports/${name}`, import.meta.url));

interface File {
  name: string;
  mimeType: string;
  buffer: Buffer;
}

function vcf(...cards: readonly (readonly string[])[]): File {
  const text = cards
    .map((lines) => ['BEGIN:VCARD', 'VERSION:3.0', ...lines, 'END:VCARD', ''].join('\r\n'))
    .join('');
  return { name: 'contacts.vcf', mimeType: 'text/vcard', buffer: Buffer.from(text) };
}

async function importFile(page: Page, file: string | File, outcome: string | RegExp): Promise<void> {
  await page.locator('input[type=file]').setInputFiles(file);
  await expect(page.getByText(outcome)).toBeVisible();
}

/** The code that the demo prints where the server runs (BOOK-7). */
async function codeFor(server: ServerProcess, to: string): Promise<string> {
  const pattern = new RegExp(`"to":"${to.replaceAll(/[+.]/g, '\\$&')}","text":"(\\d{6}) is your code`, 'g');
  await expect.poll(() => server.output()).toMatch(pattern);
  return [...server.output().matchAll(pattern)].at(-1)?.[1] ?? '';
}

/** Settings → Account: attaches a number or address with the code from the server's terminal. */
async function attach(
  server: ServerProcess,
  { page }: Member,
  typed: string,
  normalised: string,
): Promise<void> {
  await page.goto('/settings/account');
  await page.getByRole('textbox', { name: 'Phone number or e-mail address' }).fill(typed);
  await button(page, 'Send code').click();
  const code = page.getByRole('textbox', { name: /^Code sent to / });
  await code.fill(await codeFor(server, normalised));
  await code.press('Enter');
  await expect(page.getByText('Verified', { exact: true })).toBeVisible();
}

codeTest(
  'an import lets somebody ring because of the address book, and removing them ends it (BOOK-2, BOOK-13, BOOK-20, BOOK-24)',
  async ({ join, server }) => {
    const [anna, ben] = [await join('Anna'), await join('Ben', IN_GERMANY)];
    await setCallSettings(ben.page, { addressBook: true });
    await openConversation(ben.page, anna);
    await sendMessage(ben.page, 'Hello Anna');
    await attach(server, anna, '+49 151 23456789', '+4915123456789');
    await openConversation(anna.page, ben);
    await expect(anna.page.getByText('Hello Anna').last()).toBeVisible();
    const icon = button(anna.page, 'Call');
    await expect(icon).toHaveCount(0);

    await ben.page.goto(PAGE);
    await expect(
      ben.page.getByRole('combobox', { name: 'Country of numbers without a country code' }),
    ).toHaveValue('DE');
    await importFile(
      ben.page,
      vcf(['FN:Anna Weber', 'item1.TEL;type=CELL:0151 / 234 567-89']),
      '1 person was imported.',
    );
    await expect(ben.page.getByText('Anna Weber')).toBeVisible();

    // Anna's page has stood open all the while.
    await expect(icon).toBeVisible();
    await placeCall(anna.page, 'Audio call');
    await button(incomingDialog(ben.page, 'audio', 'Anna'), 'Accept').click();
    await expectConnected(anna.page, 'Ben');
    await hangUp(anna.page, 'Ben');
    await expectCallOver(ben.page);

    await ben.page.goto(PAGE);
    await button(ben.page, 'Remove Anna Weber').click();
    await expect(ben.page.getByText('Nobody yet')).toBeVisible();
    await expect(icon).toHaveCount(0);
  },
);

test('exports are read on the device; broken cards are told by their place, and names come back after a reload (BOOK-11, BOOK-20, BOOK-22)', async ({
  join,
}) => {
  const { page } = await join('Anna', IN_GERMANY);
  const complaints = watchComplaints(page);
  const sent: string[] = [];
  page.on('request', (request) => sent.push(request.postData() ?? ''));
  await page.goto(PAGE);
  await importFile(page, exported('android-2.1.vcf'), '2 people were imported.');
  await importFile(page, exported('ios-icloud.vcf'), '3 people were imported.');
  await importFile(page, exported('outlook.csv'), '2 people were imported.');
  await importFile(page, exported('broken.vcf'), '3 people were imported.');
  await page.getByText('7 things could not be imported').click();
  const problems = page.getByRole('listitem');
  await expect(problems.filter({ hasText: 'Entry 3, line 10' })).toContainText(
    "A phone number can't be read: “call me maybe”",
  );
  await expect(problems.filter({ hasText: 'Entry 8, line 36' })).toContainText(
    'This card begins and never ends.',
  );
  await expectAccessible(page, 'address book with problems');

  await page.reload();
  await expect(page.getByRole('heading', { name: 'In your address book: 10' })).toBeVisible();
  await page.getByRole('searchbox', { name: 'Search contacts' }).fill('muller');
  const list = page.getByRole('region', { name: 'Address book' });
  await expect(list.getByRole('listitem')).toHaveCount(1);
  await expect(list.getByText('Jürgen Müller')).toBeVisible();

  const bodies = sent.join('\n');
  expect(bodies).toContain('+491712345678');
  for (const secret of ['Müller', 'Weber', 'BEGIN:VCARD', 'Zeile', 'Kai 3'])
    expect(bodies).not.toContain(secret);
  expect(complaints).toEqual([]);
});

test('names are synced only on request, and signing out leaves none on the device (BOOK-11)', async ({
  join,
}) => {
  const anna = await join('Anna', IN_GERMANY);
  await anna.page.goto(PAGE);
  await importFile(anna.page, vcf(['FN:Ben Lee', 'TEL:030 901820']), /^1 person/);
  const other = await anna.anotherDevice();
  await other.goto(PAGE);
  await expect(other.getByText('Without a name on this device')).toBeVisible();
  await expect(other.getByText('1 phone number')).toBeVisible();

  await anna.page.getByText('Sync names', { exact: true }).click();
  await expect
    .poll(async () => JSON.stringify(await callApi(other, 'GET', '/api/contacts')))
    .toContain('Ben Lee');
  await other.reload();
  await expect(other.getByText('Ben Lee')).toBeVisible();
  // Turned off there, the name leaves the server and stays on both devices.
  await other.getByText('Sync names', { exact: true }).click();
  await expect
    .poll(async () => JSON.stringify(await callApi(other, 'GET', '/api/contacts')))
    .not.toContain('Ben Lee');
  await other.reload();
  await expect(other.getByText('Ben Lee')).toBeVisible();

  await anna.page.goto('/settings/account');
  await button(anna.page, 'Sign out').click();
  await expect(button(anna.page, 'Sign in')).toBeVisible();
  await expect.poll(() => anna.page.evaluate(countKept)).toBe(0);
});

/** How many rows of any account this browser keeps. */
function countKept(): Promise<number> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open('parley.contacts');
    opening.addEventListener('error', () => reject(new Error('IndexedDB')));
    opening.addEventListener('success', () => {
      const counting = opening.result.transaction('kept').objectStore('kept').count();
      counting.addEventListener('success', () => resolve(counting.result));
    });
  });
}

test('by hand, picked or dropped: all go the same way, and all can be removed (BOOK-12, BOOK-26)', async ({
  join,
}) => {
  const { page } = await join('Anna', {
    ...IN_GERMANY,
    viewport: { width: 390, height: 844 },
    prepare: async (fresh) => void (await fresh.addInitScript(offerPicker)),
  });
  await page.goto(PAGE);
  await button(page, 'Add by hand').click();
  const dialog = page.getByRole('dialog', { name: 'Add by hand' });
  await expectAccessible(page, 'adding by hand, on a phone');
  await dialog.getByRole('textbox', { name: 'Name' }).fill('Carla');
  await button(dialog, 'Add').click();
  await expect(dialog.getByText('Enter a phone number or an e-mail address.')).toBeVisible();
  await dialog.getByRole('textbox', { name: 'E-mail address' }).fill('Carla@Example');
  await button(dialog, 'Add').click();
  await expect(dialog.getByText("This isn't an e-mail address.")).toBeVisible();
  await dialog.getByRole('textbox', { name: 'E-mail address' }).fill('Carla@Example.org');
  await button(dialog, 'Add').click();
  await expect(dialog).toHaveCount(0);
  await expect(page.getByText('carla@example.org')).toBeVisible();

  await button(page, 'Choose from this phone').click();
  await expect(page.getByText('Picked Person')).toBeVisible();

  const transfer = await page.evaluateHandle(() => {
    const data = new DataTransfer();
    data.items.add(new File(['Name;Telefon\nDropped;0431 12345\n'], 'kontakte.csv', { type: 'text/csv' }));
    return data;
  });
  await page.getByText('vCard (.vcf) or CSV, up to 10 MB').dispatchEvent('drop', { dataTransfer: transfer });
  await expect(page.getByText('Dropped')).toBeVisible();

  await expectAccessible(page, 'address book on a phone');
  await button(page, 'Remove all').click();
  await button(page.getByRole('alertdialog'), 'Remove all').click();
  await expect(page.getByText('Nobody yet')).toBeVisible();
  expect(await callApi(page, 'GET', '/api/contacts')).toEqual({ contacts: [], total: 0 });
});

/** A browser that can show the person's own contacts. */
function offerPicker(): void {
  const picked = [{ name: ['Picked Person'], tel: ['0151 11122233'], email: [] }];
  Object.defineProperty(navigator, 'contacts', { value: { select: () => Promise.resolve(picked) } });
}

test('ten hostile megabytes leave the page alive, more are refused, and a long import goes on after a reload (BOOK-23, BOOK-25)', async ({
  join,
}) => {
  const { page } = await join('Anna', IN_GERMANY);
  await page.goto(PAGE);
  const file = (buffer: Buffer) => ({ name: 'x.vcf', mimeType: 'text/vcard', buffer });
  const begins = 'BEGIN:VCARD\n'.repeat(870_000);
  await page.locator('input[type=file]').setInputFiles(file(Buffer.from(begins)));
  await page.getByRole('textbox', { name: 'Name' }).count();
  await button(page, 'Add by hand').click();
  await page.getByRole('dialog').getByRole('textbox', { name: 'Name' }).fill('Typed meanwhile');
  await button(page.getByRole('dialog'), 'Cancel').click();
  await expect(page.getByText('870,000 things could not be imported')).toBeVisible({ timeout: 60_000 });
  await importFile(
    page,
    file(Buffer.alloc(10 * 1024 * 1024 + 1, 'BEGIN:VCARD\n')),
    /^This file is over 10 MB\./,
  );
  await importFile(
    page,
    file(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 1, 2])),
    /^This is no list of contacts\./,
  );

  const many = vcf(
    ...Array.from({ length: 900 }, (_, number) => [`FN:Person ${number}`, `TEL:+4930${4_000_000 + number}`]),
  );
  let batches = 0;
  await page.route('**/api/contacts/import', (route) => {
    batches += 1;
    return batches > 2 ? route.fulfill({ status: 403, json: { code: 'forbidden' } }) : route.continue();
  });
  await importFile(page, many, /^The import was interrupted after 400 of 900\./);
  await page.unroute('**/api/contacts/import');
  await page.reload();
  const sizes: number[] = [];
  page.on('request', (request) => {
    if (!request.url().endsWith('/api/contacts/import')) return;
    // The body of the SDK's own request.
    sizes.push((request.postDataJSON() as { entries: unknown[] }).entries.length);
  });
  await importFile(page, many, '900 people were imported.');
  expect(sizes).toEqual([200, 200, 100]);
  await expect(page.getByRole('heading', { name: 'In your address book: 900' })).toBeVisible();
  const list = page.getByRole('region', { name: 'Address book' });
  await expect(list.getByText('Person 0', { exact: true })).toBeVisible();
  // The page scrolls, the document does not: below it there is nothing.
  expect(await page.evaluate(() => document.documentElement.scrollHeight - innerHeight)).toBe(0);
  expect(await list.getByRole('listitem').count()).toBeLessThan(60);
  await expect(page.getByText(/^Loading: /)).toHaveCount(0);
  await list.focus();
  await page.keyboard.press('End');
  await expect(list.getByText('Person 899', { exact: true })).toBeVisible();
});

codeTest(
  'one’s own identifiers: wrong code, another code, removal, and words for what is neither (BOOK-1, BOOK-2, BOOK-4)',
  async ({ join, server }) => {
    const anna = await join('Anna', { ...IN_GERMANY, viewport: { width: 390, height: 844 } });
    const { page } = anna;
    await page.goto('/settings/account');
    const entry = page.getByRole('textbox', { name: 'Phone number or e-mail address' });
    await entry.fill('neither');
    await button(page, 'Send code').click();
    await expect(page.getByText(/^That is neither a phone number nor an e-mail address\./)).toBeVisible();
    await entry.fill('Anna@Example.org');
    await button(page, 'Send code').click();
    const code = page.getByRole('textbox', { name: 'Code sent to a•••@example.org' });
    const first = await codeFor(server, 'anna@example.org');
    await code.fill(first === '000000' ? '000001' : '000000');
    await button(page, 'Verify a•••@example.org').click();
    await expect(page.getByText(/^That code is wrong, used or too old\./)).toBeVisible();
    await expectAccessible(page, 'account with a wrong code');

    // The message may be faster than the answer to the page: what is typed by then stays.
    let release = (): void => undefined;
    const answer = new Promise<void>((resolve) => (release = resolve));
    await page.route('**/api/me/identifiers', async (route) => {
      const response = await route.fetch();
      await answer;
      await route.fulfill({ response });
    });
    await button(page, 'Send another code').click();
    await expect.poll(() => codeFor(server, 'anna@example.org')).not.toBe(first);
    const second = await codeFor(server, 'anna@example.org');
    await code.fill(second);
    release();
    await expect(page.getByText(/^That code is wrong, used or too old\./)).toHaveCount(0);
    await expect(code).toHaveValue(second);
    await button(page, 'Verify a•••@example.org').click();
    await expect(page.getByText('Verified', { exact: true })).toBeVisible();
    await page.reload();
    await expect(page.getByText('Verified', { exact: true })).toBeVisible();
    await button(page, 'Remove a•••@example.org').click();
    await button(page.getByRole('alertdialog'), 'Remove').click();
    await expect(button(page, 'Remove a•••@example.org')).toHaveCount(0);
  },
);

test('people are suggested on the People page and can be turned down (BOOK-14, BOOK-17)', async ({
  join,
}) => {
  const [anna, ben] = [await join('Anna'), await join('Ben')];
  // A suggestion takes an hour at least (BOOK-15), so here the answer is the server's own, an hour early.
  const { person } = (await callApi(anna.page, 'GET', `/api/people/${ben.handle}`)) as { person: unknown };
  await anna.page.route('**/api/suggestions', (route) => route.fulfill({ json: { people: [person] } }));
  await anna.page.goto('/people');
  await expect(anna.page.getByRole('heading', { name: 'People you may know' })).toBeVisible();
  await expect(anna.page.getByRole('link', { name: /Ben/ })).toHaveAttribute('href', `/people/${ben.handle}`);
  await expectAccessible(anna.page, 'suggestions');
  await button(anna.page, "Not now: don't suggest Ben again").click();
  await expect(anna.page.getByRole('heading', { name: 'People you may know' })).toHaveCount(0);
});
