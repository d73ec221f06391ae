import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';

interface HealthPorts {
  /** Each part that the server cannot work without, by name; rejects or answers false when it is gone. */
  checks: Record<string, () => Promise<boolean>>;
}

/** A part that has not answered by then, in milliseconds, is not ready. */
const CHECK_LIMIT_MS = 2_000;

async function isReady(check: () => Promise<boolean>): Promise<boolean> {
  const timer = new AbortController();
  const tooLate = sleep(CHECK_LIMIT_MS, false, { signal: timer.signal, ref: false });
  try {
    return await Promise.race([check(), tooLate]);
  } catch {
    return false;
  } finally {
    tooLate.catch(() => undefined);
    timer.abort();
  }
}

/** `/healthz`: the process answers. `/readyz`: so do the parts that it needs. */
export function registerHealth(http: FastifyInstance, { checks }: HealthPorts): void {
  http.get('/healthz', async (_request, reply) => {
    void reply.header('cache-control', 'no-store');
    return { status: 'ok' };
  });
  http.get('/readyz', async (_request, reply) => {
    const parts = await Promise.all(
      Object.entries(checks).map(
        async ([name, check]) => [name, (await isReady(check)) ? 'ok' : 'down'] as const,
      ),
    );
    const ready = parts.every(([, state]) => state === 'ok');
    void reply.code(ready ? 200 : 503).header('cache-control', 'no-store');
    return { status: ready ? 'ok' : 'down', ...Object.fromEntries(parts) };
  });
}
