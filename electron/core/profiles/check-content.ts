/** What no text of a profile may hold: it would end a line on the wire, in a file of another program, or on a terminal. */
import { hasControl } from '../../protocol/parse/characters.ts';

/** PEM and notes have lines. */
const withLines: ReadonlySet<string> = new Set(['connection.ca', 'connection.clientCertificate', 'notes']);

/** Path of the first text with a control character, such as `auth.user` or `envelope.to[1]`; null when there is none. Keys count too. */
export function controlIn(value: unknown, path = ''): string | null {
  if (typeof value === 'string') return !withLines.has(path) && hasControl(value) ? path : null;
  if (typeof value !== 'object' || value === null) return null;
  const list = Array.isArray(value);
  for (const [key, each] of Object.entries(value)) {
    if (hasControl(key)) return path;
    const found = controlIn(each, list ? `${path}[${key}]` : path === '' ? key : `${path}.${key}`);
    if (found !== null) return found;
  }
  return null;
}
