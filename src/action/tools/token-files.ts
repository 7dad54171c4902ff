import { join } from 'node:path';
import { replacePrivateFile } from './private-files.js';
import type { Server } from './server.js';

/** The names of all private folders of the suite begin with this. */
export const FOLDER_PREFIX = 'fetch-token-';

/** Names of files in a private folder that programs of the job read. */
export const TOKEN_FILES = {
  /** In a refresh-token folder, its mtime is the time when a reader should renew. */
  token: 'token',
  /** Every token of this folder so far: a variable that holds one was set by us and not by the user. */
  known: 'known',
  /** Exists from when git reports a token as rejected until it is replaced. */
  erased: 'erase-request',
  /** Touched to compare the current time with the mtime of `token`. */
  now: 'now',
  gitConfig: 'git.config',
  gitHelper: 'git-credential',
  /** Without a line break, which `--mount=type=secret,env=` would make part of the variable. */
  secret: 'secret',
  netrc: 'netrc',
  nix: 'nix.conf',
} as const;

/** Tools' files that hold the token and are rewritten with each. */
export type ToolFile = 'secret' | 'netrc' | 'nix';

export function writeToolFiles(
  folder: string,
  files: readonly ToolFile[],
  found: { readonly server: Server; readonly token: string },
): void {
  for (const file of files) replacePrivateFile(join(folder, TOKEN_FILES[file]), TEXTS[file](found));
}

type Found = { readonly server: Server; readonly token: string };

const TEXTS: { readonly [file in ToolFile]: (found: Found) => string } = {
  secret: ({ token }) => token,
  netrc: ({ server, token }) => {
    const line = (host: string) => `machine ${host} login x-access-token password ${token}\n`;
    return downloadHosts(server).map(line).join('');
  },
  // `extra-` keeps what nix.conf has for other hosts.
  nix: ({ server, token }) => `extra-access-tokens = ${server.host}=${token}\n`,
};

/**
 * Hosts of downloads, without ports, as netrc wants them. Not release-assets.githubusercontent.com, to which github.com
 * redirects: its URLs are signed and must not carry a token.
 */
function downloadHosts({ host }: Server): string[] {
  if (host === 'github.com') {
    return ['github.com', 'api.github.com', 'raw.githubusercontent.com', 'codeload.github.com'];
  }
  const name = host.replace(/:\d+$/, '');
  const isAddress = /^[\d.]+$|^\[/.test(name);
  return isAddress ? [name] : [name, `api.${name}`, `raw.${name}`, `codeload.${name}`];
}
