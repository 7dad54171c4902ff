#!/usr/bin/env -S node --max-semi-space-size=8

/** SQLite is part of Node since 22.5 and heeds this program's needs since 24; older ones fail with a stack. */
const MIN_NODE_MAJOR = 24;

if (Number(process.versions.node.split('.', 1)[0]) < MIN_NODE_MAJOR) {
  process.stderr.write(
    `error: token-pool needs Node ${MIN_NODE_MAJOR} or newer, and this is ${process.versions.node}\n`,
  );
  process.exitCode = 2;
} else {
  const { runProcess } = await import('./cli/process.js');
  await runProcess(process);
}
