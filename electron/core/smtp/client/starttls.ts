/** What smtplib's starttls takes: a certificate and key from files, or a whole TLS context. Read and judged before STARTTLS is said. */
import { readFile } from 'node:fs/promises';
import type { SecureContext } from 'node:tls';
import type { ClientSession } from '../session.ts';
import type { Outcome } from '../../../protocol/values/session/outcome.ts';
import { readIdentity } from '../../tls/client-identity.ts';
import { type StepResult, done, failed } from '../step.ts';
import { invalidArgument } from '../../wire/command.ts';
import { splitPem } from '../../tls/trust.ts';

export interface StartTlsOptions {
  /** PEM file of the client's certificate, leaf first, and of its key unless `keyFile` has it. Overrules clientCertificate. */
  readonly certFile?: string;
  readonly keyFile?: string;
  /** Of an encrypted key. */
  readonly passphrase?: string;
  /** Made with tls.createSecureContext: roots, versions, ciphers, certificate. The server's certificate is judged as ever. */
  readonly context?: SecureContext;
}

/** Nothing was said when it fails. */
export async function prepareStartTls(session: ClientSession, options: StartTlsOptions): Promise<StepResult<null>> {
  const { certFile, keyFile, passphrase, context } = options;
  if (context !== undefined && (certFile !== undefined || keyFile !== undefined))
    return failed(invalidArgument('context', null, 'bad-value'));
  session.secureContext = context ?? null;
  if (certFile === undefined)
    return keyFile === undefined ? done(null) : failed(invalidArgument('certFile', null, 'missing'));
  const certificates = await readPem('certFile', certFile);
  if (!certificates.ok) return certificates;
  const key = keyFile === undefined ? certificates : await readPem('keyFile', keyFile);
  if (!key.ok) return key;
  const chain = splitPem(certificates.value);
  if (chain.length === 0) return failed(invalidArgument('certFile', certFile, 'bad-value'));
  try {
    const read = readIdentity(chain.join('\n'), key.value, passphrase ?? null);
    if (!read.ok)
      return failed(invalidArgument(read.argument === 'clientKey' ? 'keyFile' : 'passphrase', null, read.reason));
    session.identity = read.identity;
    return done(null);
  } catch {
    // What stands between the lines is no certificate.
    return failed(invalidArgument('certFile', certFile, 'bad-value'));
  }
}

async function readPem(argument: string, path: string): Promise<StepResult<string>> {
  try {
    return done(await readFile(path, 'utf8'));
  } catch {
    const error: Outcome = invalidArgument(argument, path, 'bad-value');
    return failed(error);
  }
}
