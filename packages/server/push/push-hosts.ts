/** The push services of the browsers. Each gives its subscribers addresses under one of these. */
const KNOWN_HOSTS = [
  'fcm.googleapis.com',
  '*.push.services.mozilla.com',
  '*.notify.windows.com',
  '*.push.apple.com',
] as const;

const HTTPS_PORT = 443;

/** A host whose endpoints are accepted; `*.` in front stands for one or more names. */
export interface PushHost {
  name: string;
  port: number;
}

/** As an operator writes it: `push.example.org`, `*.push.example.org` or `push.example.org:8443`. */
export function parsePushHost(text: string): PushHost | undefined {
  const [, name, port] =
    /^((?:\*\.)?[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?)(?::(\d{1,5}))?$/.exec(text) ?? [];
  if (name === undefined) return undefined;
  const number = port === undefined ? HTTPS_PORT : Number(port);
  return number >= 1 && number <= 65_535 ? { name, port: number } : undefined;
}

function isNamed(host: string, name: string): boolean {
  if (!name.startsWith('*.')) return host === name;
  const suffix = name.slice(1);
  // No name at all is none: `..example.org` is nobody's host.
  return host.endsWith(suffix) && host.slice(0, -suffix.length).split('.').every(Boolean);
}

/** The known push services and those that the operator added. */
export function allPushHosts(added: readonly PushHost[]): PushHost[] {
  return [...KNOWN_HOSTS.map((name) => ({ name, port: HTTPS_PORT })), ...added];
}

/** Whether the address, parsed, is one of these hosts; a port left out is 443. */
export function isPushHost(url: URL, hosts: readonly PushHost[]): boolean {
  const port = url.port === '' ? HTTPS_PORT : Number(url.port);
  return hosts.some((host) => host.port === port && isNamed(url.hostname, host.name));
}
