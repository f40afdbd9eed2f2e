/** The port matrix: addresses of the host, the tries, what they show, and at the end one login at the best cell where one is given. */
import { literalFamily, resolveHost } from '../dns/resolve.ts';
import { limits as clientLimits } from '../smtp/limits.ts';
import { ReportFold } from '../report/fold.ts';
import type { CheckOptions } from '../smtp/types.ts';
import type { Report } from '../../protocol/values/session/report.ts';
import type { SurveyCell } from '../../protocol/values/survey/cell.ts';
import type { SurveyEvent } from '../../protocol/values/survey/event.ts';
import type { MatrixSummary } from '../../protocol/values/survey/matrix.ts';
import { cellsOf } from './folds/grid.ts';
import { summaryOf, summaryOfNoAddress } from './folds/matrix-inference.ts';
import { limits } from './limits.ts';
import {
  type MatrixRequest,
  type Try,
  cellOptions,
  connectLimit,
  firstTries,
  followUp,
  greetingLimit,
} from './plan.ts';
import { type SurveyContext, runSurvey } from './runner.ts';

/** All but the target, which each cell has its own of. */
export interface MatrixOptions extends Omit<MatrixRequest, 'addresses'>, Pick<CheckOptions, 'auth' | 'secrets'> {}

export interface Matrix {
  readonly cells: readonly SurveyCell[];
  readonly summary: MatrixSummary;
  /** The one login; null where none was asked for, or no cell works. */
  readonly login: Report | null;
  /** Addresses of the name beyond those that are asked. */
  readonly addressesLeftOut: number;
  readonly stopped: boolean;
}

export interface MatrixContext extends SurveyContext {
  /** The cells of one port of one address, when nothing more is to be tried there. */
  readonly portDone?: (cells: readonly SurveyCell[]) => void;
}

/** Rejects where a secret cannot be read; never for anything a server does. */
export async function runMatrix(options: MatrixOptions, context: MatrixContext): Promise<Matrix> {
  const { host, connection } = options;
  const found = await addressesOf(options, context.signal);
  if (typeof found === 'string') {
    const stopped = context.signal.aborted;
    return { cells: [], summary: summaryOfNoAddress(host, found), login: null, addressesLeftOut: 0, stopped };
  }
  const addresses = found.slice(0, limits.matrix.addresses);
  const request: MatrixRequest = { host, addresses, ports: options.ports, tlsPorts: options.tlsPorts, connection };
  const secrets = options.secrets === undefined ? {} : { secrets: options.secrets };
  const whole = (one: Try) => ({
    ...one,
    options: { connection: one.connection, auth: null, envelope: null, ...secrets },
  });
  const events: SurveyEvent[] = [];
  await runSurvey(
    {
      kind: 'matrix',
      host,
      first: firstTries(request).map(whole),
      next: (done, report) => {
        const next = followUp(request, done, report);
        if (next !== null) return whole(next);
        const isThere = (event: SurveyEvent): boolean =>
          'key' in event && event.key.address === done.key.address && event.key.port === done.key.port;
        context.portDone?.(cellsOf(events.filter(isThere)));
        return null;
      },
      limits: {
        perAddress: limits.matrix.perAddress,
        sessions: limits.sessions,
        patience: limits.matrix.patience,
      },
    },
    {
      ...context,
      emit: (event) => {
        events.push(event);
        context.emit(event);
      },
    },
  );
  const cells = cellsOf(events);
  const summary = summaryOf(host, cells, {
    connectMs: connectLimit(request),
    greetingMs: greetingLimit(request),
    tlsPorts: request.tlsPorts,
  });
  const login = await loginAt(summary, request, options, context);
  const stopped = context.signal.aborted;
  return { cells, summary, login, addressesLeftOut: found.length - addresses.length, stopped };
}

/** The code of the failure where there are none. */
async function addressesOf({ host, connection }: MatrixOptions, signal: AbortSignal): Promise<string[] | string> {
  const { family = null, timeouts } = connection;
  const literal = literalFamily(host);
  if (literal !== null) return family === null || family === literal ? [host] : 'EAI_ADDRFAMILY';
  const found = await resolveHost(host, family, timeouts?.dns ?? clientLimits.timeouts.dns, signal);
  if (found.ok) return [...new Set(found.addresses.map(({ address }) => address))];
  return found.reason === 'failed' ? found.dnsCode : found.reason === 'timeout' ? 'ETIMEOUT' : 'ECANCELLED';
}

/** A credential is tried once, where it is most likely to be right. */
async function loginAt(
  { best }: MatrixSummary,
  request: MatrixRequest,
  { auth, secrets }: MatrixOptions,
  { check, signal, clock }: SurveyContext,
): Promise<Report | null> {
  if (auth === null || best === null || signal.aborted) return null;
  const fold = new ReportFold('check');
  const connection = cellOptions(request, best);
  const options: CheckOptions = { connection, auth, envelope: null, ...(secrets === undefined ? {} : { secrets }) };
  const result = await check(options, { emit: (event) => fold.push(event), signal, clock });
  return fold.report({ transcript: true, error: result.error, delivery: result.delivery });
}
