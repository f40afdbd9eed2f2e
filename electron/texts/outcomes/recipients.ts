/** What to do about refused recipients: each reason has its own advice, and recipients refused for the same share it. */
import type { RecipientResult } from '../../protocol/values/session/outcome.ts';
import type { Finding, Report } from '../../protocol/values/session/report.ts';
import type { Reply } from '../../protocol/values/session/reply.ts';
import { distinctRecipients } from '../../protocol/values/session/recipients.ts';
import { type Who, advice } from './parts.ts';
import { list, plural } from '../units.ts';
import { visible } from '../visible.ts';

export interface RefusedRecipient {
  readonly address: string;
  readonly reply: Reply;
}

type Reason = Pick<Finding, 'id' | 'actor' | 'remedy'>;

/** Reasons told apart, and addresses named with each; the rest is counted. */
const SHOWN = 4;

/** null where nobody was refused, or the report is from before reasons were kept with recipients. The actor is that of the first reason. */
export function recipientReasons({ error, findings, recipients }: Report): Who | null {
  const own = error?.diagnosis;
  return adviceForEach(recipients, own === undefined ? findings : [own, ...findings]);
}

/** By the id of the finding that each recipient has. */
export function adviceForEach(recipients: readonly RecipientResult[], reasons: readonly Reason[]): Who | null {
  const groups = new Map<Reason, string[]>();
  for (const { address, finding: id } of distinctRecipients(recipients)) {
    const finding = reasons.find((one) => one.id === id);
    if (finding === undefined) continue;
    const addresses = groups.get(finding) ?? [];
    if (!addresses.includes(address)) addresses.push(address);
    groups.set(finding, addresses);
  }
  const [first, ...others] = groups;
  if (first === undefined) return null;
  const [{ actor, remedy }] = first;
  if (others.length === 0) return { actor, remedy };
  const parts = [...groups].map(([finding, addresses]) => `For ${named(addresses)}: ${finding.remedy}`);
  const more = parts.length > SHOWN ? [`${plural(parts.length - SHOWN, 'further reason')} in the replies.`] : [];
  return { actor, remedy: [...parts.slice(0, SHOWN), ...more].join(' ') };
}

/** Of a report from before reasons were kept; null where nobody was refused. */
export function recipientAdvice(refused: readonly RefusedRecipient[]): Who | null {
  if (refused.length === 0) return null;
  return advice({ temporary: refused.every(({ reply: { code } }) => code !== null && code >= 400 && code < 500) });
}

function named(addresses: readonly string[]): string {
  const shown = addresses.slice(0, SHOWN).map((address) => `<${visible(address)}>`);
  return list(addresses.length > SHOWN ? [...shown, `${addresses.length - SHOWN} more`] : shown);
}

/** Of a report: those that no RCPT, and no answer to the message, has taken; an address that stands there twice once. */
export function refusedRecipients(results: readonly RecipientResult[]): RefusedRecipient[] {
  return distinctRecipients(results).flatMap(({ address, accepted, reply, final, delivery }) => {
    const refusal = accepted ? (delivery === 'no' ? final : null) : reply;
    return refusal === null ? [] : [{ address, reply: refusal }];
  });
}
