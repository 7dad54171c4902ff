import { existsSync } from 'node:fs';
// Not exported by the package, whose front door brings Octokit along: `paths` in the tsconfig files lead to it.
import { Context } from '@actions/github/lib/context';
import type { JobContext } from './job.js';

/**
 * The toolkit's context of this job. The toolkit prints a line about an event file that is not there and throws on
 * one that is not JSON; here, both mean an empty payload. `env` is the environment of the process itself.
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
