import type { Contestant, Setup } from './bench-page.ts';
import { nowMs } from './clock.ts';
import { LinkWatch } from './link-watch.ts';
import { MediaWatch } from './media-watch.ts';
import { Senses } from './senses.ts';

/** What each contestant's page is made of: it sees and hears through `senses`. */
export interface Surroundings {
  senses: Senses;
  watch: MediaWatch;
  /** Camera and microphone, the same question in every page. */
  openCamera: () => Promise<MediaStream>;
  /** To be told of the signalling connection. */
  onLink: (isUp: boolean) => void;
}

/** Where a page that is loaded again finds who it was. */
const SETUP_KEY = 'bench-setup';

function createVideo(): HTMLVideoElement {
  const video = document.createElement('video');
  video.autoplay = true;
  video.playsInline = true;
  video.width = 640;
  video.height = 480;
  document.body.append(video);
  return video;
}

/** When it began, once it is done. */
async function timed(task: () => Promise<void>): Promise<number> {
  const atMs = nowMs();
  await task();
  return atMs;
}

/** Puts a contestant into the page as `window.bench`. */
export function mount(create: (surroundings: Surroundings) => Contestant): void {
  const watch = new MediaWatch();
  const senses = new Senses(createVideo());
  const links = new LinkWatch();
  const contestant = create({
    senses,
    watch,
    onLink: (isUp) => links.note(isUp),
    openCamera: () => navigator.mediaDevices.getUserMedia({ audio: true, video: true }),
  });
  window.bench = {
    begin: async (setup) => {
      await contestant.begin(setup);
      sessionStorage.setItem(SETUP_KEY, JSON.stringify(setup));
    },
    intend: () => contestant.intend?.(),
    place: () => timed(() => contestant.place()),
    untilIncoming: async () => {
      await contestant.untilIncoming();
      return nowMs();
    },
    preview: () => contestant.preview(),
    accept: () => {
      const atMs = nowMs();
      contestant.accept();
      return atMs;
    },
    hangUp: () => {
      const atMs = nowMs();
      contestant.hangUp();
      return atMs;
    },
    untilIdle: async () => {
      await contestant.untilIdle();
      senses.leave();
      return nowMs();
    },
    untilPerceived: (sinceMs, limitMs) => senses.untilPerceived(sinceMs, limitMs),
    untilUp: (sinceMs) => links.untilUp(sinceMs),
    observe: () => ({
      frames: senses.frames,
      sounds: senses.sounds,
      facts: watch.facts,
      links: links.samples,
    }),
    path: () => watch.path(),
    write: (text) => contestant.write?.(text),
    read: () => contestant.read?.() ?? [],
    forget: () => {
      senses.forget();
      watch.forget();
      links.forget();
    },
    nowMs,
  };
  const known = sessionStorage.getItem(SETUP_KEY);
  // Trust border: this page has written it.
  if (known !== null) void contestant.begin({ ...(JSON.parse(known) as Setup), isReloaded: true });
}
