/**
 * What changed from one round of a watch to the next, each thing once: a keyword is one thing before and after TLS, a certificate one with
 * all its fields. What a failing round did not come to is no change; what is otherwise after an outage is held against the last round
 * that went well. Pure.
 */
import { compareReports } from '../compare/compare.ts';
import type { Compared } from '../compare/parts.ts';
import type { Report } from '../../values/session/report.ts';
import type { WatchChange } from '../../values/survey/watch.ts';

type Change = Pick<WatchChange, 'what' | 'name' | 'differences'>;

/** `last`: of the round before, however it ended. `baseline`: of the last that went well; null where none did. */
export function changesBetween(last: Report, baseline: Report | null, now: Report): Change[] {
  const verdict = verdictChange(last, now);
  if (now.error !== null || baseline === null) return verdict;
  const found = new Map<string, Change>();
  for (const compared of compareReports(baseline, now)) {
    if (compared.same) continue;
    const what = thingOf(compared);
    if (what === null) continue;
    const name = what === 'keyword' || what === 'finding' || what === 'login' ? nameOf(compared) : '';
    const { path, a, b } = compared;
    const before = found.get(`${what} ${name}`);
    found.set(`${what} ${name}`, { what, name, differences: [...(before?.differences ?? []), { path, a, b }] });
  }
  const changes = [...verdict, ...found.values()];
  // A finding is drawn from what is there: it is news only where nothing else is.
  const others = changes.filter(({ what }) => what !== 'finding');
  return others.length > 0 ? others : changes;
}

/** How it ended, and in which words it was refused. */
function verdictChange(last: Report, now: Report): Change[] {
  if (last.error === null && now.error === null) return [];
  const differences = compareReports(last, now)
    .filter(({ same, at }) => !same && at[0] === 'error')
    .map(({ path, a, b }) => ({ path, a, b }));
  return differences.length === 0 ? [] : [{ what: 'verdict', name: '', differences }];
}

function thingOf({ at }: Compared): WatchChange['what'] | null {
  const [part, second, third] = at;
  switch (part) {
    case 'greeting':
      return 'greeting';
    case 'ehlo':
      // Its first line names the server as the greeting does.
      return third === 'text' || third === 'verb' ? 'greeting' : 'keyword';
    case 'tls':
      if (second === 'version') return 'tls';
      return second === 'cipher' || second === 'keyExchange' ? 'cipher' : second === 'alpn' ? 'tls' : 'certificate';
    case 'auth':
      // What is offered is a keyword's change already.
      return second === 'offered' ? null : 'login';
    case 'addresses':
    case 'mx':
      return 'addresses';
    case 'findings':
      return 'finding';
    default:
      return null;
  }
}

function nameOf({ at }: Compared): string {
  if (at[0] === 'findings') return at.slice(1).join('.');
  return String(at[2] ?? '');
}

/** Where the names lead to now. null: to the same as before. */
export function addressChange(before: readonly string[], now: readonly string[]): Change | null {
  const [a, b] = [[...before].sort(), [...now].sort()];
  if (a.length === b.length && a.every((one, index) => one === b[index])) return null;
  return { what: 'addresses', name: '', differences: [{ path: 'addresses', a, b }] };
}
