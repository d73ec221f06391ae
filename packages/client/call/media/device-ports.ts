import type { MediaPorts } from '../../ports.ts';

type DevicePorts = Pick<
  MediaPorts,
  'getDisplayMedia' | 'listDevices' | 'onDevicesChanged' | 'readPermission' | 'listCodecs'
>;

/** The platform's lists, as far as it has them: phones share no screen, and without a secure context there is nothing. */
export function createDevicePorts(): DevicePorts {
  return { ...createListPorts(), ...createScreenPort(), readPermission, listCodecs };
}

/** `navigator.mediaDevices` is there in a secure context of a page alone, whatever the DOM's types say. */
function mediaDevices(): MediaDevices | undefined {
  return typeof navigator === 'undefined' ? undefined : navigator.mediaDevices;
}

function createListPorts(): Pick<DevicePorts, 'listDevices' | 'onDevicesChanged'> {
  const devices = mediaDevices();
  if (devices === undefined) return {};
  return {
    listDevices: async () => await devices.enumerateDevices(),
    onDevicesChanged: (listener) => {
      devices.addEventListener('devicechange', listener);
      return () => devices.removeEventListener('devicechange', listener);
    },
  };
}

function createScreenPort(): Pick<DevicePorts, 'getDisplayMedia'> {
  const devices = mediaDevices();
  if (devices === undefined || !('getDisplayMedia' in devices)) return {};
  return { getDisplayMedia: async (options) => await devices.getDisplayMedia(options) };
}

/** A browser that knows no such permission by name throws. */
async function readPermission(device: 'microphone' | 'camera'): Promise<PermissionState | 'unknown'> {
  try {
    return (await navigator.permissions.query({ name: device })).state;
  } catch {
    return 'unknown';
  }
}

/** What can be received: codecs are preferred among those (W3C WebRTC, setCodecPreferences). */
function listCodecs(kind: 'audio' | 'video'): readonly RTCRtpCodec[] {
  const receiver = RTCRtpReceiver as Partial<typeof RTCRtpReceiver>;
  return receiver.getCapabilities?.(kind)?.codecs ?? [];
}
