import { isLoopback } from '../config.ts';
import type { Config } from '../config.ts';
import type { Relay } from '../turn/credentials.ts';
import { readTurnUrl } from '../turn/relay-line.ts';
import { failed, passed, skipped } from './finding.ts';
import type { Finding } from './finding.ts';

const LEAST_SECRET = 16;

function checkOrigin({ origin, local, host }: Config): Finding {
  const check = 'Address';
  if (local)
    return passed(
      check,
      `a demo on this machine (${origin ?? host}); browsers trust a page of their own machine.`,
    );
  if (origin === undefined || !origin.startsWith('https://')) {
    return failed(
      check,
      `${origin ?? host} is not https.`,
      'Browsers give microphone and camera to https pages only: put a certificate in front and set PARLEY_ORIGIN=https://….',
    );
  }
  return passed(check, `${origin} is https.`);
}

function checkMode({ mode, local }: Config): Finding[] {
  if (local || mode === 'production') return [];
  return [
    failed(
      'Mode',
      'others reach this server, and it runs as a demo.',
      'Set PARLEY_ENV=production: the first account then becomes the administrator.',
    ),
  ];
}

function checkAddresses(relay: Relay, { local }: Config): Finding[] {
  const check = 'Relay addresses';
  const relays = relay.urls.flatMap((url) => (url.startsWith('turn') ? [url] : []));
  const unread = relays.filter((url) => readTurnUrl(url) === undefined);
  if (unread.length > 0)
    return [failed(check, `${unread.join(', ')} cannot be read.`, 'Write turn:host:port?transport=udp.')];
  const places = relays.flatMap((url) => readTurnUrl(url) ?? []);
  if (places.length === 0) {
    return [failed(check, 'there is only STUN, which relays nothing.', 'Add turn: addresses to TURN_URLS.')];
  }
  const findings: Finding[] = [];
  const nearby = places.filter(({ host }) => isLoopback(host));
  if (!local && nearby.length > 0) {
    const says = `${nearby.map(({ host }) => host).join(', ')} means each device itself.`;
    findings.push(failed(check, says, 'Give the relay’s public name or address in TURN_URLS.'));
  }
  if (!places.some(({ secure }) => secure) && !local) {
    findings.push(
      skipped(
        'Relay over TLS',
        'no turns: address is set.',
        'Networks that let only https through need one, best on port 443: turns:turn.example.org:443?transport=tcp.',
      ),
    );
  }
  return findings.length > 0 ? findings : [passed(check, `${relays.join(', ')}.`)];
}

/** What can be seen of the settings alone (DOC-3). */
export function checkSettings(config: Config, relay: Relay | undefined): Finding[] {
  const findings = [checkOrigin(config), ...checkMode(config)];
  if (relay === undefined) {
    const mend = config.local
      ? 'Install coturn (on Debian: apt-get install --no-install-recommends coturn) and start Parley: it runs a relay by itself. Where Parley does not run just now, start it and run doctor again.'
      : 'Run coturn with deploy/coturn/turnserver.conf, and set TURN_URLS and TURN_SECRET.';
    return [
      ...findings,
      failed(
        'Relay',
        'there is none: no call can hide an address, none is connected while it rings, and strict firewalls stop calls.',
        mend,
      ),
    ];
  }
  if (config.turn !== undefined && relay.secret.length < LEAST_SECRET) {
    const mend = 'Make one with "openssl rand -base64 32"; set it in coturn and in TURN_SECRET.';
    findings.push(failed('Relay secret', `it has ${relay.secret.length} characters.`, mend));
  }
  return [...findings, ...checkAddresses(relay, config)];
}
