/** `posthorn profiles export`: one profile, a folder or all as JSON, without secrets. */
import { writeFile } from 'node:fs/promises';
import type { ProfileBook } from '../../../core/profiles/book.ts';
import { exportProfiles, selected } from '../../../core/profiles/exchange/export.ts';
import { AppError } from '../../../protocol/values/app-error.ts';
import type { ProfileSelection } from '../../../protocol/values/profiles/exchange.ts';
import { plural } from '../../../texts/units.ts';
import { visible } from '../../../texts/visible.ts';
import type { ExportValues } from '../../options/profiles.ts';
import type { RunCommand } from '../../options/types.ts';
import { folderNamed, openProfiles, profileNamed } from '../../input/profiles.ts';
import { status, UsageError } from '../../status.ts';

export const runExport: RunCommand<ExportValues> = async ({ operands, terminal }, { chosen, output }) => {
  const [name] = operands;
  const ways = [name !== undefined, chosen.folder !== undefined, chosen.all === true].filter((given) => given).length;
  if (ways !== 1) throw new UsageError('profiles export needs one of NAME, --folder NAME and --all');
  const { book } = await openProfiles(terminal);
  const profiles = selected(book, selection(book, name, chosen));
  const text = exportProfiles(book.folders, profiles);
  const file = output.output;
  if (file === undefined) {
    terminal.out.write(text);
    return status.ok;
  }
  await write(file, text);
  const { length } = profiles;
  if (output.json)
    terminal.out.line(JSON.stringify({ schema: 1, command: 'profiles export', ok: true, file, profiles: length }));
  else terminal.out.line(`${plural(length, 'profile')} in ${visible(file)}, without passwords`);
  return status.ok;
};

function selection(book: ProfileBook, name: string | undefined, { folder }: ExportValues['chosen']): ProfileSelection {
  if (name !== undefined) return { kind: 'profiles', ids: [profileNamed(book, name).id] };
  return folder === undefined ? { kind: 'all' } : { kind: 'folder', id: folderNamed(book, folder).id };
}

async function write(path: string, text: string): Promise<void> {
  try {
    // It names people and servers: not for every user of the machine to read.
    await writeFile(path, text, { mode: 0o600 });
  } catch (error) {
    const systemCode = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    throw new AppError('file-unreadable', { path, systemCode }, { cause: error });
  }
}
