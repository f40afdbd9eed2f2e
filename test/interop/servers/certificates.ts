/** A throwaway certificate authority and leaf certificates, made by the openssl program so that nothing of ours is trusted. */
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { run } from './tools.ts';

export interface Certificates {
  /** PEM of the authority, for --ca. */
  readonly ca: string;
  readonly cert: string;
  readonly key: string;
  /** For a client, whose name is "Interop client". */
  readonly clientCert: string;
  readonly clientKey: string;
}

const p256 = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];

/** The leaf is for localhost, 127.0.0.1 and ::1. */
export async function makeCertificates(state: string): Promise<Certificates> {
  const folder = join(state, 'certs');
  await mkdir(folder);
  const at = (name: string) => join(folder, name);
  await writeFile(
    at('openssl.cnf'),
    [
      '[req]',
      'distinguished_name = name',
      'prompt = no',
      '[name]',
      'CN = Interop test CA',
      '[ca]',
      'basicConstraints = critical,CA:TRUE',
      'keyUsage = critical,keyCertSign,cRLSign',
      'subjectKeyIdentifier = hash',
      '[leaf]',
      'subjectAltName = DNS:localhost,IP:127.0.0.1,IP:::1',
      'extendedKeyUsage = serverAuth',
      'basicConstraints = CA:FALSE',
      '[client]',
      'extendedKeyUsage = clientAuth',
      'basicConstraints = CA:FALSE',
    ].join('\n'),
  );
  const config = ['-config', at('openssl.cnf')];
  await run('openssl', [
    ...['req', '-x509', ...p256, '-days', '2', ...config, '-extensions', 'ca'],
    ...['-keyout', at('ca.key'), '-out', at('ca.pem')],
  ]);
  const issue = async (name: string, subject: string, section: string): Promise<void> => {
    await run('openssl', [
      ...['req', '-new', ...p256, ...config, '-subj', subject],
      ...['-keyout', at(`${name}.key`), '-out', at(`${name}.csr`)],
    ]);
    await run('openssl', [
      ...['x509', '-req', '-in', at(`${name}.csr`), '-CA', at('ca.pem'), '-CAkey', at('ca.key'), '-CAcreateserial'],
      ...['-days', '2', '-extfile', at('openssl.cnf'), '-extensions', section, '-out', at(`${name}.pem`)],
    ]);
  };
  await issue('server', '/CN=localhost', 'leaf');
  await issue('client', '/CN=Interop client', 'client');
  // Dovecot's and Postfix's processes read it under users of their own.
  await chmod(at('server.key'), 0o644);
  return {
    ca: at('ca.pem'),
    cert: at('server.pem'),
    key: at('server.key'),
    clientCert: at('client.pem'),
    clientKey: at('client.key'),
  };
}
