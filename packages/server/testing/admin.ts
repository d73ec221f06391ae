import type { Ports } from '../ports.ts';
import { signUpPerson } from './person.ts';
import type { TestPerson } from './person.ts';

const HALF_AN_HOUR_MS = 30 * 60_000;

/** As if the person had just shown a second factor. */
export async function elevate(
  { stores, clock }: Pick<Ports, 'stores' | 'clock'>,
  person: TestPerson,
): Promise<void> {
  await stores.secondFactors.elevate(person.sessionId, clock() + HALF_AN_HOUR_MS);
}

/** A new administrator who stands in the admin area. */
export async function signUpAdmin(
  { origin, ports }: { origin: string; ports: Ports },
  handle: string,
): Promise<TestPerson> {
  const admin = await signUpPerson(origin, handle);
  await ports.stores.adminPeople.makeAdmin(admin.me.person.id);
  await elevate(ports, admin);
  return admin;
}
