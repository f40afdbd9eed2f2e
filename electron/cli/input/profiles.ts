/** The profiles of this machine, as the window keeps them: the same file, the same keychain, the same lock. */
import { join } from 'node:path';
import { Keychain } from '../../storage/keychain/keychain.ts';
import { profileStore } from '../../storage/profiles/store.ts';
import type { ProfileStore } from '../../core/ports.ts';
import type { ProfileBook } from '../../core/profiles/book.ts';
import { findFolder, findProfile } from '../../core/profiles/find.ts';
import { ProfileSecrets } from '../../core/profiles/secrets.ts';
import { ProfileSignIn } from '../../core/profiles/sign-in.ts';
import { AppError } from '../../protocol/values/app-error.ts';
import type { Profile, ProfileFolder } from '../../protocol/values/profiles/profile.ts';
import { appErrorText } from '../../texts/app/app-errors.ts';
import { secretStateText } from '../../texts/app/secrets.ts';
import { shorten, visible } from '../../texts/visible.ts';
import { closest } from '../parse/closest.ts';
import { dataDir } from './data-dir.ts';
import { UsageError } from '../status.ts';
import type { Terminal } from '../output/terminal.ts';

export interface KeptProfiles {
  readonly store: ProfileStore;
  readonly book: ProfileBook;
  readonly secrets: ProfileSecrets;
  readonly signIn: ProfileSignIn;
}

/** What was damaged is reported on standard error. @throws AppError when nothing can be read */
export async function openProfiles({ err }: Terminal): Promise<KeptProfiles> {
  const store = profileStore(join(dataDir(), 'profiles.json'));
  const { book, problem } = await store.read();
  if (problem !== null) {
    if (problem.code !== 'file-damaged') throw new AppError(problem.code, problem.params);
    err.line(`posthorn: ${appErrorText(problem).message}`);
  }
  const keychain = new Keychain({
    waiting: (waiting) => {
      if (waiting) err.line(`posthorn: ${secretStateText('no-answer').message}`);
    },
  });
  const parts = { change: store.change.bind(store), book: async () => (await store.read()).book };
  const secrets: ProfileSecrets = new ProfileSecrets({
    ...parts,
    keychain,
    changed: () => undefined,
    renew: (id, force) => signIn.renew(id, force),
  });
  const signIn: ProfileSignIn = new ProfileSignIn({ ...parts, secrets });
  return { store, book, secrets, signIn };
}

/** @throws AppError `profile-not-found`; UsageError that names the candidates when it could be several */
export function profileNamed(book: ProfileBook, name: string): Profile {
  const match = findProfile(book, name);
  if (match.kind === 'one') return match.value;
  if (match.kind === 'several') throw ambiguous('profile', name, match.candidates);
  const near = closest(
    name.toLowerCase(),
    book.profiles.map(({ content }) => content.name.toLowerCase()),
  );
  const meant = book.profiles.find(({ content }) => content.name.toLowerCase() === near)?.content.name;
  throw new AppError('profile-not-found', {
    name: shorten(name, 200),
    ...(meant === undefined ? {} : { near: meant }),
  });
}

/** @throws UsageError */
export function folderNamed(book: ProfileBook, name: string): ProfileFolder {
  const match = findFolder(book, name);
  if (match.kind === 'one') return match.value;
  if (match.kind === 'several') throw ambiguous('folder', name, match.candidates);
  const near = closest(
    name,
    book.folders.map((folder) => folder.name),
  );
  throw new UsageError(
    `there is no folder ${quoted(name)}${near === null ? '' : `; did you mean ${quoted(near)}?`} See posthorn profiles list`,
  );
}

const quoted = (name: string): string => `"${shorten(visible(name), 200)}"`;

function ambiguous(what: string, name: string, candidates: readonly string[]): UsageError {
  return new UsageError(`${quoted(name)} could be more than one ${what}: ${candidates.map(quoted).join(', ')}`);
}
