import type { DemoLink } from './links.ts';

/** What a newcomer reads when Parley is ready. */
export function announce({ origin, demoLinks }: { origin: string; demoLinks: readonly DemoLink[] }): string {
  const width = Math.max(0, ...demoLinks.map(({ name }) => name.length));
  const demo =
    demoLinks.length === 0
      ? []
      : [
          'Try it as one of the demo people; these links sign you in until Parley stops:',
          '',
          ...demoLinks.map(({ name, url }) => `  ${name.padEnd(width)}  ${url}`),
          '',
          'Open the second person in a private window or in another browser:',
          'one browser keeps one person signed in.',
          '',
        ];
  return ['', 'Parley is ready:', '', `  ${origin}`, '', ...demo, 'Ctrl-C stops it.', ''].join('\n');
}
