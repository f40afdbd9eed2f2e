/** Profiles as the fake host has them: in memory, with a keychain that works. */
import type { CallInput, CallName, CallOutput } from '../../../electron/ipc/contract.ts';
import {
  addProfile,
  bindSecrets,
  emptyBook,
  duplicateProfile,
  markSecret,
  markSignedIn,
  moveFolder,
  moveProfiles,
  profileIn,
  removeFolder,
  removeProfiles,
  saveFolder,
  saveProfile,
  type BookChange,
} from '../../../electron/core/profiles/book.ts';
import {
  SECRET_KINDS,
  type Profile,
  type ProfileChange,
  type ProfileDraft,
  type SecretBinding,
  type SecretKind,
} from '../../../electron/protocol/values/profiles/profile.ts';
import { bindingFor, differences } from '../../../electron/core/profiles/secret-binding.ts';
import { fakeExchange } from './exchange.ts';

type Name = Extract<CallName, `profiles.${string}` | `secrets.${string}`>;
type Handlers = { [N in Name]: (input: CallInput<N>) => CallOutput<N> };

export function fakeProfiles(
  count: number,
  folders: number,
): {
  handlers: Handlers;
  follow: (listener: (event: unknown) => void) => () => void;
} {
  let book = emptyBook;
  const drafts = new Map<string | null, ProfileDraft>();
  const gone = new Map<string, Profile>();
  const listeners = new Set<(event: unknown) => void>();
  const tell = (): void => {
    const change: ProfileChange = { type: 'all', list: list() };
    listeners.forEach((listener) => listener(change));
  };
  const list = () => ({ folders: [...book.folders], profiles: [...book.profiles], problem: null });
  const apply = (change: BookChange): void => {
    book = change(book);
    tell();
  };
  const colours = ['red', 'green', 'blue', null] as const;
  for (let at = 0; at < folders; at += 1)
    apply(
      saveFolder({
        id: `f${at}`,
        name: ['Customers', 'Staging', 'Monitoring'][at] ?? `Folder ${at}`,
        colour: colours[at % 4] ?? null,
      }),
    );
  for (let at = 0; at < count; at += 1)
    book = addProfile(
      `p${at}`,
      {
        name: ['Office 365 relay', 'Postfix on mx1', 'Dovecot LMTP'][at] ?? `Server ${at}`,
        colour: colours[(at + 1) % 4] ?? null,
        favourite: at === 1,
        notes: '',
        connection: {
          target:
            ['smtp.office365.com:587', 'mx1.example.org:25', 'lmtp://10.0.0.5:24'][at] ?? `mx${at}.example.org:587`,
        },
        auth: at % 2 === 0 ? { user: `user${at}@example.org` } : null,
        envelope: { from: '', to: [] },
      },
      folders === 0 || at % 3 === 0 ? null : `f${at % folders}`,
    )(book);
  let serial = 0;
  const fresh = (): string => `new-${(serial += 1)}`;
  const boundNow = (id: string, kind: SecretKind): SecretBinding =>
    bindingFor(kind, { ...profileIn(book, id).content, ownServer: false });
  return {
    follow(listener) {
      listeners.add(listener);
      listener({ type: 'all', list: list() });
      return () => listeners.delete(listener);
    },
    handlers: {
      'profiles.list': list,
      'profiles.save': ({ id, rev, folder, content }) => {
        const saved = id ?? fresh();
        apply(id === null ? addProfile(saved, content, folder) : saveProfile(saved, rev, content));
        drafts.delete(id);
        return profileIn(book, saved);
      },
      'profiles.duplicate': ({ id }) => {
        const copy = fresh();
        apply(duplicateProfile(id, copy));
        return profileIn(book, copy);
      },
      'profiles.delete': ({ ids }) => {
        for (const profile of book.profiles) if (ids.includes(profile.id)) gone.set(profile.id, profile);
        apply(removeProfiles(ids));
        return {};
      },
      'profiles.restore': ({ ids }) => {
        const back = ids.flatMap((id) => gone.get(id) ?? []);
        apply((before) => ({ ...before, profiles: [...before.profiles, ...back] }));
        return {};
      },
      'profiles.move': ({ ids, folder, before }) => {
        apply(moveProfiles(ids, folder, before));
        return {};
      },
      'profiles.saveFolder': ({ id, name, colour }) => {
        const saved = id ?? fresh();
        apply(saveFolder({ id: saved, name, colour }));
        return book.folders.find((folder) => folder.id === saved)!;
      },
      'profiles.deleteFolder': ({ id }) => {
        apply(removeFolder(id));
        return {};
      },
      'profiles.moveFolder': ({ id, before }) => {
        apply(moveFolder(id, before));
        return {};
      },
      'profiles.drafts': () => [...drafts.values()],
      'profiles.keepDraft': (draft) => {
        drafts.set(draft.id, draft);
        return {};
      },
      'profiles.dropDraft': ({ id }) => {
        drafts.delete(id);
        return {};
      },
      ...fakeExchange(() => book, apply),
      'profiles.signIn': ({ id }) => ({ attempt: `attempt-${id}` }),
      'profiles.cancelSignIn': () => ({}),
      'profiles.signOut': ({ id }) => {
        apply(markSignedIn(id, null));
        return { revoked: true };
      },
      'secrets.set': ({ id, kind, where }) => {
        if (where === 'keychain') apply(markSecret(id, kind, boundNow(id, kind)));
        return { kind, state: where };
      },
      'secrets.fromFile': ({ id, kind, where }) => {
        if (where === 'keychain') apply(markSecret(id, kind, boundNow(id, kind)));
        return { kind, state: where };
      },
      'secrets.rebind': ({ id }) => {
        for (const kind of profileIn(book, id).secrets) apply(bindSecrets(id, { [kind]: boundNow(id, kind) }));
        return SECRET_KINDS.map((kind) => ({
          kind,
          state: profileIn(book, id).secrets.includes(kind) ? 'keychain' : 'none',
        }));
      },
      'secrets.remove': ({ id, kind }) => {
        apply(markSecret(id, kind, null));
        return { kind, state: 'none' };
      },
      'secrets.status': ({ id }) =>
        SECRET_KINDS.map((kind) => {
          const { secrets, bindings = {}, content } = profileIn(book, id);
          if (!secrets.includes(kind)) return { kind, state: 'none' };
          const binding = bindings[kind] ?? {};
          const changed = differences(kind, binding, { ...content, ownServer: false });
          const elsewhere = changed.length === 0 ? {} : { elsewhere: { place: binding.target ?? '', changed } };
          return { kind, state: 'keychain', ...elsewhere };
        }),
      'secrets.orphans': () => [],
      'secrets.removeOrphans': () => [],
    },
  };
}
