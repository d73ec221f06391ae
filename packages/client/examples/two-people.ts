// Two people sign up, exchange messages and run a call's signalling to its end:
// node packages/client/examples/two-people.ts http://localhost:3000
import { argv } from 'node:process';
import { createClient, type CallView } from '@parley/client';

const origin = argv[2] ?? 'http://localhost:3000';
const [ann, ben] = [createClient({ origin, media: false }), createClient({ origin, media: false })];
const unique = Date.now().toString(36);
await ann.account.signUp({ handle: `ann_${unique}`, displayName: 'Ann', password: 'correct horse' });
await ben.account.signUp({ handle: `ben_${unique}`, displayName: 'Ben', password: 'battery staple' });
await Promise.all([ann.online(), ben.online()]);
const { placingRequires } = await ann.request('getMe', {});
if (placingRequires === 'premium') await ann.plan.completeDemoCheckout(); // a demo charges nothing

const { id, peer } = await ann.conversations.open(`ben_${unique}`);
await ann.messages.send(id, 'May I call you?');
await ben.messages.send(id, 'Yes, please.'); // Ben has written to Ann
await ben.people.follow(`ann_${unique}`); // and follows her: now she may ring him.

const ringing = new Promise<CallView>((resolve) => ben.calls.onIncoming(resolve));
const callId = ann.calls.place(peer, 'audio');
(await ringing).actions.accept?.();
await ann.calls.until(callId, 'connected');
ann.calls.get(callId)?.actions.hangUp?.();
const { ended } = await ben.calls.until(callId, 'ended');
console.log(`Ann called ${peer.displayName}: ${ended?.outcome}`);
for (const client of [ann, ben]) client.close();
