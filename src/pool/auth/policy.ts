import { type FromSchema, faultsOf } from '../../json-schema.js';
import { LABEL_SCHEMA } from '../../wire.js';
import type { PolicyRecord } from '../store/records.js';

const id = { type: 'string', pattern: '^[0-9]{1,20}$' } as const;
const text = { type: 'string', minLength: 1, maxLength: 255 } as const;
const listOf = <const S>(items: S) => ({ type: 'array', minItems: 1, maxItems: 100, items }) as const;

/**
 * Which OIDC identities may lease. Every given condition must hold. Ids are matched, never names or `sub`: a name can
 * pass to someone else when an account is renamed.
 */
export const POLICY_SCHEMA = {
  type: 'object',
  additionalProperties: false,
  required: [],
  properties: {
    issuer: text,
    repository_ids: listOf(id),
    repository_owner_ids: listOf(id),
    refs: listOf(text),
    environments: listOf(text),
    events: listOf({ type: 'string', pattern: '^[a-z_]{1,40}$' }),
    labels: listOf(LABEL_SCHEMA),
    quota_per_hour: { type: 'integer', minimum: 1, maximum: 1_000_000 },
  },
} as const;

export type PolicyDocument = FromSchema<typeof POLICY_SCHEMA>;

/** The claims of a verified token that policies look at. */
export type JobClaims = {
  issuer: string;
  repositoryId: string;
  repositoryOwnerId: string;
  repository: string;
  ref: string;
  environment: string | null;
  eventName: string;
};

/**
 * The events that a policy admits by default: those that only people with write access to the repository can cause, and
 * `pull_request`, for which GitHub issues no identity token when it comes from a fork. Excluded are `pull_request_target`
 * and `workflow_run`, which run with the repository's rights on behalf of forks, and events that any visitor can cause,
 * such as `issue_comment`.
 */
export const DEFAULT_EVENTS: readonly string[] = [
  'create',
  'delete',
  'deployment',
  'deployment_status',
  'merge_group',
  'page_build',
  'pull_request',
  'push',
  'registry_package',
  'release',
  'repository_dispatch',
  'schedule',
  'workflow_dispatch',
];

/** What is wrong with a policy, or an empty list. */
export function policyFaults(document: unknown): string[] {
  const faults = faultsOf(POLICY_SCHEMA, document, 'policy');
  if (faults.length > 0) return faults;
  const { repository_ids, repository_owner_ids } = document as PolicyDocument;
  // Without one of them every repository on GitHub would match: GitHub signs tokens for all of them.
  if (!repository_ids && !repository_owner_ids) {
    return ['policy must have repository_ids or repository_owner_ids'];
  }
  return [];
}

/** Reads a stored policy; undefined when it is not valid, because such a policy must not admit anyone. */
export function parsePolicy(record: PolicyRecord): PolicyDocument | undefined {
  try {
    const document: unknown = JSON.parse(record.document);
    return policyFaults(document).length === 0 ? (document as PolicyDocument) : undefined;
  } catch {
    return undefined;
  }
}

/** The first condition of a policy that a job does not meet. */
export type Unmet = 'issuer' | 'repository' | 'event' | 'ref' | 'environment';

/**
 * Which condition of a policy a job does not meet, or undefined when the policy admits it. Ids are unique within one
 * GitHub only, so a policy without an issuer means the pool's first one: a repository on a GHES must not pass for the one
 * with the same id on github.com.
 */
export function unmetBy(policy: PolicyDocument, job: JobClaims, defaultIssuer: string): Unmet | undefined {
  const within = (allowed: readonly string[] | undefined, value: string | null) =>
    allowed === undefined || (value !== null && allowed.includes(value));
  if ((policy.issuer ?? defaultIssuer) !== job.issuer) return 'issuer';
  if (!within(policy.repository_ids, job.repositoryId)) return 'repository';
  if (!within(policy.repository_owner_ids, job.repositoryOwnerId)) return 'repository';
  if (!(policy.events ?? DEFAULT_EVENTS).includes(job.eventName)) return 'event';
  if (policy.refs && !policy.refs.some((pattern) => matchesRef(pattern, job.ref))) return 'ref';
  return within(policy.environments, job.environment) ? undefined : 'environment';
}

/** `*` stands for any characters, slashes too: `refs/heads/release/*`. */
function matchesRef(pattern: string, ref: string): boolean {
  const [first = '', ...rest] = pattern.split('*');
  if (rest.length === 0) return ref === pattern;
  const last = rest.pop() ?? '';
  if (!ref.startsWith(first) || !ref.endsWith(last) || ref.length < first.length + last.length) return false;
  let from = first.length;
  const end = ref.length - last.length;
  return rest.every((part) => {
    const at = ref.indexOf(part, from);
    from = at + part.length;
    return at >= 0 && from <= end;
  });
}
