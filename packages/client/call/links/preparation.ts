import type { AccountId, CallId, IceServer, ReachableDevice } from '@parley/protocol';
import type { MediaPorts } from '../../ports.ts';
import { Links } from './links.ts';
import type { CallMediaOptions, CallMediaParts, InviteOffers } from '../media-types.ts';

/** What the links of a call are made of, before and after the click. */
export function createLinks(
  ports: MediaPorts,
  parts: CallMediaParts,
  call: Pick<CallMediaOptions, 'callId' | 'accountId' | 'peerId' | 'isCaller' | 'firstConnection'>,
): Links {
  const { callId, accountId, peerId, isCaller, firstConnection } = call;
  const { connection, identity, relayOnly } = parts;
  let certificate: Promise<RTCCertificate | undefined> | undefined;
  return new Links(
    {
      ports,
      callId,
      accountId,
      peerId,
      isCaller,
      ownDeviceId: () => connection.deviceId,
      identity,
      certificate: () => {
        // Without one the browser makes its own, which is only slower.
        certificate ??= ports.generateCertificate().catch(() => undefined);
        return certificate;
      },
      serverNowMs: () => Date.now() - connection.clock.toLocalMs(0),
    },
    { connection, relayOnly, firstConnection },
  );
}

interface PreparedCall {
  callId: CallId;
  accountId: AccountId;
  peerId: AccountId;
  devices: readonly ReachableDevice[];
  iceServers: readonly IceServer[];
}

/**
 * Connections that are made before the click, while the person may be about to call (CALL-40): through the relay only,
 * nothing of them is told to anybody. The call takes them over, or they are closed.
 */
export class Preparation {
  readonly callId: CallId;
  readonly links: Links;
  #offers: Promise<InviteOffers> | undefined;

  constructor(ports: MediaPorts, parts: CallMediaParts, call: PreparedCall) {
    const { callId, accountId, peerId, devices, iceServers } = call;
    this.callId = callId;
    this.links = createLinks(ports, parts, {
      ...{ callId, accountId, peerId },
      isCaller: true,
      firstConnection: 1,
    });
    this.links.setIceServers(iceServers);
    this.links.prepareTo(devices);
  }

  /** The signed offers for `call.invite`, with the candidates found so far; the same ones when asked again. */
  offers(): Promise<InviteOffers> {
    this.#offers ??= this.links.takeOffers();
    return this.#offers;
  }

  close(): void {
    this.links.close();
  }
}
