/** From a report, as it is kept and sent to the window, to evidence of the refusal that ended it. */
import type { Ended } from '../../../protocol/values/app/explain.ts';
import { readLines } from '../../explain/input.ts';
import { authorOf } from '../../explain/provider.ts';
import type { ReadReply } from '../../explain/types.ts';
import { type Evidence, evidence } from '../evidence.ts';
import { certificateIn } from './certificate.ts';
import { isTokenMechanism } from '../mechanisms.ts';

/** `reply`: null where a session ended without one. */
export function readEnd({ error, target, greeting, ehlo, tls, auth }: Ended): {
  readonly reply: ReadReply | null;
  readonly seen: Evidence;
} {
  const reply = error?.reply ?? null;
  const read = reply === null ? null : readLines(reply.code, reply.lines);
  const last = ehlo.auth ?? ehlo.tls ?? ehlo.plain;
  const mechanism = auth?.used ?? auth?.tried.at(-1)?.mechanism ?? null;
  const known = {
    host: target.host,
    port: target.port,
    greeting: greeting === null ? null : `220 ${greeting.lines.join(' ')}`,
    ehlo: last === null ? null : [...last.lines],
  };
  return {
    reply: read,
    seen: evidence({
      phase: error?.phase ?? null,
      reply: read === null ? {} : { code: read.code, enhanced: read.enhanced, words: read.words },
      session: {
        greeting: known.greeting,
        ehlo: known.ehlo,
        tls: tls !== null || target.security === 'tls',
        loggedIn: auth !== null && auth.used !== null,
        mechanism,
        secret: mechanism === null ? null : isTokenMechanism(mechanism) ? 'token' : 'password',
      },
      target: {
        host: target.host,
        port: target.port,
        security: target.security === 'starttls-if-offered' ? null : target.security,
        protocol: target.protocol,
      },
      certificate: certificateIn(tls),
      ...(read === null ? {} : { from: authorOf(read, known) }),
    }),
  };
}
