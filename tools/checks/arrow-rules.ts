// Who may import what: the arrows of ARCHITECTURE.md as tables. What a table does not list is forbidden.

/** How much of the target may be used: everything, or only what vanishes with the types. */
type Allowance = 'values' | 'types';

type Table = Readonly<Record<string, Readonly<Record<string, Allowance>>>>;

/** The packages, by folder. */
export const PACKAGE_FOLDERS: Readonly<Record<string, string>> = {
  protocol: 'packages/protocol',
  core: 'packages/core',
  server: 'packages/server',
  client: 'packages/client',
  web: 'apps/web',
  bench: 'bench',
  e2e: 'e2e',
  tools: 'tools',
};

/** Between packages. */
export const PACKAGE_ARROWS: Table = {
  protocol: {},
  core: { protocol: 'types' },
  server: { core: 'values', protocol: 'values' },
  client: { core: 'values', protocol: 'values' },
  web: { client: 'values', protocol: 'values' },
  bench: { client: 'values', protocol: 'values' },
  e2e: { client: 'values', protocol: 'values' },
  tools: {},
};

/** Packages that live on almost nothing: what else they may import. */
export const ALLOWED_EXTERNALS: Readonly<Record<string, readonly string[]>> = {
  protocol: ['zod'],
  core: [],
};

/** What stands behind the ports; only app.ts, which constructs them, gets more than their types. */
const ADAPTERS: Readonly<Record<string, Allowance>> = {
  store: 'types',
  bus: 'types',
  turn: 'types',
  push: 'types',
  billing: 'types',
  mail: 'types',
  sms: 'types',
  rollout: 'types',
  contacts: 'types',
};

/** What everyone in the server may use: the ports, and the files beside the folders (`root`). */
const SHARED: Readonly<Record<string, Allowance>> = { ports: 'values', root: 'values' };

/**
 * Inside the server, by folder: ws|http → commands → core + ports; an effect's timer is a way in like theirs.
 * A new folder needs a line here.
 */
const SERVER_ARROWS: Table = {
  ws: { ...SHARED, ...ADAPTERS, commands: 'values', auth: 'values', http: 'types', effects: 'types' },
  http: {
    ...SHARED,
    ...ADAPTERS,
    commands: 'values',
    auth: 'values',
    contacts: 'values',
    admin: 'values',
    ws: 'types',
    effects: 'types',
  },
  commands: { ...SHARED, ...ADAPTERS, auth: 'values', effects: 'types' },
  effects: { ...SHARED, ...ADAPTERS, auth: 'values', commands: 'values' },
  auth: { ...SHARED, ...ADAPTERS },
  demo: { ...SHARED, ...ADAPTERS, auth: 'values', commands: 'values', contacts: 'values' },
  // What a job does is decided where the same thing is done by hand.
  jobs: { ...SHARED, ...ADAPTERS, auth: 'values', commands: 'values', effects: 'types' },
  admin: { ...SHARED, ...ADAPTERS, auth: 'values', commands: 'values', jobs: 'types' },
  // Asks the relay as a device would.
  doctor: { ...SHARED, ...ADAPTERS, turn: 'values', push: 'values' },
  store: SHARED,
  bus: SHARED,
  turn: SHARED,
  push: { ...SHARED, auth: 'values' },
  billing: SHARED,
  mail: SHARED,
  sms: SHARED,
  rollout: { ...SHARED, store: 'types' },
  contacts: { ...SHARED, auth: 'values', mail: 'types', sms: 'types' },
  ports: { ...ADAPTERS, root: 'types', auth: 'types', commands: 'types', effects: 'types', jobs: 'types' },
  root: { ports: 'types' },
};

/** Inside the web app, by folder. The files beside the folders are absent: they put the pages together. */
const WEB_ARROWS: Table = {
  features: { sdk: 'values', ui: 'values', text: 'values', pwa: 'values' },
  sdk: { ui: 'values', text: 'values' },
  pwa: { ui: 'values', text: 'values' },
  ui: { text: 'values' },
  text: {},
};

/** A package whose rooms have arrows of their own. */
export interface House {
  arrows: Table;
  /** Files beside the folders that put everything together; they may import all, no room may import them. */
  isRoot: (file: string) => boolean;
}

/** The packages with rooms. */
export const HOUSES: Readonly<Record<string, House>> = {
  server: { arrows: SERVER_ARROWS, isRoot: (file) => ['app', 'start', 'main', 'cli'].includes(file) },
  web: { arrows: WEB_ARROWS, isRoot: () => true },
};
