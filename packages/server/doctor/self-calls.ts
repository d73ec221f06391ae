// A direct, a UDP-relay and a TCP-relay call of a browser to itself (DOC-6), by the script of the members' page.

import { readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { fileURLToPath } from 'node:url';
import type { IceServer } from '@parley/protocol';
import { openChromium } from './chromium.ts';
import type { Browser } from './chromium.ts';
import { failed, passed, skipped } from './finding.ts';
import type { Finding } from './finding.ts';

const SCRIPT = fileURLToPath(new URL('../../../apps/web/features/doctor/self-call.ts', import.meta.url));

/** Longer than a relay over a poor line takes. */
const LIMIT_MS = 15_000;

const ROUTES = ['direct', 'relayUdp', 'relayTcp'] as const;
export type Route = (typeof ROUTES)[number];

const NAME: Record<Route, string> = {
  direct: 'Direct call',
  relayUdp: 'Call through the relay over UDP',
  relayTcp: 'Call through the relay over TCP',
};

/** As the script tells it, see self-call.ts. */
export interface Outcome {
  outcome: 'passed' | 'noServer' | 'noPath' | 'noMedia' | 'broken';
  connectedAfterMs?: number;
  relayed?: boolean;
  errors?: string[];
  there?: { sound: boolean; pictures: number };
  back?: { sound: boolean; pictures: number };
  message?: string;
}

const NO_PLACE =
  'See what the relay says above. Its ports, 3478 and the range of min-port to max-port, must be open in every firewall.';
const NO_WAY_THROUGH =
  'The relay gives places, and two of them do not reach each other: open the UDP ports of min-port to max-port, set external-ip where the relay is behind a NAT, and where its own address lies in a denied range, add allowed-peer-ip with that one address.';

/** What an outcome says to an operator. */
export function judgeCall(route: Route, { outcome, ...seen }: Outcome): Finding {
  const check = NAME[route];
  switch (outcome) {
    case 'passed':
      return passed(
        check,
        `sound and picture decoded both ways, connected after ${seen.connectedAfterMs} ms.`,
      );
    case 'noServer':
      return failed(
        check,
        'no address of the relay is for that.',
        route === 'relayTcp'
          ? 'Add an address with ?transport=tcp, or a turns: one, to TURN_URLS: some networks let no UDP through.'
          : 'Add the address of a relay to TURN_URLS.',
      );
    case 'noPath': {
      const errors = seen.errors?.length ? ` The browser says: ${seen.errors.join('; ')}.` : '';
      if (route === 'direct')
        return failed(check, `the two ends did not connect.${errors}`, 'Does this machine have a network?');
      return seen.relayed === true
        ? failed(check, `the two ends did not connect.${errors}`, NO_WAY_THROUGH)
        : failed(check, `the relay gave no place.${errors}`, NO_PLACE);
    }
    case 'noMedia': {
      const { there, back } = seen;
      const ways = [there, back].map(
        (way) => `${way?.sound === true ? 'sound' : 'no sound'} and ${way?.pictures ?? 0} pictures`,
      );
      return failed(
        check,
        `connected, and decoded ${ways.join(' one way, ')} the other.`,
        'Something in between loses packets: look at max-bps of the relay and at the machine’s load.',
      );
    }
    case 'broken':
      return failed(check, `the browser could not do it: ${seen.message}.`, 'Try a newer Chromium.');
  }
}

/** The script without its types. */
function readScript(): string {
  const emitWarning = Reflect.get(process, 'emitWarning');
  // Node says each time that this is new; it is no word for an operator.
  process.emitWarning = () => undefined;
  try {
    // A module's exports become globals of the evaluated script.
    return stripTypeScriptTypes(readFileSync(SCRIPT, 'utf8')).replaceAll(/^export /gm, '');
  } finally {
    process.emitWarning = emitWarning;
  }
}

async function callBy(
  browser: Browser,
  route: Route,
  servers: readonly IceServer[],
  limitMs: number,
): Promise<Finding> {
  const call = `placeSelfCall(${JSON.stringify(route)}, ${JSON.stringify(servers)}, ${limitMs})`;
  // Our own script's answer.
  return judgeCall(route, (await browser.evaluate(call)) as Outcome);
}

/**
 * Places the three calls in a browser. Without a relay only the direct one. `chromium`: its file; undefined where this
 * machine has none, and the calls are told as not checked.
 */
export async function checkCalls(
  chromium: string | undefined,
  servers: readonly IceServer[],
  limitMs = LIMIT_MS,
): Promise<Finding[]> {
  const routes = servers.length === 0 ? (['direct'] as const) : ROUTES;
  if (chromium === undefined) {
    return routes.map((route) =>
      skipped(
        NAME[route],
        'there is no Chromium on this machine to place a call with.',
        'Install one (on Debian: apt-get install --no-install-recommends chromium), or sign in from a browser and open Settings → Check calls.',
      ),
    );
  }
  const browser = await openChromium(chromium);
  try {
    await browser.evaluate(readScript());
    const findings: Finding[] = [];
    for (const route of routes) findings.push(await callBy(browser, route, servers, limitMs));
    return findings;
  } finally {
    await browser.close();
  }
}
