import { readdir } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import { createJob } from '../../../testkit/runner/job.js';
import { fixtureIn, jobSuite } from '../../../testkit/runner/job-suite.js';
import { findTracked } from '../../../testkit/runner/processes.js';
import { createSharedWorkers } from '../../../testkit/runner/shared-workers.js';

const newJob = jobSuite();
const WAIT = 'setInterval(() => {}, 1000); console.log("ready");';
/** Starts a process that outlives its parent; `stdio` decides whether it keeps the pipes. */
const daemon = (stdio: 'ignore' | 'inherit'): string =>
  `import { spawn } from 'node:child_process';
   spawn('sleep', ['60'], { detached: true, stdio: '${stdio}' }).unref();`;

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** Waits for a condition of a real process; the deadline only bounds a failure. */
async function until(condition: () => boolean): Promise<void> {
  const deadline = Date.now() + 5000;
  while (!condition()) {
    if (Date.now() > deadline) throw new Error('The condition did not come true in time.');
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

describe('a cancelled job', () => {
  it('sends SIGINT, and counts the step as cancelled whatever its exit code', async () => {
    const job = await newJob();
    const main = `process.on('SIGINT', () => { console.log('got SIGINT'); process.exit(0); }); ${WAIT}`;
    const step = await job.uses({ action: await fixtureIn(job, { main }), cancelWhen: /^ready$/ });
    expect(step).toMatchObject({ outcome: 'cancelled', exitCode: 0 });
    expect(step.signals.map(({ signal }) => signal)).toEqual(['SIGINT']);
    expect(step.lines.slice(-2)).toEqual(['got SIGINT', '##[error]The operation was canceled.']);
    expect(job.status).toBe('cancelled');
  });

  it('escalates to SIGTERM and SIGKILL after 7.5 s and 2.5 s on its time scale', async () => {
    const job = await newJob({ timeScale: 0.06 });
    const main = `for (const s of ['SIGINT', 'SIGTERM']) process.on(s, () => console.log('got ' + s)); ${WAIT}`;
    const step = await job.uses({ action: await fixtureIn(job, { main }), cancelWhen: /^ready$/ });
    const [, term, kill] = step.signals;
    expect(step.signals.map(({ signal }) => signal)).toEqual(['SIGINT', 'SIGTERM', 'SIGKILL']);
    expect(term?.afterMs).toBeGreaterThanOrEqual(445);
    expect(kill?.afterMs).toBeGreaterThanOrEqual(595);
    expect(step).toMatchObject({
      signal: 'SIGKILL',
      exitCode: 137,
      stdout: 'ready\ngot SIGINT\ngot SIGTERM\n',
    });
  });

  it('spares a step whose condition still holds, skips the next, and runs posts', async () => {
    const job = await newJob();
    const main = `console.log('ready'); setTimeout(() => console.log('done'), 100);`;
    const action = await fixtureIn(job, { main, post: 'console.log("post")' });
    const step = await job.uses({ action, if: 'always()', cancelWhen: /^ready$/ });
    const next = await job.run({ script: 'true' });
    const last = await job.run({ script: 'true', if: 'cancelled()' });
    expect([step.outcome, next.outcome, last.outcome]).toEqual(['success', 'skipped', 'success']);
    expect((await job.finish()).posts.map(({ stdout }) => stdout)).toEqual(['post\n']);
  });

  it('interrupts a step that was still being prepared', async () => {
    const job = await newJob();
    const running = job.run({ script: 'exec sleep 60' });
    await job.cancel();
    expect((await running).outcome).toBe('cancelled');
  });

  it('signals only the process, not its children', async () => {
    const job = await newJob();
    const script = 'trap "" INT TERM; echo ready; exec sleep 60';
    const main = `import { spawn } from 'node:child_process';
      spawn('sh', ['-c', ${JSON.stringify(script)}], { stdio: ['ignore', 'inherit', 'inherit'] });`;
    const action = await fixtureIn(job, { main });
    await job.uses({ action, cancelWhen: /^ready$/ });
    expect((await job.finish()).orphans.map(({ command }) => command)).toEqual(['sleep']);
  });

  it('stops a step at its timeout with the same signals, and fails it', async () => {
    const job = await newJob();
    const step = await job.uses({ action: await fixtureIn(job, { main: WAIT }), timeoutMs: 150 });
    expect(step.outcome).toBe('failure');
    expect(step.signals[0]?.signal).toBe('SIGINT');
    expect(job.status).toBe('failure');
  });
});

describe('a process left behind', () => {
  it('that holds the pipes delays the step by five seconds on its time scale, and survives', async () => {
    const job = await newJob({ timeScale: 0.02 });
    const step = await job.uses({ action: await fixtureIn(job, { main: daemon('inherit') }) });
    expect(step.outcome).toBe('success');
    expect(step.timing.pipesHeldMs).toBeGreaterThanOrEqual(95);
    expect(findTracked(job.trackingId, new Set())).toHaveLength(1);
  });

  it('that closes the pipes delays nothing, and is killed at the end of the job', async () => {
    const job = await newJob({ timeScale: 10 });
    const step = await job.uses({ action: await fixtureIn(job, { main: daemon('ignore') }) });
    const [running] = findTracked(job.trackingId, new Set());
    const { orphans } = await job.finish();
    expect(step.timing.pipesHeldMs).toBeLessThan(10_000);
    expect(orphans).toEqual([running]);
    expect(job.log).toContain(`Terminate orphan process: pid (${running?.pid}) (sleep)`);
    await until(() => !isAlive(running?.pid ?? 0));
  });

  it('escapes the clean-up when it drops the tracking id', async () => {
    const job = await newJob();
    // The step ends once the process has dropped it.
    const left = "sh -c 'echo $$ >left.pid; exec sleep 60'";
    const script = `env -u RUNNER_TRACKING_ID ${left} >/dev/null 2>&1 & until [ -s left.pid ]; do sleep 0.01; done; cat left.pid`;
    const { stdout } = await job.run({ script });
    const pid = Number(stdout);
    expect((await job.finish()).orphans).toEqual([]);
    expect(isAlive(pid)).toBe(true);
    process.kill(pid);
  });
});

describe('the worker', () => {
  it('is the parent of every process, and its death loses the step and all clean-up', async () => {
    const job = await newJob();
    const action = await fixtureIn(job, { main: `console.log('parent', process.ppid); ${WAIT}`, post: WAIT });
    const running = job.uses({ action });
    await job.waitForLine(/^ready$/);
    await job.killWorker();
    const step = await running;
    const left = findTracked(job.trackingId, new Set());
    expect(step).toMatchObject({ outcome: 'cancelled', exitCode: null });
    expect(step.lines).toContain(`parent ${job.workerPid}`);
    expect(left.map(({ pid }) => pid)).toEqual([step.pid]);
    expect(await job.finish()).toMatchObject({ posts: [], orphans: [] });
    expect(await readdir(job.temp)).not.toEqual([]);
  });

  it('ends with the job, after RUNNER_TEMP was emptied', async () => {
    const job = await createJob();
    await job.run({ script: 'echo x > "$RUNNER_TEMP/left"' });
    await job.finish();
    const left = await readdir(job.temp);
    const isWorkerAlive = isAlive(job.workerPid);
    await job.dispose();
    expect([left, isWorkerAlive]).toEqual([[], false]);
  });

  it('leaves nothing behind after dispose', async () => {
    const job = await newJob();
    await job.uses({ action: await fixtureIn(job, { main: daemon('ignore') }) });
    await job.dispose();
    expect(findTracked(job.trackingId, new Set())).toEqual([]);
    await expect(readdir(job.root)).rejects.toThrow('ENOENT');
  });
});

describe('a worker that jobs share', () => {
  it('serves one job after another, and none after its end', async () => {
    const job = await newJob();
    await job.finish();
    const next = await newJob();
    expect(next.workerPid).toBe(job.workerPid);
    await expect(job.run({ script: 'true' })).rejects.toThrow('The worker is dead');
    expect((await next.run({ script: 'echo here' })).stdout).toBe('here\n');
  });

  it('serves no two jobs at a time', async () => {
    const [one, other] = [await newJob(), await newJob()];
    expect(one.workerPid).not.toBe(other.workerPid);
  });

  it('ends with a job that left a step running', async () => {
    const job = await newJob();
    const running = job.run({ script: 'echo ready; exec sleep 60' });
    await job.waitForLine(/^ready$/);
    await job.dispose();
    expect((await running).outcome).toBe('cancelled');
    expect(isAlive(job.workerPid)).toBe(false);
  });

  it('ends when it is no longer needed, or with the job that still has it', async () => {
    const workers = createSharedWorkers();
    const [idle, taken] = [await createJob({}, workers.take), await createJob({}, workers.take)];
    const pids = [idle.workerPid, taken.workerPid];
    await idle.dispose();
    const afterItsJob = pids.map(isAlive);
    await workers.close();
    const afterTheLast = pids.map(isAlive);
    await taken.dispose();
    expect([afterItsJob, afterTheLast, pids.map(isAlive)]).toEqual([
      [true, true],
      [false, true],
      [false, false],
    ]);
  });
});
