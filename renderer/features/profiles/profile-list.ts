/** Profiles as a list shows them: in their folders and order, or what a search leaves of them. */
import type { Profile, ProfileFolder } from '../../../electron/protocol/values/profiles/profile.ts';

export interface ProfileGroup {
  /** Null: those in no folder. */
  readonly folder: ProfileFolder | null;
  readonly profiles: readonly Profile[];
}

export const byPosition = (a: { position: number; id: string }, b: { position: number; id: string }): number =>
  a.position - b.position || (a.id < b.id ? -1 : 1);

const words = ({ content }: Profile): string =>
  `${content.name} ${content.connection.target} ${content.auth?.user ?? ''}`.toLowerCase();

/** Every word of the search has to occur. Folders that are left empty by it are left out. */
export function groupProfiles(
  profiles: readonly Profile[],
  folders: readonly ProfileFolder[],
  search: string,
): ProfileGroup[] {
  const wanted = search
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  const found =
    wanted.length === 0 ? profiles : profiles.filter((one) => wanted.every((word) => words(one).includes(word)));
  const inside = new Map<string | null, Profile[]>(folders.map(({ id }) => [id, []]));
  inside.set(null, []);
  for (const one of found) (inside.get(one.folder) ?? inside.get(null))?.push(one);
  const groups = [null, ...[...folders].sort(byPosition)].map((folder) => ({
    folder,
    profiles: (inside.get(folder?.id ?? null) ?? []).sort(byPosition),
  }));
  return groups.filter((group) => group.profiles.length > 0 || (group.folder !== null && wanted.length === 0));
}

/** Changed ones in their places, new ones at the end. */
export function withChanged(profiles: readonly Profile[], changed: readonly Profile[]): Profile[] {
  const fresh = new Map(changed.map((profile) => [profile.id, profile]));
  const known = new Set(profiles.map(({ id }) => id));
  return [
    ...profiles.map((profile) => fresh.get(profile.id) ?? profile),
    ...changed.filter(({ id }) => !known.has(id)),
  ];
}

/** As much of a folder as is built together. */
export interface ListPart {
  readonly profiles: readonly Profile[];
  /** Pixels that it will about take. */
  readonly height: number;
  /** Whether it is there however far away it is. */
  readonly always: boolean;
}

const ROW_PX = 30;
const HEAD_PX = 28;
/** Rows of one part; a folder with more has several. */
const PART_ROWS = 100;
/** A list of so many rows is built whole, and of a longer one as many at its beginning. */
const ALWAYS_ROWS = 60;

/** What a long list is cut into, so that only what is near the part that is seen has to be built. */
export function partsOf(
  groups: readonly ProfileGroup[],
): { readonly folder: ProfileFolder | null; readonly parts: readonly ListPart[] }[] {
  let before = 0;
  return groups.map(({ folder, profiles }) => {
    const parts: ListPart[] = [];
    for (let from = 0; from === 0 || from < profiles.length; from += PART_ROWS) {
      const inside = profiles.slice(from, from + PART_ROWS);
      const head = from === 0 && folder !== null ? HEAD_PX : 0;
      parts.push({
        profiles: inside,
        height: head + inside.length * ROW_PX,
        always: before + inside.length <= ALWAYS_ROWS,
      });
      before += inside.length + 1;
    }
    return { folder, parts };
  });
}
