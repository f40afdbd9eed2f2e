/** `posthorn profiles show NAME`: all that a profile says. */
import type { PlainValues } from '../../options/profiles.ts';
import type { RunCommand } from '../../options/types.ts';
import { drawTable } from '../../output/draw.ts';
import { facts, profileJson } from '../../output/profiles.ts';
import { openProfiles, profileNamed } from '../../input/profiles.ts';
import { status } from '../../status.ts';
import { visible } from '../../../texts/visible.ts';

export const runShow: RunCommand<PlainValues> = async ({ operands, terminal }, { output }) => {
  const { out } = terminal;
  const { book } = await openProfiles(terminal);
  const profile = profileNamed(book, operands[0] ?? '');
  if (output.json) {
    const shown = { schema: 1, command: 'profiles show', ok: true, profile: profileJson(book, profile) };
    out.line(JSON.stringify(shown));
    return status.ok;
  }
  for (const line of drawTable({ columns: null, rows: facts(book, profile) }, out)) out.line(line);
  const { notes } = profile.content;
  if (notes !== '') for (const line of ['', ...notes.split(/\r?\n/)]) out.line(line === '' ? '' : `  ${visible(line)}`);
  return status.ok;
};
