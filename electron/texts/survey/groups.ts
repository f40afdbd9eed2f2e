/** What sessions with several addresses, MX hosts or back ends show together, with the grounds; and the sentence above. */
import type { CellAnswer, CellKey } from '../../protocol/values/survey/cell.ts';
import type { GroupInference, GroupUnit } from '../../protocol/values/survey/cluster.ts';
import type { StateOf } from '../../protocol/values/survey/state.ts';
import { list, plural } from '../units.ts';
import { shorten, visible } from '../visible.ts';
import { answerTexts } from './cells.ts';

type Grouped = StateOf<'addresses' | 'mx' | 'census'>;

const nouns: Readonly<Record<GroupUnit, readonly [one: string, many: string]>> = {
  'back-end': ['back end', 'back ends'],
  address: ['address', 'addresses'],
  host: ['MX host', 'MX hosts'],
};
const counted = (count: number, unit: GroupUnit): string => plural(count, ...nouns[unit]);
const shown = (text: string): string => shorten(visible(text), 120);

/** "2 of 8 back ends do"; "The back end does" of one. */
function part({ unit, these, of }: { readonly unit: GroupUnit; readonly these: number; readonly of: number }): string {
  const [one, many] = nouns[unit];
  if (of === 1) return `The ${one}`;
  return these === of ? `All ${of} ${many}` : `${these} of ${of} ${many}`;
}
const verb = (these: number, one: string, many: string): string => (these === 1 ? one : many);

const NAMED = 8;
const named = (texts: readonly string[]): readonly string[] =>
  texts.length > NAMED ? [...texts.slice(0, NAMED - 1), `${texts.length - NAMED + 1} more`] : texts;

/** Where it was seen: the sessions of a census by their numbers, the ports of a matrix, else the addresses. */
export function groundsText(cells: readonly CellKey[]): string {
  if (cells.some(({ security }) => security !== undefined)) return portsText(cells);
  const addresses = new Set(cells.map(({ address }) => address));
  const sorted = [...cells].sort((a, b) => (a.round ?? 0) - (b.round ?? 0));
  const texts = sorted.map(({ host, address, round }) => {
    if (round === undefined) return host === address ? shown(address) : `${shown(host)} at ${address}`;
    return addresses.size > 1 ? `${round} at ${address}` : String(round);
  });
  const some = named(texts);
  const isCensus = cells.some(({ round }) => round !== undefined);
  return isCensus ? `${verb(cells.length, 'session', 'sessions')} ${list(some)}` : list(some);
}

function portsText(cells: readonly CellKey[]): string {
  const several = new Set(cells.map(({ address }) => address)).size > 1;
  const names = new Set(cells.map(({ port, address }) => (several ? `${port} at ${address}` : String(port))));
  return `on ${list(named([...names]))}`;
}

const hostReasons: Readonly<Record<string, string>> = {
  ENOTFOUND: 'it is not in the DNS',
  ENODATA: 'it has no address',
  EBADNAME: 'it is no name of a host',
  LOCAL_ADDRESS: 'its address is local, which is not connected to on the word of a DNS record',
  ETIMEOUT: 'the resolver gave no answer in time',
  EAI_AGAIN: 'the resolver gave no answer; it may have one later',
  ESERVFAIL: 'its DNS servers fail',
  ECANCELLED: 'stopped before there was an answer',
  EAI_ADDRFAMILY: 'it has no address of the family that was asked for',
};
const why = (dnsCode: string): string => `${hostReasons[dnsCode] ?? 'the look-up failed'} (${dnsCode})`;

const answersText = (answers: readonly CellAnswer[]): string => list(answers.map((answer) => answerTexts[answer]));

export function groupInferenceText({ code, params }: GroupInference): string {
  switch (code) {
    case 'name-not-found':
      return `Nothing was tried: ${shown(params.host)} has no address here: ${why(params.dnsCode)}.`;
    case 'no-mail':
      return params.dnsCode === 'NULL_MX'
        ? `${shown(params.host)} says in the DNS that it takes no mail (null MX, RFC 7505).`
        : `${shown(params.host)} has no MX and no address: there is nowhere to deliver its mail.`;
    case 'host-not-found':
      return `The MX host ${shown(params.host)} cannot be reached by anybody who looks it up so: ${why(params.dnsCode)}.`;
    case 'none-answers':
      return `Nobody greeted in ${plural(params.sessions, 'session')} (${answersText(params.answers)}).`;
    case 'alike':
      if (params.unit === 'back-end')
        return `All ${plural(params.sessions, 'session')} got the same answers: one back end, or several that cannot be told apart.`;
      return params.of === 1
        ? `There is one ${nouns[params.unit][0]}, and it answers.`
        : `All ${counted(params.of, params.unit)} answer the same.`;
    case 'keyword-missing': {
      const when = params.stage === 'tls' ? ' after TLS' : '';
      return `${part(params)} ${verb(params.these, 'does', 'do')} not offer ${shown(params.keyword)}${when} (${groundsText(params.cells)}).`;
    }
    case 'fails': {
      const reason = params.text === '' ? answerTexts[params.answer] : shown(params.text.replace(/\.$/, ''));
      return `${part(params)} ${verb(params.these, 'fails', 'fail')} (${groundsText(params.cells)}): ${reason}.`;
    }
    case 'older-tls':
      return `${part(params)} ${verb(params.these, 'speaks', 'speak')} ${params.version} where others speak ${params.newest} (${groundsText(params.cells)}).`;
    case 'certificates':
      return `${counted(params.of, params.unit)} show ${plural(params.certificates, 'different certificate')}.`;
    case 'names-only':
      return `The ${counted(params.of, params.unit)} differ only in what they call themselves.`;
    case 'other-differences':
      return `The ${counted(params.of, params.unit)} differ in ${list(params.paths.slice(0, NAMED).map(shown))}.`;
    case 'unanswered':
      return `${params.sessions} of ${plural(params.of, 'session')} got no greeting (${answersText(params.answers)}): a back end that is down, or a limit on connections.`;
    case 'stopped':
      return 'Stopped before every session was held: what is not known yet is left out.';
  }
}

/** "mail.example.org: 8 back ends in 24 sessions". */
export function groupTitle({ kind, host, clusters, cells, hosts, status }: Grouped): string {
  const name = shown(host);
  const sessions = cells.filter(({ answer }) => answer !== 'stopped').length;
  if (sessions === 0) return `${name}: ${status === 'stopped' ? 'stopped, nothing found yet' : 'nothing to try'}`;
  const failing = cells.filter(({ state }) => state === 'fails').length;
  if (clusters.length === 0) return `${name}: nobody answers`;
  if (kind === 'census')
    return clusters.length === 1
      ? `${name}: one kind of answer in ${plural(sessions, 'session')}`
      : `${name}: ${clusters.length} back ends in ${plural(sessions, 'session')}`;
  const unit: GroupUnit = kind === 'mx' ? 'host' : 'address';
  const of = kind === 'mx' ? hosts.length : cells.length;
  const all = counted(of, unit);
  if (failing > 0)
    return `${name}: ${all}, ${failing} of ${plural(sessions, 'session')} ${verb(failing, 'fails', 'fail')}`;
  return clusters.length === 1
    ? `${name}: ${all}, ${of === 1 ? 'which answers' : 'all alike'}`
    : `${name}: ${all}, not all alike`;
}
