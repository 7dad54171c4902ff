import { checkTokenFormat } from '../../github/token-format.js';
import { faultsOf } from '../../json-schema.js';
import { LABEL_SCHEMA, type TokenKind } from '../../wire.js';
import type { Identity, UpstreamResult } from '../github/types.js';
import type { NewToken, Owner } from '../store/records.js';
import { writingScopes } from './scopes.js';
import type { TokenRefusal, AddTokenResult, OwnersDeps, TokenOffer } from './types.js';

type Refused = { outcome: 'refused'; reason: TokenRefusal; message: string };

/** Whose token it is and what is known about it, from GitHub or from the caller. */
type Provenance = {
  accountId: number;
  login: string;
  scopes: readonly string[] | null;
  expiresAtMs: number | null;
  isFromGithub: boolean;
};

function refuse(reason: TokenRefusal, message: string): Refused {
  return { outcome: 'refused', reason, message };
}

/**
 * Adds a token: checks its format, asks GitHub whose it is (unless the owner is given) and what it may do, and stores it
 * sealed. Adding a token again, or a second sign-in of one person, updates its row.
 */
export async function addToken(deps: OwnersDeps, offer: TokenOffer): Promise<AddTokenResult> {
  const format = checkTokenFormat(offer.token);
  if (!format.ok)
    return refuse('format', `The token was not accepted: ${format.rule}. Copy all of it again.`);
  const kind = offer.kind ?? format.kind;
  const fault = faultOfOffer(offer, kind);
  if (fault) return fault;
  const apiUrl = offer.apiUrl ?? deps.apiUrl;
  const provenance = await provenanceOf(deps, { ...offer, kind, apiUrl });
  if ('outcome' in provenance) return provenance;
  const label = labelFor(offer, provenance);
  const labelled = { ...offer, kind, apiUrl, label };
  const refusal = await refusalOf(deps, labelled, provenance);
  return refusal ?? store(deps, labelled, provenance);
}

function faultOfOffer(offer: TokenOffer, kind: TokenKind): Refused | undefined {
  const labels = [offer.label, offer.writeLabel].filter((label) => label !== undefined && label !== '');
  if (labels.some((label) => faultsOf(LABEL_SCHEMA, label).length > 0)) {
    return refuse(
      'label',
      'The label must be lower-case letters, digits and dashes, 40 at most, such as "push".',
    );
  }
  if (offer.refreshToken && !/^ghr_[A-Za-z0-9._-]{16,2000}$/.test(offer.refreshToken)) {
    return refuse(
      'format',
      'The refresh token was not accepted: it does not look like ghr_... Copy all of it again.',
    );
  }
  if (offer.ownerLogin !== undefined && !/^[!-~]{1,100}$/.test(offer.ownerLogin)) {
    return refuse(
      'format',
      'The login must be 1 to 100 plain characters without spaces, as GitHub writes it.',
    );
  }
  if (kind === 'installation' && offer.ownerId === undefined) {
    // GitHub has no call that returns the installation of an installation token.
    return refuse(
      'owner_unknown',
      'An installation token does not show its owner. Register the App instead (token-pool app add), which also ' +
        'renews its tokens, or give the installation id with --owner-id.',
    );
  }
  return undefined;
}

type KnownOffer = TokenOffer & { kind: TokenKind; apiUrl: string };

async function provenanceOf(deps: OwnersDeps, offer: KnownOffer): Promise<Provenance | Refused> {
  const expiresAtMs = offer.expiresAtMs ?? null;
  const scopes = offer.scopes ?? null;
  if (offer.ownerId !== undefined) {
    const login =
      offer.ownerLogin ?? `${offer.kind === 'installation' ? 'installation' : 'user'}-${offer.ownerId}`;
    return { accountId: offer.ownerId, login, scopes, expiresAtMs, isFromGithub: false };
  }
  const answer = await deps.upstream(offer.apiUrl).whoAmI(offer.token);
  if (!('ok' in answer)) return refusalByGitHub(answer, offer.apiUrl);
  if (answer.ok.suspended) return refuse('suspended', suspendedMessage(answer.ok.login));
  return {
    accountId: answer.ok.accountId,
    login: answer.ok.login,
    // An App's user token has an empty scopes header, which says nothing about its permissions.
    scopes: offer.kind === 'app_user' ? null : (answer.ok.scopes ?? scopes),
    expiresAtMs: answer.ok.expiresAtMs ?? expiresAtMs,
    isFromGithub: true,
  };
}

