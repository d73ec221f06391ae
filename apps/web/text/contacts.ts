import type { ContactProblem, ContactProblemKind, FileRefusal } from '@parley/client/contacts';

const WRONG: Record<ContactProblemKind, (value: string) => string> = {
  noEnd: () => 'This card begins and never ends. It was skipped.',
  openQuote: (value) => `A quotation mark is never closed${value}. The row was skipped.`,
  noIdentifier: (value) => `There is neither a phone number nor an e-mail address${value}. Skipped.`,
  outside: (value) => `This text belongs to no card${value}. It was skipped.`,
  badPhone: (value) => `A phone number can't be read${value}.`,
  badEmail: (value) => `An e-mail address can't be read${value}.`,
  badLine: (value) => `This line can't be read${value}. The rest of the card was kept.`,
  tooMany: (value) => `There are more than ten numbers and addresses${value}. The first ten were kept.`,
};

/** Words of the address book. */
export const contactsText = {
  title: 'Address book',
  settingsDetail: 'Import contacts, so that people you know can call you',
  settingsDetailWithoutCalls: 'Import contacts, to find people you know',
  back: 'Back to all settings',
  purpose:
    'People in your address book may call you once you have written to them, if you allow that under “Direct messages”. Nobody is told that they are in it.',
  purposeWithoutCalls:
    'With it, people you know can be suggested to you. Nobody is told that they are in it.',
  privacy:
    'Your file is read on this device. Only phone numbers and e-mail addresses are sent, and the server keeps nothing but scrambled fingerprints of them. It does not tell you who is on Parley.',

  addTitle: 'Add people',
  chooseFile: 'Import a file',
  dropHint:
    'vCard (.vcf) or CSV, up to 10 MB, also dropped here. Every phone and address book can export one.',
  dropHere: 'Drop the file to import it',
  oneFile: 'One file at a time, please.',
  pick: 'Choose from this phone',
  byHand: 'Add by hand',
  region: 'Country of numbers without a country code',
  regionHint: 'We guessed it from your browser. Check it once before you import; you can change it later.',
  regionNone: 'None: leave them out',
  regionName: (name: string, callingCode: string) => `${name} (+${callingCode})`,

  reading: 'Reading the file…',
  sending: (done: number, total: number) => `Importing: ${count(done)} of ${count(total)}`,
  waiting: "Parley can't take more right now. Going on in a moment…",
  progress: 'Import',
  stop: 'Stop',
  again: 'Go on',
  stopped: (done: number, total: number) => `Stopped after ${count(done)} of ${count(total)}.`,
  interrupted: (done: number, total: number) =>
    `The import was interrupted after ${count(done)} of ${count(total)}. Nothing is lost: go on, or import the same file again later.`,
  full: 'Your address book is full: it holds 20,000 people. Remove some, then import again.',
  imported: (number: number) =>
    number === 1 ? '1 person was imported.' : `${count(number)} people were imported.`,
  nobodyFound:
    'Nobody with a phone number or e-mail address was found in this file. Export your contacts as vCard (.vcf) and try that file.',
  leftOut: (number: number) => `${count(number)} more did not fit: an address book holds 20,000 people.`,
  refused: {
    tooLarge: 'This file is over 10 MB. Export fewer contacts at a time, or leave out the photos.',
    notContacts:
      'This is no list of contacts. Export your contacts as vCard (.vcf) or CSV and choose that file.',
  } satisfies Record<FileRefusal, string>,
  unreadable: "This file can't be read. Choose it again.",
  problems: (number: number) =>
    number === 1 ? '1 thing could not be imported' : `${count(number)} things could not be imported`,
  moreProblems: (number: number) => `… and ${count(number)} more.`,
  place: ({ why, place }: ContactProblem) =>
    why === 'outside' ? `Line ${count(place.line)}` : `Entry ${count(place.card)}, line ${count(place.line)}`,
  problem: ({ why, value }: ContactProblem) =>
    WRONG[why](value === undefined || value === '' ? '' : `: “${value}”`),

  listTitle: (total: number) =>
    total === 0 ? 'In your address book' : `In your address book: ${count(total)}`,
  emptyTitle: 'Nobody yet',
  empty: 'Import a file or add people by hand. They can then call you once you have written to them.',
  emptyWithoutCalls: 'Import a file or add people by hand.',
  failedTitle: "Your address book couldn't be loaded",
  search: 'Search contacts',
  found: (number: number) => (number === 1 ? '1 found' : `${count(number)} found`),
  nobodyTitle: (query: string) => `Nobody like “${query}”`,
  nobody: 'Search goes by names, numbers and addresses that this device knows.',
  unnamed: 'Without a name on this device',
  parts: (phones: number, emails: number) =>
    [
      ...(phones === 0 ? [] : [phones === 1 ? '1 phone number' : `${phones} phone numbers`]),
      ...(emails === 0 ? [] : [emails === 1 ? '1 e-mail address' : `${emails} e-mail addresses`]),
    ].join(', '),
  loadingMore: (done: number, total: number) => `Loading: ${count(done)} of ${count(total)}`,
  remove: 'Remove',
  removeName: (name: string) => `Remove ${name}`,
  removed: (name: string) => `${name} is no longer in your address book.`,
  removeAll: 'Remove all',
  removeAllTitle: 'Remove everybody from your address book?',
  removeAllConfirm:
    'People who may call you because they are in it no longer can. Names that only this device knows are gone.',
  removeAllConfirmWithoutCalls: 'Names that only this device knows are gone.',
  removedAll: 'Your address book is empty.',

  name: 'Name',
  nameHint: 'Only shown to you.',
  phone: 'Phone number',
  email: 'E-mail address',
  add: 'Add',
  added: (name: string) => `${name} was added.`,
  addedNameless: 'Added.',
  needsOne: 'Enter a phone number or an e-mail address.',
  wrongPhone: "This isn't a phone number. Write it with its country code: +44 20 7946 0000.",
  wrongEmail: "This isn't an e-mail address. Check it.",

  settingsTitle: 'Privacy of your address book',
  syncNames: 'Sync names',
  syncNamesDetail:
    'Off: names stay on the device you imported them on, and are removed from it when you sign out. On: this server keeps them too, readable for those who run it, so that all your devices show them.',
  discoverable: 'Suggest people I know',
  discoverableDetail:
    'Shows you to people whose address book you are in and who are in yours, and them to you, a while later. Both of you need this on. Nobody else ever learns that you are here.',
  notSaved: (reason: string) => `Your change was not saved. ${reason}`,

  suggestions: 'People you may know',
  suggestionsDetail: 'You are in each other’s address books.',
  dismiss: 'Not now',
  dismissName: (name: string) => `Not now: don't suggest ${name} again`,
  dismissed: (name: string) => `${name} won't be suggested again.`,

  identifiersTitle: 'Phone numbers and e-mail addresses',
  identifiersDetail:
    'People who have one of them in their address book can let you call them, and you show up there. The server keeps only a fingerprint of each; nobody can look them up.',
  identifiersDetailWithoutCalls:
    'They help people who have one of them in their address book to find you. The server keeps only a fingerprint of each; nobody can look them up.',
  identifiersNone: 'None yet.',
  identifierNew: 'Phone number or e-mail address',
  identifierHint: 'A code is sent there, to prove that it is yours.',
  identifierAdd: 'Send code',
  identifierVerified: 'Verified',
  identifierWaits: 'Waiting for its code',
  code: 'Code',
  codeName: (hint: string) => `Code sent to ${hint}`,
  codeHint: 'Six digits. Good for 10 minutes.',
  codeWrong: 'Enter the six digits of the message.',
  verify: 'Verify',
  verifyName: (hint: string) => `Verify ${hint}`,
  sendAgain: 'Send another code',
  sendAgainUnknown: 'No code? Enter the number or address again below, and another one is sent.',
  codeSent: (hint: string) => `A code was sent to ${hint}.`,
  verified: (hint: string) => `${hint} is verified.`,
  identifierRemoved: (hint: string) => `${hint} was removed.`,
  identifierRemoveTitle: (hint: string) => `Remove ${hint}?`,
  identifierRemoveConfirm:
    'People who have it in their address book no longer count you in, so you may no longer be able to call them.',
  identifierRemoveConfirmWithoutCalls: 'People who have it in their address book no longer count you in.',
  identifierUnreadable:
    'That is neither a phone number nor an e-mail address. Write numbers with their country code: +44 20 7946 0000.',
  identifierUnavailable:
    "This server can't send codes there: whoever runs it has not set that up, or sending failed. Try the other kind, or try again later.",
  identifierFull: 'You have ten already. Remove one first.',
} as const;

function count(number: number): string {
  return number.toLocaleString('en-US');
}
