import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { selfSigned } from '../../../bench/certificate.js';
import { API_KEY, annotationsOf, aScene, type Scene } from '../fetch/fetch-job.js';
import { type ScriptedPool, startScriptedPool } from '../fetch/scripted-pool.js';
import { foreignKey } from './candidate-scene.js';

describe('a wrong address or ID', () => {
  let scene: Scene;
  let server: ScriptedPool;
  beforeEach(async () => {
    scene = await aScene();
    server = await startScriptedPool(() => ({
      status: 404,
      body: { error: { code: 'not_found', message: 'there is no such address here' } },
    }));
  });
  afterEach(async () => {
    await server.close();
    await scene.dispose();
  });

  const lineFor = async (inputs: { [name: string]: string }) => {
    const { step } = await scene.fetchToken({ 'timeout-seconds': '3', required: 'false', ...inputs });
    expect(annotationsOf(step)).toHaveLength(1);
    return annotationsOf(step)[0] ?? '';
  };
  const hostOf = () => new URL(server.url).host;

  it('with a wrong path gives the advice to leave the path out', async () => {
    const line = await lineFor({ 'pool-url': `${server.url}/app/`, 'api-secret': API_KEY });
    expect(line).toMatch(/^warning: No pool answers at pool-url: 127\.0\.0\.1:\d+ knows neither .* \(404\)/);
    expect(line).toContain('pool-url has a path: leave it out');
    expect(line).not.toContain('lease.');
  });

  it('of a server that is not a pool gives the advice to correct it', async () => {
    const line = await lineFor({ 'pool-url': server.url, 'api-secret': API_KEY });
    expect(line).toContain('No pool answers at pool-url');
    expect(line).toContain('Correct pool-url.');
    expect(line).not.toContain('has a path');
  });

  it('with a query is refused before anything is sent', async () => {
    const line = await lineFor({ 'pool-url': `${server.url}/?a=b`, 'api-secret': API_KEY });
    expect(line).toBe('error: Input pool-url: leave out everything from ? or # on.');
    expect(server.requests).toEqual([]);
  });

  it('with https for a port that speaks plain http says so', async () => {
    const line = await lineFor({ 'pool-url': `https://${hostOf()}`, 'api-secret': API_KEY });
    expect(line).toContain(
      `${hostOf()} speaks plain http on that port, not TLS. Correct the port, or serve it over https.`,
    );
    expect(line).not.toMatch(/EPROTO|certificate/);
  });

  /** What a server sends on a port for TLS when it gets plain http. */
  const tlsPorts: readonly (readonly [server: string, listen: () => Server])[] = [
    ['Node’s', () => createTlsServer(selfSigned())],
    [
      'one that sends a TLS alert',
      () => createServer((socket) => replyTo(socket, '\x15\x03\x01\x00\x02\x02F')),
    ],
    ['nginx', () => badRequest('<h1>400 The plain HTTP request was sent to HTTPS port</h1>')],
    ['one in Go', () => badRequest('Client sent an HTTP request to an HTTPS server.\n')],
    ['Apache', () => badRequest("Reason: You're speaking plain HTTP to an SSL-enabled server port.")],
  ];
  const replyTo = (socket: Socket, text: string) => {
    socket.on('error', () => undefined).once('data', () => socket.end(Buffer.from(text, 'latin1')));
  };
  const badRequest = (body: string) =>
    createServer((socket) =>
      replyTo(socket, `HTTP/1.1 400 Bad Request\r\ncontent-length: ${body.length}\r\n\r\n${body}`),
    );

  it.each(tlsPorts)('with http for a port of %s that expects TLS says so', async (_server, listen) => {
    const tls = listen();
    await new Promise<void>((resolve) => tls.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(tls.address() as AddressInfo).port}`;
    const app = scene.github.addApp();
    const ofPool = await lineFor({ 'pool-url': url, 'api-secret': API_KEY });
    const ofGitHub = await lineFor({
      'github-api-url': url,
      'client-id': app.clientId,
      'private-key': app.privateKey,
      verify: 'false',
    });
    await new Promise((resolve) => tls.close(resolve));
    const says =
      /127\.0\.0\.1:\d+ (?:expects TLS on that port|closed the connection without .* for TLS), .*write https:\/\//i;
    expect(ofPool).toMatch(says);
    expect(ofGitHub).toMatch(says);
    expect(ofPool).not.toContain('cannot be reached');
  });

  it("of an App: an unknown ID, another App's key and a missing installation have different messages", async () => {
    const app = scene.github.addApp();
    const inputs = { 'client-id': app.clientId, 'private-key': app.privateKey };
    const unknownId = await lineFor({ ...inputs, 'client-id': 'Iv1.ffffffffffffffff' });
    expect(unknownId).toContain('GitHub has no App of this id (404). Copy client-id or app-id from');
    const foreign = await lineFor({ ...inputs, 'private-key': foreignKey() });
    expect(foreign).toContain('GitHub does not accept the App (401). Check that private-key belongs to');
    const notInstalled = await lineFor(inputs);
    expect(notInstalled).toContain('The App is not installed on octo-org/widgets (404). Install it there');
  });
});
