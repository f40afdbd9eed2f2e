/** Profiles as JSON to keep, to share and to import again: one, several, a folder or all. Never with a secret. */
import { AppError } from '../../../protocol/values/app-error.ts';
import type { ProfileSelection } from '../../../protocol/values/profiles/exchange.ts';
import type { Profile, ProfileFolder } from '../../../protocol/values/profiles/profile.ts';
import { ordered, profileIn, type ProfileBook } from '../book.ts';
import { EXPORT_SCHEMA, FORMAT, withoutPassword, type ExportDocument } from './own-form.ts';

/** In the order in which the window shows them. @throws AppError `profile-not-found`, `invalid-argument` for a folder */
export function selected(book: ProfileBook, what: ProfileSelection): Profile[] {
  switch (what.kind) {
    case 'profiles':
      return shown(
        book,
        what.ids.map((id) => profileIn(book, id)),
      );
    case 'folder':
      if (!book.folders.some(({ id }) => id === what.id))
        throw new AppError('invalid-argument', { argument: 'folder', reason: 'there is no such folder' });
      return shown(
        book,
        book.profiles.filter(({ folder }) => folder === what.id),
      );
    case 'all':
      return shown(book, book.profiles);
  }
}

/** Folders in their order, each with its profiles, then those in none. */
export function shown(book: ProfileBook, profiles: readonly Profile[]): Profile[] {
  const places = new Map(ordered(book.folders).map(({ id }, index) => [id, index]));
  const place = ({ folder }: Profile): number => (folder === null ? undefined : places.get(folder)) ?? Infinity;
  return ordered(profiles).sort((a, b) => (place(a) === place(b) ? 0 : place(a) - place(b)));
}

export function exportProfiles(folders: readonly ProfileFolder[], profiles: readonly Profile[]): string {
  const used = new Set(profiles.map(({ folder }) => folder));
  const known = new Set(folders.map(({ id }) => id));
  const document: ExportDocument = {
    format: FORMAT,
    schema: EXPORT_SCHEMA,
    folders: ordered(folders)
      .filter(({ id }) => used.has(id))
      .map(({ id, name, colour }) => ({ id, name, colour })),
    profiles: profiles.map(({ folder, secrets, content }) => {
      const { target, proxy } = content.connection;
      const connection = {
        ...content.connection,
        target: withoutPassword(target),
        ...(proxy === undefined ? {} : { proxy: withoutPassword(proxy) }),
      };
      return {
        folder: folder !== null && known.has(folder) ? folder : null,
        secrets: [...secrets],
        content: { ...content, connection },
      };
    }),
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}
