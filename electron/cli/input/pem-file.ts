/** Certificates from a file named on the command line. What else people have in such files is named: "no certificate" helps nobody. */
import { readFile } from 'node:fs/promises';
import { AppError } from '../../protocol/values/app-error.ts';
import { splitPem } from '../../core/tls/trust.ts';
import { unreadableFile } from './read-text.ts';

/**
 * The certificates alone: a file that holds a key as well must not carry it into the options. Whether each can be read is judged by
 * the engine. `argument`: what named the file, such as "--ca".
 * @throws AppError `invalid-argument`, which names argument and path
 */
export async function readCertificates(path: string, argument: string): Promise<string> {
  let octets: Buffer;
  try {
    octets = await readFile(path);
  } catch (error) {
    throw unreadableFile(path, argument, error);
  }
  const certificates = splitPem(octets.toString('latin1'));
  if (certificates.length > 0) return certificates.join('\n');
  throw new AppError('invalid-argument', { argument, reason: `${path} ${whatElse(octets)}` });
}

/** Completes "ca.pem ...". */
function whatElse(octets: Buffer): string {
  const text = octets.toString('latin1');
  if (text.trim() === '') return 'is empty; a certificate in PEM belongs there';
  // SEQUENCE with a length of two octets: DER, in which certificates, PKCS #7 and PKCS #12 look alike.
  if (octets[0] === 0x30 && octets[1] === 0x82)
    return `is binary (DER); PEM is needed: openssl x509 -inform der -in FILE -out FILE.pem makes it of a certificate, openssl pkcs12 -in FILE -nokeys of a .p12 or .pfx`;
  if (text.includes('-----BEGIN PKCS7-----'))
    return 'is PKCS #7; PEM is needed: openssl pkcs7 -in FILE -print_certs makes it';
  if (text.includes('-----BEGIN CERTIFICATE REQUEST-----'))
    return 'holds a request for a certificate; what the authority makes of it is needed';
  if (text.includes('CERTIFICATE-----')) return 'holds a certificate that is cut off or damaged';
  if (text.includes('PRIVATE KEY-----')) return 'holds a private key and no certificate';
  return 'holds no certificate in PEM (-----BEGIN CERTIFICATE-----)';
}
