/** SASL mechanisms as servers announce them behind AUTH: what each does, where it is defined, and how well it guards a password. */

export type MechanismGrade = 'good' | 'fair' | 'clear' | 'weak' | 'unknown';

export interface MechanismText {
  readonly name: string;
  readonly meaning: string;
  /** good: nothing reusable is sent; fair: bound to the transport's safety; clear: readable without TLS; weak: broken or obsolete. */
  readonly grade: MechanismGrade;
  readonly reference: string | null;
}

type Entry = Omit<MechanismText, 'name'>;

const scram = (hash: string, reference: string, plus: boolean): Entry => ({
  meaning: plus
    ? `Salted challenge and response with ${hash}, bound to the TLS channel; the password is not sent, and the server proves itself.`
    : `Salted challenge and response with ${hash}; the password is not sent, and the server proves itself.`,
  grade: 'good',
  reference,
});

const table: Readonly<Record<string, Entry>> = {
  PLAIN: {
    meaning: 'User name and password in one message, readable without TLS.',
    grade: 'clear',
    reference: 'RFC 4616',
  },
  LOGIN: {
    meaning: 'User name and password in two answers, readable without TLS; never standardised, widely used.',
    grade: 'clear',
    reference: null,
  },
  'CRAM-MD5': {
    meaning: 'Challenge and response with HMAC-MD5; the password is not sent, yet can be guessed from a recording.',
    grade: 'weak',
    reference: 'RFC 2195',
  },
  'DIGEST-MD5': {
    meaning: 'Challenge and response with MD5, declared historic.',
    grade: 'weak',
    reference: 'RFC 6331',
  },
  'SCRAM-SHA-1': scram('SHA-1', 'RFC 5802', false),
  'SCRAM-SHA-1-PLUS': scram('SHA-1', 'RFC 5802', true),
  'SCRAM-SHA-256': scram('SHA-256', 'RFC 7677', false),
  'SCRAM-SHA-256-PLUS': scram('SHA-256', 'RFC 7677', true),
  'SCRAM-SHA-512': { ...scram('SHA-512', '', false), reference: null },
  'SCRAM-SHA-512-PLUS': { ...scram('SHA-512', '', true), reference: null },
  NTLM: {
    meaning:
      "Microsoft's challenge and response, obsolete; the password is not sent, yet can be guessed from a recording.",
    grade: 'weak',
    reference: null,
  },
  GSSAPI: { meaning: 'Kerberos.', grade: 'good', reference: 'RFC 4752' },
  'GS2-KRB5': { meaning: 'Kerberos in the GS2 form.', grade: 'good', reference: 'RFC 5801' },
  'GS2-KRB5-PLUS': {
    meaning: 'Kerberos in the GS2 form, bound to the TLS channel.',
    grade: 'good',
    reference: 'RFC 5801',
  },
  'GSS-SPNEGO': { meaning: 'Kerberos or NTLM, as the two sides agree.', grade: 'fair', reference: null },
  XOAUTH2: {
    meaning: 'An OAuth 2 access token in place of a password, in the form that Google introduced; needs TLS.',
    grade: 'fair',
    reference: null,
  },
  OAUTHBEARER: {
    meaning: 'An OAuth 2 access token in place of a password; needs TLS.',
    grade: 'fair',
    reference: 'RFC 7628',
  },
  EXTERNAL: {
    meaning: 'Identity taken from outside the mail protocol, usually the TLS client certificate.',
    grade: 'good',
    reference: 'RFC 4422',
  },
  ANONYMOUS: { meaning: 'No identity at all.', grade: 'weak', reference: 'RFC 4505' },
  XYMCOOKIE: { meaning: 'A private mechanism of Yahoo.', grade: 'unknown', reference: null },
  'PLAIN-CLIENTTOKEN': { meaning: "A private mechanism of Google's own clients.", grade: 'unknown', reference: null },
};

/** Those that the test server has, strongest first, with what a choice among them has to know. */
export const servedMechanisms = [
  { name: 'SCRAM-SHA-512-PLUS', takes: 'password', provesServer: true, insideTls: true },
  { name: 'SCRAM-SHA-256-PLUS', takes: 'password', provesServer: true, insideTls: true },
  { name: 'SCRAM-SHA-1-PLUS', takes: 'password', provesServer: true, insideTls: true },
  { name: 'SCRAM-SHA-512', takes: 'password', provesServer: true, insideTls: false },
  { name: 'SCRAM-SHA-256', takes: 'password', provesServer: true, insideTls: false },
  { name: 'SCRAM-SHA-1', takes: 'password', provesServer: true, insideTls: false },
  { name: 'DIGEST-MD5', takes: 'password', provesServer: true, insideTls: false },
  { name: 'CRAM-MD5', takes: 'password', provesServer: false, insideTls: false },
  { name: 'PLAIN', takes: 'password', provesServer: false, insideTls: false },
  { name: 'LOGIN', takes: 'password', provesServer: false, insideTls: false },
  { name: 'OAUTHBEARER', takes: 'token', provesServer: false, insideTls: false },
  { name: 'XOAUTH2', takes: 'token', provesServer: false, insideTls: false },
  { name: 'EXTERNAL', takes: 'none', provesServer: false, insideTls: false },
  { name: 'ANONYMOUS', takes: 'none', provesServer: false, insideTls: false },
] as const;

/** Any name is accepted; an unknown one says so. */
export function mechanismText(name: string): MechanismText {
  const key = name.toUpperCase();
  const entry = Object.hasOwn(table, key) ? table[key] : undefined;
  return { name: key, ...(entry ?? { meaning: 'Not known here.', grade: 'unknown' as const, reference: null }) };
}
