/** ESMTP parameters of MAIL and RCPT, judged by what this server has offered. */
import type { EsmtpParameter } from '../wire/address.ts';
import { decodeXtext } from '../wire/xtext.ts';
import type { HandlerReply } from './types.ts';
import { replies } from './replies.ts';

export interface MailParameters {
  readonly smtputf8: boolean;
  readonly declaredSize: number | null;
}

export interface Offered {
  readonly esmtp: boolean;
  readonly smtputf8: boolean;
  readonly auth: boolean;
  /** Octets; 0 for no limit. */
  readonly maxMessageBytes: number;
}

export type Judged<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly reply: HandlerReply };

const refuse = (reply: HandlerReply) => ({ ok: false, reply }) as const;

export function judgeMailParameters(params: readonly EsmtpParameter[], offered: Offered): Judged<MailParameters> {
  let smtputf8 = false;
  let declaredSize: number | null = null;
  const seen = new Set<string>();
  for (const { keyword, value } of params) {
    if (seen.has(keyword)) return refuse(replies.repeatedParameter);
    seen.add(keyword);
    // Parameters belong to extensions, and those to EHLO (RFC 5321 section 4.1.1.11).
    if (!offered.esmtp) return refuse(replies.unknownParameter);
    switch (keyword) {
      case 'SIZE':
        // RFC 1870 section 3: 1 to 20 digits.
        if (value === null || !/^\d{1,20}$/.test(value)) return refuse(replies.badParameter);
        declaredSize = Number(value);
        break;
      case 'BODY':
        if (value === null || !/^(?:7BIT|8BITMIME)$/i.test(value)) return refuse(replies.badParameter);
        break;
      case 'SMTPUTF8':
        if (!offered.smtputf8) return refuse(replies.unknownParameter);
        if (value !== null) return refuse(replies.badParameter);
        smtputf8 = true;
        break;
      case 'AUTH':
        // RFC 4954 section 5: who submitted the message first, as xtext or <>. Trusted by nobody here, hence only checked.
        if (!offered.auth) return refuse(replies.unknownParameter);
        if (value === null || (value !== '<>' && !decodeXtext(value).ok)) return refuse(replies.badParameter);
        break;
      default:
        return refuse(replies.unknownParameter);
    }
  }
  // RFC 1870 section 6.1: told at once, before a message travels in vain.
  if (declaredSize !== null && offered.maxMessageBytes > 0 && declaredSize > offered.maxMessageBytes) {
    return refuse(replies.tooLarge);
  }
  return { ok: true, value: { smtputf8, declaredSize } };
}

/** None is offered so far (DSN would bring NOTIFY and ORCPT). */
export function judgeRcptParameters(params: readonly EsmtpParameter[]): HandlerReply | null {
  return params.length === 0 ? null : replies.unknownParameter;
}

/** As written by the client, upper-case keyword. */
export function parameterText(params: readonly EsmtpParameter[]): string[] {
  return params.map(({ keyword, value }) => (value === null ? keyword : `${keyword}=${value}`));
}
