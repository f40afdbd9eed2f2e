/** `posthorn verify`: does a credential work, may it use this sender, does it work elsewhere? Nothing is sent, nothing is read. */
import { refusedArgument } from '../../../core/smtp/flows/check.ts';
import type { StateOf } from '../../../protocol/values/survey/state.ts';
import { loginFrom } from '../../arguments/connection.ts';
import { envelopeFrom } from '../../arguments/envelope.ts';
import { refuse } from '../../arguments/refuse.ts';
import type { VerifyValues } from '../../options/surveys.ts';
import type { RunCommand } from '../../options/types.ts';
import {
  drawVerify,
  verifiedOk,
  verifyCellsJson,
  verifyHeadJson,
  verifyJson,
} from '../../output/surveys/verify-result.ts';
import { UsageError } from '../../status.ts';
import { runToState, surveyStatus, typedSession } from './run.ts';

export const runVerifyCredential: RunCommand<VerifyValues> = async (context, { tried, login, output, ...options }) => {
  const { operands, stdin, terminal } = context;
  const { from, connection, secrets } = await typedSession(operands[0] ?? '', options, context);
  const auth = await loginFrom(login, stdin, { from, connection });
  if (auth === null) throw new UsageError('--user is missing: there is no login to verify');
  const { from: sender, to, allMechanisms, also = [] } = tried;
  const given = { ...(sender === undefined ? {} : { from: sender }), ...(to === undefined ? {} : { to }) };
  const asked = sender !== undefined || to !== undefined;
  const envelope = envelopeFrom({ envelope: given }, asked && from !== null ? from.profile.content.envelope : null);
  const { tryAllMechanisms: _all, ...once } = auth.options;
  const wanted = allMechanisms === true ? { ...once, tryAllMechanisms: true } : once;
  refuse(refusedArgument({ connection, auth: { ...auth, options: wanted }, envelope }));
  const state = (await runToState({ kind: 'mechanisms', connection, auth: wanted, envelope, also }, context, {
    secret: auth.secret,
    secrets,
  })) as StateOf<'mechanisms'>;
  const { out } = terminal;
  if (output.ndjson === true)
    for (const one of [...verifyCellsJson(state), verifyHeadJson(state)]) out.line(JSON.stringify(one));
  else out.line(output.json === true ? JSON.stringify(verifyJson(state)) : drawVerify(state, out));
  return surveyStatus(state, verifiedOk(state));
};
