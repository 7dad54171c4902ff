import { join } from 'node:path';
import { replacePrivateFile } from './private-files.js';
import type { Server } from './server.js';

/** Private folders of all steps of the suite begin with this. */
export const FOLDER_PREFIX = 'fetch-token-';

/** Names inside of a private folder that programs of the job read. */
export const TOKEN_FILES = {
  /** Its time of change is when a reader should renew, in a folder of refresh-token. */
  token: 'token',
  /** Every token that stood in this folder: a variable that holds one was set by us and not by the user. */
  known: 'known',
  /** Exists while a token has been rejected and not yet replaced. */
  erased: 'erase-request',
  /** Touched to compare the time of this moment with that of `token`. */
  now: 'now',
  gitConfig: 'git.config',
  gitHelper: 'git-credential',
  /** The token and no line break, which `--mount=type=secret,env=` would make a part of the variable. */
  secret: 'secret',
  netrc: 'netrc',
  nix: 'nix.conf',
} as const;

/** Files of a tool that hold the token and are written anew with each. */
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
 * Where files are downloaded from, without ports, as netrc has it. What github.com redirects to in the end
 * (release-assets.githubusercontent.com) takes signed addresses and must not be sent a token as well.
 */
function downloadHosts({ host }: Server): string[] {
  if (host === 'github.com') {
    return ['github.com', 'api.github.com', 'raw.githubusercontent.com', 'codeload.github.com'];
  }
  const name = host.replace(/:\d+$/, '');
  const isAddress = /^[\d.]+$|^\[/.test(name);
  return isAddress ? [name] : [name, `api.${name}`, `raw.${name}`, `codeload.${name}`];
}
