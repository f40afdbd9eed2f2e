/** Header fields as people type them, one a line: what of them cannot be used, and whose domain From names. */
import { hasControl } from '../characters.ts';

export interface TypedField {
  readonly name: string;
  readonly value: string;
}
export interface TypedFields {
  readonly fields: readonly TypedField[];
  /** The first line that is none; null where all are. */
  readonly wrong: { readonly line: number; readonly reason: 'no-field' | 'control-character' | 'of-the-body' } | null;
}

/** A line that begins with a blank goes on with the field before it, as in a message. */
export function parseHeaderLines(text: string): TypedFields {
  const fields: TypedField[] = [];
  for (const [at, line] of text.split(/\r\n|\r|\n/).entries()) {
    if (line.trim() === '') continue;
    const wrong = (reason: NonNullable<TypedFields['wrong']>['reason']): TypedFields => ({
      fields,
      wrong: { line: at + 1, reason },
    });
    const last = fields.at(-1);
    if (/^[ \t]/.test(line)) {
      if (last === undefined) return wrong('no-field');
      fields[fields.length - 1] = { name: last.name, value: `${last.value} ${line.trim()}` };
      continue;
    }
    const colon = line.indexOf(':');
    const name = line.slice(0, Math.max(0, colon)).trimEnd();
    // RFC 5322 section 2.2.
    if (!/^[!-9;-~]+$/.test(name)) return wrong('no-field');
    const value = line.slice(colon + 1).trim();
    if (hasControl(value.replaceAll('\t', ' '))) return wrong('control-character');
    if (/^content-/i.test(name)) return wrong('of-the-body');
    fields.push({ name, value });
  }
  return { fields, wrong: null };
}

/** Of the address in a From field: that in angle brackets, or the only one; in lower case. Null where there is none. */
export function domainInFrom(value: string): string | null {
  const address = /<([^<>]*)>\s*$/.exec(value)?.[1] ?? value;
  const at = address.lastIndexOf('@');
  const domain =
    at === -1
      ? ''
      : address
          .slice(at + 1)
          .trim()
          .toLowerCase();
  return /^[^\s@<>,;"]+$/.test(domain) ? domain : null;
}

/** `within`: one of the two is below the other, so that they may be of one organisation. */
export function fromApart(header: string, envelope: string): 'same' | 'within' | 'apart' {
  if (header === envelope) return 'same';
  return header.endsWith(`.${envelope}`) || envelope.endsWith(`.${header}`) ? 'within' : 'apart';
}
