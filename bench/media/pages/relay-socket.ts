/** A socket of the bare relay (bench/baselines/relay-server.ts): a frame goes to whom it names. */
export interface RelaySocket {
  send: (frame: object) => void;
}

/** Resolves when registered. `onFrame` gets what others send. */
export async function openRelaySocket(
  url: string,
  self: string,
  onFrame: (frame: unknown) => void,
): Promise<RelaySocket> {
  const socket = new WebSocket(url);
  const send = (frame: object): void => socket.send(JSON.stringify(frame));
  await new Promise<void>((resolve, reject) => {
    socket.addEventListener('error', () => reject(new Error('the relay is not there')));
    socket.addEventListener('open', () => send({ type: 'register', id: self }));
    socket.addEventListener('message', ({ data }) => {
      const frame: unknown = JSON.parse(String(data));
      if (typeof frame === 'object' && frame !== null && 'type' in frame && frame.type === 'registered')
        resolve();
      else onFrame(frame);
    });
  });
  return { send };
}
