/** The notes that the engine makes in a transcript, as sentences; and what stands in place of a hidden secret. */
import type { Hidden, Note } from '../../protocol/values/session/event.ts';
import { systemErrorText } from '../outcomes/system-errors.ts';
import { octets, plural } from '../units.ts';
import { visible } from '../visible.ts';

export type NoteParams = Readonly<Record<string, string | number>>;

const text = (params: NoteParams, name: string): string | null => {
  const value = params[name];
  return value === undefined ? null : visible(String(value));
};

const count = (params: NoteParams, name: string): number | null => {
  const value = params[name];
  return typeof value === 'number' ? value : null;
};

/** Puts ` ${before}value` where the parameter is known, else nothing. */
const maybe = (before: string, value: string | null): string => (value === null ? '' : ` ${before}${value}`);

const size = (params: NoteParams): string => {
  const known = count(params, 'octets');
  return known === null ? '' : `: ${octets(known)}`;
};

/** "3 bare LFs and 1 bare CR"; empty where none are counted. */
function bareEnds(params: NoteParams): string {
  const parts = [
    [count(params, 'bareLf'), 'bare LF', 'bare LFs'],
    [count(params, 'bareCr'), 'bare CR', 'bare CRs'],
  ] as const;
  return parts
    .flatMap(([number, one, many]) => (number === null || number === 0 ? [] : [plural(number, one, many)]))
    .join(' and ');
}

