/**
 * A server as it stands on providers' pages and in tickets: "Server: smtp.example.de, Port: 465", "smtp.example.de port 587
 * STARTTLS", a row of a table, a command of telnet's or openssl's. Read only where nothing is left that is not understood.
 */
import { isSubmissionPort, SMTP_PORT } from '../facts/ports.ts';
import { readHost } from './host.ts';
import { hostPortText, parsePort, splitPort } from './host-port.ts';
import { limits } from './limits.ts';

export interface PastedTarget {
  /** As targets are written. */
  readonly text: string;
  /** A user name or a password stood beside it, and is left out. */
  readonly withLogin: boolean;
}

const words = (text: string): ReadonlySet<string> => new Set(text.split(' '));

/** What may stand around a host and a port and says no more about them; the languages that providers' pages are mostly written in. */
const known = words(
  'server servername hostname host name address addr mail email e-mail smtp esmtp submission outgoing out sending setting settings ' +
    'port ports number no nr encryption encrypted encrypt security secure connection method type protocol required recommended ' +
    'use using with via on over at is the for and a an to by be yes true authentication auth login password normal required: ' +
    'ssl tls starttls ssl/tls tls/ssl start-tls smtps implicit explicit ' +
    'postausgang postausgangsserver postausgangs-server ausgangsserver ausgehend ausgehender ausgehende mailserver verschlüsselung ' +
    'sicherheit verbindungssicherheit adresse serveradresse und mit über anschluss ja ' +
    'serveur sortant sortants courrier hôte chiffrement sécurité de du des le la pour et oui avec ' +
    'servidor saliente correo puerto cifrado seguridad del para con porta uscita posta in crittografia sicurezza saída segurança ' +
    'poort uitgaande uitgaand beveiliging utgående säkerhet serwer wychodzący poczty szyfrowanie',
);
const logins = words(
  'user username user-name login loginname account benutzer benutzername nutzername anmeldename kennung utilisateur identifiant usuario ' +
    'utente gebruiker gebruikersnaam',
);
const secrets = words(
  'password passwd pass pw kennwort passwort passwd passphrase secret contraseña senha wachtwoord motdepasse',
);
const incoming = words(
  'imap imaps pop pop3 pop3s incoming posteingang posteingangsserver eingehend eingehender entrant entrante inkomende',
);
const outgoing = words(
  'smtp smtps esmtp submission outgoing postausgang postausgangsserver postausgangs-server ausgangsserver ausgehend ausgehender sortant ' +
    'saliente uscita uitgaande utgående',
);
const implicitTls = words('ssl smtps ssl/tls tls/ssl implicit');

const openssl = /^openssl\s+s_client\s(?:.*\s)?-connect\s+(\S+)(?:\s|$)/i;
/** "telnet host 25", "nc -C host 25", "host 587", "host, 587" */
const pair = /^(?:(?:telnet|nc|ncat|netcat)\s(?:\s*-\S+\s)*)?\s*([^\s,]+)(?:\s+|\s*,\s*)(\d{1,5})$/i;
const hostWords = words(
  'server servername hostname host mailserver serveradresse postausgangsserver serveur hôte servidor serwer',
);
const portWords = words('port ports puerto porta poort anschluss');

/** null for what is not read. */
export function readPasted(text: string): PastedTarget | null {
  const typed = text.trim();
  if (typed.startsWith('/') || typed.length > limits.argument) return null;
  const connect = openssl.exec(typed)?.[1];
  if (connect !== undefined) return hostPort(connect);
  const [, host, port] = pair.exec(typed) ?? [];
  if (host !== undefined && port !== undefined && !portWords.has(word(host)) && readHost(host) !== null)
    return hostPort(`${hostPortText(readHost(host) ?? '', null)}:${port}`);
  return fromWords(typed);
}

function hostPort(text: string): PastedTarget | null {
  const split = splitPort(text);
  const host = split === null ? null : readHost(split.host);
  return split === null || host === null ? null : { text: hostPortText(host, split.port), withLogin: false };
}

interface Found {
  readonly hosts: Set<string>;
  readonly ports: Set<number>;
  readonly said: Set<string>;
}

