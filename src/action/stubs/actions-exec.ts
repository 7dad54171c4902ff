/**
 * Replaces `@actions/exec` in the bundles (tsconfig.ncc.json). The toolkit runs programs only to describe the platform,
 * which nothing here asks for. If it imports anything else, the build fails.
 */
export function getExecOutput(): never {
  throw new Error('@actions/exec is not part of this bundle; see src/action/stubs/actions-exec.ts.');
}
