/** Cells of a survey: how a program connects where one is, which session answers for it, and how many there will be. */
import { cellName } from '../../../electron/protocol/fold/survey/head.ts';
import { hostPortText } from '../../../electron/protocol/parse/host-port.ts';
import { ipFamily } from '../../../electron/protocol/parse/ip.ts';
import type { Report } from '../../../electron/protocol/values/session/report.ts';
import { CELL_SECURITIES, type CellKey, type SurveyCell } from '../../../electron/protocol/values/survey/cell.ts';
import type { SurveyRequest } from '../../../electron/protocol/values/survey/request.ts';
import type { SurveyState } from '../../../electron/protocol/values/survey/state.ts';
import type { ConnectionOptions } from '../../../electron/protocol/values/target.ts';

/** By name, as the survey was asked to. */
export function connectionOf(
  { host, address, port, security }: CellKey,
  request: SurveyRequest | null,
  cells: readonly SurveyCell[],
): ConnectionOptions {
  // These have one place, as it was typed.
  if (request?.kind === 'watch' || request?.kind === 'mechanisms') return request.connection;
  const asked: Partial<ConnectionOptions> = request === null || !('connection' in request) ? {} : request.connection;
  const family = onlyFamily(cells, address, port, security);
  return {
    ...asked,
    target: hostPortText(host, port),
    ...(security === undefined ? {} : { security }),
    ...(family === null || asked.family !== undefined ? {} : { family }),
  };
}

/** The family of the address, where nothing of the other one works in that way. */
function onlyFamily(
  cells: readonly SurveyCell[],
  address: string,
  port: number,
  security: CellKey['security'],
): 4 | 6 | null {
  const family = ipFamily(address);
  const others = cells.filter(
    ({ key }) => key.port === port && key.address !== address && ipFamily(key.address) !== family,
  );
  const works = ({ key, answer }: SurveyCell): boolean => answer === 'works' && key.security === security;
  return family === 0 || others.length === 0 || others.some(works) ? null : family;
}

/** Of the session with that key; null while it runs. */
export function reportAt(state: SurveyState | null, key: CellKey): Report | null {
  // All mechanisms are tried in one check, whose report stands with the first.
  if (state?.kind === 'mechanisms') return state.cells.find(({ report }) => report !== null)?.report ?? null;
  const name = cellName(key);
  const isThere = ({ key: other, readFrom }: SurveyCell): boolean =>
    readFrom === null &&
    // A wide cell is of the way that was tried first.
    (cellName(other) === name ||
      (other.security === undefined && cellName({ ...other, security: key.security }) === name));
  return state?.cells.find(isThere)?.report ?? null;
}

/** How much is known, 0 to 1; null where nobody knows yet how much there is. */
export function progressOf(request: SurveyRequest | null, state: SurveyState): number | null {
  if (state.kind === 'targets') return state.listed === 0 ? null : state.rows.length / state.listed;
  if (request === null || state.hosts.length === 0) return null;
  if (request.kind === 'watch' || request.kind === 'mechanisms' || request.kind === 'targets') return null;
  const addresses = state.hosts.reduce((sum, host) => sum + host.addresses.length, 0);
  const each = request.kind === 'census' ? request.sessions : 1;
  if (request.kind !== 'matrix') return Math.min(1, state.cells.length / Math.max(1, addresses * each));
  const tried = state.cells.filter(({ report, answer }) => report !== null || answer === 'not-tried');
  const columns = tried.reduce((sum, { key }) => sum + (key.security === undefined ? CELL_SECURITIES.length : 1), 0);
  return Math.min(1, columns / Math.max(1, addresses * request.ports.length * CELL_SECURITIES.length));
}
