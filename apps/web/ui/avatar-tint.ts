const TINTS = 6;

/** Which of the six avatar colours a person has: the same everywhere, from the id alone. */
export function avatarTint(id: string): number {
  let sum = 0;
  for (const char of id) sum = (sum * 31 + (char.codePointAt(0) ?? 0)) % 65_521;
  return sum % TINTS;
}

/** One or two letters that stand for a name; a question mark where it has none. */
export function initials(displayName: string): string {
  // Words, without brackets and the like around them: "Ann (home)" is A H. Emoji count as words.
  const words = displayName.match(/[\p{L}\p{N}\p{Extended_Pictographic}]\S*/gu) ?? [];
  const chosen = words.length > 1 ? [words[0], words.at(-1)] : [words[0]];
  const letters = chosen.map((word = '?') => String.fromCodePoint(word.codePointAt(0) ?? 0x3f)).join('');
  return letters.toLocaleUpperCase();
}
