/** Who put a certificate of its own in between: known by the issuer it writes, never where the certificate is trusted, never by a maker's name alone. */
import { expect, test } from 'vitest';
import { scannerOf } from '../../../../electron/core/diagnosis/scanner.ts';

const issued = (issuer: string, trusted = false) =>
  scannerOf({
    trusted,
    nameFits: true,
    chainError: null,
    subject: 'CN=mx.test',
    issuer,
    altNames: ['mx.test'],
    weak: null,
  });

test.each([
  ['CN=Avast Web/Mail Shield Root, O=Avast Web/Mail Shield', 'you'],
  ['CN=Kaspersky Anti-Virus Personal Root Certificate', 'you'],
  ['CN=ESET SSL Filter CA', 'you'],
  ['CN=FG100E, O=Fortinet', 'network'],
  ['CN=Zscaler Intermediate Root CA (zscaler.net)', 'network'],
  ['CN=Sophos_CA_C123, O=Sophos', 'network'],
  ['CN=Example TLS Inspection CA', 'network'],
] as const)('%s', (issuer, actor) => {
  expect(issued(issuer)).toBe(actor);
  expect(issued(issuer, true)).toBeNull();
});

test.each(['CN=R11, O=Let’s Encrypt', 'CN=mail.example.org', 'O=Squid Row Hosting', 'CN=Barracuda Beach Resort CA'])(
  '%s is nobody in between',
  (issuer) => {
    expect(issued(issuer)).toBeNull();
  },
);
