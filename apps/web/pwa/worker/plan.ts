import type { EndpointInput, Notices } from '@parley/protocol';
import { noticeText } from '../../text/notices.ts';
import type { NoticeData } from '../notice-data.ts';
import type { PageShows } from '../worker-messages.ts';

/** One notice, as it is to be shown. A tag has one place on the screen. */
export interface Showing extends NoticeData {
  tag: string;
  title: string;
  body: string;
  atMs?: number;
}

export type Seen = EndpointInput<'seenNotices'>['body'];

/** What is to be done on the screen, and what the server is told then. */
export interface Plan {
  show: readonly Showing[];
  /** Tags. */
  close: readonly string[];
  seen: Seen | undefined;
}

/** Long enough for a notice anywhere, in characters. */
const MAX_BODY = 240;

/** The server could not be asked; that something is there is all that the wake-up says (PUSH-36). */
export const UNKNOWN: Showing = {
  tag: 'unknown',
  kind: 'unknown',
  title: noticeText.unknownTitle,
  body: noticeText.unknownBody,
  path: '/messages',
};

/**
 * From what the server names to what happens on the screen (PUSH-31 to PUSH-33).
 *
 * @param onScreen what this worker shows already
 * @param page what the page in sight shows, if there is one
 */
export function planNotices(
  notices: Notices,
  onScreen: readonly Pick<Showing, 'tag' | 'kind'>[],
  page: PageShows | undefined,
): Plan {
  const pageTells = page?.isOnline === true;
  const rings = notices.ringing.map(toRing).filter(({ callId }) => page?.ringing.includes(callId) !== true);
  const missed = pageTells ? [] : notices.missed.map(toMissed);
  const messages = pageTells ? [] : notices.messages.map(toMessages);
  const test = notices.test === null ? [] : [toTest()];

  const isOnScreen = ({ tag, kind }: Showing): boolean =>
    onScreen.some((other) => other.tag === tag && other.kind === kind);
  // A ring is shown once: shown again, it would start to sound again.
  const show = [...rings.filter((ring) => !isOnScreen(ring)), ...missed, ...messages, ...test];
  const kept = new Set([...rings, ...show].map(({ tag }) => tag));
  const passing = onScreen.filter(({ kind }) => kind === 'ring' || kind === 'unknown');
  return {
    show,
    close: passing.map(({ tag }) => tag).filter((tag) => !kept.has(tag)),
    seen: toSeen(notices, pageTells),
  };
}

/** What has been shown here; what the page in sight shows, it acknowledges itself. */
function toSeen({ missed, messages, test }: Notices, pageTells: boolean): Seen | undefined {
  const seen = {
    callIds: pageTells ? [] : missed.map(({ callId }) => callId),
    messages: pageTells
      ? []
      : messages.map(({ conversationId, latestSeq }) => ({ conversationId, seq: latestSeq })),
    ...(test === null ? {} : { test }),
  };
  return seen.callIds.length + seen.messages.length === 0 && test === null ? undefined : seen;
}

function toRing({ call, peer }: Notices['ringing'][number]): Showing & { callId: string } {
  return {
    tag: `call-${call.id}`,
    kind: 'ring',
    title: noticeText.incoming[call.kind](peer.displayName),
    body: noticeText.incomingBody,
    path: `/messages/${call.conversationId}?call=${call.id}`,
    callId: call.id,
    atMs: call.createdAtMs,
  };
}

function toMissed({ callId, conversationId, peer, kind, atMs }: Notices['missed'][number]): Showing {
  return {
    tag: `call-${callId}`,
    kind: 'missed',
    title: noticeText.missed(kind, peer.displayName),
    body: noticeText.missedBody,
    path: `/messages/${conversationId}`,
    atMs,
  };
}

function toMessages(told: Notices['messages'][number]): Showing {
  return {
    tag: `conversation-${told.conversationId}`,
    kind: 'messages',
    title: noticeText.messages(told.peer.displayName, told.count),
    body: told.latestText.length > MAX_BODY ? `${told.latestText.slice(0, MAX_BODY)}…` : told.latestText,
    path: `/messages/${told.conversationId}`,
    atMs: told.atMs,
  };
}

function toTest(): Showing {
  return {
    tag: 'test',
    kind: 'test',
    title: noticeText.testTitle,
    body: noticeText.testBody,
    path: '/settings/notifications',
  };
}
