import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseMailbox } from '../../../electron/protocol/parse/addresses/mailbox.ts';
import { parsePathArgument } from '../../../electron/core/wire/path-argument.ts';
import { addressLiteral, checkEhloName } from '../../../electron/protocol/parse/ehlo-name.ts';
import { rounds } from '../../harness/seeds.ts';

const reason = (text: string, options = {}) => {
  const parsed = parseMailbox(text, options);
  return parsed.ok ? null : parsed.reason;
};

describe('mailboxes', () => {
  test.each<[string, object]>([
    [
      'user@example.com',
      { local: 'user', domain: 'example.com', domainAscii: 'example.com', literal: false, quoted: false },
    ],
    ['customer/department=shipping@example.com', { local: 'customer/department=shipping' }],
    ['$A12345@example.com', { local: '$A12345' }],
    ['!def!xyz%abc@example.com', { local: '!def!xyz%abc' }],
    ['_@example.com', { local: '_' }],
    ['a.b.c@b.c.d-e.example', { domain: 'b.c.d-e.example' }],
    ['u@localhost', { domain: 'localhost' }],
    ['test@123.com', { domain: '123.com' }],
    ['"Fred Bloggs"@example.com', { local: 'Fred Bloggs', quoted: true, text: '"Fred Bloggs"@example.com' }],
    ['"Abc@def"@example.com', { local: 'Abc@def', domain: 'example.com' }],
    ['"a>b"@example.com', { local: 'a>b' }],
    ['"q\\"uote"@example.com', { local: 'q"uote', text: '"q\\"uote"@example.com' }],
    ['""@example.com', { local: '', quoted: true }],
    ['"a..b"@example.com', { local: 'a..b' }],
    ['a@[127.0.0.1]', { domain: '[127.0.0.1]', literal: true }],
    ['a@[IPv6:2001:db8::1]', { domain: '[IPv6:2001:db8::1]', literal: true }],
    ['a@[ipv6:::ffff:192.0.2.1]', { domain: '[IPv6:::ffff:192.0.2.1]', wire: 'a@[IPv6:::ffff:192.0.2.1]' }],
    ['a@[X-new:anything!here]', { domain: '[X-new:anything!here]', literal: true }],
    [
      'john@bücher.example',
      { domainAscii: 'xn--bcher-kva.example', needsSmtputf8: false, wire: 'john@xn--bcher-kva.example' },
    ],
    ['jöhn@bücher.example', { needsSmtputf8: true, wire: 'jöhn@xn--bcher-kva.example', text: 'jöhn@bücher.example' }],
    ['"jö hn"@example.com', { local: 'jö hn', needsSmtputf8: true }],
    ['a@xn--bcher-kva.example', { domain: 'xn--bcher-kva.example', domainAscii: 'xn--bcher-kva.example' }],
    ['a@XN--BCHER-KVA.example', { domainAscii: 'XN--BCHER-KVA.example' }],
    ['a@نامه\u200cای.example', { domainAscii: 'xn--mgba3gch31f060k.example' }],
    ['用户@例子.测试', { domainAscii: 'xn--fsqu00a.xn--0zwm56d', needsSmtputf8: true }],
  ])('%s', (text, expected) => {
    const parsed = parseMailbox(text);
    expect(parsed).toMatchObject({ ok: true, value: expected });
  });

  test.each([
    ['', 'bad-local-part'],
    ['user', 'no-domain'],
    ['"user"', 'no-domain'],
    ['@example.com', 'bad-local-part'],
    ['user@', 'bad-domain'],
    ['user@@example.com', 'bad-domain'],
    ['a@b@c.example', 'bad-domain'],
    ['.a@example.com', 'bad-local-part'],
    ['a.@example.com', 'bad-local-part'],
    ['a..b@example.com', 'bad-local-part'],
    ['a b@example.com', 'bad-local-part'],
    ['a,b@example.com', 'bad-local-part'],
    ['<a@example.com>', 'bad-local-part'],
    ['Joe <a@example.com>', 'bad-local-part'],
    ['a@example.com ', 'bad-domain'],
    ['a@exa mple.com', 'bad-domain'],
    ['a@example..com', 'bad-domain'],
    ['a@.example.com', 'bad-domain'],
    ['a@example.com.', 'bad-domain'],
    ['a@-example.com', 'bad-domain'],
    ['a@example-.com', 'bad-domain'],
    ['a@exa_mple.com', 'bad-domain'],
    ['"a@example.com', 'bad-local-part'],
    ['"a"b@example.com', 'bad-local-part'],
    ['a"b"@example.com', 'bad-local-part'],
    ['"a\\"@example.com', 'bad-local-part'],
    ['"a\\ö"@example.com', 'bad-local-part'],
    ['a@[1.2.3]', 'bad-literal'],
    ['a@[1.2.3.256]', 'bad-literal'],
    ['a@[1.2.3.4', 'bad-literal'],
    ['a@[]', 'bad-literal'],
    ['a@[IPv6:fe80::1%eth0]', 'bad-literal'],
    ['a@[IPv6:1:2:3]', 'bad-literal'],
    ['a@[2001:db8::1]x', 'bad-literal'],
    ['a@[tag:a b]', 'bad-literal'],
    ['a@xn--123456.example', 'bad-label'],
    // Drawn once by the round trips: no A-label, for it decodes to nothing (RFC 5890 section 2.3.2.1).
    ['`@xn--0', 'bad-label'],
    ['a@XN--0', 'bad-label'],
    ['a@xn--', 'bad-label'],
    ['a@mx.xn--zzzz', 'bad-label'],
    ['a@１２７.example', 'bad-label'],
    ['a@a。b', 'bad-label'],
    ['a@℀.example', 'bad-label'],
    ['a\r\nRCPT TO:<b>@example.com', 'control-character'],
    ['a\0@example.com', 'control-character'],
    ['"a\tb"@example.com', 'control-character'],
    ['a\x7f@example.com', 'control-character'],
    ['a\u0085@example.com', 'control-character'],
    ['a\u2028@example.com', 'control-character'],
    ['te\u200bst@example.com', 'control-character'],
    ['te\u2060st@example.com', 'control-character'],
    ['te\ufeffst@example.com', 'control-character'],
    ['a\u202e@example.com', 'control-character'],
    ['a\u00a0b@example.com', 'control-character'],
    ['a\ud800@example.com', 'control-character'],
    ['a@exa\u00admple.com', 'control-character'],
    ['a\u200db@example.com', 'control-character'],
    ['a@b\u200cc.example', 'bad-label'],
  ])('refused: %j', (text, why) => {
    expect(reason(text)).toBe(why);
  });

  test('lengths', () => {
    const label = (length: number) => 'd'.repeat(length);
    expect(reason(`${'a'.repeat(64)}@example.com`)).toBeNull();
    expect(reason(`${'a'.repeat(65)}@example.com`)).toBe('local-part-too-long');
    expect(reason(`${'ö'.repeat(33)}@example.com`)).toBe('local-part-too-long');
    expect(reason(`${'a'.repeat(65)}@example.com`, { anyLength: true })).toBeNull();
    expect(reason(`a@${label(63)}.example`)).toBeNull();
    expect(reason(`a@${label(64)}.example`)).toBe('bad-label');
    const long = (total: number) => `a@${`${label(60)}.`.repeat(3)}${label(total - 2 - 61 * 3 - 8)}.${'e'.repeat(7)}`;
    expect(reason(long(245))).toBeNull();
    expect(reason(`aaaaaaaaaa${long(245)}`)).toBe('too-long');
    expect(reason(`a@${`${label(63)}.`.repeat(4)}de`)).toBe('domain-too-long');
    expect(reason('a'.repeat(1_000_000))).toBe('too-long');
  });

  test('without SMTPUTF8 a session carries no octet above 127', () => {
    expect(reason('jöhn@example.com', { smtputf8: false })).toBe('needs-smtputf8');
    expect(reason('a@bücher.example', { smtputf8: false })).toBe('needs-smtputf8');
    expect(reason('a@example.com', { smtputf8: false })).toBeNull();
  });

  test('names without a domain, where they are known', () => {
    expect(reason('postmaster')).toBe('no-domain');
    expect(reason('Postmaster', { withoutDomain: 'postmaster' })).toBeNull();
    expect(reason('root', { withoutDomain: 'postmaster' })).toBe('no-domain');
    expect(parseMailbox('root', { withoutDomain: 'any' })).toMatchObject({
      ok: true,
      value: { local: 'root', domain: '', wire: 'root' },
    });
  });
});

