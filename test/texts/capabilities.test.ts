import { expect, test } from 'vitest';
import { capabilityText } from '../../electron/texts/session/capabilities.ts';
import type { KeywordName } from '../../electron/protocol/facts/keywords.ts';
import { mechanismText } from '../../electron/texts/session/mechanisms.ts';

test.each([
  ['SIZE', ['10240000'], 'messages up to 9.77 MiB'],
  ['size', ['33554432'], 'messages up to 32 MiB'],
  ['SIZE', ['0'], 'no fixed limit'],
  ['SIZE', [], 'no limit stated'],
  ['SIZE', ['1e3'], null],
  ['SIZE', ['-5'], null],
  ['AUTH', ['PLAIN', 'SCRAM-SHA-256', 'CRAM-MD5'], 'PLAIN (in clear), SCRAM-SHA-256 and CRAM-MD5 (weak)'],
  ['AUTH', [], 'no mechanism named'],
  [
    'LIMITS',
    ['RCPTMAX=100', 'MAILMAX=1', 'NEW=3'],
    'at most 100 recipients in a transaction and at most 1 transaction in a session',
  ],
  ['LIMITS', ['RCPTMAX=x'], null],
  ['LIMITS', ['RCPTMAX=0', 'MAILMAX=1000000'], null],
  ['DELIVERBY', ['240'], 'shortest time accepted: 4 minutes'],
  [
    'FUTURERELEASE',
    ['172800', '2026-01-01T00:00:00Z'],
    'held for at most 2 days, until 2026-01-01T00:00:00Z at the latest',
  ],
  ['PIPELINING', [], null],
])('%s %j: %s', (keyword, params, parameters) => {
  expect(capabilityText(keyword, params).parameters).toBe(parameters);
});

test('an unknown keyword is called unknown, not explained', () => {
  expect(capabilityText('XFOO', [])).toEqual({
    keyword: 'XFOO',
    meaning: null,
    kind: 'unknown',
    reference: null,
    url: null,
    grammar: null,
    adds: [],
    parameters: null,
  });
  expect(capabilityText('CONSTRUCTOR', [])).toMatchObject({ kind: 'unknown' });
  expect(capabilityText('\u001b[31m', []).keyword).toBe('\\x1b[31M');
});

test.each(['XXXXXXXX', 'XXXXXXXA', 'XXXXXXXXXXA'])('%s was overwritten on the way', (keyword) => {
  expect(capabilityText(keyword, []).kind).toBe('masked');
});

/** IANA's registry "SMTP Service Extensions", with the RFC that defines each; those of RFC 821 and of no RFC are historic here. */
const registered = [
  ['SEND', 'RFC 821'],
  ['SOML', 'RFC 821'],
  ['SAML', 'RFC 821'],
  ['EXPN', 'RFC 5321'],
  ['HELP', 'RFC 5321'],
  ['TURN', 'RFC 821'],
  ['8BITMIME', 'RFC 6152'],
  ['SIZE', 'RFC 1870'],
  ['VERB', null],
  ['ONEX', null],
  ['CHUNKING', 'RFC 3030'],
  ['BINARYMIME', 'RFC 3030'],
  ['CHECKPOINT', 'RFC 1845'],
  ['DELIVERBY', 'RFC 2852'],
  ['PIPELINING', 'RFC 2920'],
  ['DSN', 'RFC 3461'],
  ['ETRN', 'RFC 1985'],
  ['ENHANCEDSTATUSCODES', 'RFC 2034'],
  ['STARTTLS', 'RFC 3207'],
  ['NO-SOLICITING', 'RFC 3865'],
  ['MTRK', 'RFC 3885'],
  ['SUBMITTER', 'RFC 4405'],
  ['ATRN', 'RFC 2645'],
  ['AUTH', 'RFC 4954'],
  ['BURL', 'RFC 4468'],
  ['FUTURERELEASE', 'RFC 4865'],
  ['CONPERM', 'RFC 4141'],
  ['CONNEG', 'RFC 4141'],
  ['UTF8SMTP', 'RFC 5336'],
  ['SMTPUTF8', 'RFC 6531'],
  ['MT-PRIORITY', 'RFC 6710'],
  ['RRVS', 'RFC 7293'],
  ['REQUIRETLS', 'RFC 8689'],
  ['LIMITS', 'RFC 9422'],
] as const satisfies readonly (readonly [keyword: KeywordName, reference: string | null])[];

/** Of no registry; the type has this list complete. */
const unregistered = [
  'XCLIENT',
  'XFORWARD',
  'XVERP',
  'XRCPTFORWARD',
  'PRDR',
  'PIPECONNECT',
  'X-EXPS',
  'X-ANONYMOUSTLS',
  'XEXCH50',
  'X-LINK2STATE',
  'X_PIPE_CONNECT',
] as const;
const known = [...registered.map(([keyword]) => keyword), 'VRFY' as const, ...unregistered];
type Forgotten = Exclude<KeywordName, (typeof known)[number]>;

test('no keyword is forgotten here', () => {
  const none: [Forgotten] extends [never] ? true : Forgotten = true;
  expect(none).toBe(true);
});

test.each(registered)('%s is known with its definition', (keyword, reference) => {
  expect(capabilityText(keyword, [])).toMatchObject({ keyword, reference });
  expect(capabilityText(keyword, []).kind).toMatch(/^(standard|historic)$/);
  expect(capabilityText(keyword, []).grammar).not.toBe('');
});

test('private keywords are reported as private', () => {
  for (const name of unregistered) expect(capabilityText(name, []).kind, name).toBe('private');
});

test('standard keywords name their RFC and link to it', () => {
  for (const name of known) {
    const text = capabilityText(name, []);
    expect(text.meaning, name).toMatch(/^[A-Z].*\.$/);
    if (text.kind === 'standard') expect(text.url, name).toMatch(/^https:\/\/www\.rfc-editor\.org\/rfc\/rfc\d+$/);
  }
});

test('mechanisms are known in any case, strange ones are not guessed', () => {
  expect(mechanismText('plain')).toMatchObject({ name: 'PLAIN', grade: 'clear', reference: 'RFC 4616' });
  expect(mechanismText('TOSTRING')).toMatchObject({ grade: 'unknown' });
});
