/** Which cell of a matrix a mail program should use. Pure. */
import { SUBMISSIONS_PORT, SUBMISSION_PORT, SMTP_PORT } from '../../facts/ports.ts';
import type { CellKey, SurveyCell } from '../../values/survey/cell.ts';

/** RFC 8314 section 3.3: implicit TLS before STARTTLS; 25 is for servers. */
const portRank = (port: number): number =>
  port === SUBMISSIONS_PORT ? 4 : port === SUBMISSION_PORT ? 3 : port === SMTP_PORT ? 1 : 2;

/** Encrypted first, then offering a login, then at the most addresses, then by port. null where none works. */
export function bestOf(cells: readonly SurveyCell[]): CellKey | null {
  const working = cells.filter(({ answer, key }) => answer === 'works' && key.security !== undefined);
  const spread = ({ key }: SurveyCell): number =>
    working.filter(({ key: other }) => other.port === key.port && other.security === key.security).length;
  const worth = (cell: SurveyCell): number[] => [
    cell.key.security === 'none' ? 0 : 1,
    offersLogin(cell) ? 1 : 0,
    spread(cell),
    portRank(cell.key.port),
    cell.key.security === 'tls' ? 1 : 0,
  ];
  return (
    working.reduce<SurveyCell | null>(
      (best, cell) => (best === null || isMore(worth(cell), worth(best)) ? cell : best),
      null,
    )?.key ?? null
  );
}

/** By the first number that differs. */
function isMore(a: readonly number[], b: readonly number[]): boolean {
  const at = a.findIndex((number, index) => number !== b[index]);
  return at !== -1 && (a[at] ?? 0) > (b[at] ?? 0);
}

function offersLogin({ key, report }: SurveyCell): boolean {
  const ehlo = key.security === 'none' ? report?.ehlo.plain : report?.ehlo.tls;
  return ehlo?.capabilities.some(({ keyword }) => keyword.toUpperCase() === 'AUTH') === true;
}
