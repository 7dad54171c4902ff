import { afterAll, beforeAll, describe } from '@jest/globals';
import { storeConformance } from './conformance.js';
import { type PostgresServer, startPostgres } from './postgres-server.js';

let server: PostgresServer;

beforeAll(async () => {
  server = await startPostgres();
}, 120_000);
afterAll(() => server.stop());

describe('the store on PostgreSQL', () => {
  storeConformance({ newUrl: () => server.newDatabase() });
});
