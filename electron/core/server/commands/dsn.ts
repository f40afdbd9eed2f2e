/**
 * Delivery status notifications (RFC 3461) as asked for in an envelope: parameters judged when they come, and read again by
 * whoever passes the message on. Values are xtext; decoded they may hold anything but control characters.
 */
import { decodeXtext } from '../../wire/xtext.ts';

export interface MailDsn {
  readonly ret: 'FULL' | 'HDRS' | null;
  /** Decoded. */
  readonly envid: string | null;
}

export interface RcptDsn {
  /** Upper case; empty when nothing was asked for. */
  readonly notify: readonly string[];
  /** Type in lower case, address decoded. */
  readonly orcpt: { readonly type: string; readonly address: string } | null;
}

export function parseRet(value: string | null): MailDsn['ret'] {
  const ret = value?.toUpperCase();
  return ret === 'FULL' || ret === 'HDRS' ? ret : null;
}

/** Section 4.4: at most 100 characters. Null for what is none, control characters included. */
export function parseEnvid(value: string | null): string | null {
  if (value === null || value.length > 100) return null;
  const decoded = decodeXtext(value);
  return decoded.ok && printable(decoded.value) ? decoded.value : null;
}

/** Section 4.1: NEVER alone, or a list of the others. */
export function parseNotify(value: string | null): readonly string[] | null {
  const words = value?.toUpperCase().split(',') ?? [];
  if (words.length === 1 && words[0] === 'NEVER') return words;
  const known = words.every((word) => word === 'SUCCESS' || word === 'FAILURE' || word === 'DELAY');
  return known && words.length > 0 && new Set(words).size === words.length ? words : null;
}

/** Section 4.2: at most 500 characters, and none is allowed behind the type (xtext may be empty); utf-8 addresses of RFC 6533 are taken as they come. */
export function parseOrcpt(value: string | null): RcptDsn['orcpt'] {
  const match = /^([A-Za-z0-9-]{1,64});(.*)$/u.exec(value ?? '');
  if (match?.[1] === undefined || match[2] === undefined || (value ?? '').length > 500) return null;
  const type = match[1].toLowerCase();
  const decoded = type === 'utf-8' ? { ok: true as const, value: match[2] } : decodeXtext(match[2]);
  return decoded.ok && printable(decoded.value) ? { type, address: decoded.value } : null;
}

/** Out of the options of an accepted MAIL, as `ENVID=e+3Dmc2`. */
export function mailDsn(options: readonly string[]): MailDsn {
  return { ret: parseRet(valueOf(options, 'RET')), envid: parseEnvid(valueOf(options, 'ENVID')) };
}

/** Out of the options of an accepted RCPT. */
export function rcptDsn(options: readonly string[]): RcptDsn {
  const orcpt = parseOrcpt(valueOf(options, 'ORCPT'));
  // A type with nothing behind it is legal and says nothing.
  return { notify: parseNotify(valueOf(options, 'NOTIFY')) ?? [], orcpt: orcpt?.address === '' ? null : orcpt };
}

function valueOf(options: readonly string[], keyword: string): string | null {
  const prefix = `${keyword}=`;
  return options.find((option) => option.startsWith(prefix))?.slice(prefix.length) ?? null;
}

function printable(text: string): boolean {
  return !/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/.test(text);
}
