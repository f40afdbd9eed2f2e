/** The frame of every script: its exit status, its errors, and what happens to its children when it is told to end. */
import { setTimeout as wait } from 'node:timers/promises';
import { running } from './run.mjs';
import { tell } from './talk.mjs';

/** By the shell's custom, 128 and the signal's number. */
const statusOf = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 };

/** @typedef {keyof typeof statusOf} EndingSignal */
export const endingSignals = /** @type {EndingSignal[]} */ (Object.keys(statusOf));

/** How long children may take to end; npm undoes what it was doing. */
const endWithinMs = 10_000;

/**
 * Left to itself a signal ends Node without its exit handlers, and before its children.
 * @param {EndingSignal} signal
 */
async function leave(signal) {
  takeOverSignals();
  for (const child of running) child.kill(signal);
  const limit = Date.now() + endWithinMs;
  while (running.size > 0 && Date.now() < limit) await wait(50);
  for (const child of running) child.kill('SIGKILL');
  process.exit(statusOf[signal]);
}

/** From here on signals are the caller's to handle. */
export function takeOverSignals() {
  for (const signal of endingSignals) process.off(signal, leave);
}

/**
 * Runs a script's main function and turns its end into an exit status.
 * @param {() => Promise<number>} main
 */
export async function runMain(main) {
  for (const signal of endingSignals) process.on(signal, leave);
  try {
    process.exitCode = await main();
  } catch (error) {
    tell(error);
    process.exitCode = 1;
  } finally {
    takeOverSignals();
  }
}
