import { existsSync } from 'node:fs';
// The package's own entry would pull in Octokit and does not export this module; `paths` in tsconfig resolves it.
import { Context } from '@actions/github/lib/context';
import type { JobContext } from './job.js';

/**
 * The toolkit's context of this job. The toolkit logs a missing event file and throws if the file is not JSON; here both
 * mean an empty payload. `env` must be `process.env`: it is changed for the toolkit.
 */
export function readContext(env: NodeJS.ProcessEnv): JobContext {
  if (!existsSync(env.GITHUB_EVENT_PATH ?? '')) delete env.GITHUB_EVENT_PATH;
  try {
    return new Context();
  } catch {
    delete env.GITHUB_EVENT_PATH;
    return new Context();
  }
}
