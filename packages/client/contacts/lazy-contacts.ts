import { ParleyError } from '../error.ts';
import type { ContactsApi } from './api.ts';
import type { ContactsParts } from './contacts.ts';

/** `client.contacts`: what stands behind it is loaded with its first use, as most visits never need it. */
export function createContacts(parts: ContactsParts): ContactsApi {
  let loaded: Promise<ContactsApi> | undefined;
  const load = (): Promise<ContactsApi> =>
    (loaded ??= import('./contacts.ts').then(
      ({ createContactsApi }) => createContactsApi(parts),
      (cause: unknown) => {
        loaded = undefined;
        throw new ParleyError('offline', 'the address book could not be loaded', { cause });
      },
    ));
  return {
    readFile: async (...given) => await (await load()).readFile(...given),
    readTyped: async (...given) => await (await load()).readTyped(...given),
    importEntries: async (...given) => await (await load()).importEntries(...given),
    importFile: async (...given) => await (await load()).importFile(...given),
    list: async (...given) => await (await load()).list(...given),
    remove: async (...given) => await (await load()).remove(...given),
    removeAll: async () => await (await load()).removeAll(),
    setSettings: async (...given) => await (await load()).setSettings(...given),
    identifiers: {
      list: async () => await (await load()).identifiers.list(),
      add: async (...given) => await (await load()).identifiers.add(...given),
      verify: async (...given) => await (await load()).identifiers.verify(...given),
      remove: async (...given) => await (await load()).identifiers.remove(...given),
    },
    suggestions: {
      list: async () => await (await load()).suggestions.list(),
      dismiss: async (...given) => await (await load()).suggestions.dismiss(...given),
    },
    forget: async (...given) => await (await load()).forget(...given),
  };
}