function refusalByGitHub(
  answer: Exclude<UpstreamResult<Identity>, { ok: Identity }>,
  apiUrl: string,
): Refused {
  if ('unreachable' in answer) {
    const hint =
      'Check the network and GITHUB_API_URL, or give --owner-id and --owner-login so that GitHub is not asked.';
    return refuse('unreachable', `GitHub could not be asked at ${apiUrl}: ${answer.unreachable}. ${hint}`);
  }
  if (answer.refused === 'unauthorized') {
    return refuse('unauthorized', 'GitHub does not accept this token (401). Create a new one and add it.');
  }
  if (answer.refused === 'forbidden' || answer.refused === 'not_found') {
    return refuse('suspended', suspendedMessage('this token'));
  }
  const wait = answer.retryAfterSeconds === null ? 'a minute' : `${answer.retryAfterSeconds} s`;
  return refuse('unreachable', `GitHub is rate-limiting this account. Try again in ${wait}.`);
}

function suspendedMessage(who: string): string {
  return `GitHub refuses the account of ${who} (403): it is suspended or blocked. Contact GitHub support, then add it again.`;
}

/** The label of a token: its own, else `writeLabel` if it can write. */
function labelFor(offer: TokenOffer, found: Provenance): string {
  const label = offer.label ?? '';
  if (label !== '' || offer.writeLabel === undefined) return label;
  return writingScopes(found.scopes ?? []).length > 0 ? offer.writeLabel : '';
}

async function refusalOf(
  deps: OwnersDeps,
  offer: TokenOffer,
  found: Provenance,
): Promise<Refused | undefined> {
  if (found.expiresAtMs !== null && found.expiresAtMs <= (await deps.store.nowMs())) {
    return refuse('expired', 'The token has expired. Create a new one and add it.');
  }
  const writing = writingScopes(found.scopes ?? []);
  if (writing.length === 0 || (offer.label ?? '') !== '') return undefined;
  return refuse(
    'can_write',
    `The token of ${found.login} can write (${writing.join(', ')}), and every job could use it. Create one without ` +
      'scopes, or give it a label such as "push", which only keys that allow it may lease.',
  );
}

async function store(deps: OwnersDeps, offer: KnownOffer, found: Provenance): Promise<AddTokenResult> {
  const { tokens, owners } = deps.store;
  const owner = await owners.upsert({
    kind: offer.kind === 'installation' ? 'installation' : 'user',
    accountId: found.accountId,
    login: found.login,
    apiUrl: offer.apiUrl,
  });
  // An owner who comes back, after leaving or a suspension, may lend again.
  if (owner.status !== 'active') await owners.setStatus(owner.id, 'active');
  const before = new Set((await tokens.ofOwner(owner.id)).map((token) => token.id));
  const same = await tokens.findByFingerprint(deps.store.secrets.fingerprint(offer.token));
  const token = await tokens.put(rowOf(offer, owner, found));
  await owners.scheduleProbe(owner.id, 0);
  return {
    outcome: before.has(token.id) || same?.id === token.id ? 'updated' : 'added',
    tokenId: token.id,
    ownerId: owner.id,
    ownerRef: owner.ref,
    login: found.login,
    kind: offer.kind,
    label: token.label,
    assumed: assumptions(offer, found),
  };
}

function rowOf(offer: KnownOffer, owner: Owner, found: Provenance): NewToken {
  const label = offer.label ?? '';
  return {
    ownerId: owner.id,
    token: offer.token,
    kind: offer.kind,
    label,
    scopes: found.scopes ?? [],
    // Under a label, a token with unknown scopes counts as able to write.
    canWrite: found.scopes === null ? label !== '' : writingScopes(found.scopes).length > 0,
    expiresAtMs: found.expiresAtMs,
    ...(offer.refreshToken ? { refreshToken: offer.refreshToken } : {}),
    refreshExpiresAtMs: offer.refreshTokenExpiresAtMs ?? null,
    origin: offer.origin,
  };
}

function assumptions(offer: KnownOffer, found: Provenance): string[] {
  const assumed: string[] = [];
  if (!found.isFromGithub)
    assumed.push(`GitHub was not asked: the owner is assumed to be ${found.login} (${found.accountId}).`);
  if (found.scopes === null && (offer.label ?? '') === '') {
    assumed.push(
      offer.token.startsWith('github_pat_')
        ? 'GitHub does not show what a fine-grained token may do: it is assumed to be read-only.'
        : 'What the token may do is not known: it is assumed to be read-only.',
    );
  }
  return assumed;
}
