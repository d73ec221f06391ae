/** The region that a browser's languages suggest (BOOK-24): `de-AT` is Austria, `pl` most likely Poland. */
export function guessRegion(languages: readonly string[]): string | undefined {
  for (const language of languages) {
    try {
      const region = new Intl.Locale(language).maximize().region;
      // "001" is the world.
      if (region !== undefined && /^[A-Z]{2}$/.test(region)) return region;
    } catch {
      // No language at all: the next one.
    }
  }
  return undefined;
}
