/** Profiles as they are printed: one object each for scripts, rows and facts for people. */
import type { ProfileBook } from '../../core/profiles/book.ts';
import { pathOf } from '../../core/profiles/find.ts';
import { withoutPassword } from '../../core/profiles/exchange/own-form.ts';
import { jsonValue, type JsonValue } from '../../core/report/json.ts';
import { differences, secretPlace } from '../../core/profiles/secret-binding.ts';
import { elsewhereText } from '../../texts/app/agreements.ts';
import { cell, type Row } from '../../core/report/outline/types.ts';
import type { Profile, Verification } from '../../protocol/values/profiles/profile.ts';
import { signedInText } from '../../texts/app/oauth.ts';
import { visible } from '../../texts/visible.ts';

/** What `profiles list --json` says of each. */
export function profileSummary(book: ProfileBook, { id, folder, content, secrets, verified, signedIn }: Profile) {
  const { connection, auth } = content;
  return {
    id,
    name: content.name,
    folder: book.folders.find((each) => each.id === folder)?.name ?? null,
    colour: content.colour,
    favourite: content.favourite,
    target: withoutPassword(connection.target),
    protocol: connection.protocol ?? null,
    security: connection.security ?? null,
    user: auth?.user ?? null,
    /** Kinds that were put into the keychain. */
    secrets: [...secrets],
    /** What its tokens were granted; null where it did not sign in. */
    signedIn: signedIn ?? null,
    verified,
  };
}

/** The whole of it. */
export function profileJson(book: ProfileBook, profile: Profile): JsonValue {
  const { notes, connection, auth, envelope } = profile.content;
  const { proxy } = connection;
  return jsonValue({
    ...profileSummary(book, profile),
    notes,
    connection: {
      ...connection,
      target: withoutPassword(connection.target),
      proxy: proxy === undefined ? undefined : withoutPassword(proxy),
    },
    auth,
    oauth: profile.content.oauth ?? null,
    envelope,
  });
}

const minute = (at: string): string => `${at.slice(0, 16).replace('T', ' ')}Z`;

/** Such as "2026-11-22 09:31Z, SCRAM-SHA-256 over TLSv1.3". */
export function verifiedText({ at, ok, error, mechanism, tlsVersion }: Verification): string {
  const over = tlsVersion === null ? 'unencrypted' : `over ${tlsVersion}`;
  if (!ok) return `${minute(at)}, ${error ?? 'a problem'}`;
  return `${minute(at)}, ${mechanism ?? 'no login'} ${over}`;
}

export const listColumns = ['', 'Name', 'Target', 'User', 'Secret', 'Last verified'];

export function listRow(book: ProfileBook, profile: Profile): Row {
  const { target, user, secrets, verified, favourite } = profileSummary(book, profile);
  return {
    cells: [
      cell(favourite ? '★' : ' ', 'warn'),
      cell(visible(pathOf(book, profile)), 'strong'),
      cell(visible(target)),
      cell(user === null ? '-' : visible(user)),
      cell(secrets.length === 0 ? '-' : secrets.join(', ')),
      verified === null
        ? cell('-', 'muted')
        : cell(`${verified.ok ? '✔' : '✘'} ${visible(verifiedText(verified))}`, verified.ok ? 'good' : 'bad'),
    ],
  };
}

/** Name and value, in the order of the form. */
export function facts(book: ProfileBook, profile: Profile): Row[] {
  const { content, secrets, verified, signedIn } = profile;
  const { connection, auth, envelope, oauth } = content;
  const { target, clientCertificate, ca, proxy, ...rest } = connection;
  const rows: [string, string][] = [
    ['Name', content.name],
    ['Folder', profileSummary(book, profile).folder ?? ''],
    ['Colour', content.colour ?? ''],
    ['Favourite', content.favourite ? 'yes' : ''],
    ['Target', withoutPassword(target)],
    ...Object.entries(rest).map(([name, value]): [string, string] => [optionName(name), plain(value)]),
    ['Proxy', proxy === undefined ? '' : withoutPassword(proxy)],
    ['Trusted roots', ca === undefined ? '' : 'in the profile (PEM)'],
    ['Client certificate', clientCertificate === undefined ? '' : 'in the profile (PEM)'],
    ...Object.entries(auth ?? {}).map(([name, value]): [string, string] => [optionName(name), plain(value)]),
    ['Kept secrets', secrets.join(', ') || 'none'],
    ...secrets.flatMap((kind): [string, string][] => {
      const binding = profile.bindings?.[kind] ?? {};
      const changed = differences(kind, binding, { connection, auth, oauth, ownServer: false });
      const words = elsewhereText({ place: profile.bindings?.[kind] === null ? null : secretPlace(binding), changed });
      return changed.length === 0 ? [] : [[`Of these, ${kind}`, words]];
    }),
    ['Tokens from', oauth === null || oauth === undefined ? '' : (oauth.provider ?? oauth.issuer ?? '')],
    ['Client id', oauth?.clientId ?? ''],
    ['Signed in', signedIn === null || signedIn === undefined ? '' : signedInText(signedIn)],
    ['From', envelope.from],
    ['To', envelope.to.join(', ')],
    [
      'Last verified',
      verified === null ? 'never' : `${verified.ok ? '✔' : '✘'} ${verifiedText(verified)}: ${verified.title}`,
    ],
    ['Id', profile.id],
  ];
  return rows
    .filter(([, value]) => value !== '')
    .map(([name, value]) => ({ cells: [cell(name, 'muted'), cell(visible(value))] }));
}

/** `ehloName` as "Ehlo name". */
function optionName(name: string): string {
  const words = name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}

function plain(value: unknown): string {
  if (typeof value === 'string') return value;
  if (value === true) return 'yes';
  if (Array.isArray(value)) return value.join(', ');
  return JSON.stringify(value);
}
