import type { DeviceId } from '@parley/protocol';
import { baseOf, type SessionStep, stay } from './session-end.ts';
import {
  AWAY_TIMEOUT_MS,
  type CallSession,
  RECONNECT_TIMEOUT_MS,
  RING_GRACE_MS,
  type SessionEffect,
} from './session-state.ts';

/** Only the first device that offers is connected with early; it takes nothing but the permission to be (CALL-41). */
export function onPreconnectOffered(session: CallSession, from: DeviceId, nowMs: number): SessionStep {
  if (session.preconnect === 'none') return stay(session);
  const preconnect: SessionEffect = { type: 'preconnect', remoteDeviceId: from };
  switch (session.phase) {
    case 'incoming':
      if (session.early !== null || nowMs >= session.ringExpiresAtMs) return stay(session);
      return { session: { ...session, early: from }, effects: [preconnect] };
    // The person was faster than the offer.
    case 'answering':
      if (session.early !== null) return stay(session);
      return { session: { ...session, early: from }, effects: [preconnect, { type: 'tellAccept' }] };
    case 'dialing':
    case 'ringing':
    case 'provisional':
    case 'moving':
    case 'connecting':
    case 'connected':
    case 'ended':
      return stay(session);
  }
}

/** Media may flow at once; whether that device has won, the server says (CALL-42). */
export function onPeerAccepted(session: CallSession, deviceId: DeviceId, nowMs: number): SessionStep {
  if (session.phase !== 'dialing' && session.phase !== 'ringing') return stay(session);
  const giveUpAtMs =
    session.phase === 'dialing' ? session.giveUpAtMs : session.ringExpiresAtMs + RING_GRACE_MS;
  return {
    session: {
      ...baseOf(session),
      phase: 'provisional',
      remoteDeviceId: deviceId,
      giveUpAtMs,
      acceptedAtMs: nowMs,
      connectedAtMs: null,
    },
    effects: [
      {
        type: 'connect',
        role: 'offer',
        remoteDeviceId: deviceId,
        // Stricter than what the server may say: it stays on the relay until then.
        route: session.route ?? 'relay',
        fresh: false,
        provisional: true,
      },
    ],
  };
}

export function onMediaConnected(session: CallSession, nowMs: number): SessionStep {
  switch (session.phase) {
    case 'connecting': {
      const { acceptedAtMs, remoteDeviceId } = session;
      const base = { ...baseOf(session), remoteDeviceId, acceptedAtMs };
      return stay({ ...base, phase: 'connected', connectedAtMs: nowMs, giveUpAtMs: null, peerAway: false });
    }
    case 'connected':
      return stay({ ...session, giveUpAtMs: null, peerAway: false });
    case 'provisional':
      return stay({ ...session, connectedAtMs: session.connectedAtMs ?? nowMs });
    case 'dialing':
    case 'ringing':
    case 'incoming':
    case 'answering':
    case 'moving':
    case 'ended':
      return stay(session);
  }
}

export function onMediaLost(session: CallSession, nowMs: number): SessionStep {
  if (session.phase !== 'connected') return stay(session);
  return stay({ ...session, giveUpAtMs: session.giveUpAtMs ?? nowMs + RECONNECT_TIMEOUT_MS });
}

/** It said goodbye, perhaps to come back: a reload takes a second, so the wait is short (CALL-52). */
export function onPeerAway(session: CallSession, nowMs: number): SessionStep {
  switch (session.phase) {
    case 'connected':
      return stay({ ...session, giveUpAtMs: nowMs + AWAY_TIMEOUT_MS, peerAway: true });
    case 'connecting':
      return stay({ ...session, giveUpAtMs: Math.min(session.giveUpAtMs, nowMs + AWAY_TIMEOUT_MS) });
    case 'dialing':
    case 'ringing':
    case 'provisional':
    case 'incoming':
    case 'answering':
    case 'moving':
    case 'ended':
      return stay(session);
  }
}

/** Its page is back and makes a new connection. */
export function onPeerBack(session: CallSession, nowMs: number): SessionStep {
  if (session.phase !== 'connected' || !session.peerAway) return stay(session);
  return stay({ ...session, giveUpAtMs: nowMs + RECONNECT_TIMEOUT_MS, peerAway: false });
}
