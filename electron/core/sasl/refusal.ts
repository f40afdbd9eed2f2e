/** What the refusal of a login is about: the credential, the mechanism, or that there were too many. Pure readings of one reply. */
import type { Reply } from '../../protocol/values/session/reply.ts';
import type { TriedMechanism } from '../../protocol/values/session/outcome.ts';

const lockWords =
  /\btoo (?:many|frequent|often)\b|\block(?:ed|ing)?\b|\block-?(?:ed )?out\b|\b(?:blocked|banned|suspended|throttled|throttling)\b|\brate.?limit|\b(?:limit|attempts|quota) (?:has been |have been |was )?exceeded\b|\bexceeded\b.{0,40}\b(?:limit|attempts|failures)\b|\bbrute.?force\b/i;

/** One more attempt could lock the account, or make a lock longer. 421 closes the session, most often for that. */
export function speaksOfLockOut(reply: Reply): boolean {
  return reply.code === 421 || lockWords.test(reply.lines.join(' '));
}

/** About the command or the mechanism, whatever the code. */
const unsupportedWords =
  /\b(?:un|not )(?:supported|available|recogni[sz]ed|implemented|enabled|allowed|permitted)\b|\bunknown (?:auth|mech)/i;
/** RFC 5321 section 4.2.2 and RFC 4954 section 6: of the command, its place, or TLS. */
const ofCommand: ReadonlySet<number | null> = new Set([500, 501, 502, 503, 504, 530, 534, 538]);

/** True where the server has looked at the credential and did not want it. */
function judgedCredential({ reason, reply }: TriedMechanism): boolean {
  return (
    reason === 'refused' &&
    reply !== null &&
    !ofCommand.has(reply.code) &&
    !unsupportedWords.test(reply.lines.join(' '))
  );
}

/**
 * Of several refusals the one that says most of the credential: one that judged it, then one that could not now, then a server or an
 * exchange that went wrong, then what refused the mechanism; of equals the first. null where there is none.
 */
export function leadingRefusal(tried: readonly TriedMechanism[]): TriedMechanism | null {
  const weight = (one: TriedMechanism): number => {
    if (judgedCredential(one)) return 0;
    if (one.reason === 'temporary') return 1;
    if (one.reason === 'server-not-authenticated') return 2;
    if (one.reason === 'refused') return 3;
    if (one.reason === 'bad-challenge') return 4;
    return one.reason === 'mechanism-refused' ? 5 : 6;
  };
  const failed = tried.filter(({ ok }) => !ok);
  return failed.reduce<TriedMechanism | null>(
    (best, one) => (best === null || weight(one) < weight(best) ? one : best),
    null,
  );
}
