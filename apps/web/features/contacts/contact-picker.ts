import type { TypedContact } from '@parley/client/contacts';

/** The Contact Picker API (W3C), as far as browsers have it: Chromium on Android. */
interface ContactsManager {
  select: (
    properties: readonly ('name' | 'tel' | 'email')[],
    options: { multiple: boolean },
  ) => Promise<readonly { name?: string[]; tel?: string[]; email?: string[] }[]>;
}

function contactsManager(): ContactsManager | undefined {
  // Of the browser's own making, where it is there at all.
  return 'contacts' in navigator ? (navigator.contacts as ContactsManager) : undefined;
}

/** Whether this browser can show the person their own contacts to choose from. */
export function canPickContacts(): boolean {
  return contactsManager() !== undefined;
}

/** Lets the person choose; nobody when they close it again. */
export async function pickContacts(): Promise<readonly TypedContact[]> {
  const picked = (await contactsManager()?.select(['name', 'tel', 'email'], { multiple: true })) ?? [];
  return picked.map(({ name, tel, email }) => ({
    name: name?.[0] ?? '',
    phones: tel ?? [],
    emails: email ?? [],
  }));
}
