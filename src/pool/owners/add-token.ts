import { checkTokenFormat } from '../../github/token-format.js';
import { faultsOf } from '../../json-schema.js';
import { LABEL_SCHEMA, type TokenKind } from '../../wire.js';
import type { Identity, UpstreamResult } from '../github/types.js';
import type { NewToken, Owner } from '../store/records.js';
import { writingScopes } from './scopes.js';
import type { TokenRefusal, AddTokenResult, OwnersDeps, TokenOffer } from './types.js';

type Refused = { outcome: 'refused'; reason: TokenRefusal; message: string };

/** Whose token it is and what is known of it, by GitHub's word or by that of whoever offers it. */
type Provenance = {
  accountId: number;
  login: string;
  scopes: readonly string[] | null;
  expiresAtMs: number | null;
  asked: boolean;
};

function refuse(reason: TokenRefusal, message: string): Refused {
  return { outcome: 'refused', reason, message };
}

/**
 * Takes a token in: checks its format, asks GitHub whose it is (unless the owner is given) and what it may do,
 * and stores it sealed. A token that comes again updates its row; so does a second sign-in of one person.
 */
export async function addToken(deps: OwnersDeps, offer: TokenOffer): Promise<AddTokenResult> {
  const format = checkTokenFormat(offer.token);
  if (!format.ok) return refuse('format', `The token was not taken: ${format.rule}. Copy it again, whole.`);
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
      'The refresh token was not taken: it does not look like ghr_... Copy it again, whole.',
    );
  }
  if (offer.ownerLogin !== undefined && !/^[!-~]{1,100}$/.test(offer.ownerLogin)) {
    return refuse(
      'format',
      'The login must be 1 to 100 plain characters without spaces, as GitHub writes it.',
    );
  }
  if (kind === 'installation' && offer.ownerId === undefined) {
    // GitHub has no call by which an installation token names its own installation.
    return refuse(
      'owner_unknown',
      'An installation token does not tell its owner. Register the App instead (token-pool app add), which also ' +
        'keeps its tokens fresh, or give the installation id with --owner-id.',
    );
  }
  return undefined;
}

type Asked = TokenOffer & { kind: TokenKind; apiUrl: string };

async function provenanceOf(deps: OwnersDeps, offer: Asked): Promise<Provenance | Refused> {
  const expiresAtMs = offer.expiresAtMs ?? null;
  const scopes = offer.scopes ?? null;
  if (offer.ownerId !== undefined) {
    const login =
      offer.ownerLogin ?? `${offer.kind === 'installation' ? 'installation' : 'user'}-${offer.ownerId}`;
    return { accountId: offer.ownerId, login, scopes, expiresAtMs, asked: false };
  }
  const told = await deps.upstream(offer.apiUrl).whoAmI(offer.token);
  if (!('ok' in told)) return refusalByGitHub(told, offer.apiUrl);
  if (told.ok.suspended) return refuse('suspended', suspendedMessage(told.ok.login));
  return {
    accountId: told.ok.accountId,
    login: told.ok.login,
    // An App's user token shows an empty header, which says nothing of the App's permissions.
    scopes: offer.kind === 'app_user' ? null : (told.ok.scopes ?? scopes),
    expiresAtMs: told.ok.expiresAtMs ?? expiresAtMs,
    asked: true,
  };
}

function refusalByGitHub(told: Exclude<UpstreamResult<Identity>, { ok: Identity }>, apiUrl: string): Refused {
  if ('unreachable' in told) {
    const hint = 'Check the network and GITHUB_API_URL, or give --owner-id and --owner-login to ask nothing.';
    return refuse('unreachable', `GitHub could not be asked at ${apiUrl}: ${told.unreachable}. ${hint}`);
  }
  if (told.refused === 'unauthorized') {
    return refuse('unauthorized', 'GitHub does not accept this token (401). Make a new one and add that.');
  }
  if (told.refused === 'forbidden' || told.refused === 'not_found') {
    return refuse('suspended', suspendedMessage('this token'));
  }
  const wait = told.retryAfterSeconds === null ? 'a minute' : `${told.retryAfterSeconds} s`;
  return refuse('unreachable', `GitHub limits requests of this account just now. Try again in ${wait}.`);
}

function suspendedMessage(who: string): string {
  return `GitHub refuses the account of ${who} (403): it is suspended or blocked. Ask GitHub support, then add it again.`;
}

/** A token that can write goes under the label that was named for such, unless it has one of its own. */
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
    return refuse('expired', 'The token has expired. Make a new one and add that.');
  }
  const writing = writingScopes(found.scopes ?? []);
  if (writing.length === 0 || (offer.label ?? '') !== '') return undefined;
  return refuse(
    'can_write',
    `The token of ${found.login} can write (${writing.join(', ')}), and every job could use it. Make one without ` +
      'scopes, or give it a label such as "push" that only chosen keys may lease.',
  );
}

async function store(deps: OwnersDeps, offer: Asked, found: Provenance): Promise<AddTokenResult> {
  const { tokens, owners } = deps.store;
  const owner = await owners.upsert({
    kind: offer.kind === 'installation' ? 'installation' : 'user',
    accountId: found.accountId,
    login: found.login,
    apiUrl: offer.apiUrl,
  });
  // Whoever comes back after leaving, or after a suspension, has just been seen to be well.
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

function rowOf(offer: Asked, owner: Owner, found: Provenance): NewToken {
  const label = offer.label ?? '';
  return {
    ownerId: owner.id,
    token: offer.token,
    kind: offer.kind,
    label,
    scopes: found.scopes ?? [],
    // Under a label of its own, what cannot be read counts as able to write.
    canWrite: found.scopes === null ? label !== '' : writingScopes(found.scopes).length > 0,
    expiresAtMs: found.expiresAtMs,
    ...(offer.refreshToken ? { refreshToken: offer.refreshToken } : {}),
    refreshExpiresAtMs: offer.refreshTokenExpiresAtMs ?? null,
    origin: offer.origin,
  };
}

function assumptions(offer: Asked, found: Provenance): string[] {
  const assumed: string[] = [];
  if (!found.asked)
    assumed.push(`GitHub was not asked: the owner is taken to be ${found.login} (${found.accountId}).`);
  if (found.scopes === null && (offer.label ?? '') === '') {
    assumed.push(
      offer.token.startsWith('github_pat_')
        ? 'GitHub does not tell what a fine-grained token may do: it is taken to have no permissions beyond reading.'
        : 'What the token may do is not known: it is taken to be for reading only.',
    );
  }
  return assumed;
}
