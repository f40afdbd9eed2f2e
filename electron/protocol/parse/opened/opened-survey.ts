/** A survey that was read from a file, in the shape in which the window has its own: what was found, and what must have been asked. */
import { SUBMISSIONS_PORT } from '../../facts/ports.ts';
import { hostPortText } from '../host-port.ts';
import type { SurveyCell } from '../../values/survey/cell.ts';
import type { SurveyRequest } from '../../values/survey/request.ts';
import type { SurveyState } from '../../values/survey/state.ts';
import type { FileCell, GroupsFile, MatrixFile, VerifyFile } from './file-schemas.ts';

export interface OpenedSurvey {
  readonly request: SurveyRequest;
  readonly state: SurveyState;
}

type Head = Pick<MatrixFile, 'target' | 'startedAt' | 'durationMs' | 'stopped' | 'findings'>;

const headOf = ({ target, startedAt, durationMs, stopped, findings }: Head) => ({
  host: target.host ?? '',
  startedAt,
  durationMs,
  status: stopped ? ('stopped' as const) : ('done' as const),
  running: [],
  findings,
});

export function openedMatrix(file: MatrixFile): OpenedSurvey {
  const { host, ...head } = headOf(file);
  const cells = withReports(file.cells);
  const ports = [...new Set(cells.map(({ key }) => key.port))];
  const addresses = [...new Set(cells.map(({ key }) => key.address))];
  return {
    request: {
      kind: 'matrix',
      host,
      ports,
      tlsPorts: ports.filter((port) => port === SUBMISSIONS_PORT),
      connection: {},
      auth: null,
    },
    state: {
      kind: 'matrix',
      ...head,
      host,
      cells,
      hosts: [{ host, preference: null, addresses, leftOut: 0, dnsCode: null }],
      route: null,
      summary: { host, best: file.best, inferences: file.inferences },
      login: file.login,
    },
  };
}

/** The report stands once, with the cell whose session it was. */
function withReports(cells: readonly FileCell[]): SurveyCell[] {
  const place = (key: FileCell['key'], security: string | undefined): string =>
    JSON.stringify([key.address, key.port, security ?? null]);
  const byPlace = new Map(cells.map((cell) => [place(cell.key, cell.key.security), cell]));
  return cells.map((cell) =>
    cell.readFrom === null ? cell : { ...cell, report: byPlace.get(place(cell.key, cell.readFrom))?.report ?? null },
  );
}

export function openedGroups(file: GroupsFile): OpenedSurvey {
  const { command: kind, hosts, route, clusters, pairs, inferences } = file;
  const { host, ...head } = headOf(file);
  const state = { ...head, host, hosts, route, clusters, pairs, inferences, cells: file.cells };
  const connection = { target: targetOf(file) };
  if (kind === 'mx') return { request: { kind, domain: host, connection: {} }, state: { kind, ...state } };
  if (kind === 'addresses') return { request: { kind, connection }, state: { kind, ...state } };
  const sessions = Math.max(1, ...file.cells.map(({ key }) => key.round ?? 1));
  return { request: { kind, connection, sessions }, state: { kind, ...state } };
}

export function openedVerify(file: VerifyFile): OpenedSurvey {
  const head = { ...headOf(file), host: targetOf(file) };
  const { left, others, inferences, cells } = file;
  return {
    request: {
      kind: 'mechanisms',
      connection: { target: targetOf(file) },
      auth: { user: '' },
      envelope: null,
      also: [],
    },
    state: { kind: 'mechanisms', ...head, cells, hosts: [], route: null, others, left, inferences },
  };
}

const targetOf = ({ target }: Head): string => typedTarget(target);

/** As a person would type it. */
export function typedTarget({ host, port }: Head['target']): string {
  if (host === null || host === '') return '';
  // As typed it may have its port already.
  return port === null || port === 0 || host.includes(':') || host.includes('/') ? host : hostPortText(host, port);
}
