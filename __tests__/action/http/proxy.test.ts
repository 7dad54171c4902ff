import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ROOT } from '../fetch/fetch-job.js';
import { type ConnectProxy, startConnectProxy, startTlsEcho, type TlsEcho } from './connect-proxy.js';

const NAME = 'pool.corp.test';

describe('a job behind a proxy', () => {
  let folder: string;
  let server: TlsEcho;
  let proxy: ConnectProxy;
  beforeEach(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'proxy-'));
    server = await startTlsEcho(NAME);
  });
  afterEach(async () => {
    await proxy.close();
    await server.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Runs the committed main against a pool whose name only the proxy knows; its answer is not a lease. */
  const runMain = async (env: { [name: string]: string }, poolUrl = `https://${NAME}`) => {
    const authority = path.join(folder, 'authority.pem');
    writeFileSync(authority, server.certificate);
    for (const name of ['GITHUB_OUTPUT', 'GITHUB_STATE']) writeFileSync(path.join(folder, name), '');
    const child = spawn(process.execPath, [path.join(ROOT, 'dist/fetch-token/main/index.js')], {
      env: {
        PATH: process.env.PATH,
        GITHUB_OUTPUT: path.join(folder, 'GITHUB_OUTPUT'),
        GITHUB_STATE: path.join(folder, 'GITHUB_STATE'),
        NODE_EXTRA_CA_CERTS: authority,
        'INPUT_POOL-URL': poolUrl,
        'INPUT_API-SECRET': 'pool_key_0123456789',
        'INPUT_GITHUB-API-URL': `https://127.0.0.1:${server.port}`,
        'INPUT_TIMEOUT-SECONDS': '2',
        INPUT_REQUIRED: 'true',
        ...env,
      },
    });
    return outputOf(child);
  };

  it('reaches an https pool through it, by a name that only the proxy knows', async () => {
    proxy = await startConnectProxy(server.port);
    const output = await runMain({ https_proxy: `http://127.0.0.1:${proxy.port}` });
    expect(proxy.asked).toEqual([`${NAME}:443 none`]);
    // The server's answer was read, so the tunnel and TLS worked.
    expect(output).toContain('it carries no leases');
  });

  it('sends the password to the proxy only', async () => {
    proxy = await startConnectProxy(server.port, 'p@ss');
    const output = await runMain({ HTTPS_PROXY: `http://user:p%40ss@127.0.0.1:${proxy.port}` });
    expect(output).toContain('it carries no leases');
    expect(output).not.toContain('p@ss');
  });

  it('says that the proxy requires a password', async () => {
    proxy = await startConnectProxy(server.port, 'other');
    const output = await runMain({ https_proxy: `http://127.0.0.1:${proxy.port}` });
    expect(output).toContain('answered 407 to CONNECT');
  });

  it('bypasses it for names in no_proxy', async () => {
    proxy = await startConnectProxy(server.port);
    const env = { https_proxy: `http://127.0.0.1:${proxy.port}`, no_proxy: 'other.test,.corp.test' };
    const output = await runMain(env);
    expect(proxy.asked).toEqual([]);
    expect(output).toContain(`${NAME} cannot be reached`);
  });

  it('bypasses it for loopback', async () => {
    proxy = await startConnectProxy(server.port);
    const output = await runMain(
      { https_proxy: `http://127.0.0.1:${proxy.port}` },
      `https://127.0.0.1:${server.port}`,
    );
    expect(proxy.asked).toEqual([]);
    expect(output).toContain('it carries no leases');
  });

  it("says in one line that the pool's certificate cannot be verified", async () => {
    proxy = await startConnectProxy(server.port);
    const env = { https_proxy: `http://127.0.0.1:${proxy.port}`, NODE_EXTRA_CA_CERTS: '' };
    expect(await runMain(env)).toMatch(/^::error::The pool cannot be used: TLS with \S+ failed \(\w+\)/m);
  });

  it('says in one line that the certificate is for another host', async () => {
    proxy = await startConnectProxy(server.port);
    const output = await runMain(
      { https_proxy: `http://127.0.0.1:${proxy.port}` },
      'https://wrong.corp.test',
    );
    expect(errorsIn(output)).toEqual([
      expect.stringMatching(/TLS with wrong\.corp\.test failed \(ERR_TLS_CERT_ALTNAME_INVALID\)/),
    ]);
  });

  it("says in one line that the pool's certificate has expired", async () => {
    await server.close();
    server = await startTlsEcho(NAME, Date.now() - 60_000);
    proxy = await startConnectProxy(server.port);
    const output = await runMain({ https_proxy: `http://127.0.0.1:${proxy.port}` });
    expect(errorsIn(output)).toEqual([
      expect.stringMatching(/TLS with pool\.corp\.test failed \(CERT_HAS_EXPIRED\)/),
    ]);
  });
});

const errorsIn = (output: string) => output.split('\n').filter((line) => /error|Error/.test(line));

function outputOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    child.stdout?.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.stderr?.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.on('close', () => resolve(Buffer.concat(chunks).toString('utf8')));
  });
}
