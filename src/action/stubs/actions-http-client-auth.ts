/**
 * Replaces `@actions/http-client/lib/auth` in the bundles (tsconfig.ncc.json). The toolkit needs it only to ask for OIDC
 * identities, which sources/oidc.ts does here. If it imports anything else, the build fails.
 */
export class BearerCredentialHandler {
  constructor() {
    throw new Error(
      '@actions/http-client/lib/auth is not part of this bundle; see src/action/stubs/actions-http-client-auth.ts.',
    );
  }
}
