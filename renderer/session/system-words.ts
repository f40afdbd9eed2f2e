/** A system's error code in a word or two, where a table cell leaves no room for the sentence of electron/texts. */
import { visible } from '../../electron/texts/visible.ts';

const words: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'refused',
  ETIMEDOUT: 'no answer',
  EHOSTUNREACH: 'no route',
  ENETUNREACH: 'no route',
  ECONNRESET: 'reset',
  ECONNABORTED: 'aborted',
  EACCES: 'not permitted',
  EPERM: 'not permitted',
  ENOENT: 'no such file',
};

export function systemErrorWord(code: string): string {
  return (Object.hasOwn(words, code) ? words[code] : undefined) ?? (code === '' ? 'failed' : visible(code));
}
