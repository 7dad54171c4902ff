import type { PoolUnderTest } from './pool.js';
import { createPoolServer, type ServerSetup } from './server-process.js';

/** The output of a server that failed to start; undefined when it started. */
export async function failedStart(
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
