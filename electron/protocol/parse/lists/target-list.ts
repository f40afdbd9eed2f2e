/**
 * A list of targets as people keep them: one a line, `#` for a comment, or a table with a header (CSV, by comma, semicolon or tab) with
 * the columns host, port, user and profile. A table with passwords is none: they do not belong in a file.
 */
import type { ListedTarget } from '../../values/survey/targets.ts';
import { limits } from '../limits.ts';
import { bad, good, type Result } from '../result.ts';

export interface TargetList {
  readonly targets: readonly ListedTarget[];
  /** Lines that say what one before them says, each with that one. */
  readonly repeated: readonly { readonly line: number; readonly first: number }[];
  /** Columns of a table that mean nothing here. */
  readonly ignored: readonly string[];
}

const columns: Readonly<Record<string, 'host' | 'port' | 'user' | 'profile' | 'secret'>> = {
  host: 'host',
  server: 'host',
  target: 'host',
  domain: 'host',
  port: 'port',
  user: 'user',
  username: 'user',
  login: 'user',
  profile: 'profile',
  password: 'secret',
  pass: 'secret',
  secret: 'secret',
  token: 'secret',
};

/** Why there is none: a column of passwords. */
export function parseTargetList(text: string): Result<TargetList, 'holds-secrets'> {
  const lines = text.replace(/^\ufeff/, '').split(/\r\n|\r|\n/);
  const begin = lines.findIndex(isContent);
  const header = begin === -1 ? null : readHeader(lines[begin] ?? '');
  if (header?.names.includes('secret') === true) return bad('holds-secrets');
  const seen = new Map<string, number>();
  const targets: ListedTarget[] = [];
  const repeated: { line: number; first: number }[] = [];
  lines.forEach((content, index) => {
    if (!isContent(content) || (header !== null && index === begin)) return;
    const line = index + 1;
    const target = header === null ? { line, text: cleaned(content) } : readRow(content, line, header);
    const name = JSON.stringify([target.text, target.user ?? null, target.profile ?? null]);
    const first = seen.get(name);
    if (first !== undefined) repeated.push({ line, first });
    else {
      seen.set(name, line);
      targets.push(target);
    }
  });
  return good({ targets, repeated, ignored: header?.ignored ?? [] });
}

const isContent = (line: string): boolean => line.trim() !== '' && !line.trimStart().startsWith('#');

/** What could be a password in a URL, or before a host, is repeated nowhere. */
function cleaned(typed: string): string {
  const text = typed.trim();
  const at = text.lastIndexOf('@');
  const hidden = at > 0 && text.slice(0, at).includes(':') ? `…${text.slice(at)}` : text;
  return hidden.slice(0, limits.argument);
}

interface Header {
  readonly separator: string;
  readonly names: readonly (string | null)[];
  readonly ignored: readonly string[];
}

/** null where the first line is a target like the others. */
function readHeader(line: string): Header | null {
  for (const separator of [',', ';', '\t']) {
    if (!line.includes(separator)) continue;
    const cells = splitRow(line, separator).map((cell) => cell.trim().toLowerCase());
    const names = cells.map((cell) => (Object.hasOwn(columns, cell) ? (columns[cell] ?? null) : null));
    if (!names.includes('host') && !names.includes('profile')) continue;
    return { separator, names, ignored: cells.filter((cell, index) => names[index] === null && cell !== '') };
  }
  return null;
}

function readRow(content: string, line: number, { separator, names }: Header): ListedTarget {
  const cells = splitRow(content, separator);
  const of = (name: string): string => (cells[names.indexOf(name)] ?? '').trim();
  const [host, port, user, profile] = [cleaned(of('host')), of('port'), of('user'), of('profile')];
  // A host in brackets or with a colon of its own is a whole target already.
  const bare = host.includes(':') && !host.startsWith('[') ? `[${host}]` : host;
  const text = host === '' ? '' : port === '' ? host : `${bare}:${port}`;
  return {
    line,
    text: text === '' && profile !== '' ? `profile:${profile}` : text,
    ...(user === '' ? {} : { user }),
    ...(profile === '' || text === '' ? {} : { profile }),
  };
}

/** RFC 4180: quotes around a cell, doubled within it. Of one line: a cell does not go on in the next. */
function splitRow(line: string, separator: string): string[] {
  const cells: string[] = [];
  let cell = '';
  let quoted = false;
  for (let at = 0; at < line.length; at += 1) {
    const character = line.charAt(at);
    if (quoted && character === '"' && line.charAt(at + 1) === '"') {
      cell += '"';
      at += 1;
    } else if (character === '"' && (quoted || cell.trim() === '')) {
      cell = quoted ? cell : '';
      quoted = !quoted;
    } else if (character === separator && !quoted) {
      cells.push(cell);
      cell = '';
    } else cell += character;
  }
  return [...cells, cell];
}
