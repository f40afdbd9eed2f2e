/** A credential: one check with the login, the strongest mechanism that fits or each once, and may the sender write. */
import { mechanismFact } from '../../../protocol/facts/mechanisms.ts';
import { parseTarget } from '../../../protocol/parse/target.ts';
import type { CellKey } from '../../../protocol/values/survey/cell.ts';
import type { RequestOf } from '../../../protocol/values/survey/request.ts';
import type { Report } from '../../../protocol/values/session/report.ts';
import type { SessionEvent } from '../../../protocol/values/session/event.ts';
import type { OtherLogin } from '../../../protocol/values/survey/event.ts';
import { OTHER_PORTS, tryOtherLogin } from '../../mail-access/other-login.ts';
import type { SecretSource } from '../../ports.ts';
import { ReportFold } from '../../report/fold.ts';
import { readOnce } from '../../smtp/plan/secret-read.ts';
import type { KindContext } from '../context.ts';

export async function surveyMechanisms(
  request: RequestOf<'mechanisms'>,
  context: KindContext,
): Promise<'done' | 'auth-failed'> {
  const { connection, auth, envelope } = request;
  const { check, signal, clock, secret: asked, secrets, emit, session } = context;
  const secret = asked === undefined ? undefined : readOnce(asked);
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
    session?.(key, event);
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
  await elsewhere(request, report, host, secret, context);
  return report.error?.code === 'auth-failed' ? 'auth-failed' : 'done';
}

/** The same user and password at the other protocols, one attempt each. A token is for the mechanisms of tokens, and is not tried there. */
async function elsewhere(
  request: RequestOf<'mechanisms'>,
  report: Report,
  own: string | null,
  secret: SecretSource,
  { signal, clock, emit }: KindContext,
): Promise<void> {
  const { connection, auth, also } = request;
  for (const { protocol, host: typed, port: typedPort } of also) {
    const host = typed ?? own;
    if (signal.aborted || host === null) return;
    const port = typedPort ?? OTHER_PORTS[protocol];
    const left = whyNot(request, report, secret);
    const result: OtherLogin =
      left !== null
        ? { protocol, host, port, result: 'not-tried', reason: left, capabilities: [], durationMs: 0 }
        : await tryOtherLogin(
            {
              protocol,
              host,
              port,
              servername: host === own ? (connection.servername ?? host) : host,
              ca: connection.ca ?? null,
              user: auth.user,
              password: await secret.read(),
            },
            { signal, clock },
          );
    emit({ type: 'other-login', result });
  }
}

/** null where nothing speaks against it. */
function whyNot({ connection, auth }: RequestOf<'mechanisms'>, report: Report, secret: SecretSource): string | null {
  // Past the proxy it would show this machine's own address, which somebody may want hidden.
  if (connection.proxy !== undefined) return 'not tried past the proxy';
  const names = [...(auth.mechanisms ?? []), ...(report.auth?.tried ?? []).map(({ mechanism }) => mechanism)];
  const isToken = secret.isToken?.() === true || names.some((name) => mechanismFact(name)?.takes === 'token');
  return isToken ? 'a token is not tried there' : null;
}
