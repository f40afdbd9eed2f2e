/** `posthorn diagnostics`: the text that Help, Save Diagnostics saves, from what lies in the data folder. */
import { writeFile } from 'node:fs/promises';
import { AppError } from '../../../protocol/values/app-error.ts';
import { readFolderFacts } from '../../../storage/diagnostics/folder.ts';
import { formatDiagnostics } from '../../../storage/diagnostics/format.ts';
import { dataDir } from '../../input/data-dir.ts';
import { readOwnPackage } from '../../input/own-package.ts';
import type { RunCommand } from '../../options/types.ts';
import { status } from '../../status.ts';

interface DiagnosticsValues {
  readonly file: { readonly output?: string };
}

export const runDiagnostics: RunCommand<DiagnosticsValues> = async ({ terminal, ownPackage }, { file }) => {
  const { version } = readOwnPackage(ownPackage) ?? (await import('../../../../package.json'));
  const { electron, node } = process.versions as { readonly electron?: string; readonly node: string };
  const folder = dataDir();
  const content = await formatDiagnostics({
    version,
    runtime: 'command line',
    versions: { ...(electron === undefined ? {} : { electron }), node },
    dataDir: folder,
    ...(await readFolderFacts(folder)),
    log: ['the log of a window is in its memory: Help, Save Diagnostics there'],
  });
  const { output } = file;
  if (output === undefined) {
    terminal.out.write(content);
    return status.ok;
  }
  try {
    await writeFile(output, content, { mode: 0o600 });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    const reason = `${output} cannot be written (${code})`;
    throw new AppError('invalid-argument', { argument: '--output', reason }, { cause: error });
  }
  terminal.err.line(`Written to ${output}. Read it before you pass it on.`);
  return status.ok;
};
