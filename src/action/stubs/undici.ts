/**
 * Takes undici's place in the bundles (tsconfig.ncc.json): nine tenths of a bundle, and half of its start. The
 * toolkit needs it for this one class, by which `fetch` would use a proxy, and nothing here uses `fetch`. Whatever
 * else the toolkit may come to import is not exported here, so that the build fails and not the job.
 */
export class ProxyAgent {
  constructor() {
    throw new Error('undici is not part of this bundle; see src/action/stubs/undici.ts.');
  }
}
