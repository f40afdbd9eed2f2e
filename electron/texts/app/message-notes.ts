/** What a reading of a message has to say about it, in sentences: labels that are wrong, and what was too much to be shown. */
import type { ReadingNote } from '../../protocol/values/server/mailbox.ts';
import { visible } from '../visible.ts';

type Sentence = (note: ReadingNote) => string;

const declared = ({ declared: label }: ReadingNote): string => `“${visible(label ?? '')}”`;
const read = ({ read: charset, guessed }: ReadingNote): string =>
  charset === null ? '' : `; read as ${visible(charset)}${guessed ? ', which is a guess' : ''}`;

const sentences: Readonly<Record<ReadingNote['code'], Sentence>> = {
  'charset-unknown': (note) => `declared ${declared(note)}, which is no charset that is read here${read(note)}`,
  'charset-missing': (note) => `declares no charset and is no ASCII${read(note)}`,
  'charset-disagrees': (note) => `declared ${declared(note)}, is no ${visible(note.declared ?? '')}${read(note)}`,
  'charset-broken': (note) =>
    `declared ${declared(note)}, has octets that are no ${visible(note.read ?? '')}; each is shown as \ufffd`,
  'encoding-unknown': (note) =>
    `declared the transfer encoding ${declared(note)}, which is not known here; shown as it stands`,
  'encoding-disagrees': (note) =>
    `declared ${declared(note)}, is no ${visible(note.declared ?? '')}; shown as it stands`,
  'encoding-strays': (note) => `declared ${declared(note)}, has octets that are none of it; they were passed over`,
  'boundary-missing': () => 'declared a multipart, has no lines that part it; listed as a whole',
  'text-empty': () => 'the text part is empty; what there is to read stands in the HTML part',
  'header-cut': () => 'a header is longer than what is read of one; the rest of it is in the source',
  'parts-cut': () => 'there are more parts than are listed; the last one holds whatever comes after it',
  'depth-cut': () => 'parts are nested too deeply to be followed; what lies deeper is in the source',
  'structure-cut': () => 'too large to be searched for parts to its end; the last part holds the rest',
  'text-cut': () => 'the text is longer than what is shown; the source is whole',
  'attachments-cut': () => 'there are more attachments than are listed; all are among the parts',
};

/** "Subject: declared “gb2312”, is no gb2312; read as gb18030". */
export function readingNoteText(note: ReadingNote): string {
  const sentence = sentences[note.code](note);
  if (note.field !== null) {
    const field = note.part === null ? visible(note.field) : `Name of part ${note.part}`;
    return `${field}: ${sentence}`;
  }
  if (note.part !== null) return `Part ${note.part}: ${sentence}`;
  return `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}`;
}
