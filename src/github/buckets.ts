/**
 * GitHub's rate-limit resources: those of `rate-limit-overview` in GitHub's OpenAPI description, and three more that
 * `GET /rate_limit` returns: code_scanning_upload, audit_log and audit_log_streaming.
 */
export const BUCKETS = [
  'core',
  'search',
  'code_search',
  'graphql',
  'integration_manifest',
  'source_import',
  'dependency_snapshots',
  'dependency_sbom',
  'code_scanning_upload',
  'code_scanning_autofix',
  'actions_runner_registration',
  'scim',
  'audit_log',
  'audit_log_streaming',
  'copilot_usage_records',
] as const;

/** The highest limit of any bucket: core on Enterprise Cloud (docs.github.com, "Rate limits for the REST API"). */
const HIGHEST_LIMIT = 15_000;

/**
 * The highest limit of one owner in one window, on github.com and ghe.com; an administrator of GHES may set a higher
 * one. Sources: docs.github.com, "Rate limits for the REST API", "REST API endpoints for search" (30 and 10 a minute)
 * and "Rate limits and query limits for the GraphQL API" (an installation's 12,500).
 */
export function highestLimitOf(bucket: string): number {
  if (bucket === 'search') return 30;
  if (bucket === 'code_search') return 10;
  return bucket === 'graphql' ? 12_500 : HIGHEST_LIMIT;
}

/** An installation token lives for an hour (docs.github.com, "Generating an installation access token"). */
export const INSTALLATION_TOKEN_SECONDS = 3600;
