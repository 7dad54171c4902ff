import { type Answer, type Call, type Route, refusal } from './exchange.js';

function discovery({ world }: Call): Answer {
  return {
    status: 200,
    json: {
      issuer: world.origin,
      jwks_uri: `${world.origin}/.well-known/jwks`,
      subject_types_supported: ['public', 'pairwise'],
      response_types_supported: ['id_token'],
      claims_supported: ['sub', 'aud', 'exp', 'iat', 'iss', 'jti', 'nbf', 'repository', 'repository_id'],
      id_token_signing_alg_values_supported: ['RS256'],
      scopes_supported: ['openid'],
    },
  };
}

async function jwks({ world }: Call): Promise<Answer> {
  return { status: 200, json: await world.idTokens.jwks() };
}

/** A job's request URL already has a query, so clients append `&audience=`. */
async function idToken({ world, request, param }: Call): Promise<Answer> {
  const claims = world.identities.get(param('job'));
  if (!claims || request.headers.authorization !== `Bearer ${param('job')}`) {
    return refusal(401, 'The request token is not that of this job.');
  }
  const audience = request.query.get('audience');
  const value = await world.idTokens.issue(claims, audience ? { audience } : {});
  return { status: 200, json: { count: 1, value } };
}

export const OIDC_ROUTES: readonly Route[] = [
  { method: 'GET', pattern: '/.well-known/openid-configuration', cost: 'web', handle: discovery },
  { method: 'GET', pattern: '/.well-known/jwks', cost: 'web', handle: jwks },
  { method: 'GET', pattern: '/_apis/id-token/:job', cost: 'web', handle: idToken },
];
