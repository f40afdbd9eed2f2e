/** Options of a connection about TLS: names, trust, versions, our own certificate. connection.ts says what becomes of each. */
import * as v from 'valibot';
import { parseFingerprint, parseServername } from '../parse/host.ts';
import { bad, good } from '../parse/result.ts';
import { TlsVersionSchema, type TlsVersion } from '../values/connection.ts';
import { file, flag, read, text } from './option.ts';
import { asTyped, type SessionOption, row } from './row.ts';

const VERSIONS = {
  '1.0': 'TLSv1',
  '1.1': 'TLSv1.1',
  '1.2': 'TLSv1.2',
  '1.3': 'TLSv1.3',
  TLSv1: 'TLSv1',
  'TLSv1.1': 'TLSv1.1',
  'TLSv1.2': 'TLSv1.2',
  'TLSv1.3': 'TLSv1.3',
} as const satisfies Record<string, TlsVersion>;
const isVersion = (typed: string): typed is keyof typeof VERSIONS => Object.hasOwn(VERSIONS, typed);
const tlsVersion = (name: string) => ({
  ...read(name, 'VERSION', (typed) => (isVersion(typed) ? good(VERSIONS[typed]) : bad('bad-value'))),
  choices: Object.keys(VERSIONS),
});

/** In the order of the help, and of the window's group. */
export const tlsOptions = {
  /** SNI and the name the certificate is compared with; absent: the host. */
  servername: row(v.string(), text('servername', 'NAME'), {
    place: 'tls',
    form: asTyped(parseServername),
    secrets: 'own',
    imported: 'judged',
  }),
  /** Send no SNI, as mail servers without it do; the certificate is compared with the same name as ever. */
  noSni: row(v.boolean(), flag('no-sni'), {
    place: 'tls',
    form: 'flag',
    secrets: { free: 'the certificate is judged by the same name' },
    imported: 'harmless',
  }),
  /** PEM text of additional trusted roots. */
  ca: row(v.string(), file('ca'), {
    place: 'tls',
    form: 'pem',
    secrets: 'own',
    imported: 'judged',
  }),
  /** SHA-256 fingerprint (hex, colons optional) of a certificate accepted whatever its checks say. */
  acceptCertificate: row(
    v.string(),
    read('accept-certificate', 'SHA256', (typed) => {
      const parsed = parseFingerprint(typed);
      return parsed.ok ? good(parsed.value.replaceAll(':', '')) : parsed;
    }),
    {
      place: 'tls',
      form: asTyped(parseFingerprint),
      secrets: 'own',
      imported: 'judged',
    },
  ),
  /** Go on after any failed certificate check; the failures stay in TlsInfo. */
  insecure: row(v.boolean(), flag('insecure'), {
    place: 'tls',
    form: 'flag',
    secrets: 'same-or-none',
    imported: 'judged',
  }),
  tlsMin: row(TlsVersionSchema, tlsVersion('tls-min'), {
    place: 'tls',
    form: 'choice',
    secrets: 'own',
    imported: 'harmless',
  }),
  tlsMax: row(TlsVersionSchema, tlsVersion('tls-max'), {
    place: 'tls',
    form: 'choice',
    secrets: { free: 'what it lowers is the lowest version, which is judged' },
    imported: 'harmless',
  }),
  /** PEM text of the certificate to show when the server asks for one, leaf first; its key travels apart. */
  clientCertificate: row(v.string(), file('client-cert'), {
    place: 'tls',
    form: 'pem',
    secrets: 'own',
    imported: 'harmless',
  }),
} as const satisfies Record<string, SessionOption>;
