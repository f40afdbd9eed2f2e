/** Settings of other programs that are hostile, dangerous or nonsense: refused by their place, shown first, or named. */
import { describe, expect, test } from 'vitest';
import fc from 'fast-check';
import { importSettings } from '../../../../electron/core/profiles/exchange/import.ts';
import type { Imported } from '../../../../electron/core/profiles/exchange/imported.ts';
import { incoming } from '../../../../electron/core/profiles/exchange/add-imported.ts';
import { CAUTIONS } from '../../../../electron/protocol/values/profiles/exchange.ts';
import { cautionText } from '../../../../electron/texts/app/exchange.ts';
import { rounds } from '../../../harness/seeds.ts';
import { one } from './imported.ts';

describe('control characters', () => {
  const odd = ['\x00', '\t', '\n', '\r', '\x1b', '\x7f', '\x85', '\x9b', '\u2028', '\u2029'];
  const exported = (content: object): string =>
    JSON.stringify({
      format: 'posthorn-profiles',
      schema: 1,
      folders: [],
      profiles: [
        {
          folder: null,
          secrets: [],
          content: {
            ...{ name: 'a', colour: null, favourite: false, notes: 'two\nlines' },
            ...{ connection: { target: 'h' }, auth: null, envelope: { from: '', to: [] } },
            ...content,
          },
        },
      ],
    });
  const forms: readonly [where: string, text: (value: string) => string][] = [
    ['auth.user', (value) => `smtp://${encodeURIComponent(value)}@h`],
    ['auth.user', (value) => `swaks -s h -au '${value}'`],
    ['connection.ehloName', (value) => `swaks -s h --helo '${value}'`],
    ['envelope.to[1]', (value) => `swaks -s h --to 'a,${value}'`],
    ['auth.user', (value) => JSON.stringify({ host: 'h', auth: { user: value } })],
    ['connection.servername', (value) => JSON.stringify({ host: 'h', tls: { servername: value } })],
    ['name', (value) => exported({ name: value })],
    ['connection.target', (value) => exported({ connection: { target: value } })],
    ['connection.proxy', (value) => exported({ connection: { target: 'h', proxy: value } })],
    ['connection.xclient', (value) => exported({ connection: { target: 'h', xclient: { [value]: 'x' } } })],
    ['auth.mechanisms[0]', (value) => exported({ auth: { user: 'u', mechanisms: [value] } })],
    ['envelope.from', (value) => exported({ envelope: { from: value, to: [] } })],
  ];
  test.each(forms)('in %s are refused and named by their place: %s', (where, text) => {
    for (const character of odd) {
      expect(importSettings(text(`a${character}touch x`)), JSON.stringify(character)).toEqual({
        ok: false,
        problem: { error: 'control-character', line: null, where },
      });
    }
  });
  test('notes and certificates have lines', () => {
    const pem = '-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----\n';
    expect(importSettings(exported({ connection: { target: 'h', ca: pem, clientCertificate: pem } }))).toMatchObject({
      ok: true,
    });
  });
});

describe('what is dangerous is shown first', () => {
  const cautions = (text: string): unknown[] => incoming(one(text)).cautions.map(({ what, value }) => [what, value]);
  const own = (connection: object, auth: object | null): Imported => ({
    name: 'a',
    connection: { target: 'h', ...connection },
    auth: auth === null ? null : { user: 'u', ...auth },
    envelope: { from: '', to: [] },
    password: null,
    notes: [{ code: 'ignored', what: 'x' }],
  });
  test.each<[object, object | null, unknown]>([
    [{ insecure: true }, null, { what: 'insecure' }],
    [{ insecure: false }, null, null],
    [{ acceptCertificate: 'AB' }, null, { what: 'accept-certificate', value: 'AB' }],
    [{ ca: 'PEM' }, null, { what: 'roots' }],
    [{ dnsServer: '192.0.2.1' }, null, { what: 'dns-server', value: '192.0.2.1' }],
    [{ proxy: 'socks5://u:pw@p:1080' }, null, { what: 'proxy', value: 'socks5://u@p:1080' }],
    [{ servername: 'other' }, null, { what: 'servername', value: 'other' }],
    [{ security: 'none' }, null, null],
    [{ security: 'none' }, {}, { what: 'no-tls' }],
    [{}, { allowClear: true }, { what: 'allow-clear' }],
    [{ security: 'starttls' }, {}, null],
  ])('%j %j', (connection, auth, note) => {
    const { cautions: found, notes } = incoming(own(connection, auth));
    expect(found).toEqual(note === null ? [] : [note]);
    expect(notes).toEqual([{ code: 'ignored', what: 'x' }]);
  });
  test('of other programs too', () => {
    expect(cautions('{"host":"h","tls":{"rejectUnauthorized":false,"servername":"x"}}')).toEqual([
      ['servername', 'x'],
      ['insecure', undefined],
    ]);
    expect(cautions('swaks -s h -au me')).toEqual([['no-tls', undefined]]);
    expect(cautions('account a\nhost h\ntls on\ntls_certcheck off')).toEqual([['insecure', undefined]]);
  });
  test('each has its words', () => {
    for (const what of CAUTIONS) expect(cautionText({ what, value: 'V' })).toMatch(/^caution: /);
  });
});

describe('whatever is pasted', () => {
  test('never throws, and names nothing of a secret in its notes', () => {
    const piece = fc.constantFrom(
      'swaks ',
      '--server ',
      'h ',
      '-ap ',
      'S3CRET ',
      "'",
      '"',
      '\n',
      'account a\n',
      'host h\n',
      'password S3CRET\n',
      'defaults\n',
      'smtp://',
      'u:S3CRET@h',
      '{"host":"h"',
      ',"auth":{"pass":"S3CRET"}',
      '}',
      '\\',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const result = importSettings(pieces.join(''));
        if (!result.ok) return;
        for (const found of result.found) {
          expect(JSON.stringify(found.notes)).not.toContain('S3CRET');
          expect(found.connection.target).not.toBe('');
        }
      }),
      { numRuns: rounds(2_000) },
    );
  });

  test('too much and nothing have their own words', () => {
    expect(importSettings('')).toMatchObject({ problem: { error: 'empty' } });
    expect(importSettings(`smtp://${'x'.repeat(1_000_001)}`)).toMatchObject({ problem: { error: 'too-long' } });
    expect(importSettings('hello')).toMatchObject({ problem: { error: 'unknown-form' } });
  });
});
