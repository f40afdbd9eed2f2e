/** What is typed into the fields of the settings, as the values that are kept, and back. */
import { checkEhloName } from '../../../electron/protocol/parse/ehlo-name.ts';
import { right, wrong, type Parsed } from '../../session/fields/values.ts';

/** What holds where nothing is set, in seconds; held to core's limits by a test. */
export const DEFAULT_SECONDS = { connect: 15, greeting: 60, reply: 60, finalDot: 600 } as const;
export type TimeoutName = keyof typeof DEFAULT_SECONDS;

/** In A-labels, as the command line takes it too: greeting and EHLO reply are ASCII (RFC 6531 section 3.7.1). */
export function parseHostname(text: string): Parsed<string> {
  const name = text.trim();
  if (name === '') return wrong('The test server needs a name.');
  const checked = checkEhloName(name);
  return checked.ok ? right(checked.value) : wrong('A name looks like mail.example.org.');
}

const units = {
  '': 1_048_576,
  b: 1,
  k: 1024,
  kb: 1024,
  kib: 1024,
  m: 1_048_576,
  mb: 1_048_576,
  mib: 1_048_576,
  g: 1_073_741_824,
  gb: 1_073_741_824,
  gib: 1_073_741_824,
} as const;
const isUnit = (text: string): text is keyof typeof units => Object.hasOwn(units, text);

/** "25", "25 MiB" or "1 GiB" to octets; a bare number is MiB. Empty or 0 is no limit. */
export function parseSize(text: string): Parsed<number> {
  const match = /^(\d+(?:[.,]\d+)?)\s*([a-z]*)$/i.exec(text.trim());
  if (text.trim() === '') return right(0);
  const unit = match?.[2]?.toLowerCase() ?? '';
  if (match?.[1] === undefined || !isUnit(unit)) return wrong('A size such as 25 MiB; empty for no limit.');
  const octets = Math.round(Number(match[1].replace(',', '.')) * units[unit]);
  return octets > 1_099_511_627_776 ? wrong('At most 1024 GiB.') : right(octets);
}

export function sizeText(octets: number): string {
  if (octets === 0) return '';
  for (const [size, unit] of [
    [1_073_741_824, 'GiB'],
    [1_048_576, 'MiB'],
    [1024, 'KiB'],
  ] as const) {
    if (octets % size === 0) return `${octets / size} ${unit}`;
  }
  return `${octets} B`;
}

/** How many are kept; empty or 0 is all. */
export function parseCount(text: string): Parsed<number> {
  const typed = text.trim().replaceAll(/[\s,.'_]/g, '');
  if (typed === '') return right(0);
  if (!/^\d{1,9}$/.test(typed)) return wrong('A whole number; empty to keep all.');
  return right(Number(typed));
}

export const countText = (count: number): string => (count === 0 ? '' : String(count));

/** A limit from 1 to `most` in whole numbers; empty is null, none of one's own. */
export function parseLimit(text: string, most: number): Parsed<number | null> {
  const typed = text.trim();
  if (typed === '') return right(null);
  const value = /^\d{1,9}$/.test(typed) ? Number(typed) : 0;
  return value >= 1 && value <= most ? right(value) : wrong(`A whole number from 1 to ${most}.`);
}

/** Names of SASL mechanisms as typed, in their order, each once. `able` are those the test server has. */
export function parseMechanisms(text: string, able: readonly string[]): Parsed<string[]> {
  const names = [
    ...new Set(
      text
        .toUpperCase()
        .split(/[\s,]+/)
        .filter((name) => name !== ''),
    ),
  ];
  const unknown = names.find((name) => !able.includes(name));
  return unknown === undefined ? right(names) : wrong(`${unknown} is none of ${able.join(', ')}.`);
}

/** Those without TLS: empty is null, the same as inside it; "none" is none at all. */
export function parseClearMechanisms(text: string, able: readonly string[]): Parsed<string[] | null> {
  if (text.trim() === '') return right(null);
  return /^\s*none\s*$/i.test(text) ? right([]) : parseMechanisms(text, able);
}

export const clearMechanismsText = (names: readonly string[] | undefined): string =>
  names === undefined ? '' : names.length === 0 ? 'none' : names.join(', ');
