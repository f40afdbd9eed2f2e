/** SASL mechanisms: what each asks for and how well it guards it. The one table of them; sentences are in texts, the exchanges in core/sasl. */

/** good: nothing reusable is sent; fair: bound to the transport's safety; clear: readable without TLS; weak: broken or obsolete. */
export type MechanismGrade = 'good' | 'fair' | 'clear' | 'weak' | 'unknown';

export interface MechanismFact {
  /** As in EHLO, upper case. */
  readonly name: string;
  /** What the user has to have. `none`: nothing is asked for. */
  readonly takes: 'password' | 'token' | 'none';
  readonly grade: MechanismGrade;
  /** Whoever reads the exchange has the secret. */
  readonly readable: boolean;
  /** The server shows that it knows the password: one that takes anything cannot. */
  readonly provesServer: boolean;
  /** Cannot be done outside TLS. */
  readonly insideTls: boolean;
  /** The test server has it too. */
  readonly served: boolean;
  readonly reference: string | null;
}

const scram = <const N extends string>(name: N, reference: string | null) =>
  ({
    name,
    takes: 'password',
    grade: 'good',
    readable: false,
    provesServer: true,
    insideTls: name.endsWith('-PLUS'),
    served: true,
    reference,
  }) as const;

const usual = { readable: false, provesServer: false, insideTls: false, served: true } as const;

/** Those that are spoken here, strongest first: the order in which a client tries what a server offers. */
export const MECHANISMS = [
  scram('SCRAM-SHA-512-PLUS', null),
  scram('SCRAM-SHA-256-PLUS', 'RFC 7677'),
  scram('SCRAM-SHA-1-PLUS', 'RFC 5802'),
  scram('SCRAM-SHA-512', null),
  scram('SCRAM-SHA-256', 'RFC 7677'),
  scram('SCRAM-SHA-1', 'RFC 5802'),
  { ...usual, name: 'DIGEST-MD5', takes: 'password', grade: 'weak', provesServer: true, reference: 'RFC 6331' },
  { ...usual, name: 'CRAM-MD5', takes: 'password', grade: 'weak', reference: 'RFC 2195' },
  { ...usual, name: 'PLAIN', takes: 'password', grade: 'clear', readable: true, reference: 'RFC 4616' },
  { ...usual, name: 'LOGIN', takes: 'password', grade: 'clear', readable: true, reference: null },
  // Often offered where it does not work, hence after those that do inside TLS.
  { ...usual, name: 'NTLM', takes: 'password', grade: 'weak', served: false, reference: null },
  { ...usual, name: 'OAUTHBEARER', takes: 'token', grade: 'fair', readable: true, reference: 'RFC 7628' },
  { ...usual, name: 'XOAUTH2', takes: 'token', grade: 'fair', readable: true, reference: null },
  { ...usual, name: 'EXTERNAL', takes: 'none', grade: 'good', reference: 'RFC 4422' },
  { ...usual, name: 'ANONYMOUS', takes: 'none', grade: 'weak', reference: 'RFC 4505' },
] as const satisfies readonly MechanismFact[];

type Spoken = (typeof MECHANISMS)[number];
export type MechanismName = Spoken['name'];

/** What the test server can offer, in the same order. */
export const SERVED_MECHANISMS = MECHANISMS.filter((each): each is Extract<Spoken, { served: true }> => each.served);

/** Those that are only known by name. */
const heardOf: Readonly<Record<string, Pick<MechanismFact, 'grade' | 'reference'>>> = {
  GSSAPI: { grade: 'good', reference: 'RFC 4752' },
  'GS2-KRB5': { grade: 'good', reference: 'RFC 5801' },
  'GS2-KRB5-PLUS': { grade: 'good', reference: 'RFC 5801' },
  'GSS-SPNEGO': { grade: 'fair', reference: null },
};

/** By its name in any case; null for one that is not spoken here. */
export function mechanismFact(name: string): Spoken | null {
  const wanted = name.toUpperCase();
  return MECHANISMS.find((each) => each.name === wanted) ?? null;
}

/** Any name is accepted; what is not known has no grade. */
export function gradeOf(name: string): Pick<MechanismFact, 'grade' | 'reference'> {
  const wanted = name.toUpperCase();
  const other = Object.hasOwn(heardOf, wanted) ? heardOf[wanted] : undefined;
  const { grade, reference } = mechanismFact(wanted) ?? other ?? { grade: 'unknown', reference: null };
  return { grade, reference };
}

/** What is given as the secret is a token: none of these takes a password. False where none is named. */
export const tokensOnly = (names: readonly string[]): boolean =>
  names.length > 0 && names.every((name) => mechanismFact(name)?.takes === 'token');
