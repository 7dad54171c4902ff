import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { startPool } from '../demo/pool-process.js';
import { startGitHub } from '../testkit/github/start-github.js';

/**
 * The service of the end-to-end workflow: a stand-in for GitHub, and this checkout's pool with one lent token and one
 * key. Writes their addresses to the step's outputs. Runs until it is stopped.
 */
async function serve(outputFile: string): Promise<void> {
  const github = await startGitHub({});
  const ada = github.addUser({ login: 'ada' });
  const { token } = github.addToken(ada, { kind: 'oauth' });
  const folder = mkdtempSync(join(tmpdir(), 'e2e-'));
  const pool = await startPool({
    folder,
    githubApiUrl: github.apiUrl,
    githubServerUrl: github.serverUrl,
  });
  await pool.command(['token', 'add'], token);
  const { key } = JSON.parse(await pool.command(['key', 'create', '--name', 'e2e', '--json']));
  const stop = async () => {
    await pool.close();
    await github.close();
    rmSync(folder, { recursive: true });
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  // The secret is useless outside this job: client and server use the runner's loopback.
  const outputs = { 'pool-url': pool.url, 'api-secret': key, 'github-api-url': github.apiUrl };
  appendFileSync(
    outputFile,
    Object.entries(outputs)
      .map(([name, value]) => `${name}=${value}\n`)
      .join(''),
  );
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const outputFile = process.env.GITHUB_OUTPUT;
  if (!outputFile) throw new Error('e2e-service: GITHUB_OUTPUT is not set');
  await serve(outputFile);
}
