/** What the app itself could not do, as a sentence with its remedy where one is certain. */
import type { AppErrorCode, AppErrorValue } from '../../protocol/values/app-error.ts';
import type { ListenError } from '../../protocol/values/server/server.ts';
import { SECRET_KINDS, type SecretKind } from '../../protocol/values/profiles/profile.ts';
import { changedText, secretKindText } from './agreements.ts';
import { secretReasonText } from './secrets.ts';
import { signInText } from './oauth.ts';
import { plural } from '../units.ts';
import { visible } from '../visible.ts';

type Params = AppErrorValue['params'];

export interface AppErrorText {
  readonly title: string;
  readonly message: string;
}

const named = (params: Params, name: string): string | null => {
  const value = params[name];
  return value === undefined || value === '' ? null : visible(String(value));
};

const quoted = (params: Params, name: string): string => {
  const value = named(params, name);
  return value === null ? '' : ` "${value}"`;
};

const listenReasons = {
  'address-in-use': 'another program is using it; stop that program or choose another port',
  'not-permitted':
    'this user is not allowed to; on most systems ports below 1024 need special rights, so choose a higher one',
  'address-not-available': 'this machine has no such address',
  'path-too-long': 'the path is too long for a Unix socket, which allows about 100 octets',
  'path-taken': 'there is something else than a socket already; it is left as it is',
  'folder-missing': 'there is no such folder',
  'no-certificate': 'TLS needs a certificate, and the folder for it cannot be used',
  other: 'the system refused it',
} satisfies Record<ListenError['reason'], string>;

/** Completes "cannot listen on ...: ". */
export function listenReason(error: ListenError): string {
  return `${listenReasons[error.reason]} (${visible(error.systemCode)})`;
}

const isSecretKind = (kind: string): kind is SecretKind => (SECRET_KINDS as readonly string[]).includes(kind);

const isListenReason = (value: unknown): value is ListenError['reason'] =>
  typeof value === 'string' && value in listenReasons;

/** `kept`: how many records could be read of it, where it has several. */
function goesOn(p: Params): string {
  if (typeof p.kept === 'number') return ` ${plural(p.kept, 'profile')} could be recovered.`;
  return named(p, 'aside') === null ? '' : ' Posthorn goes on with its defaults.';
}

/** Where it is kept for, and what is different from that. */
function boundElsewhere(p: Params): string {
  const kind = typeof p.kind === 'string' && isSecretKind(p.kind) ? secretKindText(p.kind) : 'password';
  const place = named(p, 'place');
  const changed = changedText(typeof p.changed === 'string' ? p.changed.split(' ') : []);
  if (place === null) return `The ${kind} of${quoted(p, 'name')} has to be given again. Type it in.`;
  const remedy =
    p.reason === 'edited'
      ? 'Type it in for this run.'
      : 'Type it in again in the profile, or confirm there that it may be used for what the profile says now.';
  const different = changed === '' ? '' : ` Different now: ${changed}.`;
  return `The ${kind} kept for${quoted(p, 'name')} goes to ${place} alone, the way it was when it was kept.${different} ${remedy}`;
}

/** Of a file that was to be shown as a message. */
const nonMessages = {
  empty: 'is empty.',
  compound:
    'is in a format of Microsoft Office, such as a .msg of Outlook, and no message as it goes over the wire. Save it as .eml there, and open that.',
  'utf-16':
    'is text in UTF-16, and no message as it goes over the wire, which is in octets. Save it without converting it, and open that.',
  'no-header': 'does not begin as a message does: there is no header field, such as From, in its first lines.',
} satisfies Record<string, string>;

const isNonMessage = (reason: unknown): reason is keyof typeof nonMessages =>
  typeof reason === 'string' && Object.hasOwn(nonMessages, reason);

const systemCodes: Readonly<Record<string, string>> = {
  EBUSY: ': another program uses it',
  ENOENT: ': it is not there',
  EACCES: ': this user has no right to read it',
  EPERM: ': this user has no right to read it',
};

