/** All that the rest of the house needs of a WebSocket. */
export interface Socket {
  send: (text: string) => void;
  /** May wait a moment, to leave in one write with whatever else goes that way. */
  sendUnhurried: (text: string) => void;
  /** Asks for a sign of life; the peer's WebSocket answers by itself (RFC 6455, section 5.5.2). */
  ping: () => void;
  close: (code: number, reason: string) => void;
  /** Gives up on a peer that does not read or is silent. */
  drop: () => void;
}
