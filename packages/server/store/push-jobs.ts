/*
 * Parts of the statements that decide something: each adds one job for each subscribed device (PUSH-3). PostgreSQL runs
 * such a part only where its rows are read, so the statement has to count them.
 */

/** Tried at once and about 3, 10 and 30 s later: after that no ring is left. */
const RING_ATTEMPTS = 4;
/** The last about four hours after the first. */
const USUAL_ATTEMPTS = 10;

function callJobs(task: string, from: string, isWanted: string, attempts: number): string {
  return `
    select job.id
    from ${from} call
    join accounts on accounts.id = call.callee_id and accounts.${isWanted}
    join push_targets target on target.account_id = call.callee_id
    cross join lateral graphile_worker.add_job('${task}',
      json_build_object('callId', call.id, 'sessionId', target.session_id), max_attempts := ${attempts}) job`;
}

/** For the callee's devices of the calls (`id`, `callee_id`) in `from`, which ring. */
export function ringJobs(from: string): string {
  return callJobs('pushRing', from, 'notify_incoming_calls', RING_ATTEMPTS);
}

/** For the callee's devices of the calls (`id`, `callee_id`) in `from`, which were missed. */
export function missedJobs(from: string): string {
  return callJobs('pushMissed', from, 'notify_missed_calls', USUAL_ATTEMPTS);
}

/**
 * For the devices of the accounts (`account_id`) in `from`, which have a message to read. One job for each device,
 * however many messages come before it runs; in one order, so that two senders never wait for each other in a circle.
 */
export function messageJobs(from: string): string {
  return `
    select job.id
    from (
      select target.session_id
      from ${from} reader
      join accounts on accounts.id = reader.account_id and accounts.notify_messages
      join push_targets target on target.account_id = reader.account_id
      order by target.session_id
    ) device
    cross join lateral graphile_worker.add_job('pushMessages', json_build_object('sessionId', device.session_id),
      max_attempts := ${USUAL_ATTEMPTS}, job_key := 'messages ' || device.session_id) job`;
}
