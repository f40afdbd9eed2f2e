/** A command line of swaks, by the options of swaks 20240103 that a profile has a place for. */
import { SUBMISSIONS_PORT } from '../../../protocol/facts/ports.ts';
import { readHost } from '../../../protocol/parse/host.ts';
import { ImportDraft, importFailed, readPort, type ImportResult } from './imported.ts';
import { shellWords } from './shell-words.ts';
import { hostPortText, unbracketed } from '../../../protocol/parse/host-port.ts';

/** Whether an option's argument is needed, may be there, or is never there. */
type Takes = 'value' | 'maybe' | 'none';

interface Reading {
  readonly draft: ImportDraft;
  host: string | null;
  port: number | null;
  socket: string | null;
  bad: boolean;
}

interface Option {
  readonly takes: Takes;
  readonly read: (reading: Reading, value: string | null) => void;
}

const security =
  (value: 'tls' | 'starttls' | 'starttls-if-offered') =>
  ({ draft }: Reading): void => {
    draft.connection.security = value;
  };

function server(reading: Reading, value: string | null): void {
  // host, host:port, [v6]:port; a bare IPv6 address has more than one colon.
  const matched = /^(\[[^\]]*\]|[^:]+)(?::([^:]+))?$/.exec(value ?? '');
  const port = matched?.[2] === undefined ? null : readPort(matched[2]);
  reading.host = matched === null ? value : (matched[1] ?? null);
  if (matched?.[2] !== undefined && port === null) reading.bad = true;
  reading.port ??= port;
}

function portOption(reading: Reading, value: string | null): void {
  const port = readPort(value ?? '');
  if (port === null) reading.bad = true;
  reading.port = port;
}

function protocol(reading: Reading, value: string | null): void {
  const name = (value ?? '').toUpperCase();
  const { connection } = reading.draft;
  if (name === 'SMTP') connection.heloOnly = true;
  else if (name.startsWith('LMTP')) connection.protocol = 'lmtp';
  else if (!/^E?SMTP/.test(name)) reading.draft.ignore('--protocol');
  // S for TLS, A for AUTH, as in ESMTPSA.
  if (/^(?:ESMTP|LMTP)S/.test(name)) connection.security = 'starttls';
}

function mechanisms({ draft }: Reading, value: string | null): void {
  if (value === null) return;
  for (const name of value.split(',')) if (name.trim() !== '') draft.mechanisms.push(name.trim().toUpperCase());
}

const options = new Map<string, Option>();
const option = (names: string, takes: Takes, read: Option['read']): void => {
  for (const name of names.split(' ')) options.set(name, { takes, read });
};
option('server s', 'value', server);
option('port p', 'value', portOption);
option('socket', 'value', (reading, value) => (reading.socket = value));
option('protocol', 'value', protocol);
option('tls', 'none', security('starttls'));
option('tls-on-connect tlsc tlsonconnect', 'none', security('tls'));
option(
  'tls-optional tlso tlsoptional tls-optional-strict tlsos tlsoptionalstrict',
  'none',
  security('starttls-if-offered'),
);
option('tls-sni', 'value', ({ draft }, value) => (draft.connection.servername = value ?? ''));
option('tls-verify tls-verify-ca tls-verify-host', 'none', ({ draft }) => delete draft.connection.insecure);
option('tls-ca-path', 'value', ({ draft }, path) =>
  draft.notes.push({ code: 'file-needed', what: 'tls-ca-path', path: path ?? '' }),
);
option('tls-cert', 'value', ({ draft }, path) =>
  draft.notes.push({ code: 'file-needed', what: 'tls-cert', path: path ?? '' }),
);
option('tls-key', 'value', ({ draft }, path) =>
  draft.notes.push({ code: 'file-needed', what: 'tls-key', path: path ?? '' }),
);
option('helo ehlo lhlo h', 'value', ({ draft }, value) => (draft.connection.ehloName = value ?? ''));
option('local-interface li', 'value', ({ draft }, value) => (draft.connection.localAddress = value ?? ''));
option('4', 'none', ({ draft }) => (draft.connection.family = 4));
option('6', 'none', ({ draft }) => (draft.connection.family = 6));
option('auth a auth-optional ao', 'maybe', mechanisms);
option('auth-user au', 'value', ({ draft }, value) => (draft.user = value));
option('auth-password ap', 'maybe', ({ draft }, value) => (draft.password = value));
option('from f', 'value', ({ draft }, value) => (draft.from = value === '<>' ? '' : (value ?? '')));
option('to t', 'value', ({ draft }, value) => draft.to.push(...(value ?? '').split(',').map((each) => each.trim())));

export function fromSwaks(text: string): ImportResult {
  const words = shellWords(text);
  if (words === null) return importFailed('syntax');
  const draft = new ImportDraft();
  // swaks does not look at certificates unless it is asked to.
  draft.connection.insecure = true;
  const reading: Reading = { draft, host: null, port: null, socket: null, bad: false };
  const rest = words.slice(/(?:^|\/)swaks$/.test(words[0] ?? '') ? 1 : 0);
  for (let at = 0; at < rest.length; at += 1) {
    const word = rest[at] ?? '';
    const matched = /^--?([A-Za-z0-9-]+)(?:=([^]*))?$/.exec(word);
    if (matched === null) return importFailed('syntax');
    const [, name = '', inline] = matched;
    const known = options.get(name);
    const following = rest[at + 1];
    const free = following !== undefined && !following.startsWith('-');
    if (known === undefined) {
      draft.ignore(`--${name}`);
      // Whatever is not an option belongs to the one before it.
      if (inline === undefined && free) at += 1;
      continue;
    }
    let value: string | null = inline ?? null;
    if (
      inline === undefined &&
      known.takes !== 'none' &&
      (free || (known.takes === 'value' && following !== undefined))
    ) {
      value = following;
      at += 1;
    }
    if (known.takes === 'value' && value === null) return importFailed('syntax');
    known.read(reading, value);
  }
  if (reading.bad) return importFailed('bad-target');
  draft.connection.security ??= 'none';
  if (draft.connection.security === 'none') delete draft.connection.insecure;
  if (reading.socket !== null && reading.socket !== '')
    return { ok: true, form: 'swaks', found: [draft.finish(reading.socket, reading.socket)] };
  if (reading.host === null || /^\[?\]?$/.test(reading.host)) return importFailed('no-target');
  // Brackets are for addresses; without them another host would be meant.
  if (reading.host.startsWith('[') && readHost(reading.host) === null) return importFailed('bad-target');
  const port = reading.port ?? (draft.connection.security === 'tls' ? SUBMISSIONS_PORT : null);
  const bare = unbracketed(reading.host);
  return { ok: true, form: 'swaks', found: [draft.finish(hostPortText(bare, port), bare)] };
}
