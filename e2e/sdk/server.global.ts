import type { TestProject } from 'vitest/node';
import { startServerProcess } from '../fixtures/server-process.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the server of this run is. */
    origin: string;
  }
}

/** One real server for all tests of the SDK: people are cheap, databases are not. vitest calls this before the first. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await startServerProcess();
  project.provide('origin', server.origin);
  return () => server.dispose();
}
