/** DKIM signatures of messages that are sent: who signs, and with which key. A private key never is part of any of these. */
import * as v from 'valibot';
import { CountSchema, IdSchema } from '../common.ts';

export const DKIM_ALGORITHMS = ['rsa', 'ed25519'] as const;
export const DkimAlgorithmSchema = v.picklist(DKIM_ALGORITHMS);
export type DkimAlgorithm = v.InferOutput<typeof DkimAlgorithmSchema>;

/** How a message is to be signed; `key` names one that main holds. Domain and selector as they are typed. */
export const DkimChoiceSchema = v.object({
  key: IdSchema,
  domain: v.pipe(v.string(), v.maxLength(1_000)),
  selector: v.pipe(v.string(), v.maxLength(1_000)),
});
export type DkimChoice = v.InferOutput<typeof DkimChoiceSchema>;

/** A key that main holds, by what may be known of it. */
export const DkimKeyInfoSchema = v.object({
  key: IdSchema,
  /** File it was read from; null for one made for a test. */
  file: v.nullable(v.string()),
  algorithm: DkimAlgorithmSchema,
  /** Of an RSA key. */
  bits: v.nullable(CountSchema),
  /** What the TXT record of the selector holds. */
  record: v.string(),
  /** In the keychain; else it is gone when the app ends. */
  kept: v.boolean(),
});
export type DkimKeyInfo = v.InferOutput<typeof DkimKeyInfoSchema>;
