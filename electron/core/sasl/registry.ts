/** Every mechanism there is, in the order of protocol/facts: strongest first, as a client tries what a server offers. */
import { MECHANISMS, type MechanismName } from '../../protocol/facts/mechanisms.ts';
import type { Mechanism } from './types.ts';
import { anonymous } from './mechanisms/anonymous.ts';
import { cramMd5 } from './mechanisms/cram-md5.ts';
import { digestMd5 } from './mechanisms/digest-md5.ts';
import { external } from './mechanisms/external.ts';
import { login } from './mechanisms/login.ts';
import { ntlm } from './mechanisms/ntlm.ts';
import { oauthBearer } from './mechanisms/oauthbearer.ts';
import { plain } from './mechanisms/plain.ts';
import { scramSha1, scramSha256, scramSha512 } from './mechanisms/scram.ts';
import { xoauth2 } from './mechanisms/xoauth2.ts';

const table = {
  'SCRAM-SHA-512-PLUS': scramSha512.plus,
  'SCRAM-SHA-256-PLUS': scramSha256.plus,
  'SCRAM-SHA-1-PLUS': scramSha1.plus,
  'SCRAM-SHA-512': scramSha512.bare,
  'SCRAM-SHA-256': scramSha256.bare,
  'SCRAM-SHA-1': scramSha1.bare,
  'DIGEST-MD5': digestMd5,
  'CRAM-MD5': cramMd5,
  PLAIN: plain,
  LOGIN: login,
  NTLM: ntlm,
  OAUTHBEARER: oauthBearer,
  XOAUTH2: xoauth2,
  EXTERNAL: external,
  ANONYMOUS: anonymous,
} satisfies Record<MechanismName, Mechanism>;

export const mechanisms: readonly Mechanism[] = MECHANISMS.map(({ name }) => table[name]);

/** By its name in any case; null for one that is not known here. */
export function findMechanism(name: string): Mechanism | null {
  const wanted = name.toUpperCase();
  return mechanisms.find((mechanism) => mechanism.name === wanted) ?? null;
}
