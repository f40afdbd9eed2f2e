/** An msmtprc: its accounts, with what `defaults` says and what an account takes over from another. No command in it is run. */
import { SUBMISSIONS_PORT } from '../../../protocol/facts/ports.ts';
import { limits } from '../limits.ts';
import { ImportDraft, importFailed, readPort, type Imported, type ImportResult } from './imported.ts';
import { hostPortText } from '../../../protocol/parse/host-port.ts';

interface Account {
  readonly name: string;
  readonly settings: Map<string, string>;
}

/** Of msmtp's settings those that say nothing to us. */
const silent = new Set([
  'logfile',
  'syslog',
  'logfile_time_format',
  'aliases',
  'undisclosed_recipients',
  'set_date_header',
  'set_from_header',
  'set_msgid_header',
  'remove_bcc_headers',
  'add_missing_from_header',
  'add_missing_date_header',
  'auto_from',
  'maildomain',
  'allow_from_override',
  'keepbcc',
  'timeout',
  'dsn_notify',
  'dsn_return',
  'tls_priorities',
  'tls_min_dh_prime_bits',
  'tls_force_sslv3',
  'tls_crl_file',
  'from_full_name',
  'eval',
]);

export function fromMsmtprc(text: string): ImportResult {
  const accounts: Account[] = [];
  const book: Book = { byName: new Map(), inherited: 0 };
  let defaults = new Map<string, string>();
  let current: Map<string, string> | null = null;
  for (const [index, raw] of text.split('\n').entries()) {
    const line = raw.trim();
    if (line === '' || line.startsWith('#')) continue;
    const blank = line.search(/\s/);
    const key = (blank < 0 ? line : line.slice(0, blank)).toLowerCase();
    const value = unquoted(blank < 0 ? '' : line.slice(blank).trim());
    if (value === null) return importFailed('syntax', index + 1);
    if (key === 'defaults') {
      defaults = new Map();
      current = defaults;
    } else if (key === 'account') {
      const account = begin(value, defaults, book);
      if (account === null) return importFailed('syntax', index + 1);
      if (book.inherited > limits.exchange.inherited || accounts.length >= limits.exchange.profiles)
        return importFailed('too-many', index + 1);
      accounts.push(account);
      // Of two with one name the first is meant where another takes over from it.
      if (!book.byName.has(account.name)) book.byName.set(account.name, account);
      current = account.settings;
    } else if (current === null) {
      return importFailed('syntax', index + 1);
    } else {
      current.set(key, value);
    }
  }
  // `account default : name` only says which one is taken without a choice.
  const copied = copies(accounts);
  const found = accounts.filter(
    (account) => (account.settings.get('host') ?? '') !== '' && !(account.name === 'default' && copied.has(account)),
  );
  if (found.length === 0) return importFailed('no-target');
  const profiles: Imported[] = [];
  for (const account of found) {
    const profile = toProfile(account);
    if (profile === null) return importFailed('bad-target');
    profiles.push(profile);
  }
  return { ok: true, form: 'msmtprc', found: profiles };
}

/** What is known while reading. */
interface Book {
  readonly byName: Map<string, Account>;
  /** How many settings were taken over so far. */
  inherited: number;
}

/** `name` or `name : other, another`: takes over what those say. null for one that is not there. */
function begin(value: string, defaults: ReadonlyMap<string, string>, book: Book): Account | null {
  const colon = value.indexOf(':');
  const name = (colon < 0 ? value : value.slice(0, colon)).trim();
  if (name === '') return null;
  const settings = new Map<string, string>();
  const take = (from: ReadonlyMap<string, string>): void => {
    book.inherited += from.size;
    // Too many are refused by the caller; they are not copied first.
    if (book.inherited > limits.exchange.inherited) return;
    for (const [key, setting] of from) settings.set(key, setting);
  };
  take(defaults);
  for (const parent of colon < 0 ? [] : value.slice(colon + 1).split(',')) {
    const from = book.byName.get(parent.trim());
    if (from === undefined) return null;
    take(from.settings);
  }
  return { name, settings };
}

/** Those that say the same as another one; each is written down once, so that none is compared with all. */
function copies(accounts: readonly Account[]): ReadonlySet<Account> {
  const alike = new Map<string, Account[]>();
  for (const account of accounts) {
    const form = JSON.stringify([...account.settings].sort(([a], [b]) => (a < b ? -1 : 1)));
    const others = alike.get(form);
    if (others === undefined) alike.set(form, [account]);
    else others.push(account);
  }
  return new Set([...alike.values()].filter(({ length }) => length > 1).flat());
}

/** msmtp takes a value as it stands, or between double quotes. null: only one of them. */
function unquoted(text: string): string | null {
  if (!text.startsWith('"')) return text;
  return text.length > 1 && text.endsWith('"') ? text.slice(1, -1) : null;
}

function toProfile({ name, settings }: Account): Imported | null {
  const draft = new ImportDraft();
  const { connection } = draft;
  const on = (key: string, absent: boolean): boolean => {
    const value = settings.get(key);
    return value === undefined ? absent : value === '' || value === 'on';
  };
  const portText = settings.get('port');
  const port = portText === undefined ? null : readPort(portText);
  if (portText !== undefined && port === null) return null;
  const tls = on('tls', false);
  connection.security = !tls ? 'none' : on('tls_starttls', true) ? 'starttls' : 'tls';
  if (tls && !on('tls_certcheck', true)) connection.insecure = true;
  let socket: string | null = null;
  for (const [key, value] of settings) {
    switch (key) {
      case 'host':
      case 'port':
      case 'tls':
      case 'tls_starttls':
      case 'tls_certcheck':
        break;
      case 'protocol':
        if (value.toLowerCase() === 'lmtp') connection.protocol = 'lmtp';
        break;
      case 'domain':
        connection.ehloName = value;
        break;
      case 'source_ip':
        if (value !== '') connection.localAddress = value;
        break;
      case 'socket':
        if (value !== '') socket = value;
        break;
      case 'tls_host_override':
        if (value !== '') connection.servername = value;
        break;
      case 'tls_fingerprint':
        // Only SHA-256 is a pin here; the older ones are too weak to be one.
        if (value.replaceAll(':', '').length === 64) connection.acceptCertificate = value;
        else if (value !== '') draft.ignore(key);
        break;
      case 'tls_trust_file':
      case 'tls_cert_file':
      case 'tls_key_file':
        if (value !== '' && value !== 'system') draft.notes.push({ code: 'file-needed', what: key, path: value });
        break;
      case 'user':
        draft.user = value;
        break;
      case 'password':
        draft.password = value;
        break;
      case 'passwordeval':
        draft.notes.push({ code: 'password-command', command: value });
        break;
      case 'auth':
        if (!['', 'on', 'off'].includes(value.toLowerCase())) draft.mechanisms.push(value.toUpperCase());
        break;
      case 'from':
        draft.from = value;
        break;
      default:
        if (!silent.has(key)) draft.ignore(key);
    }
  }
  if (settings.get('auth') === 'off') draft.user = null;
  return draft.finish(
    socket ??
      hostPortText(settings.get('host') ?? '', port ?? (connection.security === 'tls' ? SUBMISSIONS_PORT : null)),
    name,
  );
}
