/** What a notice on the screen is about. */
export type NoticeKind = 'ring' | 'missed' | 'messages' | 'test' | 'unknown';

/** What a notice carries, for the moment when it is pressed. */
export interface NoticeData {
  kind: NoticeKind;
  /** What a press opens. */
  path: string;
  /** Of a ring. */
  callId?: string;
}

/** Reads what the service worker put into a notice; undefined: it is none of its own. */
export function readNoticeData(data: unknown): NoticeData | undefined {
  if (typeof data !== 'object' || data === null || !('kind' in data) || !('path' in data)) return undefined;
  // Only our own worker makes notices of this origin.
  return data as NoticeData;
}
