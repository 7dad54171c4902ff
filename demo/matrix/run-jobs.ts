import { setTimeout as delay } from 'node:timers/promises';
import { LEGS } from './legs.js';
import { type LegView, runLeg } from './run-leg.js';
import type { Scene } from './scene.js';

const PAUSE_MS = 2000;

/** Runs ordinary jobs, one after another, until the signal is aborted. */
export async function runJobsUntilAborted(scene: Scene, signal: AbortSignal): Promise<void> {
  const legs = LEGS.filter((leg) => leg.kind === 'pooled');
  for (let turn = 0; !signal.aborted; turn += 1) {
    const leg = legs[turn % legs.length];
    if (leg) await runAndForget(scene, leg);
    await delay(PAUSE_MS, undefined, { signal }).catch(() => undefined);
  }
}

async function runAndForget(scene: Scene, leg: (typeof LEGS)[number]): Promise<void> {
  const undos: (() => Promise<unknown>)[] = [];
  const view: LegView = { phase: 'waiting' };
  try {
    await runLeg(scene, leg, view, { defer: (undo) => void undos.push(undo) });
  } finally {
    for (const undo of undos) await undo();
  }
}