describe('paths', () => {
  const read = (text: string) => {
    const parsed = parsePathArgument(text);
    return parsed.ok ? parsed.value : parsed.reason;
  };

  test.each<[string, object]>([
    ['<>', { path: '', mailbox: null, params: [], rest: '', route: '', nonAscii: false }],
    ['<> SIZE=5', { path: '', params: [{ keyword: 'SIZE', value: '5' }], rest: 'SIZE=5' }],
    ['  <a@b.example>  ', { path: 'a@b.example', params: [] }],
    ['<"a>b"@b.example> BODY=8BITMIME', { path: '"a>b"@b.example', params: [{ keyword: 'BODY', value: '8BITMIME' }] }],
    [
      '<a@b.example> size=1 smtputf8',
      {
        params: [
          { keyword: 'SIZE', value: '1' },
          { keyword: 'SMTPUTF8', value: null },
        ],
      },
    ],
    [
      '<a@b.example> ENVID=a+2Bb ORCPT=rfc822;x@y',
      {
        params: [
          { keyword: 'ENVID', value: 'a+2Bb' },
          { keyword: 'ORCPT', value: 'rfc822;x@y' },
        ],
      },
    ],
    ['<@a.example,@b.example:u@d.example>', { path: 'u@d.example', route: '@a.example,@b.example' }],
    ['<Postmaster>', { path: 'Postmaster', mailbox: { local: 'Postmaster', domain: '' } }],
    ['<ö@b.example> SMTPUTF8', { nonAscii: true, mailbox: { needsSmtputf8: true } }],
  ])('%s', (text, expected) => {
    expect(read(text)).toMatchObject(expected);
  });

  test.each([
    ['', 'no-brackets'],
    ['a@b.example', 'no-brackets'],
    ['<a@b.example', 'no-brackets'],
    ['<"a>@b.example', 'no-brackets'],
    ['<a@b.example>x', 'bad-parameter'],
    ['<a@b.example>SIZE=5', 'bad-parameter'],
    ['<a@b.example> =', 'bad-parameter'],
    ['<a@b.example> SIZE=', 'bad-parameter'],
    ['<a@b.example> SIZE=1=2', 'bad-parameter'],
    ['<a@b.example> X_Y=1', 'bad-parameter'],
    ['<a@b.example> -X', 'bad-parameter'],
    ['<a@b.example> X=a\0b', 'bad-parameter'],
    ['<a@b.example> X=a\u200bb', 'bad-parameter'],
    ['<user>', 'no-domain'],
    ['<@a.example:>', 'bad-local-part'],
    ['<@a.example,b.example:u@d.example>', 'bad-route'],
    ['<@a.example>', 'bad-route'],
    ['<a@b.example\0>', 'control-character'],
    ['<a b@b.example>', 'bad-local-part'],
    ['<<a@b.example>>', 'bad-parameter'],
  ])('refused: %j', (text, why) => {
    expect(read(text)).toBe(why);
  });
});

