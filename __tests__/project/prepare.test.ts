import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, it } from '@jest/globals';

it('npm ci makes the command of a clone executable, which npx demands and tsc does not do', () => {
  const { bin, scripts } = JSON.parse(readFileSync('package.json', 'utf8'));
  const root = mkdtempSync(join(tmpdir(), 'prepare-'));
  const command = join(root, bin['token-pool']);
  mkdirSync(dirname(command), { recursive: true });
  writeFileSync(command, '', { mode: 0o644 });
  const npm = join(root, 'npm');
  writeFileSync(npm, '#!/bin/sh\n');
  chmodSync(npm, 0o755);

  const env = { PATH: `${root}:${dirname(process.execPath)}:${process.env.PATH}` };
  execFileSync('sh', ['-c', scripts.prepare], { cwd: root, env });

  expect(statSync(command).mode & 0o111).toBe(0o111);
  rmSync(root, { recursive: true });
});
