/**
 * All profiles and folders as one value, and every change to them as a function from one to the next. A store applies a change to
 * what the file holds at that moment, so that two processes never overwrite each other.
 */
import { AppError } from '../../protocol/values/app-error.ts';
import type { SignedIn } from '../../protocol/values/profiles/oauth.ts';
import type {
  Profile,
  ProfileContent,
  ProfileFolder,
  SecretBinding,
  SecretKind,
  Verification,
} from '../../protocol/values/profiles/profile.ts';

export interface ProfileBook {
  /** Rises with each written change. */
  readonly revision: number;
  readonly folders: readonly ProfileFolder[];
  readonly profiles: readonly Profile[];
  /**
   * Accounts in the keychain that belong to no profile: of a profile that was removed, until the keychain has removed its entry
   * too, and of a secret that is just being put there. Asking the keychain itself for its entries is no way: libsecret ends
   * the process when an entry is locked.
   */
  readonly orphans: readonly string[];
}

export const emptyBook: ProfileBook = { revision: 0, folders: [], profiles: [], orphans: [] };

/** The name of an entry in the keychain: by id, so that renaming and moving a profile never lose it. */
export const secretAccount = (id: string, kind: SecretKind): string => `${id}.${kind}`;

/** Throws AppError where it cannot be made; then nothing is written. */
export type BookChange = (book: ProfileBook) => ProfileBook;

/** @throws AppError `profile-not-found` */
export function profileIn(book: ProfileBook, id: string): Profile {
  const found = book.profiles.find((profile) => profile.id === id);
  if (found === undefined) throw new AppError('profile-not-found', { id });
  return found;
}

const replace = (book: ProfileBook, profile: Profile): ProfileBook => ({
  ...book,
  profiles: book.profiles.map((each) => (each.id === profile.id ? profile : each)),
});

/** What is checked: the parts of a profile that a verification is about. */
export const sameQuestion = (
  a: Pick<ProfileContent, 'connection' | 'auth'>,
  b: Pick<ProfileContent, 'connection' | 'auth'>,
): boolean => canonical([a.connection, a.auth]) === canonical([b.connection, b.auth]);

/** Whether tokens that were granted for the one are the other's. */
function sameTokenClient({ oauth: a }: ProfileContent, { oauth: b }: ProfileContent): boolean {
  const who = (one: ProfileContent['oauth']): unknown[] => [one?.provider, one?.issuer, one?.tenant, one?.clientId];
  return canonical(who(a)) === canonical(who(b));
}

/** JSON with members in order: what was read from a file and what a form built differ in nothing else. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, member: unknown) =>
    typeof member === 'object' && member !== null && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1)))
      : member,
  );
}

export function addProfile(id: string, content: ProfileContent, folder: string | null): BookChange {
  return (book) => {
    const profile: Profile = {
      id,
      rev: 1,
      folder: known(book, folder),
      position: lastPosition(inFolder(book, folder)) + 1,
      content,
      secrets: [],
      verified: null,
    };
    return { ...book, profiles: [...book.profiles, profile] };
  };
}

/** `rev`: what the edits started from. Rejects with `profile-changed` when somebody saved other content meanwhile. */
export function saveProfile(id: string, rev: number, content: ProfileContent): BookChange {
  return (book) => {
    const before = profileIn(book, id);
    if (before.rev !== rev) throw new AppError('profile-changed', { name: before.content.name });
    const verified = sameQuestion(before.content, content) ? before.verified : null;
    const signedIn = sameTokenClient(before.content, content) ? (before.signedIn ?? null) : null;
    return replace(book, { ...before, rev: rev + 1, content, verified, signedIn });
  };
}

/** After the original, under a name of its own; without secrets, which belong to an id. */
export function duplicateProfile(id: string, copy: string): BookChange {
  return (book) => {
    const original = profileIn(book, id);
    const taken = new Set(book.profiles.map(({ content }) => content.name));
    const content = { ...original.content, name: copyName(original.content.name, taken), favourite: false };
    const added: Profile = {
      ...original,
      id: copy,
      rev: 1,
      content,
      secrets: [],
      bindings: {},
      verified: null,
      signedIn: null,
    };
    const next = { ...book, profiles: [...book.profiles, added] };
    const siblings = ordered(inFolder(book, original.folder));
    const following = siblings[siblings.findIndex((each) => each.id === id) + 1]?.id ?? null;
    return moveProfiles([copy], original.folder, following)(next);
  };
}

function copyName(name: string, taken: ReadonlySet<string>): string {
  const base = name.replace(/ \(copy(?: \d+)?\)$/, '').slice(0, 180);
  for (let count = 1; ; count += 1) {
    const next = `${base} (copy${count === 1 ? '' : ` ${count}`})`;
    if (!taken.has(next)) return next;
  }
}

export function removeProfiles(ids: readonly string[]): BookChange {
  const gone = new Set(ids);
  return (book) => {
    const removed = book.profiles.filter(({ id }) => gone.has(id));
    const accounts = removed.flatMap(({ id, secrets }) => secrets.map((kind) => secretAccount(id, kind)));
    return addOrphans(accounts)({ ...book, profiles: book.profiles.filter(({ id }) => !gone.has(id)) });
  };
}

