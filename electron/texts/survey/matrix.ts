/** The words of a port matrix: of each cell, of what the cells show together, and of the way that works. */
import type { CellAnswer, CellSecurity } from '../../protocol/values/survey/cell.ts';
import type { ProxyFailure } from '../../protocol/values/session/outcome.ts';
import type { MatrixInference, MatrixSummary } from '../../protocol/values/survey/matrix.ts';
import { chainErrorText } from '../session/tls.ts';
import { duration } from '../units.ts';
import { shorten, visible } from '../visible.ts';

export const securityTexts: Readonly<Record<CellSecurity, string>> = { none: 'None', starttls: 'STARTTLS', tls: 'TLS' };

const ways: Readonly<Record<CellSecurity, string>> = {
  none: 'in clear',
  starttls: 'with STARTTLS',
  tls: 'with TLS from the first byte',
};

/** [25], [25, 465], [25, 465, 587] -> "25", "25 and 465", "25, 465 and 587". */
function list(items: readonly (number | string)[]): string {
  const texts = items.map(String);
  const last = texts.at(-1) ?? '';
  return texts.length < 2 ? last : `${texts.slice(0, -1).join(', ')} and ${last}`;
}
const are = (items: readonly unknown[], one: string, several: string): string => (items.length === 1 ? one : several);
const portsText = (ports: readonly number[]): string => `${are(ports, 'Port', 'Ports')} ${list(ports)}`;
const named = (names: readonly string[]): string => {
  const shown = names.slice(0, 3).map((name) => shorten(visible(name), 80));
  return list(names.length > 3 ? [...shown, `${names.length - 3} more`] : shown);
};

const dnsReasons: Readonly<Record<string, string>> = {
  ENOTFOUND: 'it is not in the DNS, as far as this machine can find out',
  ENODATA: 'it has no address',
  EAI_AGAIN: 'the resolver gave no answer; it may have one later',
  ETIMEOUT: 'the resolver gave no answer in time',
  ECANCELLED: 'stopped before there was an answer',
  EAI_ADDRFAMILY: 'it has no address of the family that was asked for',
};

