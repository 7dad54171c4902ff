/**
 * Replaces undici in the bundles (tsconfig.ncc.json), where it would be nine tenths of the size and half of the start.
 * The toolkit needs only this class, to use a proxy with `fetch`, and nothing here uses `fetch`. If the toolkit imports
 * anything else, the build fails.
 */
export class ProxyAgent {
  constructor() {
    throw new Error('undici is not part of this bundle; see src/action/stubs/undici.ts.');
  }
}
