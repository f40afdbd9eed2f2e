/** SASL mechanisms as servers announce them after AUTH, in words; how well each guards a secret, and where it is defined, is in protocol/facts. */
import { gradeOf, type MechanismGrade } from '../../protocol/facts/mechanisms.ts';

export interface MechanismText {
  readonly name: string;
  readonly meaning: string;
  readonly grade: MechanismGrade;
  readonly reference: string | null;
}

const scram = (hash: string): string =>
  `Salted challenge and response with ${hash}; the password is not sent, and the server proves itself.`;
const scramPlus = (hash: string): string =>
  `Salted challenge and response with ${hash}, bound to the TLS channel; the password is not sent, and the server proves itself.`;

const meanings: Readonly<Record<string, string>> = {
  PLAIN: 'User name and password in one message, readable without TLS.',
  LOGIN: 'User name and password in two answers, readable without TLS; never standardised, widely used.',
  'CRAM-MD5': 'Challenge and response with HMAC-MD5; the password is not sent, yet can be guessed from a recording.',
  'DIGEST-MD5': 'Challenge and response with MD5, declared historic.',
  'SCRAM-SHA-1': scram('SHA-1'),
  'SCRAM-SHA-1-PLUS': scramPlus('SHA-1'),
  'SCRAM-SHA-256': scram('SHA-256'),
  'SCRAM-SHA-256-PLUS': scramPlus('SHA-256'),
  'SCRAM-SHA-512': scram('SHA-512'),
  'SCRAM-SHA-512-PLUS': scramPlus('SHA-512'),
  NTLM: "Microsoft's challenge and response, obsolete; the password is not sent, yet can be guessed from a recording.",
  GSSAPI: 'Kerberos.',
  'GS2-KRB5': 'Kerberos in the GS2 form.',
  'GS2-KRB5-PLUS': 'Kerberos in the GS2 form, bound to the TLS channel.',
  'GSS-SPNEGO': 'Kerberos or NTLM, as the two sides agree.',
  XOAUTH2: 'An OAuth 2 access token in place of a password, in the form that Google introduced; needs TLS.',
  OAUTHBEARER: 'An OAuth 2 access token in place of a password; needs TLS.',
  EXTERNAL: 'Identity taken from outside the mail protocol, usually the TLS client certificate.',
  ANONYMOUS: 'No identity at all.',
  XYMCOOKIE: 'A private mechanism of Yahoo.',
  'PLAIN-CLIENTTOKEN': "A private mechanism of Google's own clients.",
};

/** Any name is accepted; an unknown one says so. */
export function mechanismText(name: string): MechanismText {
  const key = name.toUpperCase();
  const meaning = Object.hasOwn(meanings, key) ? meanings[key] : undefined;
  return { name: key, meaning: meaning ?? 'Not known here.', ...gradeOf(key) };
}
