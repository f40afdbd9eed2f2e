/** The port matrix: addresses of the host, the tries, and at the end one login at the best cell where one is given. */
import { bestOf } from '../../../protocol/fold/survey/best-cell.ts';
import { MatrixGrid } from '../../../protocol/fold/survey/grid.ts';
import type { RequestOf } from '../../../protocol/values/survey/request.ts';
import { ReportFold } from '../../report/fold.ts';
import type { CheckOptions } from '../../smtp/types.ts';
import type { KindContext } from '../context.ts';
import { limits } from '../limits.ts';
import { findHost } from '../look-up.ts';
import { type MatrixPlan, type Try, cellOptions, firstTries, followUp } from '../plan.ts';
import { runTries } from '../runner.ts';

type Request = RequestOf<'matrix'>;

export async function surveyMatrix(request: Request, context: KindContext): Promise<'done'> {
  const { host, connection, ports, tlsPorts } = request;
  const found = await findHost(host, connection, context);
  context.emit({ type: 'survey-hosts', hosts: [found], route: null });
  if (found.addresses.length === 0) return 'done';
  const plan: MatrixPlan = { host, addresses: found.addresses, ports, tlsPorts, connection };
  const secrets = context.secrets === undefined ? {} : { secrets: context.secrets };
  const whole = (one: Try) => ({
    ...one,
    options: { connection: one.connection, auth: null, envelope: null, ...secrets },
  });
  const grid = new MatrixGrid();
  await runTries(
    {
      first: firstTries(plan).map(whole),
      next: (done, report) => {
        const next = followUp(plan, done, report);
        if (next !== null) return whole(next);
        context.emit({ type: 'port-done', address: done.key.address, port: done.key.port });
        return null;
      },
      limits: { perAddress: limits.perAddressOfMatrix, sessions: limits.sessions, patience: limits.patience },
    },
    {
      ...context,
      emit: (fact) => {
        if (fact.type === 'cell-started') grid.begin(fact.key);
        else if (fact.type === 'cell-done') grid.end(fact.key, fact.report);
        context.emit(fact);
      },
    },
  );
  await loginAt(plan, grid, request, context);
  return 'done';
}

/** A credential is tried once, where it is most likely to be right. */
async function loginAt(
  plan: MatrixPlan,
  { cells }: MatrixGrid,
  { auth }: Request,
  { check, signal, clock, secret, secrets, emit }: KindContext,
): Promise<void> {
  const best = bestOf(cells);
  if (auth === null || secret === undefined || best === null || signal.aborted) return;
  const fold = new ReportFold('check');
  const options: CheckOptions = {
    connection: cellOptions(plan, best),
    auth: { options: auth, secret },
    envelope: null,
    ...(secrets === undefined ? {} : { secrets }),
  };
  const result = await check(options, { emit: (event) => fold.push(event), signal, clock });
  const report = await fold.report({ transcript: true, error: result.error, delivery: result.delivery });
  emit({ type: 'login-done', key: best, report });
}
