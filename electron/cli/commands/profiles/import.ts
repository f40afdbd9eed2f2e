/**
 * `posthorn profiles import FILE|-`: profiles of an export or of other programs' settings. Asks nothing and overwrites nothing; a
 * password in them goes to the keychain, and no command in them is run.
 */
import { randomUUID } from 'node:crypto';
import { importSettings } from '../../../core/profiles/exchange/import.ts';
import { incoming, addImported, type IncomingProfile } from '../../../core/profiles/exchange/add-imported.ts';
import { pathOf } from '../../../core/profiles/find.ts';
import { withoutPassword } from '../../../core/profiles/exchange/own-form.ts';
import { refusalState } from '../../../core/profiles/kept-secrets.ts';
import type { ProfileBook } from '../../../core/profiles/book.ts';
import { jsonValue } from '../../../core/report/json.ts';
import { limits } from '../../../core/profiles/limits.ts';
import type { ImportForm } from '../../../protocol/values/profiles/exchange.ts';
import type { SecretKind, SecretState } from '../../../protocol/values/profiles/profile.ts';
import { cautionText, importFormText, importNoteText, importProblemText } from '../../../texts/app/exchange.ts';
import { secretStateText } from '../../../texts/app/secrets.ts';
import { plural } from '../../../texts/units.ts';
import { visible } from '../../../texts/visible.ts';
import type { ImportValues } from '../../options/profiles.ts';
import type { RunCommand } from '../../options/types.ts';
import type { LineInput } from '../../input/line-input.ts';
import { openProfiles, type KeptProfiles } from '../../input/profiles.ts';
import { readText } from '../../input/read-text.ts';
import { status, UsageError } from '../../status.ts';
import type { Output } from '../../output/terminal.ts';

interface Made {
  readonly entry: IncomingProfile;
  readonly id: string;
  /** Null when nothing was made. */
  readonly path: string | null;
  readonly secret: { readonly kind: SecretKind; readonly state: SecretState } | null;
}

export const runImport: RunCommand<ImportValues> = async ({ operands, terminal, stdin }, { importing, output }) => {
  const [file = ''] = operands;
  if (/^[a-z]+:\/\//i.test(file))
    throw new UsageError('FILE is an address; put it into a file or a pipe, because arguments can be seen by others');
  const result = importSettings(file === '-' ? await allOf(stdin()) : await readText(file, 'FILE'));
  const { json = false } = output;
  if (!result.ok) {
    const message = importProblemText(result.problem);
    const error = { code: 'invalid-argument', message, params: result.problem };
    if (json) terminal.out.line(JSON.stringify(jsonValue({ ...head, ok: false, error })));
    terminal.err.line(`posthorn: ${file === '-' ? 'standard input' : visible(file)}: ${message}`);
    return status.usage;
  }
  const { dryRun = false, folder, noSecrets = false } = importing;
  const entries = result.found.map(incoming).map((entry) => inFolder(entry, folder));
  const kept = await openProfiles(terminal);
  const made = dryRun ? entries.map(untouched) : await make(kept, entries, !noSecrets);
  const refused = made.find(({ secret }) => secret !== null && secret.state !== 'keychain' && secret.state !== 'none');
  const reason = refused?.secret?.state;
  if (json) {
    const error =
      reason === undefined
        ? null
        : { code: 'secret-store-unavailable', message: secretStateText(reason).message, params: { reason } };
    const profiles = made.map(asJson);
    const { form } = result;
    terminal.out.line(JSON.stringify(jsonValue({ ...head, ok: reason === undefined, error, dryRun, form, profiles })));
  } else printResult(terminal.out, result.form, made, dryRun);
  if (reason === undefined) return status.ok;
  const lost = made.filter(({ secret }) => secret?.state === reason).length;
  terminal.err.line(
    `posthorn: secret-store-unavailable: ${secretStateText(reason).message} ${plural(lost, 'password')} could not be kept; the profiles were made without.`,
  );
  return status.unable;
};

const head = { schema: 1, command: 'profiles import' } as const;

async function allOf(input: LineInput): Promise<string> {
  const lines: string[] = [];
  let length = 0;
  for (let line = await input.line(); line !== null; line = await input.line()) {
    length += line.length + 1;
    // Enough for it to be called too long; the rest need not be held.
    if (length > limits.exchange.ownLength * 3) break;
    lines.push(line.toString('utf8'));
  }
  return lines.join('\n');
}

const inFolder = (entry: IncomingProfile, name: string | undefined): IncomingProfile =>
  name === undefined || entry.folder !== null ? entry : { ...entry, folder: { name, colour: null } };

const untouched = (entry: IncomingProfile): Made => ({
  entry,
  id: '',
  path: null,
  secret: entry.secret === null ? null : { kind: entry.secret.kind, state: 'none' },
});

async function make(
  { store, secrets }: KeptProfiles,
  entries: readonly IncomingProfile[],
  withSecrets: boolean,
): Promise<Made[]> {
  const placed = entries.map((entry) => ({ ...entry, entry, id: randomUUID() }));
  const book = await store.change(addImported(placed, null, randomUUID));
  const made: Made[] = [];
  let refused: SecretState | null = null;
  for (const { entry, id, secret } of placed) {
    let state: SecretState = refused ?? 'none';
    if (secret !== null && withSecrets && refused === null) {
      state = await secrets
        .set(id, secret.kind, secret.value, 'keychain', entry.content)
        .then((kept) => kept.state, refusalState);
      // Each of the others could wait a minute for the same locked keyring.
      if (state !== 'keychain' && state !== 'too-long') refused = state;
    }
    made.push({ entry, id, path: pathIn(book, id), secret: secret === null ? null : { kind: secret.kind, state } });
  }
  return made;
}

function pathIn(book: ProfileBook, id: string): string | null {
  const profile = book.profiles.find((each) => each.id === id);
  return profile === undefined ? null : pathOf(book, profile);
}

function asJson({ entry: { content, folder, notes, cautions }, id, path, secret }: Made) {
  return {
    id: id === '' ? null : id,
    name: path === null ? content.name : path.slice(folder === null ? 0 : folder.name.length + 1),
    folder: folder?.name ?? null,
    target: withoutPassword(content.connection.target),
    user: content.auth?.user ?? null,
    secret,
    cautions: cautions.map((caution) => ({ ...caution, message: cautionText(caution) })),
    notes: notes.map((note) => ({ ...note, message: importNoteText(note) })),
  };
}

function printResult(out: Output, form: ImportForm, made: readonly Made[], dryRun: boolean): void {
  out.line(`${dryRun ? 'Would make' : 'Made'} ${plural(made.length, 'profile')} of ${importFormText(form)}:`);
  for (const { entry, path, secret } of made) {
    const { content, folder, notes, cautions } = entry;
    const name = path ?? (folder === null ? content.name : `${folder.name}/${content.name}`);
    out.line(`  ${visible(name)}: ${visible(withoutPassword(content.connection.target))}`);
    if (content.auth !== null) out.line(`    user ${visible(content.auth.user)}`);
    if (secret !== null) out.line(`    ${secret.kind}: ${secretWords(secret.state, dryRun)}`);
    for (const caution of cautions) out.line(`    ${cautionText(caution)}`);
    for (const note of notes) out.line(`    ${importNoteText(note)}`);
  }
}

function secretWords(state: SecretState, dryRun: boolean): string {
  if (dryRun) return 'would go to the keychain';
  return state === 'none' ? 'was left out' : secretStateText(state).title.toLowerCase();
}
