/** ESMTP parameters of MAIL and RCPT, judged by what this server has offered. */
import type { EsmtpParameter } from '../../wire/path-argument.ts';
import { hasControl } from '../../../protocol/parse/characters.ts';
import { decodeXtext } from '../../wire/xtext.ts';
import { parseEnvid, parseNotify, parseOrcpt, parseRet } from './dsn.ts';
import { replies } from './replies.ts';
import type { BodyType } from '../session/transaction.ts';
import type { HandlerReply } from '../handlers/types.ts';

export interface MailParameters {
  readonly smtputf8: boolean;
  readonly body: BodyType;
  readonly declaredSize: number | null;
}

export interface Offered {
  readonly esmtp: boolean;
  /** Whether the extension of that keyword is to be had now. */
  has(keyword: string): boolean;
  /** Octets; 0 for no limit. */
  readonly maxMessageBytes: number;
}

export type JudgedParameters<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly reply: HandlerReply };

const refuse = (reply: HandlerReply) => ({ ok: false, reply }) as const;

/** The extension that a parameter belongs to. */
const EXTENSION: Readonly<Record<string, string>> = {
  SIZE: 'SIZE',
  BODY: '8BITMIME',
  SMTPUTF8: 'SMTPUTF8',
  AUTH: 'AUTH',
  RET: 'DSN',
  ENVID: 'DSN',
  REQUIRETLS: 'REQUIRETLS',
  BY: 'DELIVERBY',
  'MT-PRIORITY': 'MT-PRIORITY',
  NOTIFY: 'DSN',
  ORCPT: 'DSN',
};

const usual: JudgedParameters<MailParameters> = {
  ok: true,
  value: { smtputf8: false, body: '7bit', declaredSize: null },
};

export function judgeMailParameters(
  params: readonly EsmtpParameter[],
  offered: Offered,
): JudgedParameters<MailParameters> {
  if (params.length === 0) return usual;
  let smtputf8 = false;
  let body: BodyType = '7bit';
  let declaredSize: number | null = null;
  const seen = new Set<string>();
  for (const { keyword, value } of params) {
    if (seen.has(keyword)) return refuse(replies.repeatedParameter);
    seen.add(keyword);
    if (keyword === 'NOTIFY' || keyword === 'ORCPT' || !isOffered(keyword, offered))
      return refuse(replies.unknownParameter);
    switch (keyword) {
      case 'SIZE':
        // RFC 1870 section 3: 1 to 20 digits.
        if (value === null || !/^\d{1,20}$/.test(value)) return refuse(replies.badParameter);
        declaredSize = Number(value);
        break;
      case 'BODY': {
        const type = bodyType(value);
        if (type === null || (type === 'binarymime' && !offered.has('BINARYMIME'))) return refuse(replies.badParameter);
        body = type;
        break;
      }
      case 'SMTPUTF8':
        if (value !== null) return refuse(replies.badParameter);
        smtputf8 = true;
        break;
      case 'REQUIRETLS':
        if (value !== null) return refuse(replies.badParameter);
        break;
      default:
        if (!valueFits(keyword, value)) return refuse(replies.badParameter);
    }
  }
  // RFC 1870 section 6.1: said at once, before a message travels in vain.
  if (declaredSize !== null && offered.maxMessageBytes > 0 && declaredSize > offered.maxMessageBytes) {
    return refuse(replies.tooLarge);
  }
  return { ok: true, value: { smtputf8, body, declaredSize } };
}

/** Null when all is well. */
export function judgeRcptParameters(params: readonly EsmtpParameter[], offered: Offered): HandlerReply | null {
  const seen = new Set<string>();
  for (const { keyword, value } of params) {
    if (seen.has(keyword)) return replies.repeatedParameter;
    seen.add(keyword);
    if ((keyword !== 'NOTIFY' && keyword !== 'ORCPT') || !isOffered(keyword, offered)) return replies.unknownParameter;
    if (!valueFits(keyword, value)) return replies.badParameter;
  }
  return null;
}

/** Parameters belong to extensions, and those to EHLO (RFC 5321 section 4.1.1.11). */
function isOffered(keyword: string, offered: Offered): boolean {
  const extension = Object.hasOwn(EXTENSION, keyword) ? EXTENSION[keyword] : undefined;
  return offered.esmtp && extension !== undefined && offered.has(extension);
}

function isPrintableXtext(value: string): boolean {
  const decoded = decodeXtext(value);
  return decoded.ok && !hasControl(decoded.value);
}

function valueFits(keyword: string, value: string | null): boolean {
  switch (keyword) {
    case 'AUTH':
      // RFC 4954 section 5: who submitted the message first, as xtext or <>. Trusted by nobody here, hence only checked.
      return value !== null && (value === '<>' || isPrintableXtext(value));
    case 'RET':
      return parseRet(value) !== null;
    case 'ENVID':
      return parseEnvid(value) !== null;
    case 'NOTIFY':
      return parseNotify(value) !== null;
    case 'ORCPT':
      return parseOrcpt(value) !== null;
    case 'BY':
      return isDeliverBy(value);
    case 'MT-PRIORITY':
      // RFC 6710 section 3: -9 to 9.
      return value !== null && /^(?:0|-?[1-9])$/.test(value);
    default:
      return false;
  }
}

/** RFC 2852 section 4: seconds, then R (return) or N (notify), then T for a trace; R with a time that has passed is an error. */
function isDeliverBy(value: string | null): boolean {
  const match = /^([+-]?\d{1,9});([RN])T?$/i.exec(value ?? '');
  return match !== null && (match[2]?.toUpperCase() === 'N' || Number(match[1]) > 0);
}

function bodyType(value: string | null): BodyType | null {
  switch (value?.toUpperCase()) {
    case '7BIT':
      return '7bit';
    case '8BITMIME':
      return '8bitmime';
    case 'BINARYMIME':
      return 'binarymime';
    default:
      return null;
  }
}

/** As written by the client, upper-case keyword. */
export function parameterText(params: readonly EsmtpParameter[]): string[] {
  return params.map(({ keyword, value }) => (value === null ? keyword : `${keyword}=${value}`));
}
