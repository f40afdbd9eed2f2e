/** What the report of one try says of the cells that it answers for. Pure. */
import type { ProxyFailure } from '../../values/session/outcome.ts';
import type { Report } from '../../values/session/report.ts';
import type { CellAnswer } from '../../values/survey/cell.ts';

/** Somebody took the connection, whatever came of it; a proxy that went no further is nobody. */
export const connected = ({ addresses, error }: Report): boolean =>
  error?.code !== 'proxy-failed' && addresses.some(({ ok }) => ok);

/** What the session itself came to. */
export function cellAnswer(report: Report): CellAnswer {
  const { error, tls } = report;
  if (error === null) return 'works';
  switch (error.code) {
    case 'cancelled':
      return 'stopped';
    case 'connect-failed':
      return unconnected(error.params.addresses.map((attempt) => attempt.error));
    case 'proxy-failed':
      return proxied(error.params.reason);
    case 'timeout':
      return error.phase === 'greeting' && tls === null
        ? 'no-greeting'
        : error.phase === 'tls'
          ? 'tls-failed'
          : 'failed';
    case 'server-disconnected':
      return error.phase === 'greeting' ? 'closed' : error.phase === 'tls' ? 'tls-failed' : 'failed';
    case 'security-mismatch':
      if (error.params.seen === 'http') return 'not-smtp';
      return error.params.expected === 'tls' ? 'not-tls' : error.params.seen === 'tls' ? 'waits-for-tls' : 'not-smtp';
    case 'auth-failed':
      return 'login-refused';
    case 'greeting-refused':
      return 'greeting-refused';
    case 'protocol-error':
      return error.phase === 'greeting' ? 'not-smtp' : 'failed';
    case 'not-supported':
      return error.params.keyword === 'STARTTLS' ? 'not-offered' : 'failed';
    case 'starttls-refused':
      return 'starttls-refused';
    case 'tls-failed':
      if (error.params.check === 'handshake') return 'tls-failed';
      // Of a certificate that is both, its name says more: it is somebody else's.
      return (tls?.nameError ?? null) === null ? 'certificate-chain' : 'certificate-name';
    default:
      return 'failed';
  }
}

function proxied(reason: ProxyFailure): CellAnswer {
  if (reason === 'target-unreachable') return 'proxy-cannot';
  return reason === 'forbidden' ? 'proxy-forbids' : 'proxy-failed';
}

function unconnected(errors: readonly (string | null)[]): CellAnswer {
  // ENOENT: no such socket, nobody listens on that path.
  if (errors.includes('ECONNREFUSED') || errors.includes('ENOENT')) return 'refused';
  return errors.every((code) => code === 'ETIMEDOUT') ? 'silent' : 'unreachable';
}

/** Of a session that was to use STARTTLS: what it showed of the way without. */
export function clearAnswer(report: Report): CellAnswer {
  const { plain, tls } = report.ehlo;
  if (plain === null) return cellAnswer(report);
  const offers = (ehlo: typeof plain | null): boolean =>
    ehlo?.capabilities.some(({ keyword }) => keyword.toUpperCase() === 'AUTH') === true;
  return offers(tls) && !offers(plain) ? 'no-login' : 'works';
}