function fromWords(text: string): PastedTarget | null {
  const tokens = text.split(/[\s,;|=()<>"'\u2013\u2014\u2022\u00b7]+/u).filter((token) => !/^[-:*.]*$/.test(token));
  if (tokens.length > limits.pastedWords || tokens.length < 2) return null;
  // A page that names servers for incoming mail too: only what stands with the outgoing one counts.
  const both = tokens.some((token) => incoming.has(word(token))) && tokens.some((token) => outgoing.has(word(token)));
  const found: Found = { hosts: new Set(), ports: new Set(), said: new Set() };
  const other: Found = { hosts: new Set(), ports: new Set(), said: new Set() };
  let into = both ? other : found;
  let withLogin = false;
  for (let at = 0; at < tokens.length; at += 1) {
    const token = tokens[at] ?? '';
    const name = word(token);
    if (both && incoming.has(name)) into = other;
    if (both && outgoing.has(name)) into = found;
    if (both && incoming.has(name)) continue;
    if ((secrets.has(name) || logins.has(name)) && token.endsWith(':')) {
      withLogin = true;
      at += 1;
    } else if (!take(token, into, isLabel(tokens[at - 1], hostWords))) return null;
  }
  return written(found, withLogin);
}

/** What ends a label or a sentence. A loop, because an expression for it is quadratic. */
function withoutEnd(token: string): string {
  let end = token.length;
  while (end > 0 && ':.'.includes(token.charAt(end - 1))) end -= 1;
  return token.slice(0, end);
}

const isLabel = (token: string | undefined, names: ReadonlySet<string>): boolean =>
  token?.endsWith(':') === true && names.has(word(token));

const word = (token: string): string => withoutEnd(token.toLowerCase());

/** Whether the word was understood. `anyHost`: a name without a dot may be one. */
function take(token: string, { hosts, ports, said }: Found, anyHost: boolean): boolean {
  const name = word(token);
  if (known.has(name) && (!anyHost || token.endsWith(':'))) {
    said.add(name);
    return true;
  }
  if (/^\d{1,5}$/.test(name)) {
    const port = parsePort(name) ?? 0;
    if (port > 0) ports.add(port);
    return port > 0;
  }
  const schemed = /^(smtps?):\/\/([^/@]+)\/?$/i.exec(token);
  if (schemed !== null) {
    if (schemed[1]?.toLowerCase() === 'smtps') said.add('smtps');
    return take(schemed[2] ?? '', { hosts, ports, said }, true);
  }
  // "Port:465", "Server:smtp.example.de"
  const label = /^([^:/[\]]+):(.+)$/.exec(token);
  if (label !== null && known.has((label[1] ?? '').toLowerCase()))
    return take(label[2] ?? '', { hosts, ports, said }, true);
  const split = splitPort(withoutEnd(token));
  const host = split === null ? null : readHost(split.host);
  if (split === null || host === null) return false;
  if (!anyHost && !/[.:]/.test(host) && host !== 'localhost') return false;
  hosts.add(host);
  if (split.port !== null) ports.add(split.port);
  return true;
}

function written({ hosts, ports, said }: Found, withLogin: boolean): PastedTarget | null {
  const [host, otherHost] = hosts;
  const [port, otherPort] = ports;
  if (host === undefined || otherHost !== undefined || otherPort !== undefined) return null;
  // "SSL" beside 587 is said of STARTTLS as often as not; beside 465 it goes without saying.
  const implicit =
    [...said].some((name) => implicitTls.has(name)) && port !== SMTP_PORT && !isSubmissionPort(port ?? null);
  return { text: `${implicit ? 'smtps://' : ''}${hostPortText(host, port ?? null)}`, withLogin };
}

/** The host of a web page, as it stands in its address. */
function webHost(typed: string): string | null {
  if (!/^https?:\/\//i.test(typed)) return null;
  const authority = typed.slice(typed.indexOf('//') + 2).split(/[/?#]/, 1)[0] ?? '';
  const split = splitPort(authority.slice(authority.lastIndexOf('@') + 1));
  return split === null || readHost(split.host) === null ? null : split.host;
}

/** What follows the one `@` of a mail address. */
function mailDomain(typed: string): string | null {
  const [local = '', domain = '', more] = typed.split('@');
  if (local === '' || more !== undefined || /[\s/:]/.test(typed)) return null;
  return /[^.]\.[^.]/.test(domain) ? domain : null;
}

/** The same target in a form that every door takes; text that is in none of the known forms comes back as it is. */
export function tidyTarget(text: string): string {
  const typed = text.trim();
  return webHost(typed) ?? mailDomain(typed) ?? readPasted(typed)?.text ?? typed;
}
