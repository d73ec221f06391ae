export { createMemoryStorage, fakeId, FakePorts } from './fake-ports.ts';
export { Refusal, ScriptedServer } from './scripted-server.ts';
export {
  ANN,
  BEN,
  createSignedInClient,
  createTestClient,
  fakeConversation,
  fakePerson,
} from './test-client.ts';
export type { TestClient } from './test-client.ts';
