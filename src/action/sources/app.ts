import { INSTALLATION_TOKEN_SECONDS } from '../../github/buckets.js';
import { checkTokenFormat } from '../../github/token-format.js';
import { requestPatiently } from '../http/retry.js';
import { HttpFailure, type HttpResponse } from '../http/types.js';
import { credentialMasks, tokenMasks } from '../runner/masks.js';
import { memberOf, parseJson } from './answers.js';
import { appJwt } from './app-key.js';
import { type GitHubCall, gitHubRequest } from './github.js';
import { readGrant } from './grant.js';
import { obtainedToken } from './obtained-token.js';
import { GRACE_MS } from './pool.js';
import { type AppSettings, type ObtainedToken, type SourceDeps, SourceFailure } from './types.js';

export type MintOrder = {
  readonly app: AppSettings;
  /** The only App, or one of several. */
  readonly source: 'app' | 'apps';
  readonly githubApiUrl: string;
  /** `owner/name` of the job's repository, the default for what the settings leave open. */
  readonly repository: string;
  /** How long the token must live; null: any time. */
  readonly minTtlSeconds: number | null;
  readonly deadlineAtMs: number;
};

const PER_TRY_MS = 10_000;
/** A larger clock skew explains why GitHub rejects a fresh JWT. */
const CLOCK_TOLERANCE_MS = 30_000;

/** Mints an installation token of the configured App for this job. */
export async function mintAppToken(deps: SourceDeps, order: MintOrder): Promise<ObtainedToken> {
  const ttlSeconds = order.minTtlSeconds ?? 0;
  if (ttlSeconds >= INSTALLATION_TOKEN_SECONDS) {
    throw new SourceFailure(
      'refused',
      `The token of an App lives for an hour, and ${ttlSeconds} s were asked for. Ask for less.`,
    );
  }
  const target = targetOf(order);
  const found = await requestAsApp(deps, order, { method: 'GET', path: target.path });
  const installationId = memberOf(parseJson(found.body), 'id');
  if (found.status !== 200 || typeof installationId !== 'number' || !Number.isSafeInteger(installationId)) {
    throw lookupFailure(found, target.name);
  }
  const minted = await requestAsApp(deps, order, {
    method: 'POST',
    path: `/app/installations/${installationId}/access_tokens`,
    body: {
      ...(target.repositories.length > 0 ? { repositories: target.repositories } : {}),
      ...(order.app.permissions ? { permissions: order.app.permissions } : {}),
    },
    graceMs: GRACE_MS,
  });
  const token = mintedToken(minted, { installationId, source: order.source });
  deps.mask(...tokenMasks(token.token));
  deps.onObtained(token);
  return token;
}

type Target = { readonly path: string; readonly name: string; readonly repositories: readonly string[] };

/** Without owner and repositories, the token is for the job's repository only. */
function targetOf({ app, repository }: MintOrder): Target {
  const [jobOwner = '', jobName = ''] = repository.split('/');
  const owner = app.owner ?? jobOwner;
  if (app.owner !== null && app.repositories.length === 0) {
    return { path: `/users/${encodeURIComponent(owner)}/installation`, name: owner, repositories: [] };
  }
  const repositories = app.repositories.length > 0 ? app.repositories : [jobName];
  const name = `${owner}/${repositories[0]}`;
  const path = `/repos/${encodeURIComponent(owner)}/${encodeURIComponent(repositories[0] ?? '')}/installation`;
  return { path, name, repositories };
}

type AppCall = Pick<GitHubCall, 'method' | 'path' | 'body' | 'graceMs'>;

async function requestAsApp(deps: SourceDeps, order: MintOrder, call: AppCall): Promise<HttpResponse> {
  const first = await requestAt(deps, order, { ...call, nowMs: deps.now() });
  const serverMs = Date.parse(first.headers.date ?? '');
  const isClockOff = Math.abs(serverMs - deps.now()) > CLOCK_TOLERANCE_MS;
  // Retry with a JWT dated by GitHub's clock.
  return first.status === 401 && isClockOff ? requestAt(deps, order, { ...call, nowMs: serverMs }) : first;
}

async function requestAt(deps: SourceDeps, order: MintOrder, call: AppCall & { nowMs: number }) {
  const { nowMs, ...rest } = call;
  const crypto = process.getBuiltinModule('node:crypto');
  const jwt = appJwt({ id: order.app.id, pem: order.app.privateKeyPem, nowMs }, crypto);
  deps.mask(jwt);
  const request = gitHubRequest({
    signal: deps.signal,
    ...rest,
    apiUrl: order.githubApiUrl,
    token: jwt,
    timeoutMs: PER_TRY_MS,
  });
  const policy = { deadlineAtMs: order.deadlineAtMs, perTryMs: PER_TRY_MS, maxTries: 3 };
  try {
    const response = await requestPatiently(deps, () => request, policy);
    deps.mask(...credentialMasks(response.body));
    return response;
  } catch (error) {
    if (!(error instanceof HttpFailure)) throw error;
    const code = error.code === 'cancelled' ? 'cancelled' : 'unreachable';
    throw new SourceFailure(code, `No token for the App: ${error.message}`, { cause: error });
  }
}

function lookupFailure({ status, body }: HttpResponse, name: string): SourceFailure {
  if (status === 401) {
    return new SourceFailure(
      'refused',
      'GitHub does not accept the App (401). Check that private-key belongs to client-id or app-id.',
    );
  }
  // For an App that exists but is not installed, the message is "Not Found".
  if (status === 404 && memberOf(parseJson(body), 'message') === 'Integration not found') {
    return new SourceFailure(
      'refused',
      "GitHub has no App of this id (404). Copy client-id or app-id from the App's settings page.",
    );
  }
  if (status === 404 && memberOf(parseJson(body), 'message') === undefined) {
    return new SourceFailure(
      'unreachable',
      "What answers at github-api-url is not GitHub's API (404). On a GHES its address ends with /api/v3.",
    );
  }
  if (status === 404) {
    return new SourceFailure(
      'refused',
      `The App is not installed on ${name} (404). Install it there, or correct owner and repositories.`,
    );
  }
  return new SourceFailure(
    'unreachable',
    `GitHub did not say where the App is installed (status ${status}). Check github-api-url and GitHub's status page.`,
  );
}

function mintedToken(
  response: HttpResponse,
  { installationId, source }: { installationId: number; source: MintOrder['source'] },
): ObtainedToken {
  if (response.status !== 201) {
    const advice =
      response.status === 422
        ? 'Ask only for repositories and permissions that the installation has.'
        : 'Check the installation in the settings of its owner.';
    throw new SourceFailure(
      'refused',
      `GitHub minted no token for the App (status ${response.status}). ${advice}`,
    );
  }
  const answer = parseJson(response.body);
  const token = memberOf(answer, 'token');
  const format = checkTokenFormat(token);
  if (!format.ok)
    throw new SourceFailure('bad_token', `The token that GitHub minted is refused: ${format.rule}.`);
  const expiresAtMs = Date.parse(String(memberOf(answer, 'expires_at')));
  return obtainedToken({
    source,
    token: String(token),
    kind: format.kind,
    ownerRef: `installation-${installationId}`,
    expiresAtMs: Number.isFinite(expiresAtMs) ? expiresAtMs : null,
    grant: readGrant(answer),
    mintedForThisJob: true,
  });
}
