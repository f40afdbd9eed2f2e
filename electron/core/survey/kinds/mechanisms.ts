/** A credential: one check with the login, the strongest mechanism that fits or each once, and may the sender write. */
import { parseTarget } from '../../../protocol/parse/target.ts';
import type { CellKey } from '../../../protocol/values/survey/cell.ts';
import type { RequestOf } from '../../../protocol/values/survey/request.ts';
import type { SessionEvent } from '../../../protocol/values/session/event.ts';
import { ReportFold } from '../../report/fold.ts';
import type { KindContext } from '../context.ts';

export async function surveyMechanisms(
  { connection, auth, envelope }: RequestOf<'mechanisms'>,
  { check, signal, clock, secret, secrets, emit }: KindContext,
): Promise<'done' | 'auth-failed'> {
  if (secret === undefined) return 'done';
  const typed = parseTarget(connection.target, connection);
  const { host, port, path } = typed.ok ? typed.value : { host: connection.target, port: null, path: null };
  const name = host ?? path ?? connection.target;
  const key: CellKey = { host: name, address: name, port: port ?? 0 };
  emit({ type: 'cell-started', key });
  const fold = new ReportFold('check');
  const left: string[] = [];
  const heard = (event: SessionEvent): void => {
    fold.push(event);
    if (event.type === 'note' && event.note === 'login-not-tried')
      left.push(...String(event.params.mechanisms ?? '').split(', '));
  };
  const result = await check(
    { connection, auth: { options: auth, secret }, envelope, ...(secrets === undefined ? {} : { secrets }) },
    { emit: heard, signal, clock },
  );
  const report = await fold.report({
    transcript: true,
    error: result.error,
    delivery: result.delivery,
    asked: { connection, auth, envelope },
  });
  emit({ type: 'cell-done', key, report });
  if (left.length > 0) emit({ type: 'mechanisms-left', mechanisms: left });
  return report.error?.code === 'auth-failed' ? 'auth-failed' : 'done';
}
