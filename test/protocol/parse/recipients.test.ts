/** Recipients as people paste them. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { planEnvelope } from '../../../electron/core/smtp/plan/arguments.ts';
import { parseRecipients, splitEnvelope } from '../../../electron/protocol/parse/addresses/recipients.ts';

describe('recipients', () => {
  test.each([
    ['a@example.org', ['a@example.org']],
    [
      'a@example.org, b@example.org; c@example.org\nd@example.org',
      ['a@example.org', 'b@example.org', 'c@example.org', 'd@example.org'],
    ],
    ['a@example.org b@example.org\tc@example.org', ['a@example.org', 'b@example.org', 'c@example.org']],
    ['"Last, First" <a@example.org>, Erika <b@example.org>', ['a@example.org', 'b@example.org']],
    ['"odd, local"@example.org;mailto:b@example.org', ['"odd, local"@example.org', 'b@example.org']],
    ['"open quote\nb@example.org', ['"open quote', 'b@example.org']],
    [' \r\n ,;\n', []],
    ['a@example.org\na@example.org', ['a@example.org', 'a@example.org']],
    ['RCPT TO:<a@example.org> NOTIFY=NEVER\n> rcpt to: <b@example.org>', ['a@example.org', 'b@example.org']],
    [
      'To: Erika <a@example.org>,\n\tb@example.org\nCc: c@example.org',
      ['a@example.org', 'b@example.org', 'c@example.org'],
    ],
    [`["a@example.org", 'b@example.org']`, ['a@example.org', 'b@example.org']],
    ['mailto:a@example.org?subject=x', ['a@example.org']],
    ['a@[127.0.0.1], b@[IPv6:::1]', ['a@[127.0.0.1]', 'b@[IPv6:::1]']],
    ['Team: a@example.org, Bea <b@example.org>;', ['a@example.org', 'b@example.org']],
    ['a@example.org (at work), (private) b@example.org', ['a@example.org', 'b@example.org']],
    ['bücher@example.org, x@bücher.example', ['bücher@example.org', 'x@bücher.example']],
    ['postmaster', ['postmaster']],
    ["o'brien@example.org b@example.org", ["o'brien@example.org", 'b@example.org']],
  ])('%j', (text, addresses) => {
    expect(parseRecipients(text).addresses).toMatchObject(addresses);
  });

  // The window had let these pass, and the engine has always refused them.
  test.each([
    'a..b@example.org',
    'a@b..example',
    'a@-x',
    `${'x'.repeat(65)}@example.org`,
    'a@[127.1]',
    'a@b@example.org',
    'x@y_z',
  ])('%s is named before anything is sent', (text) => {
    expect(parseRecipients(text)).toMatchObject({ addresses: [text], doubtful: [text] });
    expect(planEnvelope({ from: '', to: [text] }, 'smtp').ok).toBe(false);
  });

  test('what stands before a name is no part of it', () => {
    expect(parseRecipients('bob, Erika <e@example.org>')).toMatchObject({
      addresses: ['bob', 'e@example.org'],
      doubtful: ['bob'],
    });
  });

  test('what is not doubtful the engine takes, and the reverse', () => {
    const part = fc.constantFrom(
      'a',
      'b',
      '@',
      '.',
      '"',
      '\\',
      ',',
      ';',
      '<',
      '>',
      '(',
      ')',
      ' ',
      ':',
      'x.example',
      '[1.2.3.4]',
      'é',
      '\n',
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 14 }), (parts) => {
        const { addresses, doubtful } = parseRecipients(parts.join(''));
        for (const address of addresses) {
          const taken = planEnvelope({ from: '', to: [address] }, 'smtp').ok;
          expect({ address, doubtful: doubtful.includes(address) }).toEqual({ address, doubtful: !taken });
        }
      }),
    );
  });

  test('names what does not look like an address and keeps it all the same', () => {
    expect(parseRecipients('nobody, a b c, x@y, <>')).toMatchObject({
      addresses: ['nobody', 'a b c', 'x@y'],
      doubtful: ['nobody', 'a b c'],
    });
  });
});

describe('a pasted envelope', () => {
  test.each([
    [
      'MAIL FROM:<s@example.org> SIZE=10\r\n250 ok\r\nRCPT TO:<a@example.org>\r\n250 ok\r\nRCPT TO:<b@example.org>',
      { from: 's@example.org', to: ['a@example.org', 'b@example.org'] },
    ],
    ['MAIL FROM:<>\nRCPT TO:<a@example.org>', { from: '', to: ['a@example.org'] }],
    ['From: S <s@example.org>\nSubject: hello\nTo: a@example.org', { from: 's@example.org', to: ['a@example.org'] }],
  ])('%j goes to both fields', (text, envelope) => {
    expect(splitEnvelope(text)).toEqual(envelope);
  });
  test.each(['a@example.org\nb@example.org', 'From: s@example.org', ''])('%j is a list like any other', (text) => {
    expect(splitEnvelope(text)).toBeNull();
  });
});
