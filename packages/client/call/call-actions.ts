import type { SessionEvent } from '@parley/core';
import type { CallRating } from '@parley/protocol';
import type { CallEntry } from './entries.ts';
import type { CallLink } from './media-types.ts';
import type { CallActions } from './view.ts';

interface ActionParts {
  entry: () => CallEntry | undefined;
  /** The media of the call, made where there is none yet. */
  link: () => CallLink | undefined;
  tell: (event: SessionEvent) => void;
  rate: (rating: CallRating) => void;
  dismiss: () => void;
  /** Something that is shown has changed. */
  changed: () => void;
}

/** What a person can do to a call; which of it fits the moment, the view says. */
export function createCallActions(parts: ActionParts): CallActions {
  const media = (): CallLink | undefined => parts.entry()?.media;
  const leave = (event: SessionEvent): void => {
    const entry = parts.entry();
    if (entry !== undefined) entry.left = true;
    parts.tell(event);
  };
  // Once, also where the call has left the page and is not known here any more.
  let rated = false;
  return {
    accept: (options) => {
      const entry = parts.entry();
      if (entry !== undefined) entry.camera &&= options?.camera ?? true;
      parts.tell({ type: 'accept' });
    },
    decline: () => parts.tell({ type: 'decline' }),
    setPreview: (on) => {
      if (on) parts.link()?.preview(true);
      else media()?.preview(false);
    },
    cancel: () => leave({ type: 'cancel' }),
    hangUp: () => leave({ type: 'hangUp' }),
    setMuted: (muted) => media()?.setMuted(muted),
    setCamera: (on) => media()?.setCamera(on),
    setScreen: (on) => media()?.setScreen(on),
    switchCamera: () => media()?.switchCamera(),
    confirmEncryption: () => media()?.confirmEncryption(),
    denyEncryption: () => media()?.denyEncryption(),
    rate: (rating) => {
      if (rated) return;
      rated = true;
      const entry = parts.entry();
      if (entry !== undefined) entry.rated = true;
      parts.rate(rating);
      parts.changed();
    },
    dismiss: parts.dismiss,
  };
}
