/** A message in plain text. */
export interface Mail {
  to: string;
  subject: string;
  text: string;
}

/** Sends mail; rejects where the mail server did not take it. */
export interface Mailer {
  send: (mail: Mail) => Promise<void>;
}
