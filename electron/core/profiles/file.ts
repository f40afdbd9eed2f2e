/**
 * The profile file as text: one JSON document with a version, in which each record stands on a line of its own, so that what is
 * intact in a damaged file can be read without the rest. No secret is ever part of it.
 */
import * as v from 'valibot';
import {
  ProfileFolderSchema,
  ProfileSchema,
  type Profile,
  type ProfileFolder,
} from '../../protocol/values/profiles/profile.ts';
import type { ProfileBook } from './book.ts';
import { objectsIn } from './objects-in.ts';
import { bindingFor } from './secret-binding.ts';

/** Rises when older versions would misread the file; each step up has a migration. */
export const FILE_SCHEMA = 1;

export type ReadBook =
  | { readonly kind: 'whole'; readonly book: ProfileBook }
  /** `book`: what could be read of it. */
  | { readonly kind: 'damaged'; readonly book: ProfileBook }
  /** Written by a later version; nothing of it must be touched. */
  | { readonly kind: 'newer'; readonly schema: number };

const HeaderSchema = v.object({ schema: v.pipe(v.number(), v.integer(), v.minValue(0)) });
const FileSchema = v.object({
  schema: v.literal(FILE_SCHEMA),
  revision: v.pipe(v.number(), v.integer(), v.minValue(0)),
  folders: v.array(ProfileFolderSchema),
  profiles: v.array(ProfileSchema),
  orphans: v.array(v.pipe(v.string(), v.maxLength(200))),
});

/**
 * From version to version, forwards only: the entry at `n` makes a document of version n + 1 from one of version n. Version 0 was
 * never released: a bare list of profiles.
 */
const migrations: readonly ((document: Record<string, unknown>) => Record<string, unknown>)[] = [
  (document) => ({ revision: 0, folders: [], profiles: [], orphans: [], ...document, schema: 1 }),
];

export function writeBook(book: ProfileBook): string {
  const lines = (records: readonly object[]): string =>
    records.length === 0 ? '[]' : `[\n${records.map((record) => JSON.stringify(record)).join(',\n')}\n]`;
  return `{"schema":${FILE_SCHEMA},"revision":${book.revision},"orphans":${JSON.stringify(book.orphans)},\n"folders":${lines(book.folders)},\n"profiles":${lines(book.profiles)}}\n`;
}

export function readBook(text: string): ReadBook {
  const document = parse(text);
  const header = v.safeParse(HeaderSchema, document);
  if (header.success && header.output.schema > FILE_SCHEMA) return { kind: 'newer', schema: header.output.schema };
  if (header.success) {
    let current = document as Record<string, unknown>;
    for (const migrate of migrations.slice(header.output.schema)) current = migrate(current);
    const whole = v.safeParse(FileSchema, current);
    if (whole.success && unique(whole.output)) {
      const { schema: _, ...book } = whole.output;
      return { kind: 'whole', book: { ...book, profiles: book.profiles.map(withBindings) } };
    }
  }
  return { kind: 'damaged', book: recover(text) };
}

/** Secrets that were kept before there were bindings may go where the profile goes now, and no further with the next save. */
function withBindings(profile: Profile): Profile {
  const { secrets, bindings = {}, content } = profile;
  const unbound = secrets.filter((kind) => bindings[kind] === undefined);
  if (unbound.length === 0) return profile;
  const use = { connection: content.connection, auth: content.auth, ownServer: false };
  const made = Object.fromEntries(unbound.map((kind) => [kind, bindingFor(kind, use)]));
  return { ...profile, bindings: { ...bindings, ...made } };
}

/** Ids that occur twice come from editing by hand; the first of each is kept. */
function unique({ folders, profiles }: Pick<ProfileBook, 'folders' | 'profiles'>): boolean {
  return [folders, profiles].every((records) => new Set(records.map(({ id }) => id)).size === records.length);
}

function recover(text: string): ProfileBook {
  const folders = new Map<string, ProfileFolder>();
  const profiles = new Map<string, Profile>();
  for (const value of objectsIn(text, isRecord)) {
    const profile = v.safeParse(ProfileSchema, value);
    const folder = v.safeParse(ProfileFolderSchema, value);
    if (profile.success && !profiles.has(profile.output.id)) profiles.set(profile.output.id, profile.output);
    else if (folder.success && !folders.has(folder.output.id)) folders.set(folder.output.id, folder.output);
  }
  const revision = Number(/"revision"\s*:\s*(\d{1,15})/.exec(text)?.[1] ?? 0);
  const orphans = v.safeParse(OrphansSchema, /"orphans"\s*:\s*(\[[^\]]*\])/.exec(text)?.[1]);
  return {
    revision,
    folders: [...folders.values()],
    profiles: [...profiles.values()].map(withBindings),
    orphans: orphans.success ? orphans.output : [],
  };
}

const OrphansSchema = v.pipe(v.string(), v.parseJson(), v.array(v.string()));

const isRecord = (value: unknown): boolean => v.is(ProfileSchema, value) || v.is(ProfileFolderSchema, value);

/** What a damaged file lost and the version before it still has. What was deleted in between comes back: better than the reverse. */
export function withMissing(book: ProfileBook, previous: ProfileBook): ProfileBook {
  const missing = <T extends { readonly id: string }>(have: readonly T[], had: readonly T[]): T[] => [
    ...have,
    ...had.filter(({ id }) => !have.some((each) => each.id === id)),
  ];
  return {
    revision: Math.max(book.revision, previous.revision),
    folders: missing(book.folders, previous.folders),
    profiles: missing(book.profiles, previous.profiles),
    orphans: [...new Set([...book.orphans, ...previous.orphans])],
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}
