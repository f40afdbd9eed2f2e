/** A watch in words: what changed, how long phases take, and how it stands. */
import type { StateOf } from '../../protocol/values/survey/state.ts';
import type { WatchChange, WatchedPhase } from '../../protocol/values/survey/watch.ts';
import { placeText, valueText } from '../session/comparison.ts';
import { duration, plural } from '../units.ts';
import { answerTexts } from './cells.ts';
import { shorten, visible } from '../visible.ts';

export const watchedPhaseTexts: Readonly<Record<WatchedPhase, string>> = {
  dns: 'DNS',
  connect: 'connect',
  greeting: 'greeting',
  ehlo: 'EHLO',
  tls: 'TLS',
  auth: 'login',
  total: 'in all',
};

const things: Readonly<Record<WatchChange['what'], string>> = {
  verdict: 'How it ends',
  greeting: 'Greeting',
  keyword: 'Offer',
  certificate: 'Certificate',
  tls: 'TLS',
  cipher: 'Cipher',
  addresses: 'Addresses',
  login: 'Login',
  finding: 'Finding',
};

/** What of a certificate that is another says most. */
const telling: readonly string[] = ['validTo', 'subject', 'issuer', 'chainError', 'nameError', 'fingerprint256'];

/** "Offer of SIZE: 1000 → 2000". */
export function watchChangeText({ what, name, differences }: WatchChange): string {
  const title = name === '' ? things[what] : `${things[what]} of ${shorten(visible(name), 60)}`;
  const rank = (path: string): number => {
    const index = telling.findIndex((part) => path.endsWith(part));
    return index === -1 ? telling.length : index;
  };
  const sorted = [...differences].sort((a, b) => rank(a.path) - rank(b.path));
  const [first] = sorted;
  if (first === undefined) return title;
  const at = first.path.split('.').map((part) => part.replace(/\[\d{1,5}\]$/, ''));
  const place = first.path.startsWith('tls.chain[0].') ? ['tls', 'chain', '0', at.at(-1) ?? ''] : at;
  const label = what === 'certificate' ? `${placeText(place).label.toLowerCase()} ` : '';
  const values = [first.a, first.b].map((value) => shorten(valueText(place, value), 120));
  return `${title}: ${label}${values[0] ?? ''} → ${values[1] ?? ''}`;
}

/** Whole days from `now` to the end of validity; below 0 it is over. null: no certificate was seen. */
export function daysLeft(validTo: string | null, now: Date): number | null {
  return validTo === null ? null : Math.floor((Date.parse(validTo) - now.getTime()) / 86_400_000);
}

export function certificateEndText(validTo: string | null, now: Date): string | null {
  const days = daysLeft(validTo, now);
  if (days === null || validTo === null) return null;
  const on = validTo.slice(0, 10);
  if (days < 0) return `The certificate ended on ${on}.`;
  return days === 0
    ? `The certificate ends within a day (${on}).`
    : `The certificate ends in ${plural(days, 'day')} (${on}).`;
}

/** "mx.example.org: 120 rounds, 3 failed, 2 changes". */
export function watchTitle({ host, watch, status }: StateOf<'watch'>): string {
  const name = shorten(visible(host), 120);
  if (watch.rounds === 0) return `${name}: no round came to its end`;
  const failed = watch.failed === 0 ? 'all went well' : `${watch.failed} failed`;
  const changes = changesText(watch.changed);
  const end = status === 'auth-failed' ? '; ended, since the login was refused' : '';
  return `${name}: ${plural(watch.rounds, 'round')}, ${failed}, ${changes}${end}`;
}

/** How it stands, without what rises with every round: "mx.example.org: unchanged". */
export function watchHeadline({ host, watch, status }: StateOf<'watch'>): string {
  const name = shorten(visible(host), 120);
  if (status === 'auth-failed') return `${name}: ended, since the login was refused`;
  const sample = watch.samples.at(-1);
  if (watch.last === null && sample !== undefined)
    return sample.ok
      ? `${name} answers, ${changesText(watch.changed)}`
      : `${name} failed at last: ${answerTexts[sample.answer]}`;
  if (watch.last === null)
    return status === 'running'
      ? `${name}: the first round is under way`
      : `${name}: stopped before the first round was over`;
  const { error } = watch.last;
  if (error !== null)
    return `${name} ${status === 'running' ? 'fails' : 'failed at last'}: ${shorten(visible(error.message), 200)}`;
  return `${name} answers, ${changesText(watch.changed)}`;
}

const changesText = (changed: number): string => (changed === 0 ? 'nothing changed' : plural(changed, 'change'));

/** "120 rounds, 3 failed, one every 30 s." */
export function watchSentence({ watch }: StateOf<'watch'>): string {
  if (watch.rounds === 0) return `A round every ${duration(watch.everyMs)}.`;
  const failed = watch.failed === 0 ? 'none failed' : `${watch.failed} failed`;
  return `${plural(watch.rounds, 'round')}, ${failed}, one every ${duration(watch.everyMs)}.`;
}
