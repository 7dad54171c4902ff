#!/usr/bin/env -S node --max-semi-space-size=8

import { MIN_NODE_MAJOR } from './node-version.js';

// Before anything else is loaded: an older Node would end in a stack trace.
if (Number(process.versions.node.split('.', 1)[0]) < MIN_NODE_MAJOR) {
  process.stderr.write(
    `error: token-pool needs Node ${MIN_NODE_MAJOR} or newer, and this is ${process.versions.node}\n`,
  );
  process.exitCode = 2;
} else {
  const { runProcess } = await import('./cli/process.js');
  await runProcess(process);
}