/** What the cells show, with the grounds. */
export function inferenceText({ code, params }: MatrixInference): string {
  switch (code) {
    case 'name-not-found': {
      const why = dnsReasons[params.dnsCode] ?? 'the lookup failed';
      return `Nothing was tried: ${shorten(visible(params.host), 120)} has no address here: ${why} (${params.dnsCode}).`;
    }
    case 'blocked-25':
      return (
        `25 is silent (${duration(params.limitMs)}) although the same host answers on ${params.answering}: most likely your ` +
        `network or provider lets none out, or the host filters it; to settle it, try another host's 25.`
      );
    case 'dropped':
      return (
        `${list(params.ports)} ${are(params.ports, 'is', 'are')} silent (${duration(params.limitMs)}) although the same host ` +
        `answers on ${params.answering}: something between here and there drops what goes to ${are(params.ports, 'it', 'them')}, at the host or on the way.`
      );
    case 'all-silent':
      return (
        `No port tried (${list(params.ports)}) answers within ${duration(params.limitMs)}: the host is down, the address is wrong, or a ` +
        `filter on the way or at the host drops everything; to settle it, try from another network.`
      );
    case 'all-refused':
      return (
        `Every port tried (${list(params.ports)}) is refused: something answers at that address, but no mail server listens there, or a ` +
        `filter refuses in its name.`
      );
    case 'closed':
      return `${list(params.ports)} ${are(params.ports, 'is', 'are')} refused: nothing listens there, or a filter says so.`;
    case 'no-greeting':
      return (
        `${portsText(params.ports)} ${are(params.ports, 'takes', 'take')} the connection and then ${are(params.ports, 'gives', 'give')} no whole greeting ` +
        `within ${duration(params.limitMs)}: the server is overloaded or stuck, another service is there, or the greeting is held back longer, which a longer time limit for it would show.`
      );
    case 'plain-on-tls-port':
      return `${params.port} greets in clear, though clients expect TLS from the first byte there: programs set to “TLS” or “SSL” fail on it.`;
    case 'tls-on-plain-port':
      return `${params.port} says nothing in clear and speaks TLS from the first byte: programs that expect a greeting or STARTTLS there wait in vain.`;
    case 'one-family': {
      const other = params.family === 4 ? 6 : 4;
      const works = `${portsText(params.ports)} ${are(params.ports, 'works', 'work')} over IPv${params.family} alone`;
      if (params.other === 'unreachable')
        return `${works}: this machine has no way to the host's IPv${other} addresses, which says nothing of the server.`;
      return `${works}: over IPv${other} ${oneFamily[params.other] ?? 'it does not'}, so programs that prefer IPv${other} wait or fail.`;
    }
    case 'other-certificate': {
      const where = params.everywhere ? 'On every port with TLS' : `On ${list(params.ports)}`;
      const names = params.names.length === 0 ? 'another name' : named(params.names);
      return `${where} the certificate is not for this host but for ${names}: the name to connect by is one of its own, or the server needs another certificate.`;
    }
    case 'certificate-not-trusted': {
      const [reason] = params.reasons;
      const why =
        reason === undefined || params.reasons.length > 1 ? 'The certificate is not trusted.' : chainErrorText(reason);
      return `On ${list(params.ports)}: ${why} Programs that check it go no further.`;
    }
    case 'login-after-tls':
      return `${list(params.ports)} ${are(params.ports, 'offers', 'offer')} a login only over TLS: a program set to no encryption cannot log in there.`;
    case 'proxy-failed':
      return `The proxy ${visible(params.proxy)} ${proxyFailures[params.reason] ?? 'failed'}${proxyWords(
        params.answer === '' ? [] : [params.answer],
      )}: of the host nothing is known.`;
    case 'proxy-cannot':
      return (
        `${list(params.ports)}: the proxy could not connect${proxyWords(params.answers)}: nothing listens there, or something beyond the ` +
        `proxy lets nothing out to ${are(params.ports, 'it', 'them')}.`
      );
    case 'proxy-forbids':
      return `${list(params.ports)}: the proxy’s rules let nobody go there${proxyWords(params.answers)}, which says nothing of the host.`;
    case 'through-proxy':
      return `All of this was seen from the proxy ${visible(params.proxy)}; without it other ports may be open from here.`;
    case 'all-work':
      return are(params.ports, `The one port tried works.`, `All ports tried (${list(params.ports)}) work.`);
    case 'none-works':
      return 'Something answers, but no way that was tried works; the grid says how far each went.';
    case 'stopped':
      return 'Stopped before everything was tried: what is not known yet is marked so.';
  }
}

const proxyFailures: Partial<Readonly<Record<ProxyFailure, string>>> = {
  unreachable: 'could not be reached',
  timeout: 'did not answer in time',
  disconnected: 'closed the connection before it had answered',
  login: 'wants a login, or refused the one given',
  'not-a-proxy': 'does not speak as a proxy does',
};

/** What it answered, as it answered it. */
const proxyWords = (answers: readonly string[]): string => {
  const shown = answers.slice(0, 2).map((each) => `“${shorten(visible(each), 120)}”`);
  return shown.length === 0 ? '' : ` (${list(shown)})`;
};

const oneFamily: Partial<Readonly<Record<CellAnswer, string>>> = {
  refused: 'nothing listens there',
  silent: 'nobody answers',
};

/** "mail.example.org: 587 works with STARTTLS". */
export function matrixTitle({ host, best, inferences }: MatrixSummary): string {
  const shown = shorten(visible(host), 120);
  if (best === null) {
    if (inferences.some(({ code }) => code === 'stopped')) return `${shown}: stopped, nothing found yet that works`;
    return inferences.some(({ code }) => code === 'name-not-found')
      ? `${shown}: no address, nothing tried`
      : `${shown}: nothing works`;
  }
  return `${shown}: ${best.port} works ${ways[best.security ?? 'none']}`;
}
