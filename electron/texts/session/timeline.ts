/** The steps of a session in words, for the window, tickets and reports. */
import type { SessionFacts } from '../../protocol/fold/facts.ts';
import type { Protocol } from '../../protocol/values/connection.ts';
import { type StepState, type TimelineStep } from '../../protocol/fold/timeline.ts';
import { phaseText } from './phases.ts';
import { systemErrorWord } from '../outcomes/system-errors.ts';
import { duration, ordinal } from '../units.ts';
import { visible } from '../visible.ts';

const states = {
  done: '',
  secure: 'encrypted from here',
  unverified: 'encrypted from here, but the certificate did not pass',
  'passed-over': 'did not work, went on',
  failed: 'failed',
  stopped: 'stopped',
  running: 'running',
  'not-tried': 'not tried',
} satisfies Record<StepState, string>;

/** "" where it just went well. */
export const stateText = (state: StepState): string => states[state];

export interface StepText {
  readonly label: string;
  /** What the label leaves out, such as the address. */
  readonly detail: string | null;
  /** How long it took, or why it did not work. */
  readonly value: string;
}

export function stepText({ phase, startMs, endMs, attempt, untried }: TimelineStep, protocol: Protocol): StepText {
  const [address, ...more] = untried;
  if (address !== undefined) {
    const detail = more.length > 0 ? `${untried.length} more, from ${visible(address)} on` : visible(address);
    return {
      label: more.length === 0 && address.includes(':') ? 'TCP IPv6' : 'TCP',
      detail,
      value: states['not-tried'],
    };
  }
  if (attempt === null)
    return { label: phaseText(phase, protocol).label, detail: null, value: duration(endMs - startMs) };
  return {
    label: attemptLabel(attempt),
    detail: visible(attempt.address),
    value: attempt.ok ? duration(attempt.durationMs) : systemErrorWord(attempt.error ?? ''),
  };
}

function attemptLabel({ family, address }: NonNullable<TimelineStep['attempt']>): string {
  if (family !== null) return family === 6 ? 'TCP IPv6' : 'TCP';
  // Neither family: the path of a Unix socket, or a name that was left to a proxy.
  return address.startsWith('/') ? 'Socket' : 'Via proxy';
}

/** "412 ms · 203.0.113.25, second of 4 addresses" */
export function timelineNote({ end, addresses, lookups }: SessionFacts): string {
  const parts: string[] = [];
  if (end !== null) parts.push(duration(end.durationMs));
  const at = addresses.findIndex(({ attempt }) => attempt.ok);
  const used = addresses[at];
  const known = Math.max(lookups.at(-1)?.addresses.length ?? 0, addresses.length);
  if (used !== undefined) {
    const address = visible(used.attempt.address);
    parts.push(known > 1 ? `${address}, ${ordinal(at + 1)} of ${known} addresses` : address);
  } else if (addresses.length > 1) parts.push(`${addresses.length} addresses tried`);
  return parts.join(' · ');
}
