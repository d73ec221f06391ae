// A failure that the person at the terminal can do something about: shown as a sentence, without a stack.

export class Problem extends Error {}

/**
 * Runs a command's body; its result is the exit code.
 * @param {() => Promise<number>} body
 */
export async function runMain(body) {
  try {
    process.exitCode = await body();
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}
