import { type ChildProcess, execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tokenIn } from '../../../testkit/refresh-folder.js';
import { ROOT, type Scene } from './scene.js';

const TOKEN_BUNDLE = join(ROOT, 'dist/refresh-token/token/index.js');

export type Answer = { readonly stdout: string; readonly stderr: string; readonly code: number };

/** Calls the token command as a process of the job does. */
export function ask(folder: string, ...options: string[]): Promise<Answer> {
  return new Promise((resolve) => {
    execFile(process.execPath, [TOKEN_BUNDLE, '--folder', folder, ...options], (error, stdout, stderr) =>
      resolve({ stdout, stderr, code: typeof error?.code === 'number' ? error.code : 0 }),
    );
  });
}

/** The token command as a process that the test can stop or kill. */
export function startAsking(folder: string): { process: ChildProcess; answer: Promise<string> } {
  const child = execFile(process.execPath, [TOKEN_BUNDLE, '--folder', folder]);
  let text = '';
  child.stdout?.on('data', (part) => {
    text += part;
  });
  return { process: child, answer: new Promise((resolve) => child.on('close', () => resolve(text.trim()))) };
}

/** The token is revoked at GitHub, and git has noticed. */
export function revokeToken(scene: Scene, folder: string): string {
  const token = tokenIn(folder);
  scene.github.revokeToken(token);
  writeFileSync(join(folder, 'erase-request'), '');
  return token;
}