/** Into the folder, in the order of `ids`, before the given neighbour or at the end. Ids that are gone are left out. */
export function moveProfiles(ids: readonly string[], folder: string | null, before: string | null): BookChange {
  return (book) => {
    const target = known(book, folder);
    const moving = ids.flatMap((id) => book.profiles.filter((profile) => profile.id === id));
    const moved = new Set(moving.map(({ id }) => id));
    const placed = place(
      ordered(inFolder(book, target).filter(({ id }) => !moved.has(id))),
      moving.map((profile) => ({ ...profile, folder: target })),
      before,
    );
    const byId = new Map(placed.map((profile) => [profile.id, profile]));
    return { ...book, profiles: book.profiles.map((profile) => byId.get(profile.id) ?? profile) };
  };
}

export function saveFolder(folder: Pick<ProfileFolder, 'id' | 'name' | 'colour'>): BookChange {
  return (book) => {
    const before = book.folders.find(({ id }) => id === folder.id);
    if (before !== undefined) {
      const next = { ...before, ...folder };
      return { ...book, folders: book.folders.map((each) => (each.id === folder.id ? next : each)) };
    }
    return { ...book, folders: [...book.folders, { ...folder, position: lastPosition(book.folders) + 1 }] };
  };
}

/** Its profiles stay, outside of any folder. */
export function removeFolder(id: string): BookChange {
  return (book) => ({
    ...book,
    folders: book.folders.filter((folder) => folder.id !== id),
    profiles: book.profiles.map((profile) => (profile.folder === id ? { ...profile, folder: null } : profile)),
  });
}

export function moveFolder(id: string, before: string | null): BookChange {
  return (book) => {
    const moving = book.folders.filter((folder) => folder.id === id);
    const placed = place(ordered(book.folders.filter((folder) => folder.id !== id)), moving, before);
    const byId = new Map(placed.map((folder) => [folder.id, folder]));
    return { ...book, folders: book.folders.map((folder) => byId.get(folder.id) ?? folder) };
  };
}

export function addOrphans(accounts: readonly string[]): BookChange {
  return (book) => ({ ...book, orphans: [...new Set([...book.orphans, ...accounts])] });
}

/** Their entries are gone. */
export function dropOrphans(accounts: readonly string[]): BookChange {
  const gone = new Set(accounts);
  return (book) => ({ ...book, orphans: book.orphans.filter((account) => !gone.has(account)) });
}

/** `binding`: where it may go; null when it is no longer kept. */
export function markSecret(id: string, kind: SecretKind, binding: SecretBinding | null): BookChange {
  return (book) => {
    const before = profileIn(book, id);
    const others = before.secrets.filter((each) => each !== kind);
    const { [kind]: _, ...bindings } = before.bindings ?? {};
    // Whether the old one was right says nothing about the new one.
    const after: Profile =
      binding === null
        ? { ...before, secrets: others, bindings, verified: null }
        : { ...before, secrets: [...others, kind], bindings: { ...bindings, [kind]: binding }, verified: null };
    return dropOrphans([secretAccount(id, kind)])(replace(book, after));
  };
}

/** Where secrets that stay as they are may go from now on; null: nowhere, until they are given again. */
export function bindSecrets(id: string, bindings: NonNullable<Profile['bindings']>): BookChange {
  return (book) => {
    const before = profileIn(book, id);
    return replace(book, { ...before, bindings: { ...before.bindings, ...bindings } });
  };
}

/** Kept only while the profile still asks what was checked. */
export function markVerified(
  id: string,
  asked: Pick<ProfileContent, 'connection' | 'auth'>,
  verified: Verification,
): BookChange {
  return (book) => {
    const before = profileIn(book, id);
    return sameQuestion(before.content, asked) ? replace(book, { ...before, verified }) : book;
  };
}

/** What its tokens were granted; null: they are gone. */
export function markSignedIn(id: string, signedIn: SignedIn | null): BookChange {
  return (book) => replace(book, { ...profileIn(book, id), signedIn });
}

interface Placed {
  readonly id: string;
  readonly position: number;
}

/** Ascending; two processes may have given the same position, then the id decides for both. */
export function ordered<T extends Placed>(items: readonly T[]): T[] {
  return [...items].sort((a, b) => a.position - b.position || (a.id < b.id ? -1 : 1));
}

/** Positions between two neighbours; where they lie too close together, all get new ones. */
function place<T extends Placed>(others: readonly T[], moving: readonly T[], before: string | null): T[] {
  const found = before === null ? -1 : others.findIndex(({ id }) => id === before);
  const at = found === -1 ? others.length : found;
  const low = others[at - 1]?.position ?? (others[at]?.position ?? 1) - moving.length - 1;
  const high = others[at]?.position ?? low + moving.length + 1;
  const step = (high - low) / (moving.length + 1);
  if (step > 1e-6) return moving.map((item, index) => ({ ...item, position: low + step * (index + 1) }));
  return [...others.slice(0, at), ...moving, ...others.slice(at)].map((item, index) => ({
    ...item,
    position: index + 1,
  }));
}

const lastPosition = (items: readonly Placed[]): number => Math.max(0, ...items.map(({ position }) => position));

const known = (book: ProfileBook, folder: string | null): string | null =>
  book.folders.some(({ id }) => id === folder) ? folder : null;

function inFolder(book: ProfileBook, folder: string | null): Profile[] {
  const wanted = known(book, folder);
  return book.profiles.filter((profile) => known(book, profile.folder) === wanted);
}
