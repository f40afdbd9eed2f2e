/** What the verification of a credential shows: ids with parameters; the sentences are in electron/texts/survey/mechanisms.ts. */
import * as v from 'valibot';
import { OtherProtocolSchema } from './request.ts';

const inference = <const C extends string, const P extends v.ObjectEntries>(code: C, params: P) =>
  v.object({ code: v.literal(code), params: v.object(params) });
const protocols = v.array(OtherProtocolSchema);

export const MechanismsInferenceSchema = v.variant('code', [
  inference('login-works', { mechanism: v.string(), of: v.array(v.string()) }),
  /** Refused here, or no login offered, and taken there: the password is right. */
  inference('password-right-smtp-off', { protocols }),
  /** Taken there, and not judged here: it was not sent, or the session did not come as far. */
  inference('right-elsewhere', { protocols }),
  /** Refused everywhere. */
  inference('refused-everywhere', { protocols }),
  /** Taken here, refused there. */
  inference('other-refuses', { protocols }),
  inference('login-refused', { mechanisms: v.array(v.string()) }),
  /** The server offers no login that can be used. */
  inference('no-login-offered', { offered: v.array(v.string()) }),
  /** What is offered would show the password on a connection that is not encrypted. */
  inference('password-kept-back', { offered: v.array(v.string()) }),
  /** Each was asked for, and these were not tried: a reply spoke of a lock-out, or no further connection came as far as a login. */
  inference('not-all-tried', { left: v.array(v.string()) }),
  inference('some-mechanisms-fail', { working: v.array(v.string()), failing: v.array(v.string()) }),
  inference('sender-refused', { reply: v.string() }),
  inference('recipients-refused', { refused: v.array(v.string()) }),
  inference('sender-accepted', { from: v.string() }),
  /** The session did not come as far as a login. */
  inference('not-reached', { message: v.string() }),
  inference('stopped', {}),
]);
export type MechanismsInference = v.InferOutput<typeof MechanismsInferenceSchema>;
