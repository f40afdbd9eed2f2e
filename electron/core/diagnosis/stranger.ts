/**
 * Whether a stranger answers under a provider's name. Only of providers whose every server is known to introduce itself by a name of its
 * own: where greeting and EHLO answer name another host, something on the way answers in the provider's place.
 */
import type { ExplainContext } from '../explain/context.ts';
import { type Whose, familyOfHost, familyOfLine, namesHost, nobody, authorOf } from '../explain/provider.ts';
import { providerMarks } from '../../protocol/providers/marks.ts';
import type { ReadReply } from '../explain/types.ts';
import type { Evidence } from './evidence.ts';

export function answersForAnother({ target, session }: Evidence): boolean {
  if (target.host === null) return false;
  const { family } = familyOfHost(target.host);
  if (family === null || providerMarks[family].introducesItself !== true) return false;
  const lines = [session.greeting, session.ehlo?.[0] ?? null].filter((line) => line !== null);
  return lines.length > 0 && lines.every((line) => namesHost(line) && familyOfLine(line).family !== family);
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

const speakerOf = (seen: Evidence, reply: ReadReply, context: ExplainContext): Whose =>
  answersForAnother(seen) ? nobody : authorOf(reply, context);
