import { createAppAuth } from '@octokit/auth-app';
import { parsed, type RawAnswer, refusalOf, messageIn } from './answer.js';
import { INSTALLATIONS_ANSWER, type InstallationsAnswer, MINTED_ANSWER } from './answer-schemas.js';
import { UpstreamError } from './bounded-fetch.js';
import type { AppCredentials, Installation, MintedToken, UpstreamResult } from './types.js';

export type Api = (call: {
  method: string;
  path: string;
  token: string;
  body?: string;
}) => Promise<RawAnswer>;
export type AppDeps = { api: Api; now: () => number };

const PAGE_SIZE = 100;
/** 20,000 installations of one App; further ones are ignored. */
const MAX_PAGES = 200;

/**
 * Signs as the App. Only the JWT comes from `@octokit/auth-app`: its token cache is keyed by installation id alone, which
 * would mix up github.com and a GHES, and its calls have no bounds.
 */
async function appJwt(app: AppCredentials, nowMs: number): Promise<string> {
  // The pool uses the database's clock; the library signs by the process's clock plus this difference.
  const timeDifference = Math.floor(nowMs / 1000) - Math.floor(Date.now() / 1000);
  const { appId, privateKey } = app;
  try {
    const auth = createAppAuth({ appId, privateKey, timeDifference, log: { warn: () => undefined } });
    return (await auth({ type: 'app' })).token;
  } catch {
    throw new UpstreamError(
      `the private key of App ${appId} cannot sign; add the App again with its PEM file`,
    );
  }
}

/** All installations of an App, suspended ones included. */
export async function listInstallations(
  deps: AppDeps,
  app: AppCredentials,
): Promise<UpstreamResult<Installation[]>> {
  const token = await appJwt(app, deps.now());
  const found: Installation[] = [];
  for (let page = 1; page <= MAX_PAGES; page += 1) {
    const path = `/app/installations?per_page=${PAGE_SIZE}&page=${page}`;
    const answer = await deps.api({ method: 'GET', path, token });
    if (answer.status !== 200) return refusalOf(answer, deps.now());
    const listed = parsed(INSTALLATIONS_ANSWER, answer.text);
    found.push(...listed.map(installationOf));
    if (listed.length < PAGE_SIZE) break;
  }
  return { ok: found };
}

function installationOf(listed: InstallationsAnswer[number]): Installation {
  const { account } = listed;
  const name = account === null ? null : 'login' in account ? account.login : account.slug;
  return {
    installationId: listed.id,
    accountLogin: name ?? `installation-${listed.id}`,
    accountId: account?.id ?? listed.id,
    suspended: typeof listed.suspended_at === 'string',
    permissions: listed.permissions ?? {},
  };
}

/** Mints an installation token with the given permissions, or with all that the installation has. */
export async function mintToken(
  deps: AppDeps,
  app: AppCredentials,
  wanted: { installationId: number; permissions?: { [name: string]: string } },
): Promise<UpstreamResult<MintedToken>> {
  const token = await appJwt(app, deps.now());
  const path = `/app/installations/${wanted.installationId}/access_tokens`;
  const body = JSON.stringify(wanted.permissions ? { permissions: wanted.permissions } : {});
  const answer = await deps.api({ method: 'POST', path, token, body });
  if (answer.status !== 201) {
    const refusal = refusalOf(answer, deps.now());
    return 'refused' in refusal ? { ...refusal, ...messageIn(answer.text) } : refusal;
  }
  const minted = parsed(MINTED_ANSWER, answer.text);
  return {
    ok: {
      token: minted.token,
      expiresAtMs: Date.parse(minted.expires_at),
      permissions: minted.permissions ?? {},
    },
  };
}
