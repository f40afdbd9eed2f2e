/** Fills in what a template leaves open. Anything else in braces is the user's own and stays. */
import { randomUUID } from 'node:crypto';
import type { TemplateVariable } from '../../../protocol/facts/templates.ts';
import type { Envelope } from '../../../protocol/values/target.ts';

export type TemplateValues = Readonly<Record<TemplateVariable, string>>;

const VARIABLE = /\{\{(from|to|recipient|date|id|n)\}\}/g;

/** `count`: the number of the message, from 1. */
export function templateValues({ from, to }: Envelope, count: number, now: Date = new Date()): TemplateValues {
  return {
    from: from === '' ? 'MAILER-DAEMON@localhost' : from,
    // A line of a header has 998 octets at most; a mailbox without a domain, as LMTP has them, has no place in one.
    to: to.filter((address) => address.includes('@')).join(',\r\n ') || 'undisclosed-recipients:;',
    recipient: to[0] ?? 'nobody@example.org',
    date: now.toUTCString().replace('GMT', '+0000'),
    id: randomUUID(),
    n: String(count),
  };
}

export function fillVariables(source: string, values: TemplateValues): string {
  return source.replace(VARIABLE, (_, name: TemplateVariable) => values[name]);
}
