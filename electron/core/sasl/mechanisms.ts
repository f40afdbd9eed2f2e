/** Every mechanism there is, strongest first: the order in which a client tries what a server offers. */
import type { Mechanism } from './types.ts';
import { anonymous } from './anonymous.ts';
import { cramMd5 } from './cram-md5.ts';
import { digestMd5 } from './digest-md5.ts';
import { external } from './external.ts';
import { login } from './login.ts';
import { ntlm } from './ntlm.ts';
import { oauthBearer } from './oauthbearer.ts';
import { plain } from './plain.ts';
import { scramSha1, scramSha256, scramSha512 } from './scram.ts';
import { xoauth2 } from './xoauth2.ts';

export const mechanisms: readonly Mechanism[] = [
  scramSha512.plus,
  scramSha256.plus,
  scramSha1.plus,
  scramSha512.bare,
  scramSha256.bare,
  scramSha1.bare,
  digestMd5,
  cramMd5,
  plain,
  login,
  // Often offered where it does not work, hence behind those that do inside TLS.
  ntlm,
  oauthBearer,
  xoauth2,
  external,
  anonymous,
];

/** By its name in any case; null for one that is not known here. */
export function findMechanism(name: string): Mechanism | null {
  const wanted = name.toUpperCase();
  return mechanisms.find((mechanism) => mechanism.name === wanted) ?? null;
}