describe('names for EHLO', () => {
  test.each([
    ['client.test', 'client.test'],
    ['localhost', 'localhost'],
    ['[127.0.0.1]', '[127.0.0.1]'],
    ['[ipv6:::1]', '[IPv6:::1]'],
    ['bücher.example', 'xn--bcher-kva.example'],
    ['my_pc', 'my_pc'],
    ['127.0.0.1', '127.0.0.1'],
  ])('%s', (name, sent) => {
    expect(checkEhloName(name)).toEqual({ ok: true, value: sent });
  });

  test.each(['', 'a b', 'a\r\nMAIL', 'a\tb', '[1.2.3]', 'a..b', '-a', 'a\u0085b', 'x'.repeat(300)])(
    'refused: %j',
    (name) => {
      expect(checkEhloName(name).ok).toBe(false);
    },
  );
});

test.each([
  ['127.0.0.1', '[127.0.0.1]'],
  ['::1', '[IPv6:::1]'],
  ['fe80::1%eth0', '[IPv6:fe80::1]'],
  ['::ffff:192.0.2.1', '[192.0.2.1]'],
  ['localhost', null],
  ['', null],
])('address literal of %j', (ip, literal) => {
  expect(addressLiteral(ip)).toBe(literal);
});

describe('properties', () => {
  test('any text: no throw, and what is accepted is safe in a command', () => {
    const texts = fc.oneof(
      fc.string({ unit: 'binary-ascii' }),
      fc.string({
        unit: fc.constantFrom(
          'a',
          '@',
          '"',
          '\\',
          '.',
          '<',
          '>',
          ' ',
          '[',
          ']',
          ':',
          '\r',
          '\n',
          '\0',
          'ö',
          '\u200b',
          '\ud800',
          ',',
        ),
      }),
    );
    fc.assert(
      fc.property(texts, (text) => {
        const mailbox = parseMailbox(text);
        if (mailbox.ok) {
          expect(mailbox.value.text.toLowerCase()).toBe(text.toLowerCase());
          expect(/[\x00-\x1f\x7f-\x9f]/.test(mailbox.value.wire)).toBe(false);
          const path = parsePathArgument(`<${mailbox.value.wire}>`);
          expect(path).toMatchObject({
            ok: true,
            value: { path: mailbox.value.wire, mailbox: { local: mailbox.value.local } },
          });
        }
        parsePathArgument(`<${text}> ${text}`);
        checkEhloName(text);
      }),
      { numRuns: rounds(1_000) },
    );
  });

  test('any local part can be quoted and read back', () => {
    const text = fc.string({
      unit: fc.integer({ min: 32, max: 126 }).map((code) => String.fromCharCode(code)),
      maxLength: 30,
    });
    fc.assert(
      fc.property(text, (local) => {
        const quoted = `"${local.replace(/["\\]/g, '\\$&')}"`;
        expect(parseMailbox(`${quoted}@example.com`)).toMatchObject({
          ok: true,
          value: { local, domain: 'example.com' },
        });
      }),
    );
  });
});
