/** Enhanced status codes as text and as numbers, and the patterns that rules name them with. */
import type { Enhanced } from './types.ts';

const form = /^([245])\.([0-9]{1,3})\.([0-9]{1,3})$/;

export function parseEnhanced(text: string): Enhanced | null {
  const match = form.exec(text);
  if (match === null) return null;
  return { text, class: Number(match[1]), subject: Number(match[2]), detail: Number(match[3]) };
}

/** `pattern`: "5.7.1", "x.7.1", "5.7.606-649". */
export function fitsEnhanced(pattern: string, code: Enhanced): boolean {
  const [kind, subject, details = ''] = pattern.split('.');
  if (kind !== 'x' && Number(kind) !== code.class) return false;
  if (Number(subject) !== code.subject) return false;
  const [from, to = from] = details.split('-');
  return code.detail >= Number(from) && code.detail <= Number(to);
}
