import { peerAddress, readAddress } from './peer-address.ts';
import { openRelayLine, readTurnUrl } from './relay-line.ts';
import type { Parts, RelayLine } from './relay-line.ts';
import { allocationOf, attribute, ATTRIBUTE, GIVE_BACK, METHOD, writeIndication } from './stun-message.ts';
import type { Answer, Credential, Family } from './stun-message.ts';

/** coturn refuses the first of a new user's requests while it works out the key, and one with a stale nonce. */
const MOST_TRIES = 3;

/** Channels are numbered from here (RFC 8656, section 12). */
const FIRST_CHANNEL = 0x4000;

/** A place at a relay, held as a device holds one. */
export interface Allocation {
  /** Where peers would reach it; undefined where the relay did not say. */
  relayedAddress: string | undefined;
  /** Asks for a way to a peer, as `CreatePermission` and as `ChannelBind`. undefined: no answer in time. */
  permit: (peer: string) => Promise<Answer | undefined>;
  bind: (peer: string, port: number) => Promise<Answer | undefined>;
  /** Sends to a peer, permitted or not. */
  send: (peer: string, port: number, data: Buffer) => void;
}

/** What asking for a place came to. */
type Allocated =
  | { outcome: 'granted'; allocation: Allocation }
  /** It answers, and does not take our credentials: another TURN_SECRET, or its clock is wrong. */
  | { outcome: 'refused'; errorCode: number }
  | { outcome: 'silent' };

function hold(line: RelayLine, known: Credential, relayedAddress: string | undefined): Allocation {
  let nonce = known.nonce;
  let channel = FIRST_CHANNEL;
  const askAgain = async (method: number, parts: Parts): Promise<Answer | undefined> => {
    let answer: Answer | undefined;
    for (let tries = 0; tries < MOST_TRIES; tries += 1) {
      answer = await line.ask(method, { ...known, nonce }, parts);
      if (answer?.errorCode !== 438) return answer;
      nonce = answer.nonce;
    }
    return answer;
  };
  return {
    relayedAddress,
    permit: (peer) => askAgain(METHOD.createPermission, (transaction) => [peerAddress(peer, 0, transaction)]),
    bind: (peer, port) => {
      const number = Buffer.alloc(4);
      number.writeUInt16BE(channel);
      channel += 1;
      return askAgain(METHOD.bindChannel, (transaction) => [
        attribute(ATTRIBUTE.channelNumber, number),
        peerAddress(peer, port, transaction),
      ]);
    },
    send: (peer, port, data) =>
      line.tell((transaction) =>
        writeIndication(transaction, [peerAddress(peer, port, transaction), attribute(ATTRIBUTE.data, data)]),
      ),
  };
}

/**
 * Takes a place at a relay, does something with it, and gives it back. `limitMs`: for all of that.
 */
export async function withAllocation<T>(
  url: string,
  given: { username: string; credential: string },
  options: { family: Family; limitMs: number },
  work: (allocated: Allocated) => Promise<T>,
): Promise<T> {
  const address = readTurnUrl(url);
  if (address === undefined) return work({ outcome: 'silent' });
  const line = openRelayLine(address, options.limitMs);
  try {
    let answer = await line.ask(METHOD.allocate, undefined, () => allocationOf(options.family));
    for (let tries = 1; tries <= MOST_TRIES && answer !== undefined; tries += 1) {
      const known: Credential = {
        ...{ username: given.username, password: given.credential },
        ...{ realm: answer.realm, nonce: answer.nonce },
      };
      answer = await line.ask(METHOD.allocate, known, () => allocationOf(options.family));
      if (answer?.outcome !== 'granted') continue;
      const relayed = readAddress(answer.relayed, answer.transaction);
      const result = await work({ outcome: 'granted', allocation: hold(line, known, relayed) });
      // Its place is free again at once.
      await line.ask(METHOD.refresh, known, () => GIVE_BACK);
      return result;
    }
    return await work(
      answer === undefined ? { outcome: 'silent' } : { outcome: 'refused', errorCode: answer.errorCode },
    );
  } finally {
    line.close();
  }
}
