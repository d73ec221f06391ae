/** A camera's picture begins small and is raised in two steps: each is a whole new picture, and a small one is there soon. */
type SendingStage = 'first' | 'second' | 'steady';

/** What decides how much is sent. */
export interface SendingSituation {
  /** Where media travels; undefined: not known yet, taken for the relay. */
  path: 'direct' | 'relay' | undefined;
  /** "Use less data". */
  lessData: boolean;
  stage: SendingStage;
  /** False: the link carries only sound (CALL-84). */
  videoAllowed: boolean;
  /** How much smaller the room that the link has makes the camera's picture (CALL-86). */
  scaleDownBy: number;
}

export interface VideoPlan {
  active: boolean;
  maxBitrateBps: number;
  scaleDownBy: number;
}

export interface SendingPlan {
  camera: VideoPlan;
  screen: VideoPlan;
}

/** All that one side sends, in bit/s (CALL-76). */
const CAPS_BPS = { direct: 2_000_000, relay: 1_000_000, lessData: 300_000 } as const;
/** Of it, kept free for sound and its headers, in bit/s. */
const AUDIO_SHARE_BPS = 40_000;
/** Of what is left for pictures, the screen's part while a camera is on too. */
const SCREEN_PART = 0.75;
/** So much smaller is a camera's picture at first, in width and height. */
const STAGE_SCALES = { first: 4, second: 2, steady: 1 } as const satisfies Record<SendingStage, number>;
/** "Use less data": half of its width and height, which 260 kbit/s carry well. */
const LESS_DATA_SCALE = 2;

/** How much of what may be sent (CALL-76, CALL-84, CALL-86). Pure. */
export function planSending(
  situation: SendingSituation,
  sent: { camera: boolean; screen: boolean },
): SendingPlan {
  const { path, lessData, stage, videoAllowed, scaleDownBy } = situation;
  const cap = Math.min(CAPS_BPS[path ?? 'relay'], lessData ? CAPS_BPS.lessData : Infinity);
  const pictures = cap - AUDIO_SHARE_BPS;
  const screen = sent.camera ? Math.round(pictures * SCREEN_PART) : pictures;
  return {
    camera: {
      active: videoAllowed,
      maxBitrateBps: sent.screen ? pictures - screen : pictures,
      scaleDownBy: Math.max(STAGE_SCALES[stage], scaleDownBy, lessData ? LESS_DATA_SCALE : 1),
    },
    // Text must stay readable: a screen is never sent smaller, only less often.
    screen: { active: videoAllowed, maxBitrateBps: screen, scaleDownBy: 1 },
  };
}
