/** `posthorn matrix`: ports x security x address of one host. Nothing is ever sent, and a credential is tried once at the most. */
import { systemClock } from '../../core/recording/clock.ts';
import { check, refusedArgument } from '../../core/smtp/flows/check.ts';
import { firstTries } from '../../core/survey/plan.ts';
import { runSurveyRequest } from '../../core/survey/survey.ts';
import { MatrixFold } from '../../protocol/fold/survey/matrix.ts';
import { parseTarget } from '../../protocol/parse/target.ts';
import { readHost } from '../../protocol/parse/host.ts';
import { MATRIX_PORTS, MATRIX_TLS_PORTS, type RequestOf } from '../../protocol/values/survey/request.ts';
import type { ConnectionOptions } from '../../protocol/values/target.ts';
import { connectionFrom, loginFrom } from '../arguments/connection.ts';
import { refuse } from '../arguments/refuse.ts';
import { connectionSecretsFrom } from '../input/connection-secrets.ts';
import { profileTarget } from '../input/profile-target.ts';
import { type MatrixValues, optionsAgain } from '../options/matrix.ts';
import type { SessionValues } from '../options/session.ts';
import type { RunCommand } from '../options/types.ts';
import { drawMatrix } from '../output/draw-matrix.ts';
import { MatrixLines, isOk, matrixJson } from '../output/matrix-json.ts';
import { ProgressLine } from '../output/progress.ts';
import { UsageError, status } from '../status.ts';

interface Values extends MatrixValues {
  readonly tls: NonNullable<SessionValues['tls']>;
}

export const runMatrixCommand: RunCommand<Values> = async ({ operands, terminal, signal, stdin }, options) => {
  const { output, login, tried } = options;
  if (output.json === true && output.ndjson === true) throw new UsageError('--json and --ndjson exclude each other');
  const typed = operands[0] ?? '';
  const from = await profileTarget(typed, terminal);
  const whole = await connectionFrom(typed, options, from);
  const own = from === null ? null : ownServer(whole);
  const host = own === null ? readHost(typed) : own.host;
  if (host === null)
    throw new UsageError(
      'HOST needs the name or the address of a server, without a port (--port N) and without a scheme',
    );
  const { target: _target, security: _security, mx: _mx, everyAddress: _every, ...connection } = whole;
  // A profile's password was kept for its own port and security, and goes to no other.
  const auth = await loginFrom(login, stdin);
  const secrets = await connectionSecretsFrom(options, stdin, { from, connection: whole });
  const more = [...(own?.ports ?? []), ...(tried.ports ?? [])];
  const moreTls = [...(own?.tlsPorts ?? []), ...(tried.tlsPorts ?? [])];
  const ports = [...new Set([...MATRIX_PORTS, ...more, ...moreTls])];
  const tlsPorts = [...MATRIX_TLS_PORTS, ...moreTls];
  const request: RequestOf<'matrix'> = {
    kind: 'matrix',
    host,
    ports,
    tlsPorts,
    connection,
    auth: auth?.options ?? null,
  };
  for (const one of firstTries({ ...request, addresses: [host] }))
    refuse(refusedArgument({ connection: one.connection, auth, envelope: null }));

  const progress = new ProgressLine(terminal.err);
  const lines = output.ndjson === true ? new MatrixLines((text) => terminal.out.line(text)) : null;
  const fold = new MatrixFold(request);
  let known = 0;
  await runSurveyRequest(request, {
    signal,
    clock: systemClock,
    check,
    secret: auth?.secret,
    ...secrets,
    emit: (event) => {
      fold.push(event);
      if (event.type === 'cell-done') known += 1;
      progress.show(`${host}: ${known === 1 ? '1 answer' : `${known} answers`} …`);
      if (event.type !== 'port-done' || lines === null) return;
      const { address, port } = event;
      lines.cells(fold.state.cells.filter(({ key }) => key.address === address && key.port === port));
    },
  });
  progress.clear();
  const matrix = fold.state;
  if (lines !== null) lines.end(matrix);
  else if (output.json === true) terminal.out.line(JSON.stringify(matrixJson(matrix)));
  else
    terminal.out.line(
      drawMatrix(
        matrix,
        { family: connection.family ?? null, options: optionsAgain(options.connection, options.tls) },
        terminal.out,
      ),
    );
  if (matrix.status === 'stopped') return status.interrupted;
  return isOk(matrix) ? status.ok : status.problem;
};

/** Of a profile: its host, and the port it goes to. @throws UsageError for one that says nothing of ports here */
function ownServer(connection: ConnectionOptions) {
  const typed = parseTarget(connection.target, connection);
  if (!typed.ok || typed.value.host === null || typed.value.port === null)
    throw new UsageError('this profile goes to a Unix socket, which has no ports');
  const { host, port, security } = typed.value;
  return { host, ports: [port], tlsPorts: security === 'tls' ? [port] : [] };
}
