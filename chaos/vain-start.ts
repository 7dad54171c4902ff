import type { PoolUnderTest } from './pool.js';
import { createPoolServer, type ServerSetup } from './server-process.js';

/** What a server printed that ended at its start; undefined where it opened. */
export async function vainStart(
  { folder, env }: Pick<PoolUnderTest, 'folder' | 'env'>,
  setup: Partial<ServerSetup>,
): Promise<string | undefined> {
  const server = await createPoolServer({ cwd: folder, env, ...setup });
  try {
    await server.start();
    return undefined;
  } catch {
    return server.printed().trim();
  } finally {
    await server.stop();
  }
}
