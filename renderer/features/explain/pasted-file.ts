/** A file that was dropped on the explain screen: as much of it as can be judged, and a word on what was left out. Never the whole of a large one. */
import { PASTED_LIMIT } from '../../../electron/protocol/values/app/explain.ts';
import { octets } from '../../../electron/texts/units.ts';
import { visible } from '../../../electron/texts/visible.ts';

export interface PastedFile {
  /** Null where it is no text. */
  readonly text: string | null;
  readonly note: string;
}

const NAMES = /\.(?:log|txt|eml|err|out)$/i;

/** Of a log the end, where what failed stands; of a message the beginning, where a bounce has its report. */
export async function readPastedFile(file: Pick<File, 'name' | 'type' | 'size' | 'slice'>): Promise<PastedFile> {
  const name = visible(file.name);
  const isMessage = /\.eml$/i.test(file.name) || file.type === 'message/rfc822';
  if (!NAMES.test(file.name) && !file.type.startsWith('text/') && !isMessage)
    return { text: null, note: `${name} was not read: it has to be a .log, .txt or .eml file.` };
  const cut = file.size > PASTED_LIMIT;
  const part = !cut ? file.slice(0) : isMessage ? file.slice(0, PASTED_LIMIT) : file.slice(file.size - PASTED_LIMIT);
  let text: string;
  try {
    text = await part.text();
  } catch {
    return { text: null, note: `${name} could not be read.` };
  }
  if (text.includes('\0')) return { text: null, note: `${name} was not read: it is no text.` };
  if (text.trim() === '') return { text: null, note: `${name} is empty.` };
  if (!cut) return { text, note: `${name}, ${octets(file.size)}.` };
  const whole = isMessage ? text.slice(0, text.lastIndexOf('\n') + 1) || text : text.slice(text.indexOf('\n') + 1);
  return {
    text: whole,
    note: `The ${isMessage ? 'first' : 'last'} ${octets(PASTED_LIMIT)} of ${name}, which has ${octets(file.size)}.`,
  };
}
