/** How long and how often to measure. */
export interface Plan {
  rounds: number;
  /** Sockets that do nothing while the server's memory is read. */
  idleConnections: number;
  /** After connecting and before reading memory. */
  settleMs: number;
  warmUpMs: number;
  /** The open loop at `callsPerSecond`: ring latency, and CPU per call. */
  openLoopMs: number;
  callsPerSecond: number;
  /** Pairs that take turns in calling; enough of them to stay inside Parley's limit of frames per socket. */
  callingPairs: number;
  /** Calls at once in the closed loop, raised until throughput stops growing. */
  levels: readonly number[];
  levelMs: number;
}

/** Under six minutes. */
export const FULL: Plan = {
  rounds: 3,
  idleConnections: 4_000,
  settleMs: 3_000,
  warmUpMs: 2_000,
  openLoopMs: 10_000,
  callsPerSecond: 100,
  callingPairs: 400,
  levels: [8, 16, 32, 64, 128, 256],
  levelMs: 1_200,
};

/** Under 90 seconds: one round, so without a spread. */
export const QUICK: Plan = {
  ...FULL,
  rounds: 1,
  settleMs: 2_000,
  warmUpMs: 1_500,
  openLoopMs: 5_000,
  levelMs: 800,
};

/** What Parley is held to (issue "First call", section "Measure"). */
export const TARGETS = {
  /** CPU per call, server and database together, against the bare relay's. */
  cpuRatio: 8,
  ringLatencyP99Ms: 15,
  webAppBytes: 200_000,
};
