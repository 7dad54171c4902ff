import { createHttp } from '../http/client.js';
import { traced } from '../http/traced.js';
import type { Log } from '../runner/types.js';
import type { Folder } from './folder.js';
import { systemClock } from './life.js';
import type { TokenSource } from './renewal.js';
import type { CommandDeps } from './token-command.js';
import { createTokenSource } from './token-source.js';
import type { RefreshSettings } from './types.js';

/** The token sources outside an action. In its own module, so that only a process that renews loads HTTP. */
export function openTokenSource(
  deps: Omit<CommandDeps, 'openSource'>,
  folder: Folder,
  settings: RefreshSettings,
): TokenSource {
  const { env, say } = deps;
  const sourceDeps = {
    http:
      env.RUNNER_DEBUG === '1' ? traced(createHttp(), { debug: say, now: systemClock.wallMs }) : createHttp(),
    sleep: deps.sleep,
    random: Math.random,
    signal: deps.signal,
    log: quietLog(say),
    mask: () => undefined,
    now: systemClock.wallMs,
    oidc: settings.oidc,
  };
  return createTokenSource(sourceDeps, folder, settings);
}

/** Only annotations are worth a line here. */
function quietLog(say: (line: string) => void): Log {
  const nothing = () => undefined;
  return { info: nothing, notice: say, warning: say, error: say, debug: nothing, group: nothing };
}
