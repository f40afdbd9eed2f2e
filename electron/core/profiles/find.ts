/** A profile by what somebody types for it: its name, its folder and name, or its id. */
import type { Profile, ProfileFolder } from '../../protocol/values/profiles/profile.ts';
import type { ProfileBook } from './book.ts';

export type FoundByName<T> =
  | { readonly kind: 'one'; readonly value: T }
  | { readonly kind: 'none' }
  /** By what each of them differs from the others. */
  | { readonly kind: 'several'; readonly candidates: readonly string[] };

/** FOLDER/NAME, or the name of one in no folder. */
export function pathOf({ folders }: ProfileBook, { folder, content }: Profile): string {
  const name = folders.find(({ id }) => id === folder)?.name;
  return name === undefined ? content.name : `${name}/${content.name}`;
}

/** An exact name before one that differs in case; a name before FOLDER/NAME, because names may hold a slash; then the id. */
export function findProfile(book: ProfileBook, text: string): FoundByName<Profile> {
  const { profiles } = book;
  for (const same of [exactly, alike]) {
    for (const naming of [({ content }: Profile) => content.name, (profile: Profile) => pathOf(book, profile)]) {
      const found = profiles.filter((profile) => same(naming(profile), text));
      const [only] = found;
      if (only === undefined) continue;
      return found.length === 1 ? { kind: 'one', value: only } : { kind: 'several', candidates: apart(book, found) };
    }
  }
  const byId = profiles.find(({ id }) => id === text);
  return byId === undefined ? { kind: 'none' } : { kind: 'one', value: byId };
}

export function findFolder({ folders }: ProfileBook, text: string): FoundByName<ProfileFolder> {
  for (const same of [exactly, alike]) {
    const found = folders.filter(({ name }) => same(name, text));
    const [only] = found;
    if (only === undefined) continue;
    return found.length === 1
      ? { kind: 'one', value: only }
      : { kind: 'several', candidates: found.map(({ name }) => name) };
  }
  return { kind: 'none' };
}

const exactly = (a: string, b: string): boolean => a === b;
const alike = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();

/** By folder and name; those that share both, and those in no folder, whose name alone finds the others too, by id. */
function apart(book: ProfileBook, found: readonly Profile[]): string[] {
  const paths = found.map((profile) => pathOf(book, profile));
  return found.map((profile, index) => {
    const path = paths[index] ?? '';
    const unique = profile.folder !== null && paths.filter((other) => other === path).length === 1;
    return unique ? path : profile.id;
  });
}
