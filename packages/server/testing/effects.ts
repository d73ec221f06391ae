import type { Effect, Ports } from '../ports.ts';

/** Everything that runs from now on, in order; it still runs. */
export function recordEffects(ports: Ports): Effect[] {
  const recorded: Effect[] = [];
  const { run } = ports;
  ports.run = (effects) => {
    recorded.push(...effects);
    run(effects);
  };
  return recorded;
}
