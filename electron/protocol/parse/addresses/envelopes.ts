/** One envelope as several: by the domains of its recipients, whose mail goes to servers of their own, and with the reports of each kept. */
import type { Envelope } from '../../values/target.ts';
import { parseMailbox } from './mailbox.ts';

export interface DomainEnvelope {
  /** As the target of its MX hosts: a name in A-labels and lower case, or an address in brackets. */
  readonly domain: string;
  readonly envelope: Envelope;
}

export interface DomainEnvelopes {
  /** In the order in which their first recipients stand. */
  readonly domains: readonly DomainEnvelope[];
  /** Recipients whose domain nobody knows. */
  readonly without: readonly string[];
}

export function byDomain(envelope: Envelope): DomainEnvelopes {
  const places = new Map<string, number[]>();
  const without: string[] = [];
  for (const [index, address] of envelope.to.entries()) {
    const domain = domainOf(address);
    if (domain === null) without.push(address);
    else {
      const there = places.get(domain);
      if (there === undefined) places.set(domain, [index]);
      else there.push(index);
    }
  }
  const domains = [...places].map(([domain, indexes]) => ({ domain, envelope: partOf(envelope, indexes) }));
  return { domains, without };
}

function domainOf(address: string): string | null {
  const parsed = parseMailbox(address, { smtputf8: true });
  if (!parsed.ok) return null;
  const { literal, domainAscii } = parsed.value;
  // RFC 5321 section 4.1.3 has a tag where a target has none.
  return literal ? domainAscii.replace(/^\[IPv6:/i, '[') : domainAscii.toLowerCase();
}

function partOf({ perRecipient, ...envelope }: Envelope, indexes: readonly number[]): Envelope {
  const to = indexes.map((index) => envelope.to[index] ?? '');
  if (perRecipient === undefined) return { ...envelope, to };
  const reports = new Map(perRecipient.map((each) => [each.index, each]));
  const own = indexes.flatMap((index, at) => {
    const found = reports.get(index);
    return found === undefined ? [] : [{ ...found, index: at }];
  });
  return { ...envelope, to, ...(own.length === 0 ? {} : { perRecipient: own }) };
}
