/**
 * Whether a stranger answers under a provider's name, by what the session itself shows: how the server introduces itself and for whom its
 * certificate is. A trusted certificate for the name asked for is proof of the contrary, whatever the server calls itself.
 */
import type { ExplainContext } from '../explain/context.ts';
import { type Whose, authorOf, familyOfHost, familyOfLine, namesHost, nobody } from '../explain/provider.ts';
import { providerMarks } from '../../protocol/providers/marks.ts';
import type { ChainError } from '../../protocol/values/session/tls.ts';
import type { ReadReply } from '../explain/types.ts';
import type { CertificateEvidence, Evidence } from './evidence.ts';

type Introduced = 'as-provider' | 'as-another' | 'not';
type Shown = 'proof' | 'names-of-provider' | 'names-of-others';

/** What a session shows of the provider that its host belongs to. */
interface Claimed {
  /** Every server of it is known to introduce itself by a name of its own. */
  readonly introducesItself: boolean;
  readonly introduced: Introduced;
  /** null where no certificate was shown. */
  readonly shown: Shown | null;
}

export interface Stranger {
  readonly sure: 'proven' | 'likely';
  /** `host`: another host answers. `tls`: the provider answers, through something that ends TLS. */
  readonly as: 'host' | 'tls';
}

/** No provider's own certificate ends so: its issuers are in every store of roots. */
const unknownIssuer: ReadonlySet<ChainError | null> = new Set(['self-signed', 'untrusted-root', 'incomplete-chain']);

/** Null where nobody else answers as far as can be seen, and where the host is no provider's. */
export function strangerIn(seen: Evidence): Stranger | null {
  const claimed = claimedIn(seen);
  if (claimed === null || claimed.shown === 'proof') return null;
  const { introducesItself, introduced, shown } = claimed;
  const foreign = shown === 'names-of-others';
  if (introduced === 'as-another') {
    if (introducesItself) return { as: 'host', sure: foreign ? 'proven' : 'likely' };
    return foreign ? { as: 'host', sure: 'likely' } : null;
  }
  if (!introducesItself || shown === null) return null;
  if (introduced === 'not' && foreign) return { as: 'host', sure: 'likely' };
  return unknownIssuer.has(seen.certificate?.chainError ?? null) ? { as: 'tls', sure: 'likely' } : null;
}

export const answersForAnother = (seen: Evidence): boolean => strangerIn(seen)?.as === 'host';

/** By whose name the server introduces itself; null where it gives none. */
export function introducedAs({ session }: Evidence): string | null {
  const line = [session.greeting, session.ehlo?.[0] ?? null].find((one) => one !== null && namesHost(one));
  return line?.replace(/^[2-5][0-9]{2}[ -]/, '').split(' ', 1)[0] ?? null;
}

function claimedIn({ target, session, certificate }: Evidence): Claimed | null {
  if (target.host === null) return null;
  const host = target.host.toLowerCase().replace(/\.$/, '');
  const { family, provider } = familyOfHost(host);
  const introducesItself = family !== null && providerMarks[family].introducesItself === true;
  // Many a host below a provider's domain is a customer's own server; those of its records are not.
  if (!introducesItself && provider === null) return null;
  const isOwn = (found: ReturnType<typeof familyOfHost>, name: string): boolean =>
    (family !== null && found.family === family) ||
    (provider !== null && found.provider?.id === provider.id) ||
    domainOf(name) === domainOf(host);
  const lines = [session.greeting, session.ehlo?.[0] ?? null].filter((line) => line !== null);
  const introduced: Introduced = lines.some((line) => isOwn(familyOfLine(line), nameIn(line)))
    ? 'as-provider'
    : lines.length > 0 && lines.every(namesHost)
      ? 'as-another'
      : 'not';
  const shown: Shown | null =
    certificate === null
      ? null
      : certificate.trusted && certificate.nameFits
        ? 'proof'
        : namesOf(certificate).some((name) => isOwn(familyOfHost(name), name))
          ? 'names-of-provider'
          : 'names-of-others';
  return { introducesItself, introduced, shown };
}

const nameIn = (line: string): string => /^(?:[2-5][0-9]{2}[ -])?([a-z0-9.-]{1,255})/i.exec(line)?.[1] ?? '';

/** The part that somebody registers, as far as a name shows it: "example.org", "example.co.uk". */
function domainOf(name: string): string {
  const labels = name.toLowerCase().replace(/\.$/, '').split('.');
  const short = (labels.at(-1)?.length ?? 0) === 2 && (labels.at(-2)?.length ?? 0) <= 3;
  return labels.slice(short ? -3 : -2).join('.');
}

/** For whom a certificate is, without the "*." of wildcards; by its common name where it has no alternative names. */
export function namesOf({ subject, altNames }: CertificateEvidence): string[] {
  const listed = altNames.flatMap((name) => (name.startsWith('DNS:') ? [name.slice('DNS:'.length)] : []));
  const common = /(?:^|, ?)CN ?= ?([^,\n]{1,255})/i.exec(subject)?.[1];
  return (listed.length > 0 || common === undefined ? listed : [common]).map((name) => name.replace(/^\*\./, ''));
}

const hostName = /(?:\*\.)?[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,8}/gi;
const sourceFile = /\.(?:php|py|js|mjs|ts|java|go|rb|rs|cs|c|pm|pl)$/i;
/** What stands around the names of a certificate that is for others, in the words of a client program. */
const forAnother =
  /did not match|does not match|not in the cert|is not valid for|is valid for|no subject alternative|no alternative certificate|mismatch/i;

/**
 * A client's complaint that the certificate shown is not for a provider's host but for hosts of somebody else: the certificate of every server
 * of that provider is for its own names, so it is another host that answers.
 */
export function certificateOfAnother({ origin, reply: { words } }: Evidence): boolean {
  if (origin !== 'client' || !forAnother.test(words)) return false;
  const names = (words.match(hostName) ?? [])
    .filter((name) => !sourceFile.test(name))
    .map((name) => familyOfHost(name.replace(/^\*\./, '')).family);
  return (
    names.includes(null) && names.some((family) => family !== null && providerMarks[family].introducesItself === true)
  );
}

/** The evidence with whose words they are: a stranger's are not those of the provider under whose name it answers. */
export const withSpeaker = (seen: Evidence, reply: ReadReply, context: ExplainContext): Evidence => ({
  ...seen,
  from: speakerOf(seen, reply, context),
});

function speakerOf(seen: Evidence, reply: ReadReply, context: ExplainContext): Whose {
  if (answersForAnother(seen)) return nobody;
  // What it calls itself decides nothing where its certificate has decided.
  const proven = claimedIn(seen)?.shown === 'proof';
  return authorOf(reply, proven ? { ...context, greeting: null, ehlo: null } : context);
}
