/** What an experiment came to, beside the run before it: only what both sessions show. */
import { isRefused } from '../../protocol/fold/verdict.ts';
import type { Report } from '../../protocol/values/session/report.ts';
import type { ExperimentId } from './experiments.ts';

/** Of success: what the experiment was made for. */
const worked = {
  'with-login': 'Logged in, the server takes it.',
  'with-starttls': 'With STARTTLS it works.',
  'implicit-tls': 'With TLS from the first byte, on port 465, it works.',
  'tls-here': 'With TLS from the first byte it works on this port.',
  'port-587': 'On port 587 it works.',
  'other-mechanism': 'By another mechanism the login works: user name and password are right.',
  'without-pipelining': 'With one command at a time it works.',
  'plain-message': 'The plain message is taken: something in the other was refused.',
  'other-family': 'Over IPv4 it works: only the way over IPv6 does not.',
  'other-hello': 'With this name in EHLO it works.',
  'ask-mx': 'The domain’s own server would take it.',
  later: 'This time it works.',
} satisfies Readonly<Record<ExperimentId, string>>;

const failed = ({ error, recipients }: Report): boolean => error !== null || recipients.some(isRefused);

const sameEnd = (before: Report, after: Report): boolean =>
  before.error?.diagnosis?.id === after.error?.diagnosis?.id &&
  before.error?.code === after.error?.code &&
  before.error?.phase === after.error?.phase &&
  before.error?.reply?.code === after.error?.reply?.code;

export function experimentOutcome(id: ExperimentId, before: Report, after: Report): string {
  if (after.error?.code === 'cancelled') return 'It was stopped, so that nothing is settled.';
  if (!failed(after)) return worked[id];
  return sameEnd(before, after)
    ? 'It ends in the same way: this was not the reason, or not the only one.'
    : 'It ends in another way, which the verdict below explains.';
}
