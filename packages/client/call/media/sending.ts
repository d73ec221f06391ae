import type { Transceivers } from '../links/transceivers.ts';
import { planSending } from './sending-plan.ts';
import type { SendingSituation, VideoPlan } from './sending-plan.ts';

export type { SendingSituation } from './sending-plan.ts';

/** The first picture is small, so that it is there at once; after this long it is raised, and so again, in ms (CALL-76). */
export const STAGE_MS = 1_500;
const NEXT_STAGE = { first: 'second', second: 'steady', steady: undefined } as const;

/**
 * Sets what the senders may send in this situation (CALL-74, CALL-76, CALL-84): `setParameters` only, so it never negotiates.
 * Call it after the descriptions are in place, and again when the situation or what is sent changes; not twice at once
 * on the same connection, for which there is `Sending`. What a browser does not take is left as it was.
 */
export async function applySending(transceivers: Transceivers, situation: SendingSituation): Promise<void> {
  const { video, screen } = transceivers;
  const plan = planSending(situation, {
    camera: video.sender.track !== null,
    screen: screen.sender.track !== null,
  });
  await Promise.all([
    setVideo(video.sender, plan.camera, 'maintain-framerate'),
    setVideo(screen.sender, plan.screen, 'maintain-resolution'),
  ]);
}

/** Parameters as browsers have them; the DOM's types lack what came later. */
type Parameters = RTCRtpSendParameters & { degradationPreference?: RTCDegradationPreference };

/** Reads, changes and writes back; nothing is written where nothing changed, or before there is an encoding to change. */
async function change(sender: RTCRtpSender, edit: (parameters: Parameters) => void): Promise<void> {
  const parameters: Parameters = sender.getParameters();
  // Before the first description some browsers have none, and setting one is an error.
  if (((parameters.encodings as RTCRtpEncodingParameters[] | undefined) ?? []).length === 0) return;
  const before = JSON.stringify(parameters);
  edit(parameters);
  if (JSON.stringify(parameters) !== before) await sender.setParameters(parameters).catch(() => undefined);
}

async function setVideo(
  sender: RTCRtpSender,
  plan: VideoPlan,
  preference: RTCDegradationPreference,
): Promise<void> {
  await change(sender, (parameters) => {
    parameters.degradationPreference = preference;
    for (const encoding of parameters.encodings) {
      encoding.active = plan.active;
      encoding.maxBitrate = plan.maxBitrateBps;
      encoding.scaleResolutionDownBy = plan.scaleDownBy;
    }
  });
}

/**
 * Keeps the senders of one peer connection at what the situation allows, one change after the other. Small first, and
 * raised by itself `STAGE_MS` after the first picture could go out.
 */
export class Sending {
  readonly #transceivers: Transceivers;
  #situation: SendingSituation;
  #queue: Promise<void> = Promise.resolve();
  #waiting = false;
  #started = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #stopped = false;

  constructor(transceivers: Transceivers, situation: Omit<SendingSituation, 'stage'>) {
    this.#transceivers = transceivers;
    this.#situation = { ...situation, stage: 'first' };
    this.refresh();
  }

  /** What is put into the senders goes out from now on. Repeated calls change nothing. */
  start(): void {
    this.#started = true;
    this.#raiseLater();
  }

  /** The situation has changed in these points. */
  update(changed: Partial<Omit<SendingSituation, 'stage'>>): void {
    this.#situation = { ...this.#situation, ...changed };
    this.refresh();
  }

  /** Other tracks are sent, or the descriptions came into place: everything is looked at again. */
  refresh(): void {
    if (this.#stopped || this.#waiting) return;
    this.#waiting = true;
    this.#queue = this.#queue.then(async () => {
      this.#waiting = false;
      if (this.#stopped) return;
      // A connection that closes meanwhile takes no parameters any more.
      await applySending(this.#transceivers, this.#situation).catch(() => undefined);
      this.#raiseLater();
    });
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
  }

  #raiseLater(): void {
    if (!this.#started || this.#stopped || this.#transceivers.video.sender.track === null) return;
    const stage = NEXT_STAGE[this.#situation.stage];
    if (stage === undefined) return;
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#situation = { ...this.#situation, stage };
      this.refresh();
    }, STAGE_MS);
  }
}
