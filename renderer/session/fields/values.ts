/** What is typed into fields that settings, profiles and connections have in common, as the values that are kept, and back. */
import { parseEhloName as readEhloName } from '../../../electron/protocol/parse/ehlo-name.ts';

export type Parsed<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: string };

export const right = <T>(value: T): Parsed<T> => ({ ok: true, value });
export const wrong = (error: string): { readonly ok: false; readonly error: string } => ({ ok: false, error });

/** A name, an address or an address literal as EHLO takes it (RFC 5321 section 4.1.1.1); empty is null. */
export function parseEhloField(text: string): Parsed<string | null> {
  const name = text.trim();
  if (name === '') return right(null);
  if (readEhloName(name).ok) return right(name);
  if (/\s/.test(name)) return wrong('A name has no spaces.');
  if (name.length > 255) return wrong('A name has at most 255 characters.');
  return name.startsWith('[')
    ? wrong('An address literal looks like [192.0.2.1] or [IPv6:2001:db8::1].')
    : wrong('A name looks like mail.example.org.');
}

/** Seconds as typed to milliseconds; empty is null, the default. */
export function parseSeconds(text: string): Parsed<number | null> {
  const typed = text
    .trim()
    .replace(/\s*s(ec(onds?)?)?$/i, '')
    .replace(',', '.');
  if (typed === '') return right(null);
  const seconds = Number(typed);
  if (!/^\d+(\.\d+)?$/.test(typed) || seconds < 1 || seconds > 3600)
    return wrong('A number of seconds from 1 to 3600.');
  return right(Math.round(seconds * 1000));
}

export const secondsText = (milliseconds: number | null): string =>
  milliseconds === null ? '' : String(milliseconds / 1000);
