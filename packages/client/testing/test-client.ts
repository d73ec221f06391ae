import type { AccountId, Conversation, ConversationId, Me, Person, SessionId } from '@parley/protocol';
import type { ClientOptions, ParleyClient } from '../api.ts';
import { assembleClient } from '../client.ts';
import type { MediaPorts } from '../ports.ts';
import { createMemoryStorage, FakePorts, fakeId } from './fake-ports.ts';
import { ScriptedServer } from './scripted-server.ts';

/** A person with a valid id. */
export function fakePerson(number: number, handle: string): Person {
  // A test's own ids; the brand says what they name.
  return { id: fakeId(number, 'a') as AccountId, handle, displayName: handle, verified: false };
}

/** The one who is signed in. */
export const ANN = fakePerson(1, 'ann');
/** The one at the other end. */
export const BEN = fakePerson(2, 'ben');

const ME: Me = {
  person: ANN,
  isAdmin: false,
  isDemo: false,
  callsAvailable: true,
  callSettings: {
    enabled: true,
    audiences: { addressBook: true, following: true, verified: false, everyone: false },
    tellBusy: false,
  },
  callPrivacy: { enhanced: false, preconnect: true, earlyVideo: false },
  relayAvailable: true,
  preconnectAvailable: true,
  placingRequires: 'nobody',
  plan: { premium: false, untilMs: null, renews: false },
  addressBook: { region: null, syncNames: false, discoverable: true },
  notifications: { incomingCalls: true, missedCalls: true, messages: true },
};

/** Ann's conversation with Ben, empty unless told otherwise. */
export function fakeConversation(more: Partial<Conversation> = {}): Conversation {
  return {
    id: fakeId(1, 'b') as ConversationId,
    peer: BEN,
    folder: 'inbox',
    lastSeq: 0,
    lastMessage: null,
    lastActivityAtMs: 0,
    readSeq: 0,
    peerReadSeq: 0,
    unread: 0,
    youBlock: false,
    muted: false,
    callAccess: 'allowed',
    ...more,
  };
}

export interface TestClient {
  client: ParleyClient;
  server: ScriptedServer;
  ports: FakePorts;
}

/**
 * A real client whose whole outside is a script: for tests of what is built on it. Nobody is signed in yet.
 *
 * @param server one that another client has used, where that one starts again
 * @param tabStorage of the same tab, where its page is loaded again
 */
export function createTestClient(
  options: Partial<ClientOptions> = {},
  media?: MediaPorts,
  server = new ScriptedServer(ME, fakeId(1, 'd') as SessionId),
  tabStorage = createMemoryStorage(),
): TestClient {
  const storage = options.storage === false ? undefined : options.storage;
  const ports = new FakePorts(server, media, storage, tabStorage);
  return {
    client: assembleClient({ origin: 'http://parley.test', carry: 'bearer', ...options }, ports),
    server,
    ports,
  };
}

/** The same, with Ann signed in and connected. */
export async function createSignedInClient(
  options: Partial<ClientOptions> = {},
  media?: MediaPorts,
): Promise<TestClient> {
  const test = createTestClient(options, media);
  await test.client.account.signIn({ handle: ANN.handle, password: 'correct horse' });
  await test.client.online();
  return test;
}
