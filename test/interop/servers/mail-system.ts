/** Postfix and Dovecot together, as one private mail system: Postfix delivers to Dovecot and asks it about passwords. */
import { setTimeout as delay } from 'node:timers/promises';
import { makeCertificates } from './certificates.ts';
import type { Certificates } from './certificates.ts';
import { startDovecot } from './dovecot.ts';
import type { Dovecot, DovecotOptions } from './dovecot.ts';
import { startPostfix } from './postfix.ts';
import type { Postfix, PostfixOptions } from './postfix.ts';
import { makeStateFolder } from './state.ts';

export interface MailSystem {
  readonly certificates: Certificates;
  readonly dovecot: Dovecot;
  readonly postfix: Postfix;
  /** A folder for what a test writes. */
  readonly folder: string;
  stop(): Promise<void>;
}

export type DovecotOnly = Omit<MailSystem, 'postfix'>;

export async function startMailSystem(options: DovecotOptions & PostfixOptions = {}): Promise<MailSystem> {
  return start(options, async (parts) => {
    const postfix = await startPostfix(parts.folder, parts.certificates, parts.dovecot, options);
    return { system: { ...parts, postfix }, stop: () => postfix.stop() };
  });
}

export async function startDovecotOnly(): Promise<DovecotOnly> {
  return start({}, async (parts) => ({ system: parts, stop: () => Promise.resolve() }));
}

type Parts = Omit<DovecotOnly, 'stop'>;

async function start<T extends Parts>(
  options: DovecotOptions,
  more: (parts: Parts) => Promise<{ system: T; stop: () => Promise<void> }>,
): Promise<T & { stop(): Promise<void> }> {
  const state = await makeStateFolder();
  const undo: (() => Promise<void>)[] = [() => state.remove()];
  const stop = async () => {
    for (const step of undo.splice(0).reverse()) await step();
  };
  try {
    const certificates = await makeCertificates(state.path);
    const dovecot = await startDovecot(state.path, certificates, options);
    undo.push(() => dovecot.stop());
    const added = await more({ certificates, dovecot, folder: state.path });
    undo.push(added.stop);
    return { ...added.system, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** A log or a Maildir is written by others, who tell nobody: it is looked at again until it shows what was waited for. */
export async function waitFor<T>(what: string, look: () => Promise<T | null>, limitMs = 20_000): Promise<T> {
  const deadline = performance.now() + limitMs;
  for (;;) {
    const found = await look();
    if (found !== null) return found;
    if (performance.now() > deadline) throw new Error(`not seen within ${String(limitMs)} ms: ${what}`);
    await delay(20);
  }
}
