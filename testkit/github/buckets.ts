type Limits = { user: number; anonymous: number; windowsPerHour: 1 | 60 };

/** GitHub's limits per window: for an authenticated user, and for an anonymous address. */
export const LIMITS = {
  core: { user: 5000, anonymous: 60, windowsPerHour: 1 },
  search: { user: 30, anonymous: 10, windowsPerHour: 60 },
  graphql: { user: 5000, anonymous: 0, windowsPerHour: 1 },
  code_search: { user: 10, anonymous: 0, windowsPerHour: 60 },
  integration_manifest: { user: 5000, anonymous: 5000, windowsPerHour: 1 },
  source_import: { user: 100, anonymous: 5, windowsPerHour: 1 },
} as const satisfies { readonly [bucket: string]: Limits };

export type Bucket = keyof typeof LIMITS;

export const BUCKETS = Object.keys(LIMITS) as Bucket[];
