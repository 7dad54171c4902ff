import { execFile } from 'node:child_process';

/** Runs git for the test itself, without the machine's configuration. */
export function git(cwd: string, args: readonly string[]): Promise<string> {
  const env = {
    PATH: process.env.PATH,
    HOME: cwd,
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_AUTHOR_NAME: 'test',
    GIT_AUTHOR_EMAIL: 'test@example.com',
    GIT_COMMITTER_NAME: 'test',
    GIT_COMMITTER_EMAIL: 'test@example.com',
  };
  return new Promise((resolve, reject) => {
    execFile('git', [...args], { cwd, env }, (error, stdout) => (error ? reject(error) : resolve(stdout)));
  });
}
