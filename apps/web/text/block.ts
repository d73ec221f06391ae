/** Words of the block question, wherever it is asked. Where calls have not reached, it does not name them (ROLL-7). */
export const blockText = {
  block: 'Block',
  title: (name: string) => `Block ${name}?`,
  confirm: (name: string, withCalls: boolean) =>
    `${reach(name, withCalls)}, and you no longer follow each other. They are not told.`,
  /** Where it comes along with something else. */
  detail: (name: string, withCalls: boolean) => `${reach(name, withCalls)}, and isn't told.`,
} as const;

function reach(name: string, withCalls: boolean): string {
  return `${name} can no longer message ${withCalls ? 'or call you' : 'you'}`;
}
