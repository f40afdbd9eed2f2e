/** Questions that main asks in a dialog of its own before kept secrets may go elsewhere, and the words for what differs. */
import { isConnectionField, type BoundOption } from '../../protocol/options/connection.ts';
import { isLoginField, type BoundLogin } from '../../protocol/options/login.ts';
import {
  BOUND_FIELDS,
  type BoundElsewhere,
  type BoundField,
  type SecretBinding,
  type SecretKind,
} from '../../protocol/values/profiles/profile.ts';
import { connectionTexts } from '../options/connection.ts';
import { loginTexts } from '../options/login.ts';
import type { OptionText } from '../options/words.ts';
import { otherProtocolTexts } from '../survey/mechanisms.ts';
import type { RequestOf } from '../../protocol/values/survey/request.ts';
import { list, plural } from '../units.ts';
import { shorten, visible } from '../visible.ts';

interface QuestionText {
  readonly message: string;
  readonly detail: string;
  readonly agree: string;
}

const others: Readonly<Record<Exclude<BoundField, BoundOption | BoundLogin>, string>> = {
  target: 'server or port',
  user: 'user name',
  ownServer: 'the local test server',
  tokenServer: 'who is asked for tokens',
  clientId: 'client id',
};

/** As the profile's form calls it. */
function fieldText(field: BoundField): string {
  const isOption = isConnectionField(field);
  if (!isOption && !isLoginField(field)) return others[field];
  const { difference, changed }: OptionText = isOption ? connectionTexts[field] : loginTexts[field];
  return difference ?? changed;
}

const isBound = (name: string): name is BoundField => BOUND_FIELDS.some((field) => field === name);

const kinds = {
  password: 'password',
  token: 'token',
  'refresh-token': 'refresh token',
  'client-secret': 'client secret',
  'client-key': 'key of the client certificate',
  passphrase: 'passphrase of the key',
  'proxy-password': 'password at the proxy',
} satisfies Record<SecretKind, string>;

export const secretKindText = (kind: SecretKind): string => kinds[kind];

/** "encryption and proxy"; what is no field is left out. */
export function changedText(changed: readonly string[]): string {
  return list(changed.filter(isBound).map(fieldText));
}

/** Before a browser is opened at an issuer that somebody typed. */
export function signInQuestion(name: string, host: string, address: string): QuestionText {
  return {
    message: `Sign in for “${shorten(visible(name), 80)}” at ${visible(host)}?`,
    detail: `Your browser opens:\n${shorten(visible(address), 600)}`,
    agree: 'Open the browser',
  };
}

/** Beside a secret that its profile no longer gets. */
export function elsewhereText({ place, changed }: BoundElsewhere): string {
  if (place === null) return 'It was about to be replaced when something went wrong: type it in again.';
  return `Kept for ${visible(place)} alone, and not sent for what the profile says now. Different: ${changedText(changed)}.`;
}

const word = (value: string | undefined): string => {
  if (value === undefined || value === '') return 'as usual';
  return value === 'none' ? 'no TLS' : shorten(visible(value), 120);
};

type OtherPlace = RequestOf<'mechanisms'>['also'][number];

interface Moving {
  readonly kind: SecretKind;
  readonly elsewhere: BoundElsewhere;
  readonly from: SecretBinding;
  readonly to: SecretBinding;
}

/** `name`: of the profile, which a page may have chosen, as it may have chosen everything after "from now on". */
export function rebindQuestion(name: string, moving: readonly Moving[]): QuestionText {
  const lines = moving.flatMap(({ elsewhere, from, to }) => [
    `Until now: ${word(from.target)}`,
    `From now on: ${word(to.target)}`,
    ...elsewhere.changed
      .filter((field) => field !== 'target')
      .map((field) => `${fieldText(field)}: ${word(from[field])}, from now on ${word(to[field])}`),
  ]);
  const what = list(moving.map(({ kind }) => kinds[kind]));
  return {
    message: `Use the kept ${what} of \u201c${shorten(visible(name), 80)}\u201d somewhere else?`,
    detail: [
      ...new Set(lines),
      '',
      'Whoever answers there gets it. Agree only if you changed this profile yourself.',
    ].join('\n'),
    agree: 'Use it there',
  };
}

/** Before the kept password of a profile is tried at other protocols too. `name` and hosts: a page may have chosen them. */
export function othersQuestion(name: string, target: string, also: readonly OtherPlace[]): QuestionText {
  const places = also.map(
    ({ protocol, host, port }) =>
      `${otherProtocolTexts[protocol]} at ${shorten(visible(host ?? target), 120)}${port === null ? '' : `, port ${port}`}`,
  );
  return {
    message: `Try the kept password of \u201c${shorten(visible(name), 80)}\u201d elsewhere too?`,
    detail: [...places, '', 'One attempt each, over TLS that passes its checks. Whoever answers there gets it.'].join(
      '\n',
    ),
    agree: 'Try it there',
  };
}

export function lookQuestion(name: string, host: string, port: number): QuestionText {
  return {
    message: `Look into the mailbox of \u201c${shorten(visible(name), 80)}\u201d with its kept password?`,
    detail: [
      `IMAP at ${shorten(visible(host), 120)}, port ${port}`,
      '',
      'Over TLS that passes its checks, for reading alone. Whoever answers there gets the password.',
    ].join('\n'),
    agree: 'Look there',
  };
}

/** How many are shown; a file may hold hundreds. */
const SHOWN_ROOTS = 4;

export function trustQuestion(
  name: string,
  roots: readonly { readonly subject: string; readonly fingerprint: string }[],
): QuestionText {
  const more = roots.length - SHOWN_ROOTS;
  return {
    message: `Trust ${plural(roots.length, 'certificate')} of \u201c${shorten(visible(name), 80)}\u201d as roots?`,
    detail: [
      ...roots
        .slice(0, SHOWN_ROOTS)
        .flatMap(({ subject, fingerprint }) => [
          shorten(visible(subject.replaceAll('\n', ', ')), 160),
          `SHA-256 ${fingerprint}`,
        ]),
      ...(more > 0 ? [`and ${more} more`] : []),
      '',
      'Whoever holds the key of one of them can pass for every mail server, and is then given the passwords that are kept for it. Agree only if you chose this file yourself.',
    ].join('\n'),
    agree: 'Trust them',
  };
}
