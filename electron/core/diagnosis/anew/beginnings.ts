/** With what a port begins: TLS from the first octet, or plain text. A session begun in the one way that fails is settled by one begun in the other. */
import type { Ended } from '../../../protocol/values/app/explain.ts';

/** What the port speaks, as the sentences of an experiment name it. */
export type Spoken = 'speaks-tls' | 'speaks-starttls' | 'speaks-plain';

const isImplicit = ({ target }: Ended): boolean => target.security === 'tls';

/** Null where the two began in the same way, at different places, or the second shows nothing of it. */
export function spokenIn(before: Ended, after: Ended): Spoken | null {
  if (!isAtBeginning(before) || isImplicit(before) === isImplicit(after)) return null;
  const { target: one } = before;
  const { target: other } = after;
  if (one.host !== other.host || one.port !== other.port || one.path !== other.path) return null;
  if (isImplicit(after)) return speaksTls(after) ? 'speaks-tls' : null;
  if (!isGreeting(after)) return null;
  const offers = (after.ehlo.plain?.capabilities ?? []).some(({ keyword }) => keyword.toUpperCase() === 'STARTTLS');
  return after.tls !== null || offers ? 'speaks-starttls' : 'speaks-plain';
}

/** Before a word of SMTP was understood: the wrong kind, or silence or an end, as a port answers that waits for the other kind. */
function isAtBeginning({ error, greeting }: Ended): boolean {
  if (error === null || greeting !== null) return false;
  switch (error.code) {
    case 'security-mismatch':
      return true;
    case 'timeout':
    case 'server-disconnected':
      return error.phase === 'greeting' || error.phase === 'tls';
    default:
      return false;
  }
}

/** Whether it let anybody in or not: a stranger of another kind greets with no such code. */
function isGreeting({ greeting, error }: Ended): boolean {
  const code = greeting?.code ?? null;
  return code !== null && (code === 220 || code >= 400) && error?.code !== 'security-mismatch';
}

/** A certificate that is refused was shown in a handshake all the same. */
const speaksTls = ({ tls, error }: Ended): boolean =>
  tls !== null || (error?.code === 'tls-failed' && error.params.check !== 'handshake');
