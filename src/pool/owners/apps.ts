import { createPrivateKey } from 'node:crypto';
import type { AppRecord } from '../store/records.js';
import { removeInstallations } from './installations.js';
import type { OwnersDeps } from './types.js';

/** A GitHub App whose installations should lend: its id and key, as on GitHub's settings page. */
export type AppOffer = {
  appId: number;
  /** PEM, PKCS#1 or PKCS#8. */
  privateKey: string;
  clientId?: string;
  name?: string;
  /** The API of the App's GitHub; the pool's own when absent. */
  apiUrl?: string;
};

export type AppResult =
  | { outcome: 'added'; app: AppRecord; installations: number }
  | { outcome: 'refused'; reason: 'key' | 'unauthorized' | 'unreachable'; message: string };

/** Registers an App after GitHub has confirmed its key; the minter then finds its installations. */
export async function addApp(deps: OwnersDeps, offer: AppOffer): Promise<AppResult> {
  const { appId, privateKey } = offer;
  if (!isRsaKey(privateKey)) {
    const message =
      'The private key was not accepted: it is not an RSA key in PEM form. Give the whole .pem file that GitHub downloads.';
    return { outcome: 'refused', reason: 'key', message };
  }
  const apiUrl = offer.apiUrl ?? deps.apiUrl;
  const listed = await deps.upstream(apiUrl).installations({ appId: String(appId), privateKey });
  if ('unreachable' in listed) {
    const message = `GitHub could not be asked about App ${appId} at ${apiUrl}: ${listed.unreachable}. Try again.`;
    return { outcome: 'refused', reason: 'unreachable', message };
  }
  if ('refused' in listed) {
    const message =
      `GitHub does not accept this key for App ${appId} (${listed.refused}). Check the App id on its settings page, ` +
      "that the key is this App's and not deleted, and this machine's clock.";
    return { outcome: 'refused', reason: 'unauthorized', message };
  }
  const clientId = offer.clientId ?? null;
  const app = await deps.store.apps.put({
    appId,
    clientId,
    name: offer.name ?? `App ${appId}`,
    apiUrl,
    privateKey,
  });
  return { outcome: 'added', app, installations: listed.ok.length };
}

function isRsaKey(pem: string): boolean {
  try {
    return createPrivateKey(pem).asymmetricKeyType === 'rsa';
  } catch {
    return false;
  }
}

/** Removes an App with its installations and their tokens, which expire at GitHub within the hour. */
export async function removeApp(deps: OwnersDeps, app: AppRecord): Promise<void> {
  // The App goes first, so that a running minter finds nothing to mint for.
  await deps.store.apps.remove(app.id);
  await removeInstallations(deps, app);
}
