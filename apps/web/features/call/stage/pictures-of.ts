import type { CallView } from '@parley/client';

export type PicturesView = Pick<CallView, 'phase' | 'peerCameraOn' | 'peerScreenOn' | 'cameraOn'> & {
  remoteStream: unknown;
  remoteScreen: unknown;
  localStream: unknown;
};

export interface Pictures {
  /** The large one. */
  main: 'screen' | 'peer' | undefined;
  /** The other person beside their screen. */
  showsPeerTile: boolean;
  /** The own camera: in a corner, or larger where nothing else is to be seen. */
  own: 'corner' | 'alone' | 'none';
}

/** Which pictures a call shows. What the other side sends while it rings is not shown before it is accepted (CALL-44). */
export function picturesOf(view: PicturesView): Pictures {
  const { phase, peerCameraOn, peerScreenOn, cameraOn } = view;
  const isConnected = phase === 'connected';
  const hasScreen = isConnected && peerScreenOn && view.remoteScreen !== undefined;
  const hasPeer = isConnected && peerCameraOn && view.remoteStream !== undefined;
  const main = hasScreen ? 'screen' : hasPeer ? 'peer' : undefined;
  const hasOwn = phase !== 'ended' && cameraOn && view.localStream !== undefined;
  return {
    main,
    showsPeerTile: hasScreen && hasPeer,
    own: hasOwn ? (main === undefined ? 'alone' : 'corner') : 'none',
  };
}
