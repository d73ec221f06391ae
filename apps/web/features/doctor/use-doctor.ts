import type { ParleyClient } from '@parley/client';
import { useEffect, useRef, useState } from 'react';
import { useClient } from '../../sdk/client-context.tsx';
import { doctorText as text } from '../../text/doctor.ts';
import { CHECKS, judgeDevice, judgeSelfCall, judgeServer } from './checks.ts';
import type { CheckName, CheckState, Verdict } from './checks.ts';
import { placeSelfCall } from './self-call.ts';
import type { SelfCallRoute } from './self-call.ts';

/** Longer than a call takes over any line that is of use, in milliseconds. */
const CALL_LIMIT_MS = 12_000;
const PING_LIMIT_MS = 5_000;

type Results = Readonly<Record<CheckName, CheckState>>;

const ALL_WAITING: Results = {
  server: { status: 'waiting' },
  direct: { status: 'waiting' },
  relayUdp: { status: 'waiting' },
  relayTcp: { status: 'waiting' },
  microphone: { status: 'waiting' },
  camera: { status: 'waiting' },
};

async function ping({ ping: ask }: ParleyClient): Promise<number | undefined> {
  const late = new Promise<undefined>((resolve) => setTimeout(() => resolve(undefined), PING_LIMIT_MS));
  return await Promise.race([ask().catch(() => undefined), late]);
}

/** The relay is lent once for both calls (DOC-2). */
function lendRelay(client: ParleyClient) {
  let lent: Promise<Parameters<typeof placeSelfCall>[1] | undefined> | undefined;
  return () =>
    (lent ??= client.request('lendRelay', {}).then(
      ({ iceServers }) => iceServers,
      () => undefined,
    ));
}

async function hasDevice(kind: MediaDeviceKind): Promise<boolean | undefined> {
  // Absent where the page is not secure, whatever the DOM types say.
  const devices = await (navigator.mediaDevices as MediaDevices | undefined)?.enumerateDevices();
  return devices?.some((device) => device.kind === kind);
}

async function callSelf(route: SelfCallRoute, relay: ReturnType<typeof lendRelay>): Promise<Verdict> {
  const servers = route === 'direct' ? [] : await relay();
  if (servers === undefined) return { status: 'failed', says: text.relayUnknown };
  return judgeSelfCall(route, await placeSelfCall(route, servers, CALL_LIMIT_MS));
}

async function look(
  name: CheckName,
  client: ParleyClient,
  relay: ReturnType<typeof lendRelay>,
): Promise<Verdict> {
  switch (name) {
    case 'server':
      return judgeServer(await ping(client));
    case 'direct':
    case 'relayUdp':
    case 'relayTcp':
      return await callSelf(name, relay);
    case 'microphone':
      return judgeDevice(name, await hasDevice('audioinput').catch(() => undefined));
    case 'camera':
      return judgeDevice(name, await hasDevice('videoinput').catch(() => undefined));
  }
}

/** Runs the checks one after the other: each has the device to itself. */
export function useDoctor() {
  const client = useClient();
  const [results, setResults] = useState<Results>(ALL_WAITING);
  const [state, setState] = useState<'idle' | 'running' | 'done'>('idle');
  const isGone = useRef(false);
  useEffect(() => {
    isGone.current = false;
    return () => {
      isGone.current = true;
    };
  }, []);

  const run = async () => {
    setState('running');
    setResults(ALL_WAITING);
    const relay = lendRelay(client);
    for (const name of CHECKS) {
      setResults((known) => ({ ...known, [name]: { status: 'running' } }));
      const verdict = await look(name, client, relay);
      if (isGone.current) return;
      setResults((known) => ({ ...known, [name]: verdict }));
    }
    setState('done');
  };
  return { results, state, start: () => void run() };
}
