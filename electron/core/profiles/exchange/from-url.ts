/**
 * smtp://, smtps:// and lmtp:// URLs, with a user and a password as other programs put them there (RFC 3986 section 3.2.1), and as
 * people do: `@ : / ? #` as they are, where only one reading gives a host. Else the character is named that has to be written otherwise.
 */
import { SUBMISSIONS_PORT } from '../../../protocol/facts/ports.ts';
import { readHost } from '../../../protocol/parse/host.ts';
import { ImportDraft, importFailed, readPort, type ImportResult } from './imported.ts';
import { hostPortText, unbracketed } from '../../../protocol/parse/host-port.ts';

const scheme = /^(smtps?|lmtp):\/\//i;
/** What may follow the login: host, port, and what is after them. */
const server = /^(\[[^[\]/?#@\s]+\]|[^:/?#@[\]\s]+)(?::([0-9]*))?(?:\/([^?#]*))?(?:\?([^#]*))?(?:#.*)?$/i;

interface Reading {
  readonly login: string | null;
  readonly host: string;
  readonly port: string;
  readonly query: string;
}

export function fromUrl(text: string): ImportResult {
  const trimmed = text.trim();
  const name = scheme.exec(trimmed)?.[1]?.toLowerCase();
  if (name === undefined) return importFailed('bad-target');
  const readings = readingsOf(trimmed.slice(name.length + 3));
  const [reading, other] = readings;
  if (reading === undefined) return importFailed('bad-target');
  if (other !== undefined) return rawCharacter('@');
  const port = reading.port === '' ? null : readPort(reading.port);
  if (reading.port !== '' && port === null) return importFailed('bad-target');
  const draft = new ImportDraft();
  const secure = name === 'smtps';
  if (name === 'lmtp') draft.connection.protocol = 'lmtp';
  if (secure) draft.connection.security = 'tls';
  if (reading.login !== null && reading.login !== '') {
    const refused = takeLogin(draft, reading.login);
    if (refused !== null) return refused;
  }
  const implicit = takeQuery(draft, reading.query) || secure;
  const bare = unbracketed(reading.host);
  return {
    ok: true,
    form: 'url',
    found: [draft.finish(hostPortText(bare, port ?? (implicit ? SUBMISSIONS_PORT : null)), bare)],
  };
}

/** Every `@` after which a host stands may be the one; without any there is no login. */
function readingsOf(text: string): Reading[] {
  const found: Reading[] = [];
  const add = (login: string | null, rest: string): void => {
    const [, host, port = '', , query = ''] = server.exec(rest) ?? [];
    if (host !== undefined && readHost(host) !== null) found.push({ login, host, port, query });
  };
  let hasLogin = false;
  for (let at = text.indexOf('@'); at !== -1 && found.length < 2; at = text.indexOf('@', at + 1)) {
    hasLogin = true;
    add(text.slice(0, at), text.slice(at + 1));
  }
  // A blank or an `@` in a query is of the query: "smtp://host?from=a@example.org" has no login.
  if (!hasLogin || /^[^/?#@]*[/?]/.test(text)) {
    const before = found.length;
    add(null, text);
    // "user:pa/ss@host" is no host called user with the port pa.
    if (hasLogin && found.length > before && /^[^/?#@]*:[^0-9]/.test(text)) found.pop();
  }
  return found;
}

/** Null when it was understood. */
function takeLogin(draft: ImportDraft, login: string): ImportResult | null {
  const colon = login.indexOf(':');
  const [user, password] = colon < 0 ? [login, null] : [login.slice(0, colon), login.slice(colon + 1)];
  const blank = /\s/.exec(login)?.[0];
  if (blank !== undefined) return rawCharacter(blank);
  // Without a password a second `@` is part of a mail address, or of nothing that is known.
  if (colon < 0 && user.includes('@') && !/[^.]\.[^.]/.test(user.slice(user.lastIndexOf('@') + 1)))
    return rawCharacter('@');
  if (/%(?![0-9a-f]{2})/i.test(login)) return rawCharacter('%');
  const decodedUser = decoded(user);
  const decodedPassword = password === null ? null : decoded(password);
  if (decodedUser === null || (password !== null && decodedPassword === null)) return importFailed('syntax');
  draft.user = decodedUser;
  draft.password = decodedPassword === '' ? null : decodedPassword;
  return null;
}

/** Parameters of Symfony's mailer and of nodemailer. True when they mean implicit TLS. */
function takeQuery(draft: ImportDraft, query: string): boolean {
  const { connection } = draft;
  let implicit = false;
  for (const pair of query.split('&').filter((each) => each !== '')) {
    const equals = pair.indexOf('=');
    const name = equals < 0 ? pair : pair.slice(0, equals);
    const value = decoded(equals < 0 ? '' : pair.slice(equals + 1)) ?? '';
    const on = /^(?:1|true|yes|on)$/i.test(value);
    const off = /^(?:0|false|no|off)$/i.test(value);
    switch (name) {
      case 'encryption':
        if (/^ssl$/i.test(value)) implicit = true;
        else if (/^(?:tls|starttls)$/i.test(value)) connection.security ??= 'starttls';
        else if (value !== '' && !/^(?:null|none)$/i.test(value)) draft.ignore(name);
        break;
      case 'secure':
        implicit ||= on;
        break;
      case 'requireTLS':
      case 'require_tls':
        if (on) connection.security ??= 'starttls';
        break;
      case 'ignoreTLS':
        if (on) connection.security ??= 'none';
        break;
      case 'auto_tls':
        if (off) connection.security ??= 'none';
        break;
      case 'verify_peer':
      case 'tls.rejectUnauthorized':
        if (off) connection.insecure = true;
        break;
      case 'local_domain':
      case 'name':
        if (value !== '') connection.ehloName = value;
        break;
      case 'pool':
      case 'logger':
      case 'debug':
        break;
      default:
        draft.ignore(name);
    }
  }
  if (implicit) connection.security = 'tls';
  return implicit;
}

const rawCharacter = (character: string): ImportResult => ({
  ok: false,
  problem: { error: 'raw-character', line: null, character, written: encodeURIComponent(character) },
});

/** null for octets that are no UTF-8. */
function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}
