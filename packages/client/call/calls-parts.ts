import type { AccountId, ConversationId, Person } from '@parley/protocol';
import type { Connection } from '../connection/connection.ts';
import type { Request } from '../http.ts';
import type { Ports } from '../ports.ts';
import type { DeviceIdentity, Pins } from './identity/index.ts';
import type { DeviceChoices } from './media/device-choices.ts';

/** What the calls of a client are made of. */
export interface CallsParts {
  connection: Connection;
  request: Request;
  ports: Ports;
  relayOnly: boolean;
  devices: DeviceChoices;
  identity: (accountId: AccountId) => Promise<DeviceIdentity | undefined>;
  pins: (accountId: AccountId) => Pins;
  /** The server connects calls while they ring, and the person here has not turned that off (CALL-40). */
  mayPreconnect: () => boolean;
  /** Who the conversation is with. */
  lookUpPeer: (conversationId: ConversationId) => Promise<Person>;
}
