/** What happens while somebody signs in for a profile, as the window learns of it: no token is in it, and no address is taken from there. */
import * as v from 'valibot';
import { AppErrorSchema } from '../app-error.ts';
import { IsoTimeSchema } from '../common.ts';
import { SignedInSchema } from './oauth.ts';

export const SignInStepSchema = v.variant('type', [
  /** The question to the provider; `opened`: a browser took it. */
  v.object({ type: v.literal('browser'), address: v.string(), opened: v.boolean() }),
  /** To be entered at `address`, on any device (RFC 8628). */
  v.object({ type: v.literal('code'), address: v.string(), userCode: v.string(), expiresAt: IsoTimeSchema }),
  v.object({ type: v.literal('done'), signedIn: SignedInSchema }),
  v.object({ type: v.literal('failed'), error: AppErrorSchema }),
]);
export type SignInStep = v.InferOutput<typeof SignInStepSchema>;
