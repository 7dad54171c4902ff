/**
 * One PostgreSQL for the whole run, in the process that the test runner starts its workers from: started when a
 * test asks for its first database, and given one database after the other.
 */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type PostgresServer, startPostgres } from '../../testkit/postgres/start-postgres.js';

/** The workers' address of it, from their environment. */
const ADDRESS = 'TEST_DATABASES_URL';

let desk: Server;
let postgres: Promise<PostgresServer> | undefined;

export async function openDatabases(): Promise<void> {
  desk = createServer((_request, response) => {
    postgres ??= startPostgres().catch((error: unknown) => {
      postgres = undefined;
      throw error;
    });
    postgres
      .then((server) => server.newDatabase())
      .then(
        (url) => response.end(url),
        (error: unknown) => response.writeHead(500).end(String(error)),
      );
  });
  await new Promise<void>((resolve) => desk.listen(0, '127.0.0.1', resolve));
  process.env[ADDRESS] = `http://127.0.0.1:${(desk.address() as AddressInfo).port}`;
}

export async function closeDatabases(): Promise<void> {
  desk.closeAllConnections();
  await new Promise((resolve) => desk.close(resolve));
  await (await postgres?.catch(() => undefined))?.stop();
}

/** Creates an empty database on the PostgreSQL of this run and returns its URL. */
export async function newDatabase(): Promise<string> {
  const response = await fetch(process.env[ADDRESS] ?? '', { method: 'POST' });
  const text = await response.text();
  if (!response.ok) throw new Error(text);
  return text;
}
