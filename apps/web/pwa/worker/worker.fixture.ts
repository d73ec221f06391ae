import type { CallId, ConversationId, Notices, Person } from '@parley/protocol';
import type { NoticeData, NoticeKind } from '../notice-data.ts';
import type { PageShows, WorkerMessage } from '../worker-messages.ts';
import type { Page } from './pages.ts';
import type { Seen, Showing } from './plan.ts';
import type { Asked } from './server.ts';
import { createWorker } from './worker.ts';
import type { Worker } from './worker.ts';

const NOBODY: Notices = { ringing: [], missed: [], messages: [], test: null };
// A test's own ids; the brands say what they name.
const CALL = '11111111-0000-4000-8000-000000000001' as CallId;
const CONVERSATION = '22222222-0000-4000-8000-000000000001' as ConversationId;
const BEN = { id: '3', handle: 'ben', displayName: 'Ben', verified: false } as unknown as Person;

export const ids = { call: CALL, conversation: CONVERSATION };

/** What the server can say. */
export const say = {
  nothing: NOBODY,
  ring: {
    ...NOBODY,
    // As much of the call as a notice needs.
    ringing: [
      {
        call: { id: CALL, conversationId: CONVERSATION, kind: 'video', createdAtMs: 1 },
        peer: BEN,
      } as unknown as Notices['ringing'][number],
    ],
  },
  missed: {
    ...NOBODY,
    missed: [{ callId: CALL, conversationId: CONVERSATION, peer: BEN, kind: 'video', atMs: 2 }],
  },
  message: (text: string, count = 1): Notices => ({
    ...NOBODY,
    messages: [{ conversationId: CONVERSATION, peer: BEN, count, latestSeq: 7, latestText: text, atMs: 3 }],
  }),
  test: { ...NOBODY, test: 'test-1' },
} as const satisfies Record<string, Notices | ((...given: never[]) => Notices)>;

export interface Rig extends Worker {
  /** What is on the screen. */
  screen: Map<string, Showing>;
  /** Everything that was ever shown: kind and title. */
  shown: string[];
  /** The server's next answers, the last one for ever. */
  answers: Asked<Notices>[];
  declines: Asked<unknown>['outcome'][];
  declined: string[];
  seen: Seen[];
  opened: string[];
  told: WorkerMessage[];
  focused: number;
  waits: number[];
  forgotten: number;
}

/** A worker whose whole outside is in memory; waiting takes no time. */
export function createRig(page?: { isInSight: boolean; shows?: PageShows }): Rig {
  const rig = {
    screen: new Map<string, Showing>(),
    shown: [] as string[],
    answers: [] as Asked<Notices>[],
    declines: [] as Asked<unknown>['outcome'][],
    declined: [] as string[],
    seen: [] as Seen[],
    opened: [] as string[],
    told: [] as WorkerMessage[],
    waits: [] as number[],
    focused: 0,
    forgotten: 0,
  };
  const pages: Page[] = page === undefined ? [] : [toPage(page, rig)];
  const worker = createWorker({
    server: {
      notices: async () => (rig.answers.length > 1 ? rig.answers.shift() : rig.answers[0]) ?? unreachable,
      seen: async (seen) => void rig.seen.push(seen),
      decline: async (callId) => {
        rig.declined.push(callId);
        return { outcome: rig.declines.shift() ?? 'ok', value: {} };
      },
      vapidPublicKey: async () => unreachable,
      putTarget: async () => undefined,
    },
    screen: {
      onScreen: async () => [...rig.screen.values()].map(({ tag, kind }) => ({ tag, kind })),
      show: async (showing) => {
        rig.screen.set(showing.tag, showing);
        rig.shown.push(`${showing.kind}: ${showing.title}`);
      },
      close: async (tags) => tags.forEach((tag) => rig.screen.delete(tag)),
    },
    windows: { all: async () => pages, open: async (path) => rig.opened.push(path) },
    wait: async (ms) => void rig.waits.push(ms),
    forget: async () => {
      rig.forgotten += 1;
    },
  });
  return Object.assign(rig, worker);
}

const unreachable = { outcome: 'unreachable' } as const;

export const answer = (value: Notices): Asked<Notices> => ({ outcome: 'ok', value });

function toPage(page: { isInSight: boolean; shows?: PageShows }, rig: Pick<Rig, 'focused' | 'told'>): Page {
  return {
    isInSight: page.isInSight,
    focus: async () => (rig.focused += 1),
    tell: (message, answers) => {
      rig.told.push(message);
      if (message.parley === 'whatDoYouShow' && page.shows !== undefined)
        answers?.postMessage(page.shows, []);
    },
  };
}

/** The notice of one kind that is on the screen, as a press finds it. */
export function onScreen(rig: Rig, kind: NoticeKind): NoticeData {
  const found = [...rig.screen.values()].find((showing) => showing.kind === kind);
  if (found === undefined) throw new Error(`no ${kind} on the screen`);
  return found;
}
