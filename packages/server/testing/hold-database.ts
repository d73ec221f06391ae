// Run by embedded.test.ts as a process of its own: starts a database and holds it until it is killed.

import { startEmbeddedPostgres } from '../store/embedded.ts';

const [dataDir = ''] = process.argv.slice(2);
const { connection } = await startEmbeddedPostgres({ dataDir, log: (line) => console.error(line) });
console.log(JSON.stringify(connection));
setInterval(() => undefined, 1000);
