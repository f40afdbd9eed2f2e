/**
 * Reads what a server offers out of its EHLO or LHLO reply (RFC 5321 section 4.1.1.1): an ordered list, repeated and odd
 * lines included, plus the questions the engine asks of it.
 */
import { keywordFact } from '../../protocol/facts/keywords.ts';
import {
  type LimitName,
  statedLimits as limitsOf,
  statedSize,
  wholeNumber,
} from '../../protocol/facts/keyword-values.ts';
import type { Anomaly, Capability, Ehlo, Reply } from '../../protocol/values/session/reply.ts';

const keywordForm = /^[A-Z0-9][A-Z0-9-]*$/;
const mechanismForm = /^[A-Z0-9_-]{1,20}$/;
/** RFC 9422 section 4: a name, and a value in which only the semicolon has no place. */
const limitForm = /^[A-Za-z0-9_-]+=[!-:<-~]+$/;
const wordForm = /[^ \t]+/g;
const emptyForm = /^[ \t]*$/;

function badParameter(keyword: string, params: readonly string[]): boolean {
  if (keywordFact(keyword)?.bare === true) return params.length > 0;
  switch (keyword) {
    case 'SIZE':
    case 'DELIVERBY':
      return params.length > 1 || params.some((param) => wholeNumber(param) === null);
    case 'FUTURERELEASE':
      // RFC 4865 section 3: the longest interval and the latest time, both of them.
      return params.length !== 2 || !/^[0-9]{1,9}$/.test(params[0] ?? '') || Number.isNaN(Date.parse(params[1] ?? ''));
    case 'MT-PRIORITY':
      return params.length > 1 || params.some((param) => !/^[A-Za-z0-9-]{1,20}$/.test(param));
    case 'LIMITS':
      return params.length === 0 || params.some((param) => !limitForm.test(param));
    case 'AUTH':
      return params.some((param) => !mechanismForm.test(param.toUpperCase()));
    default:
      return false;
  }
}

/** null for an empty line, which offers nothing. */
function parseCapability(line: string, seen: Set<string>): Capability | null {
  const anomalies: Anomaly[] = [];
  let [keyword = '', ...params] = line.match(wordForm) ?? [];
  if (keyword === '') return null;
  keyword = keyword.toUpperCase();
  const legacy = keyword.startsWith('AUTH=');
  if (legacy) {
    const first = keyword.slice('AUTH='.length);
    params = first === '' ? params : [first, ...params];
    keyword = 'AUTH';
    anomalies.push('legacy-auth');
  }
  if (!keywordForm.test(keyword) || line.startsWith(' ') || line.includes('\t')) anomalies.push('malformed-capability');
  // Servers give the old and the new form of AUTH side by side on purpose.
  const identity = legacy ? 'AUTH=' : keyword;
  if (seen.has(identity)) anomalies.push('duplicate-capability');
  seen.add(identity);
  if (badParameter(keyword, params)) anomalies.push('bad-parameter');
  return { keyword, params, anomalies };
}

/** HELO offers nothing, whatever its reply says. The first line is the server's name, never a capability. */
export function parseEhlo(verb: Ehlo['verb'], reply: Pick<Reply, 'lines'>): Ehlo {
  const capabilities: Capability[] = [];
  const seen = new Set<string>();
  if (verb !== 'HELO') {
    for (const line of reply.lines.slice(1)) {
      const capability = parseCapability(line, seen);
      if (capability !== null) capabilities.push(capability);
    }
  }
  return { verb, lines: [...reply.lines], capabilities };
}

/** What is odd in the list, with the line concerned; empty lines, which are no capabilities, included. */
export function ehloAnomalies(ehlo: Ehlo): { anomaly: Anomaly; detail: string }[] {
  if (ehlo.verb === 'HELO') return [];
  const found: { anomaly: Anomaly; detail: string }[] = [];
  const capabilities = ehlo.capabilities.values();
  for (const line of ehlo.lines.slice(1)) {
    const capability = emptyForm.test(line) ? undefined : capabilities.next().value;
    for (const anomaly of capability?.anomalies ?? (['malformed-capability'] as const))
      found.push({ anomaly, detail: line });
  }
  return found;
}

/** The first with this keyword. */
export function findCapability(ehlo: Ehlo, keyword: string): Capability | null {
  const wanted = keyword.toUpperCase();
  return ehlo.capabilities.find((capability) => capability.keyword === wanted) ?? null;
}

export function has(ehlo: Ehlo, keyword: string): boolean {
  return findCapability(ehlo, keyword) !== null;
}

/** Of all AUTH lines, old form included, upper case, each once, in the server's order. */
export function authMechanisms(ehlo: Ehlo): string[] {
  const mechanisms = new Set<string>();
  for (const { keyword, params } of ehlo.capabilities) {
    if (keyword !== 'AUTH') continue;
    for (const param of params) mechanisms.add(param.toUpperCase());
  }
  return [...mechanisms];
}

/**
 * Octets; null when SIZE is not offered. RFC 1870 section 3: 0, or no number, sets no limit. With several numbers the
 * smallest counts: whichever the server means, a message below it passes.
 */
export function sizeLimit(ehlo: Ehlo): number | 'unlimited' | null {
  let smallest: number | 'unlimited' | null = null;
  for (const { keyword, params } of ehlo.capabilities) {
    if (keyword !== 'SIZE') continue;
    const size = statedSize(params);
    if (typeof size === 'number' && Number.isSafeInteger(size))
      smallest = typeof smallest === 'number' ? Math.min(smallest, size) : size;
    else smallest ??= 'unlimited';
  }
  return smallest;
}

/** RFC 9422 section 4: limits that the server states beforehand, by name. */
export function offeredLimits(ehlo: Ehlo): Partial<Record<LimitName, number>> {
  const stated = limitsOf(findCapability(ehlo, 'LIMITS')?.params ?? []);
  return Object.fromEntries(stated.map(({ name, value }) => [name, value]));
}
