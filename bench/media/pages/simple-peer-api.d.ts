declare module 'simple-peer/simplepeer.min.js' {
  /** The part of simple-peer's documented API that the bench uses. */
  export default class SimplePeer {
    constructor(options: {
      initiator?: boolean;
      stream?: MediaStream;
      config?: RTCConfiguration;
      trickle?: boolean;
    });
    on(event: 'signal', listener: (data: object) => void): void;
    on(event: 'stream', listener: (stream: MediaStream) => void): void;
    on(event: 'error', listener: (error: Error) => void): void;
    signal(data: object): void;
    destroy(): void;
  }
}
