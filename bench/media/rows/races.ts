// What happens when two people press at the same moment: by the SDK in Node, without media, through the line, many times.

import { setTimeout as sleep } from 'node:timers/promises';
import { createClient } from '@parley/client';
import type { CallView, ParleyClient } from '@parley/client';
import { reasonOf, within } from '../call-cycle.ts';
import { createRandom } from '../network/random.ts';
import { toValue } from '../report/figure.ts';
import type { Figure } from '../report/figure.ts';
import { signUpPair } from '../servers/people.ts';
import type { People } from '../servers/people.ts';
import { peopleOf } from '../stage.ts';
import type { Stage } from '../stage.ts';
import { delayed } from './row.ts';
import type { Row, RowContext } from './row.ts';

const DELAY_MS = 25;
/** The second press comes within so long of the first, before or after: what either may not know of the other yet. */
const SPREAD_MS = 2 * DELAY_MS;
/** Pairs that race at the same time. */
const PAIRS = 8;
const LIMIT_MS = 10_000;

interface Seats {
  ann: ParleyClient;
  /** Ben's devices. */
  ben: [ParleyClient, ParleyClient];
  people: People;
  close: () => void;
}

async function signIn(stage: Stage, handle: string, password: string): Promise<ParleyClient> {
  const client = createClient({ origin: stage.parleyOrigin, media: false });
  await client.account.signIn({ handle, password });
  await client.online();
  return client;
}

async function takeSeats(stage: Stage): Promise<Seats> {
  const people = await signUpPair(peopleOf(stage), { route: 'direct', preconnect: true });
  // For both to call, both must be allowed to.
  const ann = await signIn(stage, people.caller, people.password);
  await ann.people.follow(people.callee);
  await ann.messages.send((await ann.conversations.open(people.callee)).id, 'And you may call me.');
  const ben: Seats['ben'] = [
    await signIn(stage, people.callee, people.password),
    await signIn(stage, people.callee, people.password),
  ];
  const all = [ann, ...ben];
  return { ann, ben, people, close: () => all.forEach((client) => client.close()) };
}

function current(client: ParleyClient): CallView | undefined {
  return client.calls.state.getState().current;
}

function until(client: ParleyClient, holds: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    if (holds()) return resolve();
    const stop = client.calls.state.subscribe(() => {
      if (!holds()) return;
      stop();
      resolve();
    });
  });
}

function isOver(client: ParleyClient): boolean {
  const { current: call, incoming } = client.calls.state.getState();
  return incoming.length === 0 && (call === undefined || call.phase === 'ended');
}

async function endAll({ ann, ben }: Seats): Promise<void> {
  const clients = [ann, ...ben];
  for (const client of clients) current(client)?.actions.hangUp?.();
  await within(LIMIT_MS, 'ending', Promise.all(clients.map((client) => until(client, () => isOver(client)))));
  for (const client of clients) current(client)?.actions.dismiss?.();
}

/** Two presses, the second so much later; negative: the other one is first. */
async function pressBoth(first: () => void, second: () => void, laterMs: number): Promise<void> {
  if (laterMs < 0) return await pressBoth(second, first, -laterMs);
  first();
  await sleep(laterMs);
  second();
}

/** @throws when they do not end up in one call */
async function bothCall(seats: Seats, laterMs: number): Promise<void> {
  const { ann, ben, people } = seats;
  const [anns, bens] = [await ann.people.profile(people.callee), await ben[0].people.profile(people.caller)];
  const placeQuietly = (client: ParleyClient, peer: CallView['peer']) => (): void => {
    // The other's call is here already: pressing "call" accepts it (CALL-8).
    client.calls.place(peer, 'audio');
  };
  await pressBoth(placeQuietly(ann, anns.person), placeQuietly(ben[0], bens.person), laterMs);
  await within(
    LIMIT_MS,
    'connected',
    Promise.all([ann, ben[0]].map((client) => until(client, () => current(client)?.phase === 'connected'))),
  );
  const ids = [current(ann)?.callId, current(ben[0])?.callId];
  if (ids[0] !== ids[1]) throw new Error('two calls instead of one');
  // Whatever is still on its way must not ring anybody.
  await sleep(4 * DELAY_MS);
  const rings = [ann, ...ben].filter((client) => client.calls.state.getState().incoming.length > 0);
  if (rings.length > 0) throw new Error('connected, and still ringing somewhere');
}

/** @throws when not exactly one has won */
async function bothAccept({ ann, ben, people }: Seats, laterMs: number): Promise<void> {
  const { person } = await ann.people.profile(people.callee);
  const callId = ann.calls.place(person, 'audio');
  await within(
    LIMIT_MS,
    'ringing',
    Promise.all(ben.map((client) => until(client, () => client.calls.state.getState().incoming.length > 0))),
  );
  const press = (client: ParleyClient) => (): void =>
    client.calls.state.getState().incoming[0]?.actions.accept?.();
  await pressBoth(press(ben[0]), press(ben[1]), laterMs);
  await within(LIMIT_MS, 'connected', ann.calls.until(callId, 'connected'));
  await sleep(4 * DELAY_MS);
  const winners = ben.filter((client) => current(client)?.phase === 'connected');
  if (winners.length !== 1) throw new Error(`${winners.length} devices have won`);
  const losers = ben.filter((client) => client !== winners[0]);
  if (!losers.every(isOver)) throw new Error('the loser is not out of the call');
}

async function race(
  { stage, amount }: RowContext,
  once: (seats: Seats, laterMs: number) => Promise<void>,
): Promise<{ good: number; failures: string[] }> {
  const random = createRandom(7);
  const failures: string[] = [];
  let started = 0;
  let good = 0;
  const runPair = async (): Promise<void> => {
    let seats = await takeSeats(stage);
    while (started < amount.races) {
      started += 1;
      try {
        await once(seats, (random() * 2 - 1) * SPREAD_MS);
        await endAll(seats);
        good += 1;
      } catch (error) {
        failures.push(reasonOf(error));
        seats.close();
        seats = await takeSeats(stage);
      }
    }
    seats.close();
  };
  await Promise.all(Array.from({ length: PAIRS }, runPair));
  return { good, failures };
}

export const races: Row = async (context) => {
  if (!context.withParley) return [];
  await context.stage.setProfile(delayed(DELAY_MS));
  const kinds = [
    { what: 'both call at once: connected as one call', once: bothCall },
    { what: 'two devices accept at once: exactly one wins', once: bothAccept },
  ];
  const figures: Figure[] = [];
  for (const { what, once } of kinds) {
    const { good, failures } = await race(context, once);
    context.say(`${what}: ${good} of ${context.amount.races}`);
    figures.push(
      toValue(
        {
          ...{ row: 'Races, by the SDK without media', what, unit: 'runs' },
          ...{ profile: `${DELAY_MS} ms, ${SPREAD_MS} ms apart at most`, competitor: 'Parley' },
          target: { text: `${context.amount.races}`, atLeast: context.amount.races },
        },
        good,
        { tried: good + failures.length, failures },
      ),
    );
  }
  return figures;
};
