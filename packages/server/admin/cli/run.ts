import type { AdminPerson } from '@parley/protocol';
import { changeRollout } from '../../commands/rollout-change.ts';
import { AppError } from '../../error.ts';
import type { Effect, Ports } from '../../ports.ts';
import type { JobPayloads } from '../../jobs/payloads.ts';
import type { Change } from '../change.ts';
import * as people from '../people.ts';
import { grantPremium } from '../premium.ts';
import { resolveReport } from '../reports.ts';
import {
  describeAudit,
  describeHealth,
  describePeople,
  describePerson,
  describeReports,
  describeRollout,
} from './describe.ts';
import type { AdminCommand } from './parse.ts';

/** What the command line has to work with. */
export type CliPorts = Pick<Ports, 'stores' | 'transaction' | 'clock' | 'random' | 'health'>;

/** What a command has come to: for scripts, and for people. */
export interface CliResult {
  json: unknown;
  text: string;
}

const PAGE = 50;

type Told = JobPayloads['tellClients']['effects'][number];

/** What a node that runs can do for us: tell, and close. */
function toTold(effects: readonly Effect[]): Told[] {
  return effects.flatMap((effect): Told[] => {
    if (effect.kind === 'endSession' || effect.kind === 'forgetCall') return [effect];
    return effect.kind === 'deliver' ? [{ ...effect, to: { accountId: effect.to.accountId } }] : [];
  });
}

/** Makes a change, and has it told by a job in the same transaction (ADM-13). */
async function makeChange<T>({ transaction, clock }: CliPorts, change: Change<T>): Promise<T> {
  return await transaction(async (stores) => {
    const { result, effects } = await change(stores, { actorId: null, nowMs: clock() });
    const told = toTold(effects);
    if (told.length > 0) await stores.jobs.add('tellClients', { effects: told });
    return result;
  });
}

async function changePerson(ports: CliPorts, change: Change<AdminPerson>): Promise<CliResult> {
  const person = await makeChange(ports, change);
  return { json: person, text: describePerson(person) };
}

async function setRollout(
  ports: CliPorts,
  { wish }: Extract<AdminCommand, { verb: 'rollout set' }>,
): Promise<CliResult> {
  const { rollout, version } = await ports.stores.rollout.loadStatus();
  const changed = await changeRollout(ports, { rollout: { ...rollout, ...wish }, version, actorId: null });
  if (changed instanceof AppError) throw changed;
  return { json: changed, text: describeRollout(changed) };
}

/** Does what the command line was told to; a refusal is thrown as an AppError. */
export async function runCommand(ports: CliPorts, command: AdminCommand): Promise<CliResult> {
  const { stores } = ports;
  switch (command.verb) {
    case 'people find': {
      const found = await stores.adminPeople.find(command.text, command.after, PAGE);
      return { json: found, text: describePeople(found, PAGE) };
    }
    case 'verify':
      return await changePerson(ports, people.setVerified(command.handle, true));
    case 'unverify':
      return await changePerson(ports, people.setVerified(command.handle, false));
    case 'suspend':
      return await changePerson(ports, people.suspend(command.handle, command.reason));
    case 'unsuspend':
      return await changePerson(ports, people.unsuspend(command.handle));
    case 'make-admin':
      return await changePerson(ports, people.makeAdmin(command.handle));
    case 'reset-second-factor':
      return await changePerson(ports, people.resetSecondFactor(command.handle));
    case 'grant-premium': {
      const grant = grantPremium(command.handle, command.months, ports.random.uuid());
      return await changePerson(ports, grant);
    }
    case 'rollout show': {
      const status = await stores.rollout.loadStatus();
      return { json: status, text: describeRollout(status) };
    }
    case 'rollout set':
      return await setRollout(ports, command);
    case 'reports list': {
      const reports = await stores.reports.list(command.state, undefined, PAGE);
      return { json: reports, text: describeReports(reports) };
    }
    case 'reports resolve': {
      const report = await makeChange(ports, resolveReport(command.reportId, command));
      return { json: report, text: describeReports([report]) };
    }
    case 'audit': {
      const entries = await stores.audit.list({ before: command.before, limit: PAGE });
      return { json: entries, text: describeAudit(entries) };
    }
    case 'health': {
      const health = await ports.health();
      return { json: health, text: describeHealth(health) };
    }
  }
}