const texts = {
  'invalid-argument': (p) => {
    const argument = named(p, 'argument');
    const reason = named(p, 'reason');
    return {
      title: 'Not valid',
      message: `${argument === null ? 'A value' : `The value of "${argument}"`} cannot be used${reason === null ? '' : `: ${reason}`}.`,
    };
  },
  'listen-failed': (p) => {
    const where =
      named(p, 'where') ??
      named(p, 'path') ??
      ([named(p, 'host'), named(p, 'port')].filter((part) => part !== null).join(':') || 'the address');
    const reason = p.reason;
    const why = isListenReason(reason) ? `: ${listenReasons[reason]}` : '';
    const code = named(p, 'systemCode');
    return { title: 'Cannot listen', message: `Cannot listen on ${where}${why}${code === null ? '' : ` (${code})`}.` };
  },
  'secret-store-unavailable': (p) =>
    secretReasonText(p.reason) ?? {
      title: 'Keychain not available',
      message: `The system's keychain cannot be used${named(p, 'detail') === null ? '' : `: ${named(p, 'detail') ?? ''}`}. Passwords can be typed in for each run instead.`,
    },
  'secret-missing': (p) => ({
    title: 'No password',
    message:
      p.reason === 'edited' || p.reason === 'bound-elsewhere'
        ? boundElsewhere(p)
        : p.reason === 'vanished'
          ? `The password of${quoted(p, 'name')} is no longer in the keychain; it was removed outside of Posthorn. Type it in again.`
          : p.reason === 'none'
            ? `The profile${quoted(p, 'name')} has no password. Type one in.`
            : `A password is needed and none was given${named(p, 'name') === null ? '' : ` (${named(p, 'name') ?? ''})`}.`,
  }),
  'sign-in-failed': (p) => signInText(p),
  'profile-not-found': (p) => ({
    title: 'No such profile',
    message: `There is no profile${quoted(p, 'name')}.${named(p, 'near') === null ? '' : ` Did you mean${quoted(p, 'near')}?`}`,
  }),
  'profile-changed': (p) => ({
    title: 'Changed elsewhere',
    message: `The profile${quoted(p, 'name')} was saved elsewhere after these edits began. Nothing was overwritten.`,
  }),
  'import-expired': () => ({
    title: 'Read it again',
    message: 'What was read for this import is kept for ten minutes only. Read it again; nothing was imported.',
  }),
  'surveys-running': (p) => ({
    title: 'Too many surveys',
    message: `${named(p, 'most') ?? 'Several'} surveys run already: stop one, or wait for its end.`,
  }),
  'run-not-found': () => ({
    title: 'Run not found',
    message: 'There is no such run; it may have been cleared.',
  }),
  'message-not-found': () => ({
    title: 'Message not found',
    message: 'This message is no longer stored; it may have been deleted.',
  }),
  'session-not-found': () => ({
    title: 'Session not found',
    message: 'This session is no longer stored; it may have been cleared.',
  }),
  'file-damaged': (p) => ({
    title: 'File damaged',
    message: `The file${quoted(p, 'path')}${quoted(p, 'file')} cannot be read as what it should be.${named(p, 'aside') === null ? '' : ` It was kept as${quoted(p, 'aside')}.`}${goesOn(p)}`,
  }),
  'file-unreadable': (p) => {
    const file = `The file${quoted(p, 'path')}${quoted(p, 'file')}`;
    if (isNonMessage(p.reason)) return { title: 'Not a message', message: `${file} ${nonMessages[p.reason]}` };
    const code = named(p, 'systemCode');
    const why = typeof p.systemCode === 'string' ? (systemCodes[p.systemCode] ?? '') : '';
    return {
      title: 'File not readable',
      message: `${file} cannot be opened${why}${code === null ? '' : ` (${code})`}.`,
    };
  },
  'file-changed': (p) => ({
    title: 'File changed',
    message: `The file${quoted(p, 'file')} was changed since it was chosen. Nothing was sent of it: look at it, and take it as it is now.`,
  }),
  'file-newer': (p) => ({
    title: 'Made by a later version',
    message: `The file${quoted(p, 'file')} was written by a later version of Posthorn. It is left as it is; update Posthorn to use it.`,
  }),
  'not-available': () => ({
    title: 'Not available here',
    message: 'This needs the desktop app: it works with dialogs and windows of the system.',
  }),
  'not-confirmed': () => ({
    title: 'Not agreed to',
    message:
      'Nothing was changed. What was declined once is not asked again until Posthorn is started anew; a password can always be typed in.',
  }),
  'view-ended': (p) => ({
    title: 'The message is not shown any more',
    message:
      p.reason === 'memory'
        ? `Its HTML took more than ${String(p.mebibytes)} MiB of memory, and the process that showed it was ended.`
        : 'The process that showed its HTML ended by itself.',
  }),
  'untrusted-sender': () => ({
    title: 'Refused',
    message: 'The request did not come from the app’s own window and was refused.',
  }),
  disconnected: () => ({
    title: 'Not connected',
    message: 'The part of the app that does the work no longer answers. Restart the app.',
  }),
  internal: () => ({
    title: 'Internal error',
    message: 'Posthorn made a mistake. Please report it with what you did.',
  }),
} satisfies Record<AppErrorCode, (params: Params) => AppErrorText>;

export function appErrorText(error: AppErrorValue): AppErrorText {
  return texts[error.code](error.params);
}
