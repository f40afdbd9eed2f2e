/** What was read of settings becomes profiles of ours: beside those that are there, never over them. */
import * as v from 'valibot';
import type { Caution, ImportNote } from '../../../protocol/values/profiles/exchange.ts';
import {
  ProfileContentSchema,
  type Profile,
  type ProfileContent,
  type ProfileFolder,
  type SecretKind,
} from '../../../protocol/values/profiles/profile.ts';
import type { BookChange, ProfileBook } from '../book.ts';
import { secretKind } from '../secret-use.ts';
import { cautionsOf } from './cautions.ts';
import type { Imported } from './imported.ts';

export interface IncomingProfile {
  readonly content: ProfileContent;
  readonly folder: Pick<ProfileFolder, 'name' | 'colour'> | null;
  readonly notes: readonly ImportNote[];
  readonly cautions: readonly Caution[];
  readonly secret: { readonly kind: SecretKind; readonly value: string } | null;
}

const MAX_NAME = 200;

/** As it can be saved. */
export function incoming(found: Imported): IncomingProfile {
  const notes = [...found.notes];
  const { from, to } = found.envelope;
  const fits = (address: string): boolean => address.length <= 1_000;
  const envelope = { from: fits(from) ? from : '', to: to.filter(fits).slice(0, 1_000) };
  if (envelope.from !== from) notes.push({ code: 'ignored', what: 'from' });
  if (envelope.to.length !== to.length) notes.push({ code: 'ignored', what: 'to' });
  const name = found.name.trim().slice(0, MAX_NAME).trim();
  const { colour, favourite, notes: text } = found.own?.content ?? { colour: null, favourite: false, notes: '' };
  const content = v.parse(ProfileContentSchema, {
    name: name === '' ? found.connection.target.slice(0, MAX_NAME) : name,
    colour,
    favourite,
    notes: text,
    connection: found.connection,
    auth: found.auth,
    envelope,
  });
  const { password, auth } = found;
  const secret =
    password === null || password === ''
      ? null
      : { kind: auth === null ? 'password' : secretKind(auth, []), value: password };
  return { content, folder: found.own?.folder ?? null, notes, cautions: cautionsOf(found), secret };
}

/** `id`: of the profile that is made. */
export interface Placed extends Pick<IncomingProfile, 'content' | 'folder'> {
  readonly id: string;
}

/**
 * Adds them all in one change. A folder of the same name takes them in; those of no folder go into `into`. A name that is
 * taken in its folder gets a number.
 */
export function addImported(placed: readonly Placed[], into: string | null, newId: () => string): BookChange {
  return (book) => {
    const folders = [...book.folders];
    const home = folders.some(({ id }) => id === into) ? into : null;
    const names = takenNames(book);
    const last = new Map<string | null, number>();
    for (const { folder, position } of book.profiles) last.set(folder, Math.max(last.get(folder) ?? 0, position));
    const added = placed.map(({ id, content, folder }): Profile => {
      const where = folder === null ? home : folderIn(folders, folder, newId);
      const position = (last.get(where) ?? 0) + 1;
      last.set(where, position);
      const name = freeName(content.name, names(where));
      names(where).add(name);
      return { id, rev: 1, folder: where, position, content: { ...content, name }, secrets: [], verified: null };
    });
    return { ...book, folders, profiles: [...book.profiles, ...added] };
  };
}

/** Whether the name would get a number. */
export function isTaken(book: ProfileBook, { content, folder }: Pick<IncomingProfile, 'content' | 'folder'>): boolean {
  const where = folder === null ? null : book.folders.find(({ name }) => name === folder.name)?.id;
  return (
    where !== undefined && book.profiles.some((each) => each.folder === where && each.content.name === content.name)
  );
}

function folderIn(
  folders: ProfileFolder[],
  { name, colour }: NonNullable<IncomingProfile['folder']>,
  newId: () => string,
): string {
  const there = folders.find((folder) => folder.name === name);
  if (there !== undefined) return there.id;
  const position = Math.max(0, ...folders.map((folder) => folder.position)) + 1;
  const made = { id: newId(), name, colour, position };
  folders.push(made);
  return made.id;
}

function takenNames(book: ProfileBook): (folder: string | null) => Set<string> {
  const byFolder = new Map<string | null, Set<string>>();
  const names = (folder: string | null): Set<string> => {
    const known = byFolder.get(folder) ?? new Set();
    byFolder.set(folder, known);
    return known;
  };
  for (const { folder, content } of book.profiles) names(folder).add(content.name);
  return names;
}

function freeName(name: string, taken: ReadonlySet<string>): string {
  if (!taken.has(name)) return name;
  for (let count = 2; ; count += 1) {
    const suffix = ` (${count})`;
    const next = `${name.slice(0, MAX_NAME - suffix.length)}${suffix}`;
    if (!taken.has(next)) return next;
  }
}
