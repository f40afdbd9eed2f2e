/**
 * Whether a stranger answers under a provider's name. Only of providers whose every server is known to introduce itself by a name of its
 * own: where greeting and EHLO answer name another host, something on the way answers in the provider's place.
 */
import type { ExplainContext } from '../explain/context.ts';
import { type Whose, familyOfHost, familyOfLine, namesHost, nobody, whoseReply } from '../explain/provider.ts';
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

/** The evidence with whose words they are: a stranger's are not those of the provider under whose name it answers. */
export const withSpeaker = (seen: Evidence, reply: ReadReply, context: ExplainContext): Evidence => ({
  ...seen,
  from: speakerOf(seen, reply, context),
});

const speakerOf = (seen: Evidence, reply: ReadReply, context: ExplainContext): Whose =>
  answersForAnother(seen) ? nobody : whoseReply(reply, context);
