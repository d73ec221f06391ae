/**
 * One sign-in's worth of state. What was asked for in an earlier turn must not be written into a later one:
 * another person may have signed in meanwhile.
 */
export class Turn {
  #number = 0;

  /** Ends the turn: everything that waits belongs to the past. */
  end(): void {
    this.#number += 1;
  }

  /** Remembers the turn; the function tells whether it still lasts. */
  begin(): () => boolean {
    const number = this.#number;
    return () => number === this.#number;
  }
}
