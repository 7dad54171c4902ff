import type { RunGit } from './run-git.js';
import type { Server } from './server.js';

/** Configuration lines that override other credentials that git would push with, and what to log about them. */
export type PushRoutes = {
  readonly config: readonly string[];
  readonly messages: readonly (readonly [level: 'info' | 'warning', text: string])[];
};

/**
 * Finds credentials that git would use before it asks the helper: a user or password in a remote's URL, `insteadOf`
 * rules, headers for a path of the server, and `~/.netrc`. Each is overridden. Pushes by SSH or to another host are taken
 * to be intended and only warned about.
 */
export function findPushRoutes(
  server: Server,
  { runGit, netrc }: { runGit: RunGit; netrc: string },
): PushRoutes {
  const remotes = linesOf(runGit(['remote'])).map((name) => remoteRoutes(server, name, runGit));
  const found = [...remotes, headerRoutes(server, runGit), netrcRoutes(server, netrc)];
  return {
    config: found.flatMap(({ config }) => config),
    messages: [...versionMessages(runGit), ...found.flatMap(({ messages }) => messages)],
  };
}

/** Before 2.31, git does not know `GIT_CONFIG_COUNT` and pushes with other credentials without a word. */
function versionMessages(runGit: RunGit): PushRoutes['messages'] {
  const [, major, minor] = /^git version (\d+)\.(\d+)/.exec(runGit(['version']) ?? '') ?? [];
  if (Number(major) * 1000 + Number(minor) >= 2031 || major === undefined) return [];
  const text = `git ${major}.${minor} does not read GIT_CONFIG_COUNT, so it does not use the token. Install git 2.31 or later.`;
  return [['warning', text]];
}

const NOTHING: PushRoutes = { config: [], messages: [] };

function remoteRoutes(server: Server, remote: string, runGit: RunGit): PushRoutes {
  const name = /^[\w.-]{1,60}$/.test(remote) ? remote : 'a remote';
  // As configured, and after git's `insteadOf` rules.
  const configured = ['url', 'pushurl'].flatMap((key) =>
    linesOf(runGit(['config', '--get-all', `remote.${remote}.${key}`])),
  );
  const resolved = linesOf(runGit(['remote', 'get-url', '--push', '--all', remote]));
  for (const address of resolved) {
    const url = URL.parse(address);
    if (url?.origin === server.url) {
      if (url.username === '' && url.password === '') continue;
      return {
        config: configured.flatMap((from) => rewriteRules(server, from)),
        messages: [
          ['info', `The user or password in the address of ${name} is overridden until the job ends.`],
        ],
      };
    }
    const isOfServer = configured.some((from) => URL.parse(from)?.origin === server.url);
    const message = elsewhere({ server, name, address, isOfServer });
    if (message !== null) return { config: [], messages: [['warning', message]] };
  }
  return NOTHING;
}

/** The longest matching rule wins in git, and none is longer than the whole URL. */
function rewriteRules(server: Server, from: string): string[] {
  const url = URL.parse(from);
  if (url?.origin !== server.url) return [];
  const to = `${server.url}${url.pathname}`;
  const rules = ['insteadOf', 'pushInsteadOf'].map((rule) => `\t${rule} = ${configQuote(from)}`);
  return [`[url ${configQuote(to)}]`, ...rules];
}

type Elsewhere = {
  readonly server: Server;
  readonly name: string;
  readonly address: string;
  /** Whether the configured URL is on the server. */
  readonly isOfServer: boolean;
};

function elsewhere({ server, name, address, isOfServer }: Elsewhere): string | null {
  const sshHost = /^(?:ssh:\/\/)?(?:[^@/\s]+@)?([\w.-]+)[:/]/.exec(address)?.[1] ?? '';
  const isSsh = !/^(https?|git|file):/.test(address) && !address.startsWith('/');
  if (isSsh && sshHost === server.host.replace(/:\d+$/, '')) {
    return `${name} is reached over SSH, so its key decides who pushes and the token is not used.`;
  }
  return isOfServer
    ? `A git rule (url.*.insteadOf) sends pushes to ${name} elsewhere than ${server.url}, so the token is not used.`
    : null;
}

/** git prefers a header for a longer URL, such as a path of the server, to ours. */
function headerRoutes(server: Server, runGit: RunGit): PushRoutes {
  const keys = linesOf(runGit(['config', '--name-only', '--get-regexp', '^http\\..+\\.extraheader$']));
  const urls = keys.map((key) => key.slice('http.'.length, -'.extraheader'.length));
  const parts = new Set(urls.filter((url) => isPartOf(url, server)));
  if (parts.size === 0) return NOTHING;
  return {
    config: [...parts].flatMap((url) => [`[http ${configQuote(url)}]`, '\textraheader =']),
    messages: [
      ['info', `A header that git sends to a part of ${server.url} is overridden until the job ends.`],
    ],
  };
}

function isPartOf(text: string, server: Server): boolean {
  const url = URL.parse(text);
  return url?.origin === server.url && (url.pathname !== '/' || url.username !== '');
}

/** curl answers a 401 from ~/.netrc before git asks its helper, except with `http.emptyAuth`. */
function netrcRoutes(server: Server, netrc: string): PushRoutes {
  const host = server.host.replace(/:\d+$/, '');
  const words = netrc.split(/\s+/);
  const hasEntry = words.some(
    (word, index) => word === 'default' || (word === 'machine' && words[index + 1]?.toLowerCase() === host),
  );
  if (!hasEntry) return NOTHING;
  return {
    config: [`[http ${configQuote(`${server.url}/`)}]`, '\temptyAuth = true'],
    messages: [['info', `The entry for ${host} in ~/.netrc is overridden until the job ends.`]],
  };
}

/** Quotes a string for a git configuration file. */
export function configQuote(text: string): string {
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}

function linesOf(text: string | null): string[] {
  return (text ?? '').split('\n').filter((line) => line !== '');
}
