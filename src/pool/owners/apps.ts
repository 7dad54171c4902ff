import { createPrivateKey } from 'node:crypto';
import type { AppRecord } from '../store/records.js';
import { forgetInstallations } from './installations.js';
import type { OwnersDeps } from './types.js';

/** A GitHub App whose installations are to lend: its id and its key as GitHub's settings page gives them. */
export type AppOffer = {
  appId: number;
  /** PEM, PKCS#1 or PKCS#8. */
  privateKey: string;
  clientId?: string;
  name?: string;
  /** The GitHub that the App is of; the pool's own when absent. */
  apiUrl?: string;
};

export type AppResult =
  | { outcome: 'added'; app: AppRecord; installations: number }
  | { outcome: 'refused'; reason: 'key' | 'unauthorized' | 'unreachable'; message: string };

/** Registers an App once GitHub has confirmed its key; the minter finds its installations by itself. */
export async function addApp(deps: OwnersDeps, offer: AppOffer): Promise<AppResult> {
  const { appId, privateKey } = offer;
  if (!isRsaKey(privateKey)) {
    const message =
      'The private key was not taken: it is no RSA key in PEM form. Give the .pem file that GitHub downloads, whole.';
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

/** Forgets an App together with its installations and their tokens, which end at GitHub within the hour. */
export async function removeApp(deps: OwnersDeps, app: AppRecord): Promise<void> {
  // The App goes first, so that a minter at work finds nothing to mint for.
  await deps.store.apps.remove(app.id);
  await forgetInstallations(deps, app);
}
