/** Which address is on which block list, as far as a refusal names them. */

import { addressBytes } from '../../../protocol/parse/ip.ts';

interface Listing {
  /** "zen.spamhaus.org", or "Spamhaus" where no zone is named. */
  readonly list: string | null;
  /** The address that is said to be on it. */
  readonly address: string | null;
}

/** A zone that is asked by DNS; a link to a page of the list is none. */
const zone =
  /(?:\b(?:using|via|by|in|on|at|from)|:) {1,3}(?:the )?["'(<]?((?:[a-z0-9_-]{1,63}\.){1,6}[a-z]{2,24})(?![\w.-]{0,64}@)/gi;
/** Those who run lists, by the ends of their zones. */
const keepers =
  /(?:^|\.)(?:spamhaus\.(?:org|net)|spamcop\.net|barracudacentral\.org|sorbs\.net|surbl\.org|uribl\.com|uceprotect\.net|abuseat\.org|mailspike\.net|psbl\.org|surriel\.com|invaluement\.com|abusix\.zone|backscatterer\.org|s5h\.net|gbudb\.net|dnswl\.org)$/i;
const dnsbl = /(?:^|[.-])(?:dnsbl|dnsrbl|rbl|bl|blocklist|blacklist|zen|sbl|xbl|css|pbl)(?=[.-])/i;
const blockedBy = /\bblocked (?:using|via|by) {1,3}(?:the )?["'(<]?((?:[a-z0-9_-]{1,63}\.){1,6}[a-z]{2,24})\b/i;
const brand = /\b(spamhaus|spamcop)\b/i;
const brands: Readonly<Record<string, string>> = { spamhaus: 'Spamhaus', spamcop: 'SpamCop' };

function listIn(words: string): string | null {
  const named = [...words.matchAll(zone)].flatMap(([, name]) => name ?? []);
  const known = named.find((name) => !name.startsWith('www.') && (keepers.test(name) || dnsbl.test(name)));
  if (known !== undefined) return known.toLowerCase();
  const by = blockedBy.exec(words)?.[1];
  if (by !== undefined) return by.toLowerCase();
  const word = brand.exec(words)?.[1]?.toLowerCase();
  return word === undefined ? null : (brands[word] ?? null);
}

const v4 = /(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?!\.?\d)/g;
const v6 = /(?<![\w:.])(?:ipv6:)?((?:[0-9a-f]{1,4}:){2,7}(?::?[0-9a-f]{1,4}){1,7}|(?:[0-9a-f]{1,4}:){1,7}:)(?![\w:])/gi;

/** Null where none is named, or more than one: then it is not certain which. 127.0.0.x is the list's answer, not an address. */
function addressIn(words: string): string | null {
  const found = [...(words.match(v4) ?? []), ...[...words.matchAll(v6)].flatMap(([, one]) => one ?? [])];
  const addresses = new Set(
    found.filter((one) => !one.startsWith('127.') && addressBytes(one) !== null).map((one) => one.toLowerCase()),
  );
  const [only = null] = addresses;
  return addresses.size === 1 ? only : null;
}

export const listingIn = (words: string): Listing => ({ list: listIn(words), address: addressIn(words) });

/** Who keeps a list whose own rules for leaving it are known. */
export function keeperOf(list: string): 'spamhaus' | 'spamcop' | null {
  if (/(?:^|\.)spamhaus(?:\.(?:org|net))?$/i.test(list)) return 'spamhaus';
  return /(?:^|\.)spamcop(?:\.net)?$/i.test(list) ? 'spamcop' : null;
}
