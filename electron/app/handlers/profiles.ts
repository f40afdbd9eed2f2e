/** Connection profiles, their folders, edits that were not saved, and the secrets that only ever come in. */
import type { HandlersOf, StreamsOf } from '../../ipc/host.ts';
import type { Files } from '../saving/files.ts';
import type { ProfileExchange } from '../profiles/exchange.ts';
import type { Profiles } from '../profiles/profiles.ts';
import type { SignIns } from '../profiles/sign-ins.ts';

export function profilesHandlers(
  profiles: Profiles,
  exchange: ProfileExchange,
  signIns: SignIns,
): HandlersOf<'profiles'> {
  return {
    'profiles.list': () => profiles.list(),
    'profiles.save': ({ id, rev, folder, content }) => profiles.save(id, rev, folder, content),
    'profiles.duplicate': ({ id }) => profiles.duplicate(id),
    'profiles.delete': ({ ids }) => {
      profiles.delete(ids);
      return {};
    },
    'profiles.restore': async ({ ids }) => {
      await profiles.restore(ids);
      return {};
    },
    'profiles.move': async ({ ids, folder, before }) => {
      await profiles.move(ids, folder, before);
      return {};
    },
    'profiles.saveFolder': ({ id, name, colour }) => profiles.saveFolder(id, name, colour),
    'profiles.deleteFolder': async ({ id }) => {
      await profiles.deleteFolder(id);
      return {};
    },
    'profiles.moveFolder': async ({ id, before }) => {
      await profiles.moveFolder(id, before);
      return {};
    },
    'profiles.drafts': () => profiles.drafts.list(),
    'profiles.keepDraft': async (draft) => {
      await profiles.drafts.keep(draft);
      return {};
    },
    'profiles.dropDraft': async ({ id }) => {
      await profiles.drafts.drop([id]);
      return {};
    },
    'profiles.export': ({ what }) => exchange.export(what),
    'profiles.exportText': async ({ what }) => ({ text: await exchange.exportText(what) }),
    'profiles.previewImport': (source) => exchange.preview(source),
    'profiles.import': (choice) => exchange.import(choice),
    'profiles.importSecrets': ({ token, where }) => exchange.importSecrets(token, where),
    'profiles.dropImport': ({ token }) => {
      exchange.drop(token);
      return {};
    },
    'profiles.signIn': async ({ id, where }) => ({ attempt: await signIns.begin(id, where) }),
    'profiles.cancelSignIn': ({ attempt }) => {
      signIns.cancel(attempt);
      return {};
    },
    'profiles.signOut': async ({ id }) => ({ revoked: await signIns.signOut(id) }),
  };
}

/** Asks the user whether kept secrets may go where the profile goes now. */
type Rebind = (id: string) => Promise<void>;

export function secretsHandlers({ secrets }: Profiles, files: Files, rebind: Rebind): HandlersOf<'secrets'> {
  const listed = (accounts: readonly string[]) => accounts.map((account) => ({ account }));
  return {
    'secrets.set': secrets.give,
    'secrets.fromFile': async ({ id, kind, handle, where }) => {
      const { pem, owner } = await files.privateKey(handle, id);
      const status = await secrets.set(id, kind, pem, where, owner.content);
      await files.release([handle]);
      return status;
    },
    'secrets.rebind': async ({ id }) => {
      await rebind(id);
      return secrets.status(id);
    },
    'secrets.remove': ({ id, kind }) => secrets.remove(id, kind),
    'secrets.status': ({ id }) => secrets.status(id),
    'secrets.orphans': async () => listed(await secrets.orphans()),
    'secrets.removeOrphans': async () => listed(await secrets.removeOrphans()),
  };
}

export function profilesStreams(profiles: Profiles, signIns: SignIns): StreamsOf<'profiles'> {
  return {
    'profiles.changed': (_params, sink) => profiles.follow(sink),
    'profiles.signInSteps': ({ attempt }, sink) => signIns.follow(attempt, sink),
  };
}
