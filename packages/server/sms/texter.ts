/** A text message to a number in E.164. */
interface TextMessage {
  to: string;
  text: string;
}

/** Sends text messages; rejects where the gateway did not take it. */
export interface Texter {
  send: (message: TextMessage) => Promise<void>;
}