const notes = {
  connected: (p) =>
    `Connected${maybe('to ', text(p, 'address'))}${maybe('from ', text(p, 'local') ?? text(p, 'peer'))}.`,
  'closed-by-peer': () => 'The other side closed the connection.',
  'closed-by-us': () => 'We closed the connection.',
  'reset-by-peer': () => 'The other side reset the connection.',
  'tls-established': (p) => `TLS established${maybe('with ', text(p, 'version'))}${maybe('', text(p, 'cipher'))}.`,
  'body-sent': (p) => `Message sent${size(p)}.`,
  'body-received': (p) => `Message received${size(p)}.`,
  'left-out': (p) =>
    `${plural(count(p, 'events') ?? 1, 'event')} left out here${size(p)}: more than is kept of a session.`,
  'line-ends-normalised': (p) => {
    const changed = bareEnds(p);
    return changed === ''
      ? 'Line ends of the message were made CR LF.'
      : `Line ends of the message were made CR LF: ${changed} replaced.`;
  },
  'long-body-lines': (p) =>
    `${plural(count(p, 'lines') ?? 1, 'line')} of the message longer than 998 octets, the longest of ${octets(count(p, 'longest') ?? 0)}: sent as they are.`,
  'bare-line-ends': (p) =>
    `The message is sent with ${bareEnds(p)}, as it is: RFC 5321 has CR and LF in pairs alone, and many servers refuse others.`,
  'eight-bit-body': () =>
    'The message has 8-bit octets, which the server does not offer to take (8BITMIME): sent as they are.',
  'secret-withheld': () => 'The secret was not sent: the connection is not encrypted, or its certificate did not pass.',
  'helo-fallback': () => 'EHLO was refused; HELO is tried instead.',
  'early-reply-stopped-body': () => 'The server answered before the whole message was sent; sending was stopped.',
  'commands-dropped-before-tls': (p) => `Octets received before the TLS handshake were thrown away${size(p)}.`,
  'connection-refused-by-limit': (p) => {
    const before = count(p, 'before');
    return [
      'The connection was refused: a limit on connections was reached.',
      ...(before === null
        ? []
        : [`${plural(before, 'other')} of this address refused before it, which are not listed.`]),
      ...(count(p, 'last') === null
        ? []
        : ['Further ones of this address within the minute are refused alike, and not listed.']),
    ].join(' ');
  },
  'reply-ignored': () =>
    'A reply came that no command was waiting for; it was kept in the transcript and otherwise ignored.',
  goodbye: () => 'The server took its leave with 421, as it may at any time (RFC 5321 section 3.8).',
  'option-not-offered': (p) =>
    `${text(p, 'option') ?? 'An option'} was left out: the server does not offer ${text(p, 'keyword') ?? 'its extension'}.`,
  'limit-exceeded': (p) =>
    `The server states ${text(p, 'limit') ?? 'a limit'}=${text(p, 'value') ?? '?'}, and this is number ${text(p, 'number') ?? '?'}; it was asked all the same.`,
  'recipients-in-turns': (p) =>
    `${text(p, 'recipients') ?? 'The'} recipients go in several transactions of at most ${text(p, 'most') ?? '?'}, the message each time${maybe('; the server states ', text(p, 'limit'))}.`,
  'recipients-again': (p) =>
    `${text(p, 'recipients') ?? 'Some'} of the recipients were put off for being too many at once: a further transaction asks for them again (RFC 5321 section 4.5.3.1.10).`,
  'proxy-header-sent': (p) =>
    `A PROXY protocol header${maybe('of version ', text(p, 'version'))} was sent${maybe('that names ', text(p, 'source'))} as the client.`,
  'silence-is-tls': (p) =>
    `Nothing was said for ${text(p, 'ms') ?? 'some'} ms, so a second connection offered TLS at once: it was answered in TLS.`,
  'silence-is-not-tls': (p) =>
    `Nothing was said for ${text(p, 'ms') ?? 'some'} ms, so a second connection offered TLS at once: it was not answered in TLS.`,
  'implicit-tls': (p) =>
    `Port${maybe('', text(p, 'port'))} speaks TLS from the first octet, and nothing was sent yet: a further connection begins with TLS.`,
  'next-host': (p) =>
    `Next${maybe('host ', text(p, 'host'))}${maybe('at ', text(p, 'address'))}, as a sending server would.`,
  'sasl-message': (p) => {
    const { mechanism, from, ...fields } = p;
    const said = Object.entries(fields).map(([name, value]) => `${name} ${visible(String(value)) || '(empty)'}`);
    const who = `${visible(String(mechanism ?? 'SASL'))}, ${from === 'server' ? 'server' : 'client'}`;
    return said.length === 0 ? `${who}.` : `${who}: ${said.join(', ')}.`;
  },
  'token-read': (p) => {
    const said = Object.entries(p).map(([name, value]) => `${name} ${visible(String(value))}`);
    return said.length === 0 ? 'The token was read.' : `The token says of itself: ${said.join(', ')}.`;
  },
  'token-renewed': () => 'The token was no longer taken, so it was renewed; the new one is tried once.',
  'token-not-renewed': (p) =>
    `The token could not be renewed${maybe('for ', text(p, 'reason') ?? text(p, 'code'))}: what the server said of it stands.`,
  'weaker-mechanisms': (p) =>
    `This server offered ${text(p, 'before') ?? 'a stronger mechanism'} before; now the best is ${text(p, 'now') ?? 'weaker'}. Somebody may have taken it off the list.`,
  'login-again': (p) =>
    `A further connection, for the mechanisms not tried yet:${maybe('', text(p, 'mechanisms'))} (a login works once in a session, RFC 4954).`,
  'login-not-tried': (p) =>
    `Not tried any more:${maybe('', text(p, 'mechanisms'))}. After what the server answered, another attempt could lock the account or get nowhere.`,
  fault: (p) => `By the server’s script: ${text(p, 'what') ?? 'nothing'}.`,
  quoted: (p) => text(p, 'text') ?? 'A note without words.',
  'peer-stated': (p) => `The peer is ${text(p, 'peer') ?? 'unknown'}, as ${text(p, 'by') ?? 'the client'} states.`,
  'server-failed': (p) => `Something of ours failed here; the reason is in the log${maybe('under', text(p, 'logId'))}.`,
  dropped: () => 'We broke the connection off, as asked.',
  'through-proxy': (p) =>
    `The proxy${maybe('', text(p, 'proxy'))} made the connection${maybe('to ', text(p, 'host'))}${maybe('port ', text(p, 'port'))}.`,
  'mx-hosts': (p) => `MX of${maybe('', text(p, 'domain'))}:${maybe('', text(p, 'hosts'))}.`,
  'mx-none': (p) => `No MX for${maybe('', text(p, 'domain'))}: its own address is used (RFC 5321 section 5.1).`,
  'mx-alias': (p) => `${text(p, 'domain') ?? 'The domain'} is an alias (CNAME) of ${text(p, 'alias') ?? 'another'}.`,
  'mx-host-alias': (p) =>
    `The MX host ${text(p, 'host') ?? 'named'} is an alias (CNAME) of ${text(p, 'alias') ?? 'another'}, which RFC 2181 does not allow.`,
  'mx-host-unusable': (p) => {
    const host = text(p, 'host') ?? 'An MX host';
    return `The MX host ${host} is of no use: ${systemErrorText(text(p, 'code') ?? '', 'its name')}.`;
  },
} satisfies Record<Note, (params: NoteParams) => string>;

export function noteText(note: Note, params: NoteParams): string {
  return notes[note](params);
}

const hidden = {
  password: 'password',
  token: 'token',
  'sasl-response': 'SASL response',
  secret: 'secret',
} satisfies Record<Hidden['what'], string>;

/** "[password hidden, 16 octets]". */
export function hiddenText(what: Hidden): string {
  return `[${hidden[what.what]} hidden, ${plural(what.octets, 'octet')}]`;
}
