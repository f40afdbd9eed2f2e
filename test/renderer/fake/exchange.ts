/** Export and import as the fake host has them: what is read is real, the keychain takes every secret, no dialog saves anything. */
import type { CallInput, CallName, CallOutput } from '../../../electron/ipc/contract.ts';
import { AppError } from '../../../electron/protocol/values/app-error.ts';
import { markSecret, profileIn, type BookChange, type ProfileBook } from '../../../electron/core/profiles/book.ts';
import { exportProfiles, selected } from '../../../electron/core/profiles/exchange/export.ts';
import { importSettings } from '../../../electron/core/profiles/exchange/import.ts';
import {
  incoming,
  isTaken,
  addImported,
  type IncomingProfile,
} from '../../../electron/core/profiles/exchange/add-imported.ts';

type Name = Extract<CallName, `profiles.${'export' | 'exportText' | `${string}mport${string}`}`>;

export function fakeExchange(
  book: () => ProfileBook,
  apply: (change: BookChange) => void,
): { [N in Name]: (input: CallInput<N>) => CallOutput<N> } {
  const waiting = new Map<string, readonly IncomingProfile[]>();
  let serial = 0;
  const fresh = (): string => `imported-${(serial += 1)}`;
  const known = (token: string): readonly IncomingProfile[] => {
    const entries = waiting.get(token);
    if (entries === undefined) throw new AppError('import-expired');
    return entries;
  };
  return {
    'profiles.export': () => ({ saved: true, name: 'profiles.json' }),
    'profiles.exportText': ({ what }) => ({ text: exportProfiles(book().folders, selected(book(), what)) }),
    'profiles.previewImport': (source) => {
      const result = importSettings(source.from === 'text' ? source.text : 'smtp://alice:secret@mail.example.org:587');
      if (!result.ok) return { kind: 'refused', problem: result.problem };
      const entries = result.found.map(incoming);
      const token = fresh();
      waiting.set(token, entries);
      return {
        kind: 'found',
        token,
        form: result.form,
        entries: entries.map((entry, index) => ({
          index,
          content: entry.content,
          folder: entry.folder,
          nameTaken: isTaken(book(), entry),
          notes: [...entry.notes],
          cautions: [...entry.cautions],
          secret: entry.secret?.kind ?? null,
        })),
      };
    },
    'profiles.import': ({ token, entries, folder, secrets }) => {
      const read = known(token);
      const chosen = entries.flatMap(({ index, name }) => {
        const entry = read[index];
        if (entry === undefined) return [];
        return [{ ...entry, id: fresh(), content: { ...entry.content, name: name ?? entry.content.name } }];
      });
      apply(addImported(chosen, folder, fresh));
      const withSecret = chosen.flatMap(({ id, secret }) => (secret === null ? [] : [{ id, kind: secret.kind }]));
      if (secrets === 'keychain') for (const { id, kind } of withSecret) apply(markSecret(id, kind, {}));
      waiting.delete(token);
      return {
        profiles: chosen.map(({ id }) => profileIn(book(), id)),
        secrets: withSecret.map((one) => ({ ...one, state: secrets === 'leave' ? 'none' : secrets })),
      };
    },
    'profiles.importSecrets': ({ token }) => {
      known(token);
      return [];
    },
    'profiles.dropImport': ({ token }) => {
      waiting.delete(token);
      return {};
    },
  };
}
