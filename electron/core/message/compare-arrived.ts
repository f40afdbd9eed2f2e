/**
 * A message as it was sent beside the same as it arrived: what was added on the way (Received and the like), taken out or changed of its header,
 * and where its body begins to differ. Octet by octet, but for line ends, of which a mailbox may keep others.
 */
import type { ArrivedComparison, ChangedField } from '../../protocol/values/app/arrived.ts';
import { limits } from './limits.ts';

interface Parts {
  /** Raw fields with their folded lines, line ends CRLF. */
  readonly fields: readonly string[];
  readonly body: string;
}

/** Both whole. Values are given as Latin-1, so that each octet is one character. */
export function compareArrived(sent: Uint8Array, arrived: Uint8Array): ArrivedComparison {
  const before = partsOf(sent);
  const after = partsOf(arrived);
  const { added, removed, changed } = fieldsOf(before.fields, after.fields);
  const body = bodyOf(before.body, after.body);
  const shown = (fields: readonly string[]): string[] => fields.slice(0, limits.compared.fields).map(cut);
  return {
    same: removed.length === 0 && changed.length === 0 && body === null,
    lineEnds: hasBareEnds(arrived) && !hasBareEnds(sent) ? 'changed' : 'same',
    hops: after.fields.filter((field) => /^received:/i.test(field)).length,
    added: shown(added),
    removed: shown(removed),
    changed: changed.slice(0, limits.compared.fields),
    body,
  };
}

const latin = (octets: Uint8Array): string =>
  Buffer.from(octets.buffer, octets.byteOffset, octets.byteLength).toString('latin1');

const hasBareEnds = (octets: Uint8Array): boolean => /(?:^|[^\r])\n/.test(latin(octets));

function partsOf(octets: Uint8Array): Parts {
  const text = latin(octets).replace(/\r?\n/g, '\r\n');
  const end = text.startsWith('\r\n') ? 0 : text.indexOf('\r\n\r\n');
  const header = end === -1 ? text : text.slice(0, end);
  const body = end === -1 ? '' : text.slice(end + (end === 0 ? 2 : 4));
  const fields: string[] = [];
  for (const line of header.split('\r\n')) {
    const last = fields.length - 1;
    // The separator of an mbox file is no field.
    if (fields.length === 0 && line.startsWith('From ')) continue;
    const open = fields[last];
    if (/^[ \t]/.test(line) && open !== undefined) fields[last] = `${open}\r\n${line}`;
    else if (line !== '') fields.push(line);
  }
  return { fields, body };
}

function fieldsOf(sent: readonly string[], arrived: readonly string[]) {
  const rest = [...arrived];
  const missing: string[] = [];
  for (const field of sent) {
    const at = rest.indexOf(field);
    if (at === -1) missing.push(field);
    else rest.splice(at, 1);
  }
  const removed: string[] = [];
  const changed: ChangedField[] = [];
  for (const field of missing) {
    // What is put on top of a message on its way has the names of trace fields; one of ours that differs has a name of ours.
    const at = isTrace(nameIn(field)) ? -1 : rest.findIndex((other) => nameIn(other) === nameIn(field));
    const [other] = at === -1 ? [] : rest.splice(at, 1);
    if (other === undefined) removed.push(field);
    else changed.push({ sent: cut(field), arrived: cut(other) });
  }
  return { added: rest, removed, changed };
}

const nameIn = (field: string): string =>
  field
    .slice(0, Math.max(0, field.indexOf(':')))
    .trim()
    .toLowerCase();
const isTrace = (name: string): boolean => /^(?:received|return-path|delivered-to|authentication-results)$/.test(name);

/** Blank lines at the end are nobody's text: mailboxes add and drop them. */
function bodyOf(sent: string, arrived: string): ArrivedComparison['body'] {
  const a = linesOf(sent);
  const b = linesOf(arrived);
  const length = Math.max(a.length, b.length);
  for (let at = 0; at < length; at += 1) {
    if (a[at] === b[at]) continue;
    return {
      line: at + 1,
      sent: a[at] === undefined ? null : cut(a[at] ?? ''),
      arrived: b[at] === undefined ? null : cut(b[at] ?? ''),
    };
  }
  return null;
}

function linesOf(body: string): string[] {
  const lines = body.split('\r\n');
  while (lines.at(-1) === '') lines.pop();
  return lines;
}

const cut = (text: string): string => text.slice(0, limits.compared.text);
