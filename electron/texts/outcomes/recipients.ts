/** What to do about refused recipients: each reason has its own advice, and recipients refused for the same share it. */
import type { RecipientResult } from '../../protocol/values/session/outcome.ts';
import type { Reply } from '../../protocol/values/session/reply.ts';
import { distinctRecipients } from '../../protocol/values/session/recipients.ts';
import { type Who, advice } from './parts.ts';
import { list, plural } from '../units.ts';
import { visible } from '../visible.ts';

export interface RefusedRecipient {
  readonly address: string;
  readonly reply: Reply;
}

/** Reasons told apart, and addresses named with each; the rest is counted. */
const SHOWN = 4;

/** null where nobody was refused. The actor is that of the first reason. */
export function recipientAdvice(refused: readonly RefusedRecipient[], loggedIn = false): Who | null {
  const groups = new Map<string, { readonly who: Who; readonly addresses: string[] }>();
  for (const { address, reply } of refused) {
    const temporary = reply.code !== null && reply.code >= 400 && reply.code < 500;
    const who = advice({ reply, temporary, loggedIn });
    const key = `${who.actor} ${who.remedy ?? ''}`;
    const group = groups.get(key) ?? { who, addresses: [] };
    if (!group.addresses.includes(address)) group.addresses.push(address);
    groups.set(key, group);
  }
  const [first, ...others] = groups.values();
  if (first === undefined) return null;
  if (others.length === 0) return first.who;
  const parts = [...groups.values()].flatMap(({ who, addresses }) =>
    who.remedy === null ? [] : [`For ${named(addresses)}: ${who.remedy}`],
  );
  const more = parts.length > SHOWN ? [`${plural(parts.length - SHOWN, 'further reason')} in the replies.`] : [];
  const acting = [...groups.values()].find(({ who }) => who.remedy !== null) ?? first;
  return { actor: acting.who.actor, remedy: parts.length === 0 ? null : [...parts.slice(0, SHOWN), ...more].join(' ') };
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
