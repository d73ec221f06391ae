/** Thrown by a task that shall be tried again: an expected failure, which is no error in the log. */
export class RetryLater extends Error {
  constructor(why: string) {
    super(why);
    this.name = 'RetryLater';
  }
}
